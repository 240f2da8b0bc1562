//! What a process costs, as the kernel counts it.

use std::path::PathBuf;

/// Clock ticks in a second in /proc, on every Linux that we know.
const TICKS: f64 = 100.0;

/// CPU time of a process so far, in all its threads, in seconds.
pub(crate) fn cpu_seconds(process: u32) -> f64 {
    let stat = std::fs::read_to_string(file(process, "stat")).unwrap();
    let after_name = stat.rsplit_once(") ").unwrap().1;
    let fields: Vec<f64> = after_name.split(' ').map(|field| field.parse().unwrap_or(0.0)).collect();
    (fields[11] + fields[12]) / TICKS
}

/// Memory of a process that is in use now, in MiB.
pub(crate) fn resident_mib(process: u32) -> u64 {
    let status = std::fs::read_to_string(file(process, "status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

fn file(process: u32, name: &str) -> PathBuf {
    ["/proc", &process.to_string(), name].iter().collect()
}
