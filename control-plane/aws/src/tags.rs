//! Whose an instance is, as its tags say: written at launch, read back in scans. Both stand here, so that neither knows
//! a key that the other lacks.

use sprinters_core::ids::{Attempt, RunnerId, TaggedRunner};
use sprinters_stacks::tag;

/// The tag with the runner's id.
pub const RUNNER: &str = "sprinters:runner";

/// The tag with the number of the launch attempt.
pub const ATTEMPT: &str = "sprinters:attempt";

/// The tags by which an instance is found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunnerTags {
    /// Value of `sprinters:deployment`.
    pub deployment_id: String,
    /// The runner.
    pub runner: RunnerId,
    /// The launch attempt.
    pub attempt: Attempt,
}

impl RunnerTags {
    /// For [`super::LaunchRequest::tags`]. Others may stand beside them; the stack's policy wants keys that begin with
    /// `sprinters:`, and `Name`.
    #[must_use]
    pub fn write(&self) -> Vec<(String, String)> {
        vec![
            (tag::DEPLOYMENT.to_owned(), self.deployment_id.clone()),
            (RUNNER.to_owned(), self.runner.to_string()),
            (ATTEMPT.to_owned(), self.attempt.0.to_string()),
        ]
    }

    /// Runner and attempt of an instance, from its tags, or else from its client token, which nobody can change.
    pub(super) fn read<'a>(
        tags: impl Iterator<Item = (&'a str, &'a str)>,
        client_token: Option<&str>,
    ) -> Option<(TaggedRunner, Attempt)> {
        let (mut runner, mut attempt) = (None, None);
        for (key, value) in tags {
            match key {
                RUNNER => runner = TaggedRunner::read(value).ok(),
                ATTEMPT => attempt = value.parse().ok().map(Attempt),
                _ => {}
            }
        }
        runner.zip(attempt).or_else(|| from_token(client_token?))
    }
}

/// Reads [`RunnerId::client_token`] back.
fn from_token(token: &str) -> Option<(TaggedRunner, Attempt)> {
    let (runner, attempt) = token.rsplit_once('-')?;
    Some((TaggedRunner::read(runner).ok()?, Attempt(attempt.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for (id, attempt) in [(0, 0), (u128::MAX, u16::MAX), (0x018f_2a6e, 3)] {
            let (runner, attempt) = (RunnerId(id), Attempt(attempt));
            let tags = RunnerTags { deployment_id: "acme-production".to_owned(), runner, attempt }.write();
            let pairs = || tags.iter().map(|(key, value)| (key.as_str(), value.as_str()));
            let tagged = TaggedRunner::read(&runner.to_string()).unwrap();
            assert_eq!(RunnerTags::read(pairs(), None), Some((tagged, attempt)));
            let token = runner.client_token(attempt);
            assert_eq!(RunnerTags::read(std::iter::empty(), Some(&token)), Some((tagged, attempt)));
        }
        let broken = [(RUNNER, "somebody's"), (ATTEMPT, "1")];
        assert_eq!(RunnerTags::read(broken.into_iter(), Some("a-token")), None);
    }
}
