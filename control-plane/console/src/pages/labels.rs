//! `/labels`: explains a label, prices it, and makes one from choices. The same for everybody; for an account below its
//! own address.

use crate::format::dollars;
use crate::request_context::{AccountSession, RequestContext};
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::Query;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};
use sprinters_core::catalogue::{self, Region};
use sprinters_core::hosted;
use sprinters_core::label::{LabelError, MAX_LABEL_BYTES, Reading, RunnerSpec, read};
use sprinters_core::plan::{Circumstances, LaunchPlan, Market, Origin, explain, plan};

/// A job whose length nobody told.
const TYPICAL_MINUTES: u64 = 10;

/// What spot costs of on demand where AWS was not asked: the middle of what AWS says of its current types.
const SPOT_PERCENT: u64 = 40;

const IMAGES: [&str; 13] = [
    "ubuntu-latest",
    "ubuntu-24.04",
    "ubuntu-24.04-slim",
    "ubuntu-24.04-minimal",
    "ubuntu-24.04-arm",
    "ubuntu-24.04-arm-minimal",
    "ubuntu-22.04",
    "ubuntu-22.04-slim",
    "ubuntu-22.04-minimal",
    "ubuntu-22.04-arm",
    "ubuntu-22.04-arm-minimal",
    "debian-13-minimal",
    "debian-13-arm-minimal",
];

const SPOTS: [(&str, &str); 4] = [
    ("false", "on demand"),
    ("auto", "spot, on demand without spot capacity"),
    ("rerun", "the same, and run again when AWS takes it back"),
    ("true", "spot only"),
];

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    label: String,
    build: Option<String>,
    #[serde(flatten)]
    chosen: Chosen,
}

/// The parts that were chosen, as they were written.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
struct Chosen {
    image: String,
    region: String,
    #[serde(rename = "type")]
    instance_type: String,
    cpu: String,
    ram: String,
    family: String,
    spot: String,
    temp: String,
    pin: String,
}

#[derive(Debug, Serialize)]
struct Choice {
    value: &'static str,
    words: &'static str,
    chosen: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct ProblemView {
    before: String,
    marked: String,
    after: String,
    indent: String,
    underline: String,
    message: String,
    help: String,
    corrected: Option<String>,
}

#[derive(Debug, Serialize)]
struct LineView {
    what: &'static str,
    value: String,
    said: bool,
}

#[derive(Debug, Serialize)]
struct PriceView {
    r#where: String,
    minute: String,
    job: String,
    saved: String,
}

#[derive(Debug, Default, Serialize)]
struct LabelsView {
    action: String,
    label: String,
    kind: &'static str,
    problems: Vec<ProblemView>,
    meant: String,
    message: String,
    lines: Vec<LineView>,
    notices: Vec<String>,
    candidates: Vec<String>,
    prices: Vec<PriceView>,
    price_note: String,
    chosen: Chosen,
    images: Vec<Choice>,
    regions: Vec<Choice>,
    spots: Vec<Choice>,
    types: Vec<&'static str>,
}

/// `GET /labels`.
pub(crate) async fn show(visit: RequestContext, Query(asked): Query<QueryParams>) -> Response {
    answer(&asked, "/labels", |view| view::page(&Frame::open(&visit, "Labels"), "labels.html", view))
}

/// `GET /o/{login}/labels`.
pub(crate) async fn of_account(seat: AccountSession, Query(asked): Query<QueryParams>) -> Response {
    let action = seat.path("labels");
    answer(&asked, &action, |view| view::page(&Frame::seat(&seat, Some(Tab::Labels), "Labels"), "labels.html", view))
}

fn answer(asked: &QueryParams, action: &str, render: impl FnOnce(LabelsView) -> Response) -> Response {
    if asked.build.is_some() {
        let label = crate::request_context::encode(&asked.chosen.to_label());
        return Redirect::to(&format!("{action}?label={label}")).into_response();
    }
    render(of(&asked.label, action))
}

impl Chosen {
    /// The label of these parts, right or wrong: what is wrong with it the page says.
    fn to_label(&self) -> String {
        let mut label = "sprinters".to_owned();
        let pin = self.pin.trim();
        if !pin.is_empty() {
            label.push('/');
            label.push_str(pin);
        }
        label.push_str(":aws");
        let mut part = |text: String| {
            label.push(':');
            label.push_str(&text);
        };
        let given = |text: &str, default: &str| {
            let text = text.trim();
            (!text.is_empty() && text != default).then(|| text.to_owned())
        };
        part(given(&self.image, "").unwrap_or_else(|| "ubuntu-latest".to_owned()));
        let plain = [given(&self.region, "us-east-1"), given(&self.instance_type, "")];
        plain.into_iter().flatten().for_each(&mut part);
        let keyed = [
            ("cpu", &self.cpu, ""),
            ("ram", &self.ram, ""),
            ("family", &self.family, ""),
            ("spot", &self.spot, "false"),
            ("temp", &self.temp, ""),
        ];
        for (key, value, default) in keyed {
            if let Some(value) = given(value, default) {
                part(format!("{key}={value}"));
            }
        }
        label
    }

    fn of(spec: &RunnerSpec) -> Chosen {
        let text = spec.to_string();
        let parts: Vec<&str> = text.split(':').collect();
        let keyed = |key: &str| {
            parts.iter().find_map(|part| part.strip_prefix(key)?.strip_prefix('=')).unwrap_or_default().to_owned()
        };
        Chosen {
            image: spec.image().to_string(),
            region: spec.placement().region().name().to_owned(),
            instance_type: parts
                .iter()
                .find(|part| catalogue::find(part).is_some())
                .copied()
                .unwrap_or_default()
                .to_owned(),
            cpu: keyed("cpu"),
            ram: keyed("ram"),
            family: keyed("family"),
            spot: spec.spot().to_string(),
            temp: keyed("temp"),
            pin: spec.pin().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

fn of(label: &str, action: &str) -> LabelsView {
    let label = label.trim();
    let mut view = LabelsView { action: action.to_owned(), label: label.to_owned(), ..LabelsView::default() };
    if !label.is_empty() && label.len() <= MAX_LABEL_BYTES * 2 {
        match read(label) {
            Reading::Ours(spec) => explain_into(&mut view, &spec),
            Reading::Wrong(problems) => {
                view.kind = "wrong";
                view.problems = problems.iter().map(|error| problem(label, error)).collect();
            }
            Reading::NearMiss { meant } => (view.kind, view.meant) = ("near", meant),
            Reading::NotOurs => view.kind = "other",
        }
    } else if !label.is_empty() {
        view.kind = "other";
    }
    let Chosen { image, region, spot, .. } = &view.chosen;
    view.images = IMAGES.iter().map(|value| Choice { value, words: value, chosen: value == image }).collect();
    let default = if region.is_empty() { Region::us_east_1().name() } else { region };
    view.regions = Region::all()
        .map(|one| Choice { value: one.name(), words: one.description(), chosen: one.name() == default })
        .collect();
    view.spots = SPOTS.iter().map(|(value, words)| Choice { value, words, chosen: value == spot }).collect();
    view.types = catalogue::types()
        .iter()
        .filter(|one| one.ordinary() && one.current_generation())
        .map(|one| one.name())
        .filter(|name| is_common(name))
        .collect();
    view
}

/// The datalist is a help, not a catalogue: families that the stack allows by default.
fn is_common(name: &str) -> bool {
    ["t3.", "t4g.", "m7i.", "m7g.", "c7i.", "c7g.", "r7i.", "m8g.", "c8g."]
        .iter()
        .any(|family| name.starts_with(family))
}

fn explain_into(view: &mut LabelsView, spec: &RunnerSpec) {
    view.chosen = Chosen::of(spec);
    let plan = match plan(spec, &Circumstances::unknown()) {
        Ok(plan) => plan,
        Err(error) => {
            (view.kind, view.message) = ("nothing", error.to_string());
            return;
        }
    };
    let explanation = explain(spec, &plan);
    view.kind = "fine";
    view.label = explanation.label;
    view.lines = explanation
        .lines
        .into_iter()
        .map(|line| LineView { what: line.what, value: line.value, said: line.origin == Origin::Label })
        .collect();
    view.notices = explanation.notices;
    view.candidates = explanation.candidates;
    view.prices = prices(&plan);
    view.price_note = format!(
        "Compute alone, in US dollars. On demand: us-east-1, {}. Spot: {SPOT_PERCENT} % of it, as a typical share; the connection's page knows the price of the day. GitHub-hosted: list price of the same number of vCPU.",
        catalogue::prices_of()
    );
}

fn prices(plan: &LaunchPlan) -> Vec<PriceView> {
    let Some(first) = plan.candidates.first() else { return Vec::new() };
    let Some(hour) = first.instance_type.start_price().map(u64::from) else { return Vec::new() };
    let hosted = hosted::micro_usd_per_minute(first.instance_type.vcpu(), first.instance_type.arch());
    let spot = plan.candidates.iter().any(|one| one.market == Market::Spot);
    let row = |name: String, minute_of_hour: u64| PriceView {
        r#where: name,
        minute: dollars(minute_of_hour / 60),
        job: dollars(minute_of_hour * TYPICAL_MINUTES / 60),
        saved: match hosted {
            Some(hosted) if minute_of_hour / 60 < hosted => {
                format!("{} % less", 100 - minute_of_hour / 60 * 100 / hosted)
            }
            Some(_) => "not less".to_owned(),
            None => "no such size".to_owned(),
        },
    };
    let name = first.instance_type.name();
    let mut rows = vec![row(format!("{name}, on demand"), hour)];
    if spot {
        rows.insert(0, row(format!("{name}, spot"), hour * SPOT_PERCENT / 100));
    }
    if let Some(hosted) = hosted {
        let (minute, job) = (dollars(hosted), dollars(hosted * TYPICAL_MINUTES));
        rows.push(PriceView { r#where: "GitHub-hosted".to_owned(), minute, job, saved: "–".to_owned() });
    }
    rows
}

/// What is wrong in a label, each with where it stands.
pub(super) fn problems_of(label: &str) -> Vec<ProblemView> {
    match read(label) {
        Reading::Wrong(problems) => problems.iter().map(|error| problem(label, error)).collect(),
        Reading::Ours(_) | Reading::NearMiss { .. } | Reading::NotOurs => Vec::new(),
    }
}

fn problem(label: &str, error: &LabelError) -> ProblemView {
    let span = error.span();
    let cut = |range: std::ops::Range<usize>| label.get(range).unwrap_or_default().to_owned();
    let (before, marked) = (cut(0..span.start), cut(span.clone()));
    let indent = " ".repeat(before.chars().count());
    let underline = "^".repeat(marked.chars().count().max(1));
    ProblemView {
        indent,
        underline,
        after: cut(span.end..label.len()),
        before,
        marked,
        message: error.to_string(),
        help: error.help(),
        corrected: error.corrected(label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness;

    async fn page(label: &str) -> String {
        let asked = QueryParams { label: label.to_owned(), ..QueryParams::default() };
        view::text(show(harness::visit("/labels"), Query(asked)).await).await
    }

    #[tokio::test]
    async fn every_kind_of_label_is_answered() {
        for (label, answer) in [
            ("", "Build one"),
            ("sprinters:aws", "t3.large"),
            ("sprinters:aws:m7i.8xlarge:spot=auto", "m7i.8xlarge, spot"),
            ("sprinters:aws:m7i.8xlrge", "^^^^"),
            ("sprintrs:aws", "but nearly"),
            ("ubuntu-latest", "none of our business"),
            ("<script>alert(1)</script>", "none of our business"),
        ] {
            let page = page(label).await;
            assert!(page.contains(answer), "{label}: {answer}");
            assert!(!page.contains("<script>alert"));
        }
        assert!(page("sprinters:aws").await.contains("GitHub-hosted"));
    }

    #[tokio::test]
    async fn choices_become_a_label_that_reads_back_as_the_same_choices() {
        let chosen = Chosen {
            image: "ubuntu-24.04-arm".to_owned(),
            region: "eu-central-1".to_owned(),
            cpu: "4-8".to_owned(),
            spot: "auto".to_owned(),
            pin: "a-b".to_owned(),
            ..Chosen::default()
        };
        let label = chosen.to_label();
        assert_eq!(label, "sprinters/a-b:aws:ubuntu-24.04-arm:eu-central-1:cpu=4-8:spot=auto");
        let again = Chosen::of(&label.parse().unwrap());
        assert_eq!(again.to_label(), label);
        let asked = QueryParams { build: Some("1".to_owned()), chosen, ..QueryParams::default() };
        let response = show(harness::visit("/labels"), Query(asked)).await;
        assert!(response.headers()["location"].to_str().unwrap().starts_with("/labels?label=sprinters%2Fa-b%3Aaws"));
    }
}
