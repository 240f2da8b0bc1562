//! What a process costs: CPU time and peak memory, by GNU time, since the standard library knows neither.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Runs of a process; the least is taken, since other work on the machine only ever adds.
pub(crate) const RUNS: usize = 21;

/// Runs of one process after another inside of one measurement: GNU time counts hundredths of a second.
const BATCH: u32 = 100;

/// CPU time and peak resident memory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) cpu: Duration,
    pub(crate) peak_bytes: u64,
}

/// The cost of one run of a short program: a batch is measured and divided.
pub(crate) fn cost(program: &str, args: &[&str]) -> Result<Cost, String> {
    // The shell's own share is measured with a loop around nothing, and taken off.
    let shell = batch("", &[], BATCH)?;
    let costs = (0..RUNS.div_ceil(7)).map(|_| batch(program, args, BATCH)).collect::<Result<Vec<_>, _>>()?;
    let least = costs.iter().map(|cost| cost.cpu).min().unwrap_or_default();
    let alone = once(program, args)?;
    Ok(Cost { cpu: least.saturating_sub(shell.cpu) / BATCH, peak_bytes: alone.peak_bytes })
}

/// The cost of one run of a long program.
pub(crate) fn once(program: &str, args: &[&str]) -> Result<Cost, String> {
    let mut time = time()?;
    time.arg(program).args(args);
    measured(time)
}

fn batch(program: &str, args: &[&str], runs: u32) -> Result<Cost, String> {
    let mut time = time()?;
    let work = if program.is_empty() { ":" } else { "\"$@\" > /dev/null" };
    time.args(["sh", "-c", &format!("i=0; while [ $i -lt {runs} ]; do {work}; i=$((i+1)); done"), "sh", program]);
    time.args(args);
    measured(time)
}

fn time() -> Result<Command, String> {
    if !Path::new("/usr/bin/time").exists() {
        return Err("not measured: /usr/bin/time (GNU time) is not installed".to_owned());
    }
    let mut time = Command::new("/usr/bin/time");
    // Seconds of the user, seconds of the system, kilobytes at the peak.
    time.args(["-f", "%U %S %M"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    Ok(time)
}

fn measured(mut command: Command) -> Result<Cost, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(format!("failed: {}", text.lines().next().unwrap_or_default()));
    }
    let last = text.lines().last().unwrap_or_default();
    let numbers: Vec<f64> = last.split(' ').filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [user, system, kilobytes] => {
            Ok(Cost { cpu: Duration::from_secs_f64(user + system), peak_bytes: *kilobytes as u64 * 1_024 })
        }
        [..] => Err(format!("GNU time said: {last}")),
    }
}
