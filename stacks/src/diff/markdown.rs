//! The difference as a pull-request comment.

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use thiserror::Error;

use super::{Difference, Direction, GrantChange};

const TEMPLATE: &str = include_str!("../../../templates/pull-request-comment.md.j2");

/// GitHub refuses a comment of more than 65,536 characters; sentences beyond this number are counted instead of listed.
const MAX_ROWS: usize = 100;

/// The comment's template is wrong.
#[derive(Debug, Error)]
#[error("templates/pull-request-comment.md.j2 can't be rendered")]
pub struct MarkdownError(#[source] minijinja::Error);

pub(super) fn render(difference: &Difference) -> Result<String, MarkdownError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build().map_err(MarkdownError)?);
    let of = |direction| -> Vec<minijinja::Value> {
        let rows = difference.grants.iter().filter(|change| change.direction == direction);
        rows.take(MAX_ROWS).map(grant).collect()
    };
    let other: Vec<minijinja::Value> = difference
        .other
        .iter()
        .take(MAX_ROWS)
        .map(|change| {
            context! {
                word => change.change.word(),
                sentence => escaped(&change.sentence),
                replaces => change.replaces,
            }
        })
        .collect();
    let context = context! {
        widened => of(Direction::Widened),
        changed => of(Direction::Changed),
        narrowed => of(Direction::Narrowed),
        other => other,
        other_count => difference.other.len(),
        any_widened => difference.any_widened(),
        empty => difference.is_empty(),
        not_judged => not_judged(difference),
        left_out => left_out(difference),
    };
    environment.render_str(TEMPLATE, context).map_err(MarkdownError)
}

fn grant(change: &GrantChange) -> minijinja::Value {
    context! {
        sentence => escaped(&change.sentence),
        path => change.path.replace(|char: char| char == '`' || char.is_control(), " "),
    }
}

fn not_judged(difference: &Difference) -> Vec<minijinja::Value> {
    let rows = difference.not_judged.iter().take(MAX_ROWS);
    rows.map(|one| context! { what => escaped(&super::printable(&one.what)), count => one.count }).collect()
}

fn left_out(difference: &Difference) -> usize {
    let beyond = |direction| {
        let rows = difference.grants.iter().filter(|change| change.direction == direction).count();
        rows.saturating_sub(MAX_ROWS)
    };
    beyond(Direction::Widened)
        + beyond(Direction::Changed)
        + beyond(Direction::Narrowed)
        + difference.other.len().saturating_sub(MAX_ROWS)
        + difference.grants.iter().map(|change| change.count.saturating_sub(1)).sum::<usize>()
        + difference.other.iter().map(|change| change.count.saturating_sub(1)).sum::<usize>()
}

/// A template is written by whoever opened the pull request: what it says must stay text in the comment.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(char);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // Two dollar signs on a line would be a formula between them.
            '$' => out.push_str("<span>$</span>"),
            // A name after `@` would call that person.
            '@' => out.push_str("@\u{200b}"),
            '\n' | '\r' => out.push(' '),
            char => out.push(char),
        }
    }
    out
}
