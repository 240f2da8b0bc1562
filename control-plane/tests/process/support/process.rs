//! The real binary, as a process of its own.

use super::payload::SECRET;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A serving process.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
    lines: Receiver<String>,
}

/// The binary with nothing of our environment but what is given.
pub(crate) fn command(arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sprinters-control-plane"));
    command.args(arguments).env_clear().envs(environment.iter().copied()).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    command(arguments, environment).output().unwrap()
}

impl Process {
    /// Starts on a port of its own, with its state in a directory.
    pub(crate) fn serve(state: &Path, more: &[(&str, &str)]) -> Process {
        let mut environment = vec![
            ("SPRINTERS_STATE_DIR", state.to_str().unwrap()),
            ("SPRINTERS_LISTEN", "127.0.0.1:0"),
            ("SPRINTERS_GITHUB_WEBHOOK_SECRET", SECRET),
        ];
        environment.extend(more);
        let mut child = command(&["serve"], &environment).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let mut seen = Vec::new();
        let address = loop {
            let line = lines.recv_timeout(Duration::from_secs(30)).unwrap_or_else(|_| panic!("no start: {seen:?}"));
            let json: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
            if let Some(address) = json["listen"].as_str() {
                break address.parse().unwrap();
            }
            seen.push(line);
        };
        Process { child, address, lines }
    }

    /// Ends it as a power cut would end it: nothing of it runs any more.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Ends it as a service manager does; answers with its log and whether it ended well.
    pub(crate) fn stop(mut self) -> (Vec<String>, bool) {
        self.signal("TERM");
        let status = self.child.wait().unwrap();
        (self.lines.iter().collect(), status.success())
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), id.as_str()]).status().unwrap().success());
    }

    /// Reads its log up to a line that holds a text, and answers with that line.
    pub(crate) fn wait_for(&self, text: &str) -> String {
        let mut seen = Vec::new();
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(30));
            let line = line.unwrap_or_else(|_| panic!("no `{text}` in {seen:?}"));
            if line.contains(text) {
                return line;
            }
            seen.push(line);
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The most memory that it ever had in use, in MiB.
    pub(crate) fn peak_mib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
