//! Numbers that nobody can guess and nobody else has.

use crate::store::StoreError;

fn bytes<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Seal(crate::seal::SealError))?;
    Ok(bytes)
}

/// 128 bits: the id of a runner.
pub(super) fn number_128() -> Result<u128, StoreError> {
    bytes().map(u128::from_le_bytes)
}

/// 63 bits: the number of a lease.
pub(super) fn number_63() -> Result<i64, StoreError> {
    bytes().map(|bytes| i64::from_le_bytes(bytes) & i64::MAX)
}

/// From 0 to 1, for jitter. Where there is no randomness it is the middle: waiting still ends.
pub(super) fn fraction() -> f64 {
    bytes().map_or(0.5, |bytes| u32::from_le_bytes(bytes) as f64 / f64::from(u32::MAX))
}
