//! What systemd is told of a service of `Type=notify`: that it serves, that it is alive, that it stops. Without systemd
//! nobody is told anything. And what systemd hands over: credentials, as files that this service alone can read.

use crate::server::LOOP_AGE;
use crate::settings::SETTINGS;
use sd_notify::NotifyState;
use sprinters_common::vitals::Vitals;
use std::path::Path;
use std::sync::Arc;
use tokio::task::JoinHandle;

/// Requests are answered and the worker runs. Keeps the watchdog content from now on, if the unit has one: from a task
/// of the same runtime, so that one whose threads all hang is restarted, and as long as the worker's loop goes round. A
/// database that is away is no reason to restart: the loop goes round without it.
pub(crate) fn ready(vitals: Arc<Vitals>) -> JoinHandle<()> {
    tell(NotifyState::Ready);
    let Some(within) = sd_notify::watchdog_enabled() else { return tokio::spawn(async {}) };
    tokio::spawn(async move {
        // Half of the time, as sd_watchdog_enabled(3) advises.
        let mut often = tokio::time::interval(within / 2);
        loop {
            often.tick().await;
            if vitals.loop_age().is_none_or(|age| age < LOOP_AGE) {
                tell(NotifyState::Watchdog);
            }
        }
    })
}

/// No request is taken any more.
pub(crate) fn stopping() {
    tell(NotifyState::Stopping);
}

fn tell(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(%error, "the service manager could not be told how this process is");
    }
}

/// Settings that the service manager handed over: for each secret one, a file of its name in `$CREDENTIALS_DIRECTORY`
/// (systemd.exec(5), "Credentials"), unless the environment says otherwise.
pub(crate) fn credentials(environment: &[(String, String)]) -> Vec<(String, String)> {
    let given = |name: &str| environment.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let Some(directory) = given("CREDENTIALS_DIRECTORY").map(Path::new) else { return Vec::new() };
    let secret = SETTINGS.iter().filter(|setting| setting.secret);
    secret
        .filter_map(|setting| {
            let by_file = format!("{}_FILE", setting.name);
            let path = directory.join(setting.name);
            let free = given(setting.name).is_none() && given(&by_file).is_none();
            (free && path.is_file()).then(|| (by_file, path.to_string_lossy().into_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_is_the_setting_of_its_name_unless_the_environment_has_one() {
        let directory = tempfile::TempDir::new().unwrap();
        for name in ["SPRINTERS_ROOT_KEYS", "SPRINTERS_SMTP_URL", "SPRINTERS_LISTEN", "something-else"] {
            std::fs::write(directory.path().join(name), "x").unwrap();
        }
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let place = pair("CREDENTIALS_DIRECTORY", directory.path().to_str().unwrap());
        let path = |name: &str| directory.path().join(name).to_string_lossy().into_owned();
        let root_keys = pair("SPRINTERS_ROOT_KEYS_FILE", &path("SPRINTERS_ROOT_KEYS"));
        let mail = pair("SPRINTERS_SMTP_URL_FILE", &path("SPRINTERS_SMTP_URL"));
        assert_eq!(credentials(std::slice::from_ref(&place)), [root_keys.clone(), mail]);
        assert_eq!(credentials(&[place, pair("SPRINTERS_SMTP_URL", "smtps://elsewhere")]), [root_keys]);
        assert!(credentials(&[]).is_empty());
    }
}
