//! What commands write: data to standard output, everything for people to standard error. On a terminal a table is
//! aligned and has a title row; in a pipe it is tab-separated values without one, and nothing has a colour.

use crate::failure::Failure;
use anstyle::{AnsiColor, Style};
use serde_json::{Map, Value};
use std::io::{self, ErrorKind, IsTerminal as _, Write as _};

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Even into a pipe
    Always,
    /// Never
    Never,
}

/// Where a command writes.
#[derive(Debug)]
pub(crate) struct Out {
    terminal: bool,
    color: bool,
    color_notes: bool,
    quiet: bool,
}

/// A column: its title, and where its value stands in an item.
pub(crate) type Column = (&'static str, fn(&Value) -> String);

impl Out {
    pub(crate) fn new(color: Color, quiet: bool) -> Out {
        let (data, notes) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        Out { terminal: data, color: wanted(color, data), color_notes: wanted(color, notes), quiet }
    }

    /// Writes data as it is. A reader that closed its pipe has enough: that is no failure.
    pub(crate) fn data(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(Failure::outside(format!("standard output can't be written: {error}")))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    pub(crate) fn json(&self, value: &Value) -> Result<(), Failure> {
        self.data(&format!("{}\n", serde_json::to_string_pretty(value).unwrap_or_default()))
    }

    /// Items as JSON with some of their fields.
    pub(crate) fn fields(&self, items: &[Value], fields: &str) -> Result<(), Failure> {
        let wanted: Vec<&str> = fields.split(',').map(str::trim).filter(|field| !field.is_empty()).collect();
        let of = |item: &Value| {
            let picked = wanted.iter().map(|field| {
                let value = field.split('.').try_fold(item, |value, part| value.get(part));
                ((*field).to_owned(), value.cloned().unwrap_or(Value::Null))
            });
            if wanted.is_empty() { item.clone() } else { Value::Object(picked.collect::<Map<String, Value>>()) }
        };
        if let Some(unknown) = items.first().and_then(|item| {
            wanted.iter().find(|field| field.split('.').next().is_none_or(|first| item.get(first).is_none()))
        }) {
            let known: Vec<&str> = items
                .first()
                .and_then(Value::as_object)
                .map(|item| item.keys().map(String::as_str).collect())
                .unwrap_or_default();
            return Err(Failure::input(format!("no field `{unknown}`")).help(format!("fields: {}", known.join(", "))));
        }
        self.json(&Value::Array(items.iter().map(of).collect()))
    }

    /// Items as a table.
    pub(crate) fn table(&self, items: &[Value], columns: &[Column]) -> Result<(), Failure> {
        let rows: Vec<Vec<String>> =
            items.iter().map(|item| columns.iter().map(|(_, value)| printable(&value(item))).collect()).collect();
        if !self.terminal {
            let lines = rows.iter().map(|row| format!("{}\n", row.join("\t")));
            return self.data(&lines.collect::<String>());
        }
        let width = |column: usize, title: &str| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).fold(title.len(), usize::max)
        };
        let widths: Vec<usize> = columns.iter().enumerate().map(|(at, (title, _))| width(at, title).min(60)).collect();
        let line = |cells: Vec<&str>| {
            let padded = cells.iter().zip(&widths).map(|(cell, width)| {
                let cut: String = if cell.chars().count() <= *width {
                    (*cell).to_owned()
                } else {
                    cell.chars().take(width - 1).chain(['…']).collect()
                };
                format!("{cut:<width$}")
            });
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        let mut text = format!(
            "{}\n",
            self.paint(Style::new().dimmed(), &line(columns.iter().map(|(title, _)| *title).collect()))
        );
        for row in &rows {
            let state = row.first().cloned().unwrap_or_default();
            let row = line(row.iter().map(String::as_str).collect());
            let painted = match state_style(&state) {
                Some(style) if row.starts_with(&state) => {
                    format!("{}{}", self.paint(style, &state), row.get(state.len()..).unwrap_or_default())
                }
                Some(_) | None => row,
            };
            text.push_str(&painted);
            text.push('\n');
        }
        self.data(&text)
    }

    /// For people; not with `--quiet`.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            self.note(text);
        }
    }

    /// For people, always.
    pub(crate) fn note(&self, text: &str) {
        let _nobody_left_to_tell = writeln!(io::stderr().lock(), "{}", printable(text));
    }

    pub(crate) fn fail(&self, failure: &Failure) {
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let mark = if self.color_notes { format!("{red}error{red:#}") } else { "error".to_owned() };
        let _nobody_left_to_tell = writeln!(io::stderr().lock(), "{mark}: {}", printable(&failure.message));
        if let Some(help) = &failure.help {
            self.note(&format!("  help: {help}"));
        }
    }

    pub(crate) fn paint(&self, style: Style, text: &str) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

fn state_style(state: &str) -> Option<Style> {
    let color = match state {
        "succeeded" | "working" | "ok" => AnsiColor::Green,
        "failed" | "not-started" | "broken" | "problem" => AnsiColor::Red,
        "running" | "starting" | "busy" => AnsiColor::Blue,
        "queued" | "held" | "waiting" | "pending" => AnsiColor::Yellow,
        _ => return None,
    };
    Some(Style::new().fg_color(Some(color.into())))
}

/// <https://no-color.org>
fn wanted(color: Color, terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// Text from outside on one line, without what moves a cursor or ends a cell.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

/// A field as text; empty where there is none.
pub(crate) fn text(item: &Value, path: &str) -> String {
    match path.split('.').try_fold(item, |value, part| value.get(part)) {
        Some(Value::String(text)) => text.replace('\n', " "),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

/// US dollars of millionths.
pub(crate) fn dollars(micro: i64) -> String {
    let sign = if micro < 0 { "-" } else { "" };
    let micro = micro.unsigned_abs();
    match micro {
        0 => "$0".to_owned(),
        1..1_000 => format!("{sign}<$0.001"),
        1_000..100_000 => format!("{sign}$0.{:03}", (micro + 500) / 1_000),
        _ => format!("{sign}${}.{:02}", (micro + 5_000) / 1_000_000, (micro + 5_000) / 10_000 % 100),
    }
}

/// `3 min 5 s`.
pub(crate) fn duration(millis: u64) -> String {
    let seconds = millis / 1_000;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_can_be_read_and_text_moves_no_cursor() {
        assert_eq!(
            [dollars(0), dollars(400), dollars(11_900), dollars(1_234_567), dollars(-250_000)],
            ["$0", "<$0.001", "$0.012", "$1.23", "-$0.25"]
        );
        assert_eq!([duration(900), duration(65_000), duration(7_260_000)], ["0 s", "1 min 5 s", "2 h 1 min"]);
        assert_eq!(printable("a\u{1b}[2J\tb"), "a [2J b");
    }
}
