//! `cargo bench -p sprinters-iac`: how long rendering, reviewing and reading labels take, against the limits that we
//! set ourselves, and against what synthesising the same stack costs with other tools.
//!
//! Times are CPU time of one core where a process is measured, wall time of the median of many runs otherwise. The
//! peers are used if `benches/install-peers` has installed them; else the report says that they are not there. A limit
//! that is missed makes the run fail.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a report of measurements; without them there is none")]

mod peer;
mod process;

use process::Cost;
use sprinters_core::label::{Reading, read};
use sprinters_stacks::diff::diff;
use sprinters_stacks::{StackKind, policy, render};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// A whole `sprinters-iac render`: what feels instant in a shell loop and in a hook.
const RENDER_PROCESS_LIMIT: Cost = Cost { cpu: Duration::from_millis(5), peak_bytes: 15 * 1_000_000 };

/// Rendering itself, inside of a process.
const RENDER_LIMIT: Duration = Duration::from_millis(1);

/// Labels of every kind, so that no branch of the reader is the only one measured.
const LABELS: [&str; 6] = [
    "sprinters:aws",
    "sprinters:aws:ubuntu-24.04-arm:eu-central-1:m7g.2xlarge:spot=auto",
    "sprinters/pin-7:aws/123456789012/runner:us-east-1/us-east-1a:temp=gp3/100/6000/500:swap=8:events=false",
    "sprinters:aws:cpu=4-8:ram=16+32:family=m7i+c7i",
    "sprinters:aws:m7i.2xlrge:eu-centrl-1",
    "ubuntu-latest",
];

fn main() {
    let mut report = Report { missed: 0 };
    in_process(&mut report);
    let own = process::cost(env!("CARGO_BIN_EXE_sprinters-iac"), &["render"]).unwrap();
    whole_process(&mut report, own);
    peers(own);
    if 0 < report.missed {
        println!("\n{} limits missed", report.missed);
        std::process::exit(1);
    }
}

fn in_process(report: &mut Report) {
    println!("In one process, median, one core");
    let template = render(StackKind::Runner).unwrap();
    let yaml = template.to_yaml();
    let edited = yaml
        .replace("Default: 256", "Default: 512")
        .replace("MetadataHttpTokens: required", "MetadataHttpTokens: optional");
    let edited = sprinters_dsl::template::Template::parse(&edited).unwrap();
    report.line(
        "render the customer stack, as YAML",
        median(|| render(StackKind::Runner).unwrap().to_yaml()),
        Some(RENDER_LIMIT),
    );
    report.line(
        "render the organisation's stack, as YAML",
        median(|| render(StackKind::Organization).unwrap().to_yaml()),
        None,
    );
    report.line(
        "take the policy and write it",
        median(|| policy::permissions_json(&template).unwrap().to_string()),
        None,
    );
    report.line("read the template", median(|| sprinters_dsl::template::Template::parse(&yaml).unwrap()), None);
    report.line("compare two templates", median(|| diff(&template, &edited)), None);
    report.line(
        "check it by every rule",
        median(|| sprinters_dsl::rules::check(&template, sprinters_dsl::rules::all())),
        None,
    );
    let labels = median(|| LABELS.map(|label| matches!(read(black_box(label)), Reading::Ours(_))));
    let each = labels / u32::try_from(LABELS.len()).unwrap();
    report.line("read a label, mean of six", each, None);
    println!("  {:<44} {:>12.0}", "labels per second and core", 1.0 / each.as_secs_f64());
}

fn whole_process(report: &mut Report, own: Cost) {
    println!("\nA whole `sprinters-iac render`, least of {} runs", process::RUNS);
    report.line("CPU time", own.cpu, Some(RENDER_PROCESS_LIMIT.cpu));
    let (peak, limit) = (own.peak_bytes, RENDER_PROCESS_LIMIT.peak_bytes);
    let verdict = report.verdict(peak <= limit);
    println!("  {:<44} {:>9.1} MB  limit {:.0} MB: {verdict}", "peak memory", megabytes(peak), megabytes(limit));
}

fn peers(own: Cost) {
    println!("\nThe same resources with other tools, whole process");
    for peer in peer::all() {
        match peer.cost() {
            Err(reason) => println!("  {:<44} {reason}", peer.name),
            Ok(cost) => println!(
                "  {:<44} {:>9.1} ms {:>7.1} MB: {:.0} times the CPU, {:.1} times the memory",
                peer.name,
                milliseconds(cost.cpu),
                megabytes(cost.peak_bytes),
                cost.cpu.as_secs_f64() / own.cpu.as_secs_f64(),
                megabytes(cost.peak_bytes) / megabytes(own.peak_bytes),
            ),
        }
    }
}

/// Prints, and counts the limits that were missed.
struct Report {
    missed: u32,
}

impl Report {
    fn line(&mut self, what: &str, time: Duration, limit: Option<Duration>) {
        let verdict = limit.map(|limit| format!("  limit {} ms: {}", limit.as_millis(), self.verdict(time <= limit)));
        println!("  {what:<44} {:>9.3} ms{}", milliseconds(time), verdict.unwrap_or_default());
    }

    fn verdict(&mut self, held: bool) -> &'static str {
        if held {
            return "held";
        }
        self.missed += 1;
        "MISSED"
    }
}

/// The median of as many runs as fit into half a second, 11 at least.
fn median<T>(work: impl Fn() -> T) -> Duration {
    let end = Instant::now() + Duration::from_millis(500);
    let mut times = Vec::new();
    while times.len() < 11 || Instant::now() < end {
        let start = Instant::now();
        black_box(work());
        times.push(start.elapsed());
    }
    times.sort_unstable();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
