//! `SPRINTERS_ROOT_KEYS`.

use super::problem::Wrong;
use sprinters_seal::RootKeys;

pub(super) fn parse(text: &str) -> Result<RootKeys, Wrong> {
    RootKeys::parse(text).map_err(|error| Wrong::new(error.to_string(), "`keys generate` prints a right one"))
}
