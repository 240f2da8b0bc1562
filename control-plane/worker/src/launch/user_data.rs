//! What the instance reads: `runner-image/user-data.schema.json` is the contract.

use minijinja::{AutoEscape, Environment, context};
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_core::deadline;
use sprinters_core::plan::{StoredPlan, StoredTemp};

const TEMPLATE: &str = include_str!("../../../../templates/runner/user-data.json");

/// Bytes of user data that EC2 takes, before base64 ("Run commands when you launch an EC2 instance", Amazon EC2 User
/// Guide).
const MAX_BYTES: usize = 16 * 1024;

/// Seconds from the runner's start until a job must have begun. GitHub offers a job again after 60 s and removes idle
/// just-in-time runners after two to six minutes.
const JOB_WAIT_S: u64 = 300;

/// Seconds of life: the longest job that GitHub allows, and the time to boot and end.
const LIFETIME_S: u64 = deadline::LIFETIME.as_secs();

/// Seconds without the network before the instance gives up.
const NETWORK_WAIT_S: u64 = 300;

/// Why there is no user data. Never holds any of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UserDataError {
    /// The plan has no such candidate.
    #[error("the plan has no candidate for this attempt")]
    NoCandidate,
    /// The template does not render.
    #[error("the template of the user data does not render")]
    Template,
    /// More than EC2 takes: GitHub's configuration has grown.
    #[error("the user data is larger than {MAX_BYTES} bytes")]
    TooLarge,
}

/// The user data of one attempt. Every value is written as JSON by the template engine, whatever is in it.
///
/// # Errors
/// If the plan has no such candidate, or the result is too large.
pub fn user_data(
    plan: &StoredPlan,
    candidate: usize,
    jit_config: &SecretString,
) -> Result<SecretString, UserDataError> {
    let candidate = plan.candidates.get(candidate).ok_or(UserDataError::NoCandidate)?;
    let temp = match candidate.temp {
        StoredTemp::Gp3(_) => "gp3",
        StoredTemp::Ephemeral { .. } => "ephemeral",
        StoredTemp::Zram { .. } => "zram",
    };
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Json);
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    let values = context! {
        jit_config => jit_config.expose_secret(),
        temp,
        swap_mib => u64::from(plan.swap_gib) * 1024,
        job_wait_s => JOB_WAIT_S,
        lifetime_s => LIFETIME_S,
        network_wait_s => NETWORK_WAIT_S,
    };
    let text = environment.render_named_str("user-data.json", TEMPLATE, values).map_err(|_| UserDataError::Template)?;
    if MAX_BYTES < text.len() {
        return Err(UserDataError::TooLarge);
    }
    Ok(SecretString::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::launch::tests::plan;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_in_a_configuration_leaves_its_place(text in "\\PC{1,200}") {
            let rendered = user_data(&plan("sprinters:aws:temp=zram/8:swap=2"), 0, &SecretString::from(text.clone())).unwrap();
            let json: serde_json::Value = serde_json::from_str(rendered.expose_secret()).unwrap();
            prop_assert_eq!(&json["jit_config"], &text);
            prop_assert_eq!(&json["temp"], "zram");
            prop_assert_eq!(&json["swap_mib"], 2048);
            prop_assert_eq!(json.as_object().unwrap().len(), 7);
        }
    }

    #[test]
    fn it_is_what_the_image_reads() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../../../runner-image/user-data.schema.json")).unwrap();
        let rendered = user_data(&plan("sprinters:aws"), 0, &SecretString::from("abc")).unwrap();
        let json: serde_json::Value = serde_json::from_str(rendered.expose_secret()).unwrap();
        let properties = schema["properties"].as_object().unwrap();
        assert_eq!(properties.len(), json.as_object().unwrap().len());
        for (name, property) in properties {
            let value = &json[name];
            if let (Some(value), Some(most)) = (value.as_u64(), property["maximum"].as_u64()) {
                assert!(property["minimum"].as_u64().unwrap() <= value && value <= most, "{name}");
            }
            if let Some(words) = property["enum"].as_array() {
                assert!(words.contains(value), "{name}");
            }
            if let Some(exactly) = property.get("const") {
                assert_eq!(exactly, value, "{name}");
            }
            assert!(!value.is_null(), "{name}");
        }
    }

    #[test]
    fn more_than_ec2_takes_is_refused() {
        let large = SecretString::from("a".repeat(MAX_BYTES));
        assert_eq!(user_data(&plan("sprinters:aws"), 0, &large).unwrap_err(), UserDataError::TooLarge);
        assert_eq!(user_data(&plan("sprinters:aws"), 99, &large).unwrap_err(), UserDataError::NoCandidate);
    }
}
