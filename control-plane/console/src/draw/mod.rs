//! Drawings: places and sizes here, SVG in the templates, so that text from outside is escaped where it is written.

pub(super) mod bars;
pub(super) mod timeline;

/// A number of the drawing's own units with one decimal: shorter than a float and enough for a screen.
pub(super) fn unit(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
