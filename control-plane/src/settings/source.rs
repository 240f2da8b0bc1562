//! Where values come from: a configuration file and the environment, which wins. Read once, at the start.

use super::problem::Problem;
use super::reference::{SETTINGS, Setting};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// What begins the name of each of our environment variables.
const PREFIX: &str = "SPRINTERS_";

/// A value as somebody wrote it.
#[derive(Debug, Clone)]
pub(super) struct Given {
    /// The text; every value counts as secret until its setting says that it is not one.
    pub(super) text: SecretString,
    /// Where it stands, for people.
    pub(super) place: String,
    /// Whether the text is the name of a file that holds the value.
    pub(super) in_file: bool,
}

/// All values of one start, by setting.
#[derive(Debug, Clone, Default)]
pub struct Source {
    pub(super) values: BTreeMap<&'static str, Given>,
    pub(super) problems: Vec<Problem>,
    pub(super) home: Option<String>,
    pub(super) state_home: Option<String>,
}

impl Source {
    /// A source with nothing in it.
    #[must_use]
    pub fn empty() -> Source {
        Source::default()
    }

    /// Adds the values of a configuration file in TOML. `path` is only for messages.
    pub fn add_file(&mut self, path: &Path, text: &str) {
        let table = match DeTable::parse(text) {
            Ok(table) => table,
            Err(error) => {
                let place = place_in(path, text, error.span().map_or(0, |span| span.start));
                let what = format!("not TOML: {}", error.message());
                self.problems.push(Problem { place, what, remedy: "see https://toml.io for the notation".to_owned() });
                return;
            }
        };
        self.add_table(path, text, "", table.get_ref());
    }

    fn add_table(&mut self, path: &Path, text: &str, prefix: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let name = format!("{prefix}{}", key.get_ref());
            let place = format!("{} ({name})", place_in(path, text, key.span().start));
            let text_of_value = match value.get_ref() {
                DeValue::Table(inner) => {
                    self.add_table(path, text, &format!("{name}_"), inner);
                    continue;
                }
                DeValue::String(string) => string.to_string(),
                DeValue::Integer(integer) => integer.as_str().to_owned(),
                DeValue::Array(items) => match strings(items) {
                    Some(strings) => strings.join(","),
                    None => {
                        self.refuse_kind(place, "a list of something else than text");
                        continue;
                    }
                },
                DeValue::Boolean(_) => {
                    self.refuse_kind(place, "true or false");
                    continue;
                }
                DeValue::Float(_) => {
                    self.refuse_kind(place, "a number with a point");
                    continue;
                }
                DeValue::Datetime(_) => {
                    self.refuse_kind(place, "a date");
                    continue;
                }
            };
            self.add(&format!("{PREFIX}{}", name.to_ascii_uppercase()), &name, text_of_value, place);
        }
    }

    fn refuse_kind(&mut self, place: String, kind: &str) {
        let what = format!("{kind} is not what any setting takes");
        self.problems.push(Problem { place, what, remedy: "write the value in quotes".to_owned() });
    }

    /// Adds the environment, which wins over what is there. Variables of others are passed over.
    pub fn add_environment(&mut self, variables: impl IntoIterator<Item = (String, String)>) {
        for (name, value) in variables {
            match name.as_str() {
                "HOME" => self.home = Some(value),
                "XDG_STATE_HOME" => self.state_home = Some(value),
                // Which configuration file to read is asked before there is a source.
                "SPRINTERS_CONFIG" => {}
                ours if ours.starts_with(PREFIX) => {
                    self.add(ours, ours, value, format!("environment variable {ours}"));
                }
                _others => {}
            }
        }
    }

    fn add(&mut self, name: &str, written: &str, text: String, place: String) {
        let (setting, in_file) = match find(name) {
            Some(found) => found,
            None => {
                let lower = written.chars().any(char::is_lowercase);
                let remedy = match nearest(name) {
                    Some(nearest) if lower => format!("did you mean {}?", nearest[PREFIX.len()..].to_ascii_lowercase()),
                    Some(nearest) => format!("did you mean {nearest}?"),
                    None => "the reference in the README lists all settings".to_owned(),
                };
                self.problems.push(Problem { place, what: "there is no such setting".to_owned(), remedy });
                return;
            }
        };
        self.values.insert(setting.name, Given { text: SecretString::from(text), place, in_file });
    }
}

/// The setting of that name, or the secret whose file it names.
fn find(name: &str) -> Option<(&'static Setting, bool)> {
    let exact = SETTINGS.iter().find(|setting| setting.name == name).map(|setting| (setting, false));
    exact.or_else(|| {
        let of_file = name.strip_suffix("_FILE")?;
        SETTINGS.iter().find(|setting| setting.secret && setting.name == of_file).map(|setting| (setting, true))
    })
}

/// The setting that is at most three edits away.
fn nearest(name: &str) -> Option<&'static str> {
    let by_distance = SETTINGS.iter().map(|setting| (edits(setting.name, name), setting.name));
    by_distance.min().filter(|(distance, _)| *distance <= 3).map(|(_, name)| name)
}

/// Levenshtein's distance between two ASCII names.
fn edits(left: &str, right: &str) -> usize {
    let right = right.as_bytes();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(l != *r);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

fn strings(items: &[toml::Spanned<DeValue<'_>>]) -> Option<Vec<String>> {
    items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
}

/// `FILE:LINE:COLUMN` of a byte.
fn place_in(path: &Path, text: &str, byte: usize) -> String {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    format!("{}:{line}:{column}", path.display())
}
