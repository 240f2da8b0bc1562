//! Money by day, as bars of two parts.

use super::unit;
use crate::format::{dollars, dollars_signed};
use serde::Serialize;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 64.0;
const TOP: f64 = 10.0;
const AXIS: f64 = 190.0;

/// A bar: its name, and its parts from below in millionths of a US dollar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) on_demand: u64,
    pub(crate) spot: u64,
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

/// What the template draws.
#[derive(Debug, Serialize)]
pub(crate) struct Chart {
    width: f64,
    height: f64,
    left: f64,
    axis: f64,
    words: String,
    ticks: Vec<TickView>,
    bars: Vec<BarView>,
}

/// Draws bars; none if all are empty.
#[expect(clippy::cast_precision_loss, reason = "a drawing has some hundred pixels")]
pub(crate) fn draw(bars: &[Bar]) -> Chart {
    let most = bars.iter().map(|bar| bar.on_demand + bar.spot).max().unwrap_or_default();
    let mut chart = Chart {
        width: WIDTH,
        height: HEIGHT,
        left: LEFT,
        axis: AXIS,
        words: String::new(),
        ticks: Vec::new(),
        bars: Vec::new(),
    };
    if most == 0 {
        return chart;
    }
    let top = round_up(most);
    let scale = (AXIS - TOP) / top as f64;
    let slot = (WIDTH - LEFT) / bars.len() as f64;
    // Names that would touch are left out.
    let every = (60.0 / slot).ceil().max(1.0);
    chart.ticks = (0..=4)
        .map(|part| TickView {
            y: unit(AXIS - (top * part / 4) as f64 * scale),
            label: dollars_signed(i64::try_from(top * part / 4).unwrap_or_default()),
        })
        .collect();
    chart.bars = bars
        .iter()
        .enumerate()
        .map(|(index, bar)| {
            let x = LEFT + slot * index as f64 + slot * 0.12;
            let (demand, spot) = (bar.on_demand as f64 * scale, bar.spot as f64 * scale);
            let parts = [("c1", AXIS - demand, demand), ("c2", AXIS - demand - spot, spot)];
            BarView {
                x: unit(x),
                text_x: unit(x + slot * 0.38),
                width: unit(slot * 0.76),
                title: format!("{}: {}, of it spot {}", bar.name, dollars(bar.on_demand + bar.spot), dollars(bar.spot)),
                label: ((index as f64) % every < 1.0).then(|| bar.name.clone()),
                parts: parts
                    .into_iter()
                    .filter(|(_, _, height)| 0.0 < *height)
                    .map(|(class, y, height)| PartView { class, y: unit(y), height: unit(height) })
                    .collect(),
            }
        })
        .collect();
    let total: u64 = bars.iter().map(|bar| bar.on_demand + bar.spot).sum();
    let dearest = bars.iter().max_by_key(|bar| bar.on_demand + bar.spot);
    chart.words = format!(
        "{} days, {} in all; the dearest day was {} with {}",
        bars.len(),
        dollars(total),
        dearest.map(|bar| bar.name.as_str()).unwrap_or_default(),
        dollars(most)
    );
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
        let bar = |on_demand, spot| Bar { name: "1 Nov".to_owned(), on_demand, spot };
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
        assert!(chart.words.contains("$4.50 in all"));
        assert!(draw(&[bar(0, 0)]).bars.is_empty());
        assert_eq!([round_up(1), round_up(3), round_up(600), round_up(7_000_001)], [1, 5, 1_000, 10_000_000]);
    }
}
