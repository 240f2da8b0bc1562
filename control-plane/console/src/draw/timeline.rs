//! Phases to scale, one lane for the job and one for each of its runners.

use super::unit;
use crate::format::{HumanTime, duration};
use serde::Serialize;
use sprinters_core::time::Timestamp;
use std::time::Duration;

/// Height of a lane: its name, and its bar below.
const LANE: f64 = 42.0;
const NAME: f64 = 16.0;
const BAR: f64 = 16.0;

/// Steps between two lines of the scale, in seconds.
const STEPS: [u64; 15] = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 86_400, 604_800];

/// What goes on in a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Queued,
    Preparing,
    Booting,
    Running,
    Ending,
}

impl Phase {
    const ALL: [Phase; 5] = [Phase::Queued, Phase::Preparing, Phase::Booting, Phase::Running, Phase::Ending];

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Phase::Queued => ("p-wait", "Queued"),
            Phase::Preparing => ("c4", "Launching"),
            Phase::Booting => ("c2", "Booting"),
            Phase::Running => ("p-ok", "Running"),
            Phase::Ending => ("p-quiet", "Shutting down"),
        }
    }
}

/// A stretch of a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) phase: Phase,
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
}

/// A lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LaneOf {
    pub(crate) label: String,
    pub(crate) stretches: Vec<Stretch>,
}

#[derive(Debug, Serialize)]
struct SpanView {
    class: &'static str,
    /// In per cent of the width.
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    /// Whether it goes on.
    open: bool,
    title: String,
}

#[derive(Debug, Serialize)]
struct LaneView {
    label: String,
    text_y: f64,
    spans: Vec<SpanView>,
}

#[derive(Debug, Serialize)]
struct TickView {
    x: f64,
    anchor: &'static str,
    label: String,
}

#[derive(Debug, Serialize)]
struct LegendView {
    class: &'static str,
    label: &'static str,
}

#[derive(Debug, Serialize)]
struct RowView {
    lane: String,
    phase: &'static str,
    from: HumanTime,
    time: String,
}

/// What the template draws: across in per cent, so that letters keep their size on any screen; down in pixels.
#[derive(Debug, Serialize)]
pub(crate) struct Drawing {
    height: f64,
    axis: f64,
    /// When it was drawn, if something of it goes on.
    drawn: Option<u64>,
    /// How many seconds it spans.
    total: f64,
    words: String,
    ticks: Vec<TickView>,
    lanes: Vec<LaneView>,
    legend: Vec<LegendView>,
    rows: Vec<RowView>,
}

/// Draws lanes.
pub(crate) fn draw(lanes: &[LaneOf], now: Timestamp) -> Drawing {
    let all = || lanes.iter().flat_map(|lane| &lane.stretches);
    let begin = all().map(|stretch| stretch.from).min().unwrap_or(now);
    let end = all().map(|stretch| stretch.to).max().unwrap_or(now);
    let total = end.since(begin).max(Duration::from_secs(1));
    let scale = 100.0 / total.as_secs_f64();
    let x = |at: Timestamp| at.since(begin).as_secs_f64() * scale;
    let axis = LANE * f64::from(u32::try_from(lanes.len()).unwrap_or(1).max(1)) + 4.0;
    let mut views = Vec::new();
    let mut rows = Vec::new();
    let mut words = Vec::new();
    for (index, lane) in lanes.iter().enumerate() {
        let top = LANE * f64::from(u32::try_from(index).unwrap_or_default()) + 2.0;
        let mut said = Vec::new();
        let spans = lane.stretches.iter().map(|stretch| {
            let (class, phase) = stretch.phase.words();
            let time = duration(stretch.to.since(stretch.from));
            said.push(format!("{phase} for {time}"));
            rows.push(RowView {
                lane: lane.label.clone(),
                phase,
                from: HumanTime::new(stretch.from, now),
                time: time.clone(),
            });
            // What took no time still shows.
            let width = (x(stretch.to) - x(stretch.from)).max(0.3);
            SpanView {
                class,
                x: unit(x(stretch.from)),
                y: top + NAME,
                width: unit(width),
                height: BAR,
                open: stretch.to == now,
                title: format!("{phase}: {time}"),
            }
        });
        let spans = spans.collect();
        words.push(format!("{}: {}", lane.label, said.join(", then ")));
        views.push(LaneView { label: lane.label.clone(), text_y: top + NAME - 4.0, spans });
    }
    let legend = Phase::ALL.into_iter().filter(|phase| all().any(|stretch| stretch.phase == *phase));
    Drawing {
        height: axis + 20.0,
        axis,
        drawn: all().any(|stretch| stretch.to == now).then(|| now.as_millis()),
        total: total.as_secs_f64(),
        words: words.join(". "),
        ticks: ticks(total, scale),
        lanes: views,
        legend: legend.map(|phase| LegendView { class: phase.words().0, label: phase.words().1 }).collect(),
        rows,
    }
}

fn ticks(total: Duration, scale: f64) -> Vec<TickView> {
    let step = STEPS.into_iter().find(|step| total.as_secs() / step <= 5).unwrap_or(604_800);
    (0..=total.as_secs() / step)
        .take(12)
        .map(|number| {
            let at = number * step;
            let x = Duration::from_secs(at).as_secs_f64() * scale;
            let anchor = if number == 0 {
                "start"
            } else if 92.0 < x {
                "end"
            } else {
                "middle"
            };
            let label = if at == 0 { "0".to_owned() } else { duration(Duration::from_secs(at)) };
            TickView { x: unit(x), anchor, label }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_to_scale_and_said_in_words() {
        let at = Timestamp::from_secs;
        let lane = LaneOf {
            label: "Job".to_owned(),
            stretches: vec![
                Stretch { phase: Phase::Queued, from: at(100), to: at(130) },
                Stretch { phase: Phase::Running, from: at(130), to: at(190) },
            ],
        };
        let drawing = draw(&[lane], at(200));
        let [queued, running] = drawing.lanes[0].spans.as_slice() else { panic!() };
        assert!((running.width - 2.0 * queued.width).abs() < 0.3);
        assert_eq!(drawing.words, "Job: Queued for 30 s, then Running for 1 min");
        assert_eq!(drawing.legend.len(), 2);
        assert!((2..=8).contains(&drawing.ticks.len()));
        // Nothing to draw is drawn too.
        assert!(draw(&[], at(5)).lanes.is_empty());
    }
}
