//! Takes values out of a source and remembers what was wrong with them.

use super::problem::{Problem, Wrong};
use super::source::{Given, Source};
use secrecy::{ExposeSecret, SecretString};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Most bytes of a file that holds a secret: a private key of 16,384 bits has 13 KB in PEM.
const MAX_SECRET_FILE_BYTES: u64 = 64 * 1024;

/// Reads settings one by one and collects problems.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    source: &'a Source,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a Source) -> Reader<'a> {
        Reader { source, problems: source.problems.clone() }
    }

    /// What was wrong, in the order of the reference; what no setting explains comes first.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// The value, or nothing if it is not set or not right.
    pub(super) fn optional<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, Wrong>,
    ) -> Option<T> {
        let given = self.source.values.get(name)?;
        let text = match self.text(given) {
            Ok(text) => text,
            Err(wrong) => {
                self.refuse_at(given.place.clone(), wrong);
                return None;
            }
        };
        if text.expose_secret().trim().is_empty() {
            self.refuse_at(given.place.clone(), Wrong::new("the value is empty", "give it a value, or leave it out"));
            return None;
        }
        match parse(text.expose_secret()) {
            Ok(value) => Some(value),
            Err(wrong) => {
                self.refuse_at(given.place.clone(), wrong);
                None
            }
        }
    }

    /// A secret as it is, but for white space around it.
    pub(super) fn secret(&mut self, name: &'static str) -> Option<SecretString> {
        self.optional(name, |text| Ok(SecretString::from(text.trim())))
    }

    /// Whether anybody set it, rightly or not.
    pub(super) fn is_given(&self, name: &str) -> bool {
        self.source.values.contains_key(name)
    }

    /// Adds a problem with a setting that is there or ought to be.
    pub(super) fn refuse(&mut self, name: &'static str, wrong: Wrong) {
        let place = self.source.values.get(name).map_or_else(|| name.to_owned(), |given| given.place.clone());
        self.refuse_at(place, wrong);
    }

    fn refuse_at(&mut self, place: String, wrong: Wrong) {
        self.problems.push(Problem { place, what: wrong.what, remedy: wrong.remedy });
    }

    /// The state directory, from the setting or from where programs keep their state.
    pub(super) fn state_dir(&mut self) -> PathBuf {
        let set = self.optional("SPRINTERS_STATE_DIR", |text| Ok(PathBuf::from(text)));
        if let Some(directory) = set {
            return directory;
        }
        let state_home = self.source.state_home.as_deref().filter(|home| Path::new(home).is_absolute());
        let home = self.source.home.as_deref().filter(|home| Path::new(home).is_absolute());
        match (state_home, home) {
            (Some(state_home), _) => Path::new(state_home).join("sprinters"),
            (None, Some(home)) => Path::new(home).join(".local/state/sprinters"),
            (None, None) => {
                if !self.is_given("SPRINTERS_STATE_DIR") {
                    let wrong =
                        Wrong::new("not set, and neither is HOME", "name a directory that only this user can read");
                    self.refuse("SPRINTERS_STATE_DIR", wrong);
                }
                PathBuf::new()
            }
        }
    }

    fn text(&self, given: &Given) -> Result<SecretString, Wrong> {
        if !given.in_file {
            return Ok(given.text.clone());
        }
        let path = Path::new(given.text.expose_secret());
        let mut text = String::new();
        std::fs::File::open(path)
            .and_then(|file| file.take(MAX_SECRET_FILE_BYTES + 1).read_to_string(&mut text))
            .map_err(|error| {
                Wrong::new(format!("can't read {}: {error}", path.display()), "name a file that this user can read")
            })?;
        if MAX_SECRET_FILE_BYTES < text.len() as u64 {
            return Err(Wrong::new(
                format!("{} has more than {MAX_SECRET_FILE_BYTES} bytes", path.display()),
                "name the file that holds the value alone",
            ));
        }
        Ok(SecretString::from(text))
    }
}
