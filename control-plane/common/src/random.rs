//! Numbers that nobody can guess and nobody else has.

/// The system has no randomness to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random numbers")]
pub struct NoRandomness;

fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// 128 bits: the id of a runner.
///
/// # Errors
/// If the system has none.
pub fn number_128() -> Result<u128, NoRandomness> {
    bytes().map(u128::from_le_bytes)
}

/// 63 bits: the number of a lease.
///
/// # Errors
/// If the system has none.
pub fn number_63() -> Result<i64, NoRandomness> {
    bytes().map(|bytes| i64::from_le_bytes(bytes) & i64::MAX)
}

/// From 0 to 1, for jitter. Where there is no randomness it is the middle: waiting still ends.
#[must_use]
pub fn fraction() -> f64 {
    bytes().map_or(0.5, |bytes| u32::from_le_bytes(bytes) as f64 / f64::from(u32::MAX))
}
