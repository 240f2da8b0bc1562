//! The contract between the control plane and the image: what one instance's user data may say. The same stands, for
//! other readers, in `runner-image/user-data.schema.json`; a test keeps the two together.

use secrecy::SecretString;
use serde_json::{Map, Value};

/// Bytes of raw user data that EC2 takes.
const BYTES_MAX: usize = 16 * 1024;
/// The one version of the contract there is.
const VERSION: u64 = 1;
/// Bytes of the just-in-time configuration as GitHub encodes it; what is left of the 16 KiB is ample for the rest.
const JIT_CONFIG_MAX: usize = 15 * 1024;
/// MiB of swap: 1 TiB, as much as the largest volume that anybody gives to it.
const SWAP_MAX_MIB: u64 = 1024 * 1024;
/// Seconds. GitHub offers a job for 60 s and takes idle just-in-time runners away after minutes.
const JOB_WAIT_S: std::ops::RangeInclusive<u64> = 10..=3_600;
/// Seconds. GitHub ends a job after 5 days; one hour more for boot and end.
const LIFETIME_S: std::ops::RangeInclusive<u64> = 30..=(5 * 24 + 1) * 3_600;
/// Seconds without the network before the machine gives up.
const NETWORK_WAIT_S: std::ops::RangeInclusive<u64> = 10..=3_600;

/// Where the writes of the job go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Temp {
    /// An EBS volume.
    Gp3,
    /// The instance's own NVMe disk.
    Ephemeral,
    /// Compressed memory.
    Zram,
}

impl Temp {
    /// Every kind, with its word.
    const ALL: [(&'static str, Self); 3] = [("gp3", Self::Gp3), ("ephemeral", Self::Ephemeral), ("zram", Self::Zram)];

    /// The word that the label and the user data use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Gp3 => "gp3",
            Self::Ephemeral => "ephemeral",
            Self::Zram => "zram",
        }
    }
}

/// One instance's user data, checked.
#[derive(Debug)]
pub struct UserData {
    /// GitHub's single-use runner configuration, still encoded.
    pub jit_config: SecretString,
    /// Where the writes of the job go.
    pub temp: Temp,
    /// MiB, at most 1,048,576; 0 for no swap.
    pub swap_mib: u64,
    /// Seconds from the runner's start until a job must have begun, 10 to 3,600.
    pub job_wait_s: u64,
    /// Seconds until the machine powers off whatever it does, 30 to 435,600.
    pub lifetime_s: u64,
    /// Seconds without the network until the machine powers off, 10 to 3,600.
    pub network_wait_s: u64,
}

/// What is wrong with the user data. No variant carries a value: any of them could be the secret in the wrong place.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum UserDataError {
    /// Larger than EC2 gives.
    #[error("the user data has more than 16 KiB")]
    TooLarge,
    /// Not JSON; the place is where reading stopped.
    #[error("the user data is not JSON (line {line}, column {column})")]
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// JSON, but no object.
    #[error("the user data is JSON but not an object")]
    NotAnObject,
    /// A field that the contract does not know.
    #[error("the user data has a field that is not in the contract; it knows {KNOWN}")]
    UnknownField,
    /// A field that must be there and isn't.
    #[error("the user data lacks the field \"{0}\"")]
    Missing(&'static str),
    /// A field with a value that cannot be.
    #[error("the user data's field \"{field}\" must be {must}")]
    Wrong {
        /// Its name.
        field: &'static str,
        /// What it must be, in words.
        must: &'static str,
    },
}

const KNOWN: &str = "version, jit_config, temp, swap_mib, job_wait_s, lifetime_s, network_wait_s";

impl UserData {
    /// Reads and checks user data.
    ///
    /// # Errors
    /// Names the field and what it must be; never its value.
    pub fn parse(bytes: &[u8]) -> Result<Self, UserDataError> {
        if BYTES_MAX < bytes.len() {
            return Err(UserDataError::TooLarge);
        }
        let value: Value = serde_json::from_slice(bytes)
            .map_err(|error| UserDataError::Syntax { line: error.line(), column: error.column() })?;
        let Value::Object(mut fields) = value else {
            return Err(UserDataError::NotAnObject);
        };
        number(&mut fields, "version", &(VERSION..=VERSION), "1")?;
        let user_data = Self {
            jit_config: jit_config(&mut fields)?,
            temp: temp(&mut fields)?,
            swap_mib: number(&mut fields, "swap_mib", &(0..=SWAP_MAX_MIB), "a whole number from 0 to 1048576")?,
            job_wait_s: number(&mut fields, "job_wait_s", &JOB_WAIT_S, "a whole number from 10 to 3600")?,
            lifetime_s: number(&mut fields, "lifetime_s", &LIFETIME_S, "a whole number from 30 to 435600")?,
            network_wait_s: number(&mut fields, "network_wait_s", &NETWORK_WAIT_S, "a whole number from 10 to 3600")?,
        };
        match fields.is_empty() {
            true => Ok(user_data),
            false => Err(UserDataError::UnknownField),
        }
    }
}

fn take(fields: &mut Map<String, Value>, field: &'static str) -> Result<Value, UserDataError> {
    fields.remove(field).ok_or(UserDataError::Missing(field))
}

fn number(
    fields: &mut Map<String, Value>,
    field: &'static str,
    range: &std::ops::RangeInclusive<u64>,
    must: &'static str,
) -> Result<u64, UserDataError> {
    let value = take(fields, field)?;
    value.as_u64().filter(|value| range.contains(value)).ok_or(UserDataError::Wrong { field, must })
}

fn temp(fields: &mut Map<String, Value>) -> Result<Temp, UserDataError> {
    let value = take(fields, "temp")?;
    let found = Temp::ALL.into_iter().find(|(word, _)| value.as_str() == Some(word));
    found
        .map(|(_, temp)| temp)
        .ok_or(UserDataError::Wrong { field: "temp", must: "\"gp3\", \"ephemeral\" or \"zram\"" })
}

fn jit_config(fields: &mut Map<String, Value>) -> Result<SecretString, UserDataError> {
    let wrong =
        UserDataError::Wrong { field: "jit_config", must: "GitHub's encoded_jit_config, 1 to 15360 bytes of base64" };
    match take(fields, "jit_config")? {
        Value::String(text) if !text.is_empty() && text.len() <= JIT_CONFIG_MAX => Ok(text.into()),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Err(wrong)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use secrecy::ExposeSecret as _;
    use serde_json::json;

    fn good() -> Value {
        json!({"version": 1, "jit_config": "e30=", "temp": "gp3", "swap_mib": 4096, "job_wait_s": 300, "lifetime_s": 21600,
               "network_wait_s": 300})
    }

    fn parse(value: &Value) -> Result<UserData, UserDataError> {
        UserData::parse(value.to_string().as_bytes())
    }

    #[test]
    fn reads_what_the_control_plane_writes() {
        let user_data = parse(&good()).map_err(|error| error.to_string()).unwrap();
        assert_eq!(user_data.jit_config.expose_secret(), "e30=");
        assert_eq!(user_data.temp, Temp::Gp3);
        assert_eq!(user_data.temp.word(), "gp3");
        assert_eq!((user_data.swap_mib, user_data.job_wait_s), (4096, 300));
        assert_eq!((user_data.lifetime_s, user_data.network_wait_s), (21600, 300));
    }

    #[test]
    fn every_field_is_needed_and_bounded() {
        for field in KNOWN.split(", ") {
            let mut value = good();
            value.as_object_mut().unwrap().remove(field);
            assert_eq!(
                parse(&value).err().unwrap(),
                UserDataError::Missing(KNOWN.split(", ").find(|f| *f == field).unwrap())
            );
            for wrong in [json!(null), json!(-1), json!(1.5), json!(u64::MAX), json!([]), json!({}), json!("")] {
                let mut value = good();
                value[field] = wrong;
                assert!(matches!(parse(&value), Err(UserDataError::Wrong { field: found, .. }) if found == field));
            }
        }
    }

    #[test]
    fn an_unknown_field_is_refused_and_no_value_is_repeated() {
        let mut value = good();
        value["callback_url"] = json!("https://secret.example");
        let error = parse(&value).err().unwrap();
        assert_eq!(error, UserDataError::UnknownField);
        assert!(!error.to_string().contains("secret"));
    }

    #[test]
    fn the_schema_states_the_same_fields_and_bounds() {
        let schema: Value = serde_json::from_str(include_str!("../../user-data.schema.json")).unwrap();
        assert_eq!(schema["additionalProperties"], json!(false));
        let required: Vec<&str> = schema["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(required.join(", "), KNOWN);
        let bounds = |field: &str| {
            let field = &schema["properties"][field];
            (field["minimum"].as_u64().unwrap(), field["maximum"].as_u64().unwrap())
        };
        assert_eq!(bounds("swap_mib"), (0, SWAP_MAX_MIB));
        assert_eq!(bounds("job_wait_s"), (*JOB_WAIT_S.start(), *JOB_WAIT_S.end()));
        assert_eq!(bounds("lifetime_s"), (*LIFETIME_S.start(), *LIFETIME_S.end()));
        assert_eq!(bounds("network_wait_s"), (*NETWORK_WAIT_S.start(), *NETWORK_WAIT_S.end()));
        assert_eq!(schema["properties"]["jit_config"]["maxLength"], json!(JIT_CONFIG_MAX));
        assert_eq!(schema["properties"]["temp"]["enum"], json!(Temp::ALL.map(|(word, _)| word)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
            drop(UserData::parse(&bytes));
        }

        #[test]
        fn whatever_the_contract_allows_is_read_back(
            jit_config in "[A-Za-z0-9+/]{1,200}={0,2}",
            temp in 0usize..3,
            swap_mib in 0..=SWAP_MAX_MIB,
            job_wait_s in JOB_WAIT_S,
            lifetime_s in LIFETIME_S,
            network_wait_s in NETWORK_WAIT_S,
        ) {
            let (word, temp) = Temp::ALL[temp];
            let value = json!({"version": 1, "jit_config": jit_config, "temp": word, "swap_mib": swap_mib, "job_wait_s": job_wait_s,
                               "lifetime_s": lifetime_s, "network_wait_s": network_wait_s});
            let read = parse(&value).unwrap();
            prop_assert_eq!(read.jit_config.expose_secret(), jit_config.as_str());
            prop_assert_eq!((read.temp, read.swap_mib, read.job_wait_s), (temp, swap_mib, job_wait_s));
            prop_assert_eq!((read.lifetime_s, read.network_wait_s), (lifetime_s, network_wait_s));
            let printed = format!("{read:?}");
            prop_assert!(jit_config.len() < 12 || !printed.contains(&jit_config));
        }

        #[test]
        fn one_changed_byte_never_passes_for_another_field(at in 0usize..200, to in any::<u8>()) {
            let mut bytes = good().to_string().into_bytes();
            let at = at % bytes.len();
            bytes[at] = to;
            if let Ok(user_data) = UserData::parse(&bytes) {
                prop_assert!(LIFETIME_S.contains(&user_data.lifetime_s));
                prop_assert!(JOB_WAIT_S.contains(&user_data.job_wait_s));
                prop_assert!(user_data.swap_mib <= SWAP_MAX_MIB);
            }
        }
    }
}
