//! Reads the user data once and lays out, in a folder that only root and this program's account can enter, what the
//! boot units need: `plan` and `instance` as environment files for systemd, and `runner/` with the runner's
//! configuration files.

use crate::imds::{ImdsError, Session};
use crate::{jit, user_data::UserData};
use anyhow::{Context as _, bail};
use secrecy::ExposeSecret as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long the network and the metadata service may take to be there; EC2's are within seconds.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two tries: short, because the job waits for it.
const PAUSE: Duration = Duration::from_millis(100);
/// Seconds of the session: a handful of reads.
const SESSION_S: u32 = 60;

/// What the job's log shows of the instance, by variable and path.
const INSTANCE: [(&str, &str); 4] = [
    ("INSTANCE_ID", "meta-data/instance-id"),
    ("INSTANCE_TYPE", "meta-data/instance-type"),
    ("ZONE", "meta-data/placement/availability-zone"),
    ("LIFE_CYCLE", "meta-data/instance-life-cycle"),
];

/// Reads, checks and lays out.
///
/// # Errors
/// When there is no user data within the patience, or it is not what the contract says.
pub fn run(folder: &Path) -> anyhow::Result<()> {
    let (session, user_data) = read()?;
    let Some(user_data) = user_data else {
        bail!("no user data: this image runs one job and was given none");
    };
    let user_data = UserData::parse(&user_data)?;
    let files = jit::files(user_data.jit_config.expose_secret())?;
    let runner = folder.join("runner");
    fs::DirBuilder::new().mode(0o700).create(&runner).with_context(|| format!("cannot make {}", runner.display()))?;
    for (name, contents) in &files {
        write(&runner.join(name), contents, 0o600)?;
    }
    let mut instance = String::new();
    for (variable, path) in INSTANCE {
        let value = session.get(path).ok().flatten().unwrap_or_default();
        instance.push_str(&format!("{variable}={}\n", word(&value)));
    }
    write(&folder.join("instance"), instance.as_bytes(), 0o600)?;
    // Last, because the units that follow start from it.
    write(
        &folder.join("plan"),
        format!(
            "TEMP={}\nSWAP_MIB={}\nJOB_WAIT_S={}\nLIFETIME_S={}\nNETWORK_WAIT_S={}\n",
            user_data.temp.word(),
            user_data.swap_mib,
            user_data.job_wait_s,
            user_data.lifetime_s,
            user_data.network_wait_s
        )
        .as_bytes(),
        0o600,
    )
}

/// Tries until the service answers: the network may still be coming up.
fn read() -> anyhow::Result<(Session, Option<Vec<u8>>)> {
    let start = Instant::now();
    loop {
        let tried = Session::open(SESSION_S).and_then(|session| {
            let user_data = session.get("user-data")?;
            Ok((session, user_data))
        });
        match tried {
            Ok(read) => return Ok(read),
            Err(error @ (ImdsError::Unreachable(_) | ImdsError::Malformed(_) | ImdsError::Refused(_))) => {
                if PATIENCE < start.elapsed() {
                    return Err(error).context("no user data within 60 seconds");
                }
            }
        }
        std::thread::sleep(PAUSE);
    }
}

/// A value from outside as it may stand in an environment file and in a job's log: `unknown` unless it has 1 to 64
/// letters, digits, hyphens and dots.
#[must_use]
pub fn word(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    match !text.is_empty() && text.len() <= 64 && text.chars().all(plain) {
        true => text.into_owned(),
        false => "unknown".to_owned(),
    }
}

/// Writes a new file; one that is there already is somebody else's.
fn write(path: &Path, contents: &[u8], mode: u32) -> anyhow::Result<()> {
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
    file.and_then(|mut file| file.write_all(contents)).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_value_is_a_word_or_unknown() {
        assert_eq!(word(b"m7i.8xlarge"), "m7i.8xlarge");
        for wrong in [&b""[..], b"a b", b"x\nTEMP=zram", b"\xff", &[b'a'; 65]] {
            assert_eq!(word(wrong), "unknown");
        }
    }

    proptest! {
        #[test]
        fn a_value_never_makes_a_second_line(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert!(!word(&bytes).contains(['\n', '"', '$', '\\', ' ']));
        }
    }
}
