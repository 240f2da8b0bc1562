//! Emulators of AWS on loopback, and a caller of their APIs.
//!
//! Two, because neither does all of it: `ministack` evaluates trust policies and signatures, but makes instances
//! without looking at launch templates; `moto` makes them as the launch template says, but evaluates no policy.

use crate::install;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest that an emulator may take to listen: it loads hundreds of services, on a machine that builds beside it.
const STARTS_WITHIN: Duration = Duration::from_secs(120);

/// Which emulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Evaluates trust policies, session policies and signatures.
    Ministack,
    /// Launches from launch templates.
    Moto,
}

/// A running emulator; ends when it is dropped.
#[derive(Debug)]
pub struct Emulator {
    endpoint: String,
    server: Child,
    caller: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// Whose keys sign a call.
#[derive(Debug, Clone)]
pub struct Credentials {
    key: String,
    secret: String,
    token: Option<String>,
}

impl Credentials {
    /// Whoever owns an account.
    pub fn root_of(account: &str) -> Self {
        Self { key: account.to_owned(), secret: "test".to_owned(), token: None }
    }

    /// The access key's id, the key, and the token of a session.
    pub fn parts(&self) -> (&str, &str, Option<&str>) {
        (&self.key, &self.secret, self.token.as_deref())
    }

    /// What `AssumeRole` answered.
    pub fn from_answer(answer: &Value) -> Self {
        let part = |name: &str| answer["Credentials"][name].as_str().expect("the answer has credentials").to_owned();
        Self { key: part("AccessKeyId"), secret: part("SecretAccessKey"), token: Some(part("SessionToken")) }
    }
}

/// What AWS refuses with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The error code.
    pub code: String,
    /// The sentence.
    pub message: String,
}

impl Emulator {
    /// Starts one on a free port of 127.0.0.1.
    pub fn start(kind: Kind) -> Self {
        let programs = install::emulators();
        // The port is free until the emulator takes it, as far as one can know; another try is another port.
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port is free").port();
        let mut server = match kind {
            Kind::Ministack => Command::new(programs.join("ministack")),
            Kind::Moto => Command::new(programs.join("moto_server")),
        };
        match kind {
            Kind::Ministack => {
                server.env("GATEWAY_PORT", port.to_string()).env("BIND_HOST", "127.0.0.1").env("AUTH", "true");
            }
            Kind::Moto => {
                server.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
            }
        }
        let server = server
            .process_group(0)
            .env_remove("AWS_ACCESS_KEY_ID")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the emulator starts");
        let mut caller = Command::new(programs.join("python"))
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/aws.py"))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the caller starts");
        let requests = caller.stdin.take().expect("the caller has a stdin");
        let answers = BufReader::new(caller.stdout.take().expect("the caller has a stdout"));
        let mut emulator = Self { endpoint: format!("http://127.0.0.1:{port}"), server, caller, requests, answers };
        emulator.wait_until_it_listens(port);
        emulator
    }

    fn wait_until_it_listens(&mut self, port: u16) {
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = self.server.try_wait().expect("the emulator can be asked");
            assert!(ended.is_none(), "the emulator ended by itself: {ended:?}");
            assert!(started.elapsed() < STARTS_WITHIN, "the emulator did not listen within {STARTS_WITHIN:?}");
            std::thread::yield_now();
        }
    }

    /// Its address.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Calls an API; names as in boto3.
    pub fn call(
        &mut self,
        credentials: &Credentials,
        service: &str,
        method: &str,
        arguments: &Value,
    ) -> Result<Value, Refusal> {
        let request = json!({
            "endpoint": self.endpoint,
            "region": crate::installation::REGION,
            "key": credentials.key,
            "secret": credentials.secret,
            "token": credentials.token,
            "service": service,
            "method": method,
            "arguments": arguments,
        });
        writeln!(self.requests, "{request}").and_then(|()| self.requests.flush()).expect("the caller reads requests");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("the caller answers");
        let mut answer: Value =
            serde_json::from_str(&line).unwrap_or_else(|error| panic!("{service} {method}: {error}: `{line}`"));
        match answer.get("error") {
            None => Ok(answer["ok"].take()),
            Some(error) => Err(Refusal {
                code: error["code"].as_str().unwrap_or_default().to_owned(),
                message: error["message"].as_str().unwrap_or_default().to_owned(),
            }),
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // The emulator may have started processes of its own; its group is exactly these. What has ended already is
        // fine.
        let _ = Command::new("kill")
            .args(["-KILL", "--", &format!("-{}", self.server.id())])
            .stderr(Stdio::null())
            .status();
        let _ = self.caller.kill();
        let _ = self.server.wait();
        let _ = self.caller.wait();
    }
}
