//! `keys generate`.

use super::{CommandError, print};
use secrecy::ExposeSecret as _;
use sprinters_seal::{RootKey, RootKeyId};

pub(super) fn run(id: &str) -> Result<(), CommandError> {
    let id = RootKeyId::parse(id).map_err(|error| CommandError::Input(format!("--id {id:?}: {error}")))?;
    let key = RootKey::generate(id).map_err(|error| CommandError::Outside(error.into()))?;
    print(key.to_setting().expose_secret());
    Ok(())
}
