//! `keys generate`.

use super::{CommandError, print};
use crate::seal::{RootKey, RootKeyId};
use secrecy::ExposeSecret as _;

pub(super) fn run(id: &str) -> Result<(), CommandError> {
    let id = RootKeyId::parse(id).map_err(|error| CommandError::Input(format!("--id {id:?}: {error}")))?;
    let key = RootKey::generate(id).map_err(|error| CommandError::Outside(error.into()))?;
    print(key.to_setting().expose_secret());
    Ok(())
}
