//! An emulator of CloudFormation, IAM, STS and EC2, for one test.

use super::install;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};

/// A running emulator; it ends with the value.
#[derive(Debug)]
pub struct Ministack {
    process: Child,
    endpoint: String,
    _directory: tempfile::TempDir,
}

impl Ministack {
    /// Starts it on a free port of this machine alone, and waits until it listens.
    pub fn start() -> Self {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|listener| listener.local_addr())
            .expect("a port is free")
            .port();
        let directory = tempfile::tempdir().expect("a directory can be made");
        let mut process = Command::new(install::emulators().join("ministack"))
            .env("BIND_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", port.to_string())
            .env("SERVICES", "cloudformation,ec2,iam,sns,ssm,sts")
            .current_dir(directory.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("ministack starts");
        let log = process.stderr.take().expect("standard error is a pipe");
        let mut lines = BufReader::new(log).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains("Running on")), "ministack ended before it listened");
        // Nobody reads its log any longer; a full pipe would stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, endpoint: format!("http://127.0.0.1:{port}"), _directory: directory }
    }

    /// The variables by which an AWS client finds it, and nothing else.
    pub fn environment(&self) -> [(&'static str, &str); 5] {
        [
            ("AWS_ENDPOINT_URL", &self.endpoint),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_DEFAULT_REGION", "eu-central-1"),
        ]
    }

    /// Runs a piece of Python with boto3, as somebody who changes things by hand.
    pub fn by_hand(&self, python: &str) {
        let output = Command::new(install::emulators().join("python"))
            .args(["-c", python])
            .env_clear()
            .envs(self.environment())
            .output()
            .expect("Python starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

impl Drop for Ministack {
    fn drop(&mut self) {
        let _it_has_ended_already = self.process.kill();
        let _nobody_to_tell = self.process.wait();
    }
}
