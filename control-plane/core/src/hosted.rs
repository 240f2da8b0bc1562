//! What GitHub's own runners cost: list prices of 2026 a minute, whole minutes billed (GitHub Docs, "Actions runner
//! pricing").

use crate::catalogue::Arch;

/// vCPU and millionths of a US dollar a minute, of Linux on x64.
const X64: [(u32, u64); 6] = [(2, 6_000), (4, 12_000), (8, 22_000), (16, 42_000), (32, 82_000), (64, 162_000)];

/// The same on Arm: 2 cores are listed; larger ones are reckoned in the same proportion.
const ARM_PERCENT: u64 = 83;

/// Price of a minute on the smallest GitHub-hosted runner with at least so many vCPU; none beyond the largest.
#[must_use]
pub fn micro_usd_per_minute(vcpu: u32, arch: Arch) -> Option<u64> {
    let (_, x64) = X64.into_iter().find(|(size, _)| vcpu <= *size)?;
    Some(match arch {
        Arch::X64 => x64,
        Arch::Arm64 if x64 == 6_000 => 5_000,
        Arch::Arm64 => x64 * ARM_PERCENT / 100,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_that_fits_counts() {
        assert_eq!(micro_usd_per_minute(2, Arch::X64), Some(6_000));
        assert_eq!(micro_usd_per_minute(3, Arch::X64), Some(12_000));
        assert_eq!(micro_usd_per_minute(2, Arch::Arm64), Some(5_000));
        assert_eq!(micro_usd_per_minute(96, Arch::X64), None);
    }
}
