//! GitHub's just-in-time configuration: base64 of a JSON object that maps the runner's configuration files to base64 of
//! their contents. The runner itself would take it as an argument or from its environment, where every process of the
//! job's user could read it; written as the files that the runner makes of it anyway, it is in neither.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The files that a just-in-time configuration holds, and no others: a name is a path that gets written.
const NAMES: [&str; 3] = [".runner", ".credentials", ".credentials_rsaparams"];

/// Settings of the runner that are true whatever the configuration says of them: it takes one job, and does not replace
/// itself by a newer version, which it would do instead of the job. In the words of the runner's own `.runner`, which
/// it reads whatever their case.
const ALWAYS: [&str; 2] = ["Ephemeral", "DisableUpdate"];

/// What is wrong with a just-in-time configuration; never what is in it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum JitError {
    /// The whole or a file in it is not base64.
    #[error("the just-in-time configuration is not base64")]
    Encoding,
    /// Decoded, but not an object of texts.
    #[error("the just-in-time configuration does not map file names to contents")]
    Shape,
    /// A file that the runner does not have.
    #[error("the just-in-time configuration names a file other than .runner, .credentials and .credentials_rsaparams")]
    Name,
    /// Without `.runner` the runner says that it is not configured.
    #[error("the just-in-time configuration lacks the file .runner")]
    NoRunner,
    /// `.runner` holds no JSON object.
    #[error("the just-in-time configuration has a file .runner without settings")]
    Settings,
}

/// The files to write, by name.
///
/// # Errors
/// When the text is not what GitHub's `generate-jitconfig` hands out.
pub fn files(encoded: &str) -> Result<BTreeMap<&'static str, Vec<u8>>, JitError> {
    let json = STANDARD.decode(encoded).map_err(|_| JitError::Encoding)?;
    let given: BTreeMap<String, String> = serde_json::from_slice(&json).map_err(|_| JitError::Shape)?;
    let mut files = BTreeMap::new();
    for (name, contents) in given {
        let name = NAMES.into_iter().find(|known| *known == name).ok_or(JitError::Name)?;
        files.insert(name, STANDARD.decode(contents).map_err(|_| JitError::Encoding)?);
    }
    let settings = settings(files.get(".runner").ok_or(JitError::NoRunner)?)?;
    files.insert(".runner", settings);
    Ok(files)
}

/// The runner's settings, with those that are always true.
fn settings(runner: &[u8]) -> Result<Vec<u8>, JitError> {
    let mut settings: Map<String, Value> = serde_json::from_slice(runner).map_err(|_| JitError::Settings)?;
    settings.retain(|name, _| !ALWAYS.iter().any(|always| always.eq_ignore_ascii_case(name)));
    settings.extend(ALWAYS.map(|name| (name.to_owned(), Value::Bool(true))));
    serde_json::to_vec(&settings).map_err(|_| JitError::Settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encode(files: &[(&str, &str)]) -> String {
        let map: BTreeMap<&str, String> = files.iter().map(|(name, text)| (*name, STANDARD.encode(text))).collect();
        STANDARD.encode(serde_json::to_string(&map).unwrap())
    }

    #[test]
    fn the_three_files_come_out_as_they_went_in() {
        let encoded =
            encode(&[(".runner", r#"{"AgentId":"7"}"#), (".credentials", "c"), (".credentials_rsaparams", "k")]);
        let files = files(&encoded).unwrap();
        assert_eq!(json(&files[".runner"])["AgentId"], "7");
        assert_eq!(files[".credentials"], b"c");
        assert_eq!(files[".credentials_rsaparams"], b"k");
    }

    fn json(bytes: &[u8]) -> Value {
        serde_json::from_slice(bytes).unwrap()
    }

    #[test]
    fn the_runner_takes_one_job_and_does_not_update_itself_whatever_it_is_told() {
        for given in ["{}", r#"{"ephemeral":"False","disableUpdate":false}"#, r#"{"Ephemeral":true,"EPHEMERAL":0}"#] {
            let found = json(&files(&encode(&[(".runner", given)])).unwrap()[".runner"]);
            assert_eq!(found, serde_json::json!({"Ephemeral": true, "DisableUpdate": true}), "{given}");
        }
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_refused() {
        for name in ["../etc/passwd", "/etc/passwd", ".Runner", "", "bin/Runner.Listener", ".runner\0"] {
            assert_eq!(files(&encode(&[(".runner", "{}"), (name, "x")])), Err(JitError::Name), "{name:?}");
        }
    }

    #[test]
    fn what_is_none_is_refused_by_its_kind() {
        assert_eq!(files("%%%"), Err(JitError::Encoding));
        assert_eq!(files(&STANDARD.encode("[]")), Err(JitError::Shape));
        assert_eq!(files(&STANDARD.encode(r#"{".runner":1}"#)), Err(JitError::Shape));
        assert_eq!(files(&STANDARD.encode(r#"{".runner":"%"}"#)), Err(JitError::Encoding));
        assert_eq!(files(&STANDARD.encode("{}")), Err(JitError::NoRunner));
        assert_eq!(files(&encode(&[(".runner", "[]")])), Err(JitError::Settings));
    }

    proptest! {
        #[test]
        fn any_contents_come_out_as_they_went_in(url in ".{0,100}", credentials in ".{0,100}") {
            let runner = serde_json::json!({"ServerUrl": url}).to_string();
            let found = files(&encode(&[(".runner", &runner), (".credentials", &credentials)])).unwrap();
            let settings = json(&found[".runner"]);
            prop_assert_eq!(settings["ServerUrl"].as_str(), Some(url.as_str()));
            prop_assert_eq!(&found[".credentials"], credentials.as_bytes());
            prop_assert_eq!(found.len(), 2);
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            drop(files(&text));
            drop(files(&STANDARD.encode(bytes)));
        }
    }
}
