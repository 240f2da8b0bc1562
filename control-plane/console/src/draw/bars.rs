//! Something by day, as bars of two parts: money, or time.

use super::unit;
use serde::Serialize;

const HEIGHT: f64 = 220.0;
const TOP: f64 = 18.0;
const AXIS: f64 = 190.0;

/// A bar: its name, its parts from below, and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) lower: u64,
    pub(crate) upper: u64,
    pub(crate) title: String,
}

#[derive(Debug, Serialize)]
struct PartView {
    class: &'static str,
    y: f64,
    height: f64,
}

#[derive(Debug, Serialize)]
struct BarView {
    x: f64,
    text_x: f64,
    width: f64,
    title: String,
    label: Option<String>,
    parts: Vec<PartView>,
}

#[derive(Debug, Serialize)]
struct TickView {
    y: f64,
    label: String,
}

/// What the template draws: across in per cent, so that letters keep their size on any screen; down in pixels.
#[derive(Debug, Serialize)]
pub(crate) struct Chart {
    height: f64,
    axis: f64,
    words: String,
    ticks: Vec<TickView>,
    bars: Vec<BarView>,
}

/// Draws bars, with what a number of theirs reads as; none if all are empty.
#[expect(clippy::cast_precision_loss, reason = "a drawing has some hundred pixels")]
pub(crate) fn draw(bars: &[Bar], reads: fn(u64) -> String, words: String) -> Chart {
    let most = bars.iter().map(|bar| bar.lower + bar.upper).max().unwrap_or_default();
    let mut chart = Chart { height: HEIGHT, axis: AXIS, words, ticks: Vec::new(), bars: Vec::new() };
    if most == 0 {
        return chart;
    }
    let top = round_up(most);
    let scale = (AXIS - TOP) / top as f64;
    let slot = 100.0 / bars.len() as f64;
    // Names that would touch on a phone are left out.
    let every = (16.0 / slot).ceil().max(1.0);
    chart.ticks = [4, 2]
        .map(|part| TickView { y: unit(AXIS - (top * part / 4) as f64 * scale), label: reads(top * part / 4) })
        .into();
    chart.bars = bars
        .iter()
        .enumerate()
        .map(|(index, bar)| {
            let x = slot * index as f64 + slot * 0.12;
            let (lower, upper) = (bar.lower as f64 * scale, bar.upper as f64 * scale);
            let parts = [("c1", AXIS - lower, lower), ("c2", AXIS - lower - upper, upper)];
            BarView {
                x: unit(x),
                text_x: unit(x),
                width: unit(slot * 0.76),
                title: bar.title.clone(),
                label: ((index as f64) % every < 1.0).then(|| bar.name.clone()),
                parts: parts
                    .into_iter()
                    .filter(|(_, _, height)| 0.0 < *height)
                    .map(|(class, y, height)| PartView { class, y: unit(y), height: unit(height) })
                    .collect(),
            }
        })
        .collect();
    chart
}

/// The next number of the form 1, 2 or 5 with zeros.
fn round_up(value: u64) -> u64 {
    let mut unit: u64 = 1;
    loop {
        for step in [1, 2, 5] {
            if value <= unit.saturating_mul(step) {
                return unit.saturating_mul(step);
            }
        }
        unit = unit.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_to_scale_and_stay_inside() {
        let bar = |lower, upper| Bar { name: "1 Nov".to_owned(), lower, upper, title: "x".to_owned() };
        let draw = |bars: &[Bar]| draw(bars, crate::format::dollars, "all".to_owned());
        let chart = draw(&[bar(1_000_000, 500_000), bar(0, 0), bar(3_000_000, 0)]);
        let [demand, spot] = chart.bars[0].parts.as_slice() else { panic!() };
        assert!((demand.height - 2.0 * spot.height).abs() < 0.3);
        assert!(
            chart
                .bars
                .iter()
                .flat_map(|bar| &bar.parts)
                .all(|part| TOP <= part.y && part.y + part.height <= AXIS + 0.1)
        );
        assert!(chart.bars[1].parts.is_empty());
        assert_eq!(chart.ticks.iter().map(|tick| tick.label.as_str()).collect::<Vec<_>>(), ["$5.00", "$2.50"]);
        assert!(chart.bars.iter().all(|bar| 0.0 <= bar.x && bar.x + bar.width <= 100.0));
        assert!(draw(&[bar(0, 0)]).bars.is_empty());
        assert_eq!([round_up(1), round_up(3), round_up(600), round_up(7_000_001)], [1, 5, 1_000, 10_000_000]);
    }
}
