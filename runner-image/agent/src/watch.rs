//! Watches for the two ends that come from outside: the interruption of a spot instance, which becomes a line in the
//! console output, and the loss of the network, which ends the machine. Source: "Spot Instance interruption notices",
//! Amazon EC2 User Guide: the notice comes two minutes before, poll every 5 s.

use crate::imds::{ImdsError, Session};
use crate::say;
use anyhow::{Context as _, bail};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Between two looks, as AWS recommends.
const PAUSE: Duration = Duration::from_secs(5);
/// From the first sight of a notice to the end: what is left of AWS's two minutes is for the runner to report its job
/// as cancelled.
const LAST_ORDERS: Duration = Duration::from_secs(85);
/// Seconds: the longest session that the service gives.
const SESSION_S: u32 = 21_600;

/// Watches until the network is lost for as many seconds as given, or the spot instance is interrupted.
///
/// # Errors
/// At either end, or when the argument is no number of seconds.
pub fn run(network_wait_s: &str) -> anyhow::Result<()> {
    let wait = network_wait_s.parse().context("the argument must be a whole number of seconds")?;
    let wait = Duration::from_secs(wait);
    let (mut session, mut told, mut answered) = (None, None, Instant::now());
    loop {
        match look(&mut session) {
            Ok(notice) => {
                answered = Instant::now();
                if let (Some(notice), None) = (notice, told) {
                    say(&format!("interruption notice: {notice}"));
                    told = Some(answered);
                }
            }
            Err(ImdsError::Unreachable(_) | ImdsError::Malformed(_) | ImdsError::Refused(_)) => session = None,
        }
        if told.is_some_and(|told| LAST_ORDERS < told.elapsed()) {
            bail!("the spot instance is interrupted");
        }
        if wait < answered.elapsed() {
            bail!("the network is lost for {} s", wait.as_secs());
        }
        std::thread::sleep(PAUSE);
    }
}

fn look(session: &mut Option<Session>) -> Result<Option<String>, ImdsError> {
    let current = match session.take() {
        Some(current) => current,
        None => Session::open(SESSION_S)?,
    };
    let body = current.get("meta-data/spot/instance-action")?;
    *session = Some(current);
    Ok(body.map(|body| notice(&body)))
}

/// The notice as one line of known words, at most 68 bytes: it is printed to the console.
#[must_use]
pub fn notice(body: &[u8]) -> String {
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == ':';
    let text = |field: &str| match value[field].as_str() {
        Some(text) if text.len() <= 32 && text.chars().all(plain) => text.to_owned(),
        Some(_) | None => "unknown".to_owned(),
    };
    format!("{} at {}", text("action"), text("time"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_notice_is_one_line() {
        assert_eq!(
            notice(br#"{"action":"terminate","time":"2026-01-01T00:00:00Z"}"#),
            "terminate at 2026-01-01T00:00:00Z"
        );
        assert_eq!(notice(b"nonsense"), "unknown at unknown");
        assert_eq!(notice(br#"{"action":"a\nb","time":7}"#), "unknown at unknown");
    }

    proptest! {
        #[test]
        fn any_bytes_give_one_short_line(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let line = notice(&bytes);
            prop_assert!(line.len() <= 68 && !line.contains('\n'));
        }
    }
}
