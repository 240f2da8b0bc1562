//! `/o/{login}/costs`: spent and saved, by day, repository, workflow and type; the budget and where the month is going.

use crate::draw::bars::{Bar, Chart, draw};
use crate::error::PageError;
use crate::format::{HumanTime, day_number, day_short, dollars, dollars_signed, duration, thousands};
use crate::request_context::AccountSession;
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use sprinters_core::calendar::month_began;
use sprinters_core::catalogue;
use sprinters_core::hosted;
use sprinters_core::time::Timestamp;
use sprinters_services::budget::{Month, Standing};
use sprinters_store::{CostDay, VisibleTo};
use std::collections::BTreeMap;
use std::time::Duration;

/// Rows of a table.
const ROWS: usize = 20;

const RANGES: [(u64, &str); 3] = [(7, "7 days"), (30, "30 days"), (90, "90 days")];

/// Money and use, added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) micro_usd: i64,
    pub(crate) on_demand: i64,
    pub(crate) hosted: i64,
    pub(crate) hosted_known: i64,
    pub(crate) runners: i64,
    pub(crate) reclaimed: i64,
    pub(crate) millis: i64,
}

impl Sum {
    pub(crate) fn add(&mut self, day: &CostDay) {
        let found = catalogue::find(&day.instance_type);
        let minute = found.and_then(|one| hosted::micro_usd_per_minute(one.vcpu(), one.arch()));
        self.micro_usd += day.micro_usd;
        self.on_demand += day.on_demand_micro_usd;
        // Sizes that GitHub does not have save nothing against it.
        if let Some(minute) = minute {
            self.hosted += day.job_minutes.saturating_mul(i64::try_from(minute).unwrap_or_default());
            self.hosted_known += day.micro_usd;
        }
        self.runners += day.runners;
        self.reclaimed += day.reclaimed;
        self.millis += day.millis;
    }

    fn saved_hosted(&self) -> i64 {
        self.hosted - self.hosted_known
    }
}

#[derive(Debug, Serialize)]
struct RangeView {
    days: u64,
    words: &'static str,
    current: bool,
}

#[derive(Debug, Serialize)]
struct DayView {
    day: String,
    on_demand: String,
    spot: String,
    runners: String,
    reclaimed: String,
}

#[derive(Debug, Serialize)]
struct RowView {
    name: String,
    spent: String,
    saved_on_demand: String,
    saved_hosted: String,
    runners: String,
    hours: String,
}

#[derive(Debug, Serialize)]
struct GroupView {
    id: &'static str,
    title: &'static str,
    column: &'static str,
    rows: Vec<RowView>,
    more: usize,
}

#[derive(Debug, Serialize)]
struct MonthView {
    spent: String,
    forecast: String,
    budget: String,
    over: bool,
    warn: bool,
}

#[derive(Debug, Serialize)]
struct CostsView {
    path: String,
    settings: String,
    words: &'static str,
    ranges: Vec<RangeView>,
    spent: String,
    saved_on_demand: String,
    saved_hosted: String,
    runners: String,
    reclaimed: String,
    month: MonthView,
    chart: Chart,
    days: Vec<DayView>,
    groups: Vec<GroupView>,
    made: Option<HumanTime>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    days: String,
}

/// `GET /o/{login}/costs`.
pub(crate) async fn show(
    State(console): State<Console>,
    seat: AccountSession,
    Query(asked): Query<QueryParams>,
) -> Result<Response, PageError> {
    let (store, visible_to, now) = (console.store(), seat.visible_to(), seat.visit.now);
    let (range, words) = super::range(&asked.days, &RANGES)?;
    let today = day_number(now);
    let first = today.saturating_sub(range - 1);
    let signed = |day: u64| i64::try_from(day).unwrap_or(i64::MAX);
    let days = store.cost_days(visible_to, signed(first), signed(today)).await?;
    let mut all = Sum::default();
    days.iter().for_each(|day| all.add(day));
    let bars: Vec<Bar> = (first..=today).map(|day| bar(day, &days)).collect();
    let group = |id, title, column, key: fn(&CostDay) -> String| grouped(&days, id, title, column, key);
    let policy = store.account_settings(visible_to.account()).await?.policy;
    let view = CostsView {
        path: seat.path("costs"),
        settings: seat.path("settings"),
        words,
        ranges: RANGES.into_iter().map(|(days, words)| RangeView { days, words, current: days == range }).collect(),
        spent: dollars_signed(all.micro_usd),
        saved_on_demand: dollars_signed(all.on_demand - all.micro_usd),
        saved_hosted: dollars_signed(all.saved_hosted()),
        runners: thousands(all.runners.unsigned_abs()),
        reclaimed: thousands(all.reclaimed.unsigned_abs()),
        month: month(&console, visible_to, policy.monthly_budget_micro_usd, now).await?,
        days: (first..=today).rev().filter_map(|day| day_view(day, &days)).collect(),
        chart: draw(&bars, dollars, chart_words(&bars)),
        groups: vec![
            group("repositories", "By repository", "Repository", |day| day.repository.clone()),
            group("workflows", "By workflow", "Workflow", |day| {
                format!("{}: {}", day.repository, if day.workflow.is_empty() { "–" } else { &day.workflow })
            }),
            group("types", "By instance type", "Type", |day| format!("{}, {}", day.instance_type, day.market)),
        ],
        made: store.costs_made_at().await?.map(|at| HumanTime::new(at, now)),
    };
    Ok(view::page(&Frame::seat(&seat, Some(Tab::Costs), "Costs"), "costs.html", view))
}

fn of_day(day: u64, days: &[CostDay]) -> impl Iterator<Item = &CostDay> {
    days.iter().filter(move |one| u64::try_from(one.day) == Ok(day))
}

fn by_market(day: u64, days: &[CostDay]) -> (u64, u64) {
    let sum = |spot: bool| {
        of_day(day, days).filter(|one| (one.market == "spot") == spot).map(|one| one.micro_usd.unsigned_abs()).sum()
    };
    (sum(false), sum(true))
}

fn bar(day: u64, days: &[CostDay]) -> Bar {
    let (on_demand, spot) = by_market(day, days);
    let title = format!("{}: {}, of which spot {}", day_short(day), dollars(on_demand + spot), dollars(spot));
    Bar { name: day_short(day), lower: on_demand, upper: spot, title }
}

fn chart_words(bars: &[Bar]) -> String {
    let total: u64 = bars.iter().map(|bar| bar.lower + bar.upper).sum();
    let dearest = bars.iter().max_by_key(|bar| bar.lower + bar.upper);
    let (name, most) = dearest.map_or(("", 0), |bar| (bar.name.as_str(), bar.lower + bar.upper));
    format!(
        "{} days, {} in total. The most expensive day was {name} with {}.",
        bars.len(),
        dollars(total),
        dollars(most)
    )
}

fn day_view(day: u64, days: &[CostDay]) -> Option<DayView> {
    let mut sum = Sum::default();
    of_day(day, days).for_each(|one| sum.add(one));
    let (on_demand, spot) = by_market(day, days);
    (0 < sum.runners).then(|| DayView {
        day: day_short(day),
        on_demand: dollars(on_demand),
        spot: dollars(spot),
        runners: thousands(sum.runners.unsigned_abs()),
        reclaimed: thousands(sum.reclaimed.unsigned_abs()),
    })
}

fn grouped(
    days: &[CostDay],
    id: &'static str,
    title: &'static str,
    column: &'static str,
    key: fn(&CostDay) -> String,
) -> GroupView {
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    days.iter().for_each(|day| sums.entry(key(day)).or_default().add(day));
    let mut sums: Vec<(String, Sum)> = sums.into_iter().collect();
    sums.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.micro_usd));
    let more = sums.len().saturating_sub(ROWS);
    let row = |(name, sum): (String, Sum)| RowView {
        name,
        spent: dollars_signed(sum.micro_usd),
        saved_on_demand: dollars_signed(sum.on_demand - sum.micro_usd),
        saved_hosted: dollars_signed(sum.saved_hosted()),
        runners: thousands(sum.runners.unsigned_abs()),
        hours: duration(Duration::from_millis(sum.millis.unsigned_abs())),
    };
    GroupView { id, title, column, rows: sums.into_iter().take(ROWS).map(row).collect(), more }
}

/// The month so far, and where it goes at its own pace. The account's budget is about all of it, so whoever sees a part
/// is told the part.
async fn month(
    console: &Console,
    visible_to: VisibleTo,
    budget: Option<u64>,
    now: Timestamp,
) -> Result<MonthView, PageError> {
    let began = month_began(now);
    let signed = |day: u64| i64::try_from(day).unwrap_or(i64::MAX);
    let days = console.store().cost_days(visible_to, signed(day_number(began)), signed(day_number(now))).await?;
    let month = Month::of(now, days.iter().map(|day| day.micro_usd.unsigned_abs()).sum(), budget);
    Ok(MonthView {
        spent: dollars(month.spent),
        forecast: month.forecast.map_or_else(|| "Available after one day".to_owned(), dollars),
        budget: budget.map_or_else(|| "Not set".to_owned(), dollars),
        over: month.standing() == Standing::Spent,
        warn: matches!(month.standing(), Standing::WillBeSpent | Standing::NearlySpent),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::World;

    #[tokio::test]
    async fn money_is_added_up_and_told() {
        let world = World::new().await;
        assert!(world.text("/o/acme/costs").await.contains("No costs yet"));
        let world = World::with_samples().await;
        let page = world.text("/o/acme/costs?days=7").await;
        for words in ["By repository", "acme/web", "m7i.large", "<svg", "Show as a table", "Spot interruptions"] {
            assert!(page.contains(words), "{words}");
        }
        assert!(!page.contains("globex"));
    }

    #[test]
    fn a_size_that_github_lacks_saves_nothing_against_it() {
        let day = CostDay {
            day: 1,
            repository: String::new(),
            workflow: String::new(),
            instance_type: "m7i.48xlarge".to_owned(),
            market: "spot".to_owned(),
            runners: 1,
            reclaimed: 0,
            millis: 60_000,
            job_minutes: 1,
            micro_usd: 500,
            on_demand_micro_usd: 900,
        };
        let mut sum = Sum::default();
        sum.add(&day);
        assert_eq!((sum.saved_hosted(), sum.on_demand - sum.micro_usd), (0, 400));
        sum.add(&CostDay { instance_type: "m7i.large".to_owned(), ..day });
        assert_eq!(sum.saved_hosted(), 6_000 - 500);
    }
}
