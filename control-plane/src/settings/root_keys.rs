//! `SPRINTERS_ROOT_KEYS`.

use super::problem::Wrong;
use crate::seal::RootKeys;

pub(super) fn parse(text: &str) -> Result<RootKeys, Wrong> {
    if text.trim_start().starts_with("aws-kms:") || text.trim_start().starts_with("arn:") {
        return Err(Wrong::new(
            "a KMS key can't be used yet",
            "give root keys as ID:BASE64; `keys generate` makes one",
        ));
    }
    RootKeys::parse(text).map_err(|error| Wrong::new(error.to_string(), "`keys generate` prints a right one"))
}
