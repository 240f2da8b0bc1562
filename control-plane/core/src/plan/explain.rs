//! A plan in words, for whoever wrote the label.

use super::{Candidate, LaunchPlan, TempVolume, price::Basis};
use crate::catalogue;
use crate::label::{Gp3, Image, Machine, Placement, RunnerSpec, Spot, Temp};
use serde::Serialize;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The label says it.
    Label,
    /// The label is silent.
    Default,
}

/// One line: `region  eu-central-1, Europe (Frankfurt)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What it is about.
    pub what: &'static str,
    /// What it will be.
    pub value: String,
    /// Who said so.
    pub origin: Origin,
}

/// A plan in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The label in its canonical form.
    pub label: String,
    /// What will be launched, line by line.
    pub lines: Vec<Line>,
    /// The candidates in order, one sentence each.
    pub candidates: Vec<String>,
    /// What is worth knowing.
    pub notices: Vec<String>,
    /// What the prices are worth; none where no price is shown.
    pub price_note: Option<String>,
}

/// Says what a plan means.
#[must_use]
pub fn explain(spec: &RunnerSpec, plan: &LaunchPlan) -> Explanation {
    let mut lines = Vec::new();
    let mut line = |what, value: String, written: bool| {
        lines.push(Line { what, value, origin: if written { Origin::Label } else { Origin::Default } });
    };
    if let Some(pin) = spec.pin() {
        line("pin", pin.to_string(), true);
    }
    line(
        "account",
        plan.account.as_ref().map_or("the installation's".to_owned(), ToString::to_string),
        plan.account.is_some(),
    );
    if let Some(role) = &plan.role {
        line("role", role.to_string(), true);
    }
    let image =
        format!("{} ({} {}, {})", plan.image, plan.image.distribution(), plan.image.release(), plan.image.arch());
    line("image", image, plan.image != Image::UbuntuLatest);
    let region = format!("{} ({})", plan.region, plan.region.description());
    line("region", region, spec.placement() != &Placement::default());
    line("zone", zone_words(spec), spec.placement().zone().is_some());
    if let Some(subnet) = spec.placement().subnet() {
        line("subnet", subnet.to_string(), true);
    }
    line("type", type_words(spec, plan), spec.machine() != &Machine::Default);
    line("market", market_words(spec.spot()).to_owned(), spec.spot() != Spot::default());
    let group = plan.security_group.as_ref().map_or("the stack's, without ingress".to_owned(), ToString::to_string);
    line("security group", group, plan.security_group.is_some());
    let root = plan.root;
    let root_words = format!("gp3, {} GiB, {} IOPS, {} MiB/s", root.gib, root.iops, root.mib_per_second);
    line("root", root_words, spec.root() != Gp3::DEFAULT);
    let temp = plan.candidates.first().map(|first| temp_words(first.temp)).unwrap_or_default();
    line("temp", temp, spec.temp() != Temp::Auto { size: None });
    let swap = if plan.swap_gib == 0 { "none".to_owned() } else { format!("{} GiB", plan.swap_gib) };
    line("swap", swap, spec.swap() != RunnerSpec::DEFAULT_SWAP);
    let built_in = plan.candidates.iter().any(|c| c.price.is_some_and(|price| price.basis == Basis::BuiltIn));
    Explanation {
        label: plan.label.clone(),
        lines,
        candidates: plan.candidates.iter().map(candidate_words).collect(),
        notices: plan.notices.iter().map(ToString::to_string).collect(),
        price_note: built_in
            .then(|| format!("prices: us-east-1, on demand, of {}, for comparison only", catalogue::prices_of())),
    }
}

fn zone_words(spec: &RunnerSpec) -> String {
    match (spec.placement().zone(), spec.placement().subnet(), spec.spot().tries_spot()) {
        (Some(zone), _, _) => zone.to_string(),
        (None, Some(_), _) => "the subnet's".to_owned(),
        (None, None, true) => "the cheapest for spot at launch".to_owned(),
        (None, None, false) => "any with capacity".to_owned(),
    }
}

fn type_words(spec: &RunnerSpec, plan: &LaunchPlan) -> String {
    let Some(first) = plan.candidates.first() else { return String::new() };
    let words = size_words(first);
    match spec.machine() {
        Machine::Default | Machine::Type(_) => words,
        Machine::Fitting(_) => format!("{words}; the cheapest of those that fit"),
    }
}

fn size_words(candidate: &Candidate) -> String {
    let t = candidate.instance_type;
    let memory = if t.memory_mib().is_multiple_of(1024) {
        format!("{} GiB", t.memory_mib() / 1024)
    } else {
        format!("{} MiB", t.memory_mib())
    };
    let burst = if t.burstable() { ", burstable" } else { "" };
    format!("{} ({} vCPU, {memory}, {}{burst})", t.name(), t.vcpu(), t.arch())
}

fn market_words(spot: Spot) -> &'static str {
    match spot {
        Spot::False => "on demand",
        Spot::True => "spot only",
        Spot::Auto => "spot, on demand without spot capacity",
        Spot::Rerun => "spot, on demand without spot capacity, run again on demand when AWS takes the instance back",
    }
}

fn temp_words(temp: TempVolume) -> String {
    match temp {
        TempVolume::Gp3(v) => format!("gp3, {} GiB, {} IOPS, {} MiB/s", v.gib, v.iops, v.mib_per_second),
        TempVolume::Ephemeral { gib } => format!("the first local NVMe disk, {gib} GiB"),
        TempVolume::Zram { gib } => format!("compressed memory for {gib} GiB"),
    }
}

fn candidate_words(candidate: &Candidate) -> String {
    let place = candidate.zone.map_or(String::new(), |zone| format!(" in {zone}"));
    let price = candidate.price.map_or(String::new(), |price| {
        // Four digits tell the smallest type's prices apart.
        format!(", {}.{:04} USD/h", price.micro_usd_per_hour / 1_000_000, price.micro_usd_per_hour % 1_000_000 / 100)
    });
    let refused = if candidate.refused_lately { ", no capacity lately" } else { "" };
    format!("{} {}{place}{price}{refused}", candidate.instance_type.name(), candidate.market)
}
