//! `runs-on` in workflow files: where it stands, what it becomes, and what that costs.

use crate::failure::Failure;
use sprinters_core::hosted;
use sprinters_core::label::{Reading, read};
use sprinters_core::plan::{Circumstances, LaunchPlan, TempVolume, plan};
use std::fs;
use std::path::{Path, PathBuf};

/// Largest workflow file that is read: GitHub takes none near it.
const MAX_BYTES: u64 = 1024 * 1024;

/// Hours of the month that EBS prices are reckoned by.
const HOURS_OF_MONTH: u64 = 730;

/// A workflow file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Workflow {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// One `runs-on`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RunsOn {
    /// Which line, from 0.
    pub(crate) line: usize,
    /// The job's key.
    pub(crate) job: String,
    /// What stands there, without quotes.
    pub(crate) value: String,
}

/// What becomes of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Becomes {
    /// This label.
    Label(String),
    /// It is one of ours already.
    Ours,
    /// It stays, and why.
    Stays(&'static str),
}

/// The workflow files of a checkout.
pub(crate) fn workflows(checkout: &Path) -> Result<Vec<Workflow>, Failure> {
    let folder = checkout.join(".github").join("workflows");
    let unreadable = |path: &Path, error: &std::io::Error| Failure::input(format!("{}: {error}", path.display()));
    let entries = fs::read_dir(&folder)
        .map_err(|error| unreadable(&folder, &error).help("run this in a checkout with workflow files, or name one"))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(&folder, &error))?.path();
        let is_workflow = path.extension().is_some_and(|ending| ending == "yml" || ending == "yaml");
        let size = fs::metadata(&path).map_err(|error| unreadable(&path, &error))?;
        if !is_workflow || !size.is_file() || MAX_BYTES < size.len() {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        found.push(Workflow { path, text });
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Every `runs-on` of a file, in its order.
pub(crate) fn all(text: &str) -> Vec<RunsOn> {
    let lines: Vec<&str> = text.lines().collect();
    let key_above = |at: usize| {
        let own = lines.get(at).map_or(0, |line| indent(line));
        let above = lines.get(..at).unwrap_or_default().iter().rev();
        let mut above = above.filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
        let line = above.find(|line| indent(line) < own);
        line.map_or(String::new(), |line| line.trim().trim_end_matches(':').to_owned())
    };
    lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| {
            let value = line.trim_start().strip_prefix("runs-on:")?;
            let value = value.split(" #").next().unwrap_or_default().trim();
            let value = value.trim_matches(|c| c == '"' || c == '\'').to_owned();
            Some(RunsOn { line: at, job: key_above(at), value })
        })
        .collect()
}

/// The same text with one value exchanged; quotes and a comment at the end of the line stay.
pub(crate) fn exchanged(text: &str, at: usize, from: &str, to: &str) -> String {
    let lines = text.split_inclusive('\n').enumerate();
    lines.map(|(line, content)| if line == at { content.replacen(from, to, 1) } else { content.to_owned() }).collect()
}

/// What becomes of a value. GitHub's standard runners have 4 vCPU and 16 GiB for public repositories and half of that
/// for private ones: the smaller one is taken, which is the one that costs.
pub(crate) fn becomes(value: &str, spot: &str, region: Option<&str>) -> Becomes {
    if matches!(read(value), Reading::Ours(_) | Reading::Wrong(_)) {
        return Becomes::Ours;
    }
    let lower = value.to_lowercase();
    if value.is_empty() || value.starts_with('[') || value.starts_with('{') {
        return Becomes::Stays("several labels or a group: change it by hand");
    }
    if value.contains("${{") {
        return Becomes::Stays("an expression: change the values that it takes, such as a matrix");
    }
    if lower.starts_with("windows") || lower.starts_with("macos") {
        return Becomes::Stays("Sprinters runs Linux only");
    }
    let Some(rest) = lower.strip_prefix("ubuntu-") else {
        return Becomes::Stays("not a runner of GitHub's");
    };
    let arm = rest.ends_with("-arm") || rest.contains("arm64");
    let version = ["24.04", "22.04", "latest"].into_iter().find(|version| rest.starts_with(version));
    let Some(version) = version else { return Becomes::Stays("Sprinters has no image of this version") };
    let image = if arm { format!("ubuntu-{version}-arm") } else { format!("ubuntu-{version}") };
    let cores =
        rest.split('-').find_map(|part| part.trim_end_matches("core").trim_end_matches("cores").parse::<u32>().ok());
    let size = match (cores, arm) {
        (Some(cores), _) => format!("cpu={cores}:ram={}", cores * 4),
        (None, true) => "m7g.large".to_owned(),
        (None, false) => "m7i.large".to_owned(),
    };
    let region = region.map_or(String::new(), |region| format!(":{region}"));
    Becomes::Label(format!("sprinters:aws:{image}{region}:{size}:spot={spot}"))
}

/// What a label costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cost {
    /// The instance an hour, in millionths of a US dollar.
    pub(crate) instance: Option<u64>,
    /// Its EBS volumes an hour.
    pub(crate) volumes: u64,
    /// The smallest GitHub-hosted runner with as many vCPU, an hour.
    pub(crate) hosted: Option<u64>,
}

/// What the first choice of a plan costs. Volumes are at us-east-1's prices: 0.08 $ a GiB, 0.005 $ an IOPS beyond 3,000
/// and 0.04 $ a MiB/s beyond 125, each a month.
pub(crate) fn cost(plan: &LaunchPlan) -> Cost {
    let volume = |gib: u32, iops: u32, throughput: u32| {
        let month = u64::from(gib) * 80_000
            + u64::from(iops.saturating_sub(3_000)) * 5_000
            + u64::from(throughput.saturating_sub(125)) * 40_000;
        month / HOURS_OF_MONTH
    };
    let of = |one: &sprinters_core::plan::Gp3Volume| volume(one.gib, one.iops, one.mib_per_second);
    let first = plan.candidates.first();
    let temp = first.map_or(0, |first| match &first.temp {
        TempVolume::Gp3(temp) => of(temp),
        TempVolume::Ephemeral { .. } | TempVolume::Zram { .. } => 0,
    });
    let hosted =
        first.and_then(|first| hosted::micro_usd_per_minute(first.instance_type.vcpu(), first.instance_type.arch()));
    Cost {
        instance: first.and_then(|first| first.price.as_ref()).map(|price| price.micro_usd_per_hour),
        volumes: of(&plan.root) + temp,
        hosted: hosted.map(|minute| minute * 60),
    }
}

/// The plan of a label that launches something.
pub(crate) fn planned(label: &str) -> Option<LaunchPlan> {
    match read(label) {
        Reading::Ours(spec) => plan(&spec, &Circumstances::unknown()).ok(),
        Reading::Wrong(_) | Reading::NearMiss { .. } | Reading::NotOurs => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_that_is_proposed_launches_something() {
        for value in ["ubuntu-latest", "ubuntu-24.04", "ubuntu-22.04", "ubuntu-24.04-arm", "ubuntu-latest-8-cores"] {
            let Becomes::Label(label) = becomes(value, "auto", Some("eu-central-1")) else { panic!("{value}") };
            let plan = planned(&label).unwrap_or_else(|| panic!("{label}"));
            let cost = cost(&plan);
            assert!(cost.volumes > 0 && cost.hosted.is_some(), "{label}: {cost:?}");
        }
        for value in
            ["windows-latest", "macos-14", "${{ matrix.os }}", "[self-hosted, linux]", "self-hosted", "ubuntu-20.04"]
        {
            assert!(matches!(becomes(value, "auto", None), Becomes::Stays(_)), "{value}");
        }
        assert_eq!(becomes("sprinters:aws", "auto", None), Becomes::Ours);
    }

    #[test]
    fn a_file_is_read_and_written_line_by_line() {
        let text = "jobs:\n  test:\n    # here\n    runs-on: \"ubuntu-latest\"  # standard\n  other:\n    name: x\n    runs-on: windows-latest\n";
        let found = all(text);
        assert_eq!(
            found.iter().map(|one| (one.job.as_str(), one.value.as_str())).collect::<Vec<_>>(),
            [("test", "ubuntu-latest"), ("other", "windows-latest")]
        );
        let changed = exchanged(text, found[0].line, "ubuntu-latest", "sprinters:aws");
        assert!(changed.contains("    runs-on: \"sprinters:aws\"  # standard\n"));
        assert_eq!(changed.replace("sprinters:aws", "ubuntu-latest"), text);
    }
}
