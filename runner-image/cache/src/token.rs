//! The token that GitHub signs for a job (`ACTIONS_RUNTIME_TOKEN`), and what it lets the job read and write.
//!
//! Two of its claims decide. `repository_id` is the repository. `ac` is a JSON list of scopes, each a ref with a
//! permission: 1 reads, 2 writes, 3 both. A pull request, also one from a fork, may write to its own
//! `refs/pull/N/merge` and read its base and the default branch; a run that GitHub trusts less has no scope that
//! writes. GitHub does not document the token; the form is what its own service and other people's clients have been
//! reading for years.

use serde::Deserialize;

/// Bytes of a token; real ones have about 2,000.
const TOKEN_MAX: usize = 16 * 1024;
/// Scopes of a token: a ref, its base and the default branch, and room.
const SCOPES_MAX: usize = 16;
/// Bytes of a ref, as git stores them at most.
const SCOPE_MAX: usize = 1024;

/// What is wrong with a token; never what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// No `Authorization: Bearer`.
    #[error("the request has no token")]
    Missing,
    /// Not a token that GitHub signed for a job, or its time is over.
    #[error("the token is not one that GitHub signed, or it has expired")]
    Invalid,
    /// Signed, but it lacks the scopes or the repository.
    #[error("the token does not say what the job may read and write")]
    NoScopes,
    /// Signed for a job of another repository.
    #[error("the token is for another repository than this machine is")]
    OtherRepository,
}

/// Which refs may write, beyond what GitHub says: never more than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writers {
    /// Every ref that GitHub lets write.
    All,
    /// Branches and tags; pull requests only read.
    Branches,
    /// No ref: the cache is read only.
    Nobody,
}

impl Writers {
    /// The words of the user data.
    pub const ALL: [(&'static str, Self); 3] =
        [("all", Self::All), ("branches", Self::Branches), ("none", Self::Nobody)];

    /// The one that a word stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == word).map(|(_, writers)| writers)
    }

    fn allows(self, scope: &str) -> bool {
        match self {
            Self::All => true,
            Self::Branches => scope.starts_with("refs/heads/") || scope.starts_with("refs/tags/"),
            Self::Nobody => false,
        }
    }
}

/// What the control plane said of this machine's jobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// GitHub's id of the one repository whose jobs run here.
    pub repository: u64,
    /// Which refs may write.
    pub writers: Writers,
    /// Who signs, without a slash at the end. GitHub adds `/ENTERPRISE` for one that asked for an issuer of its own.
    pub issuer: String,
}

/// What a job may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The repository.
    pub repository: u64,
    /// The refs whose entries it may read, its own first.
    pub reads: Vec<String>,
    /// The ref that it may write to.
    pub writes: Option<String>,
}

/// The claims that are read; GitHub sends more.
#[derive(Debug, Deserialize)]
pub struct Claims {
    iss: String,
    repository_id: Option<String>,
    ac: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Scope {
    scope: String,
    permission: u32,
}

impl Claims {
    /// What the claims allow under this policy.
    ///
    /// # Errors
    /// When they are for somebody else, or say nothing of caches.
    pub fn grant(&self, policy: &Policy) -> Result<Grant, TokenError> {
        let issued = self.iss.strip_prefix(policy.issuer.as_str()).ok_or(TokenError::Invalid)?;
        if !(issued.is_empty() || issued.starts_with('/')) {
            return Err(TokenError::Invalid);
        }
        let repository = self.repository_id.as_deref().and_then(|id| id.parse::<u64>().ok());
        if repository.ok_or(TokenError::NoScopes)? != policy.repository {
            return Err(TokenError::OtherRepository);
        }
        let scopes: Vec<Scope> =
            serde_json::from_str(self.ac.as_deref().ok_or(TokenError::NoScopes)?).map_err(|_| TokenError::NoScopes)?;
        let long = |scope: &Scope| scope.scope.is_empty() || SCOPE_MAX < scope.scope.len();
        if SCOPES_MAX < scopes.len() || scopes.iter().any(long) {
            return Err(TokenError::NoScopes);
        }
        // The ref that GitHub lets write is the job's own, also where the policy takes the right away: it is still the
        // first one to be read.
        let own = scopes.iter().find(|scope| scope.permission & 2 != 0).map(|scope| scope.scope.clone());
        let mut reads: Vec<String> =
            scopes.into_iter().filter(|scope| scope.permission & 1 != 0).map(|scope| scope.scope).collect();
        reads.sort_by_key(|scope| Some(scope) != own.as_ref());
        let writes = own.filter(|scope| policy.writers.allows(scope));
        Ok(Grant { repository: policy.repository, reads, writes })
    }
}

/// The token in an `Authorization` header.
///
/// # Errors
/// When there is none, or one that is too long to be GitHub's.
pub fn bearer(header: Option<&[u8]>) -> Result<&str, TokenError> {
    let text = std::str::from_utf8(header.ok_or(TokenError::Missing)?).map_err(|_| TokenError::Invalid)?;
    let (scheme, token) = text.split_once(' ').ok_or(TokenError::Missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(TokenError::Missing);
    }
    if TOKEN_MAX < token.len() {
        return Err(TokenError::Invalid);
    }
    Ok(token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn policy(writers: Writers) -> Policy {
        Policy { repository: 7, writers, issuer: "https://token.actions.githubusercontent.com".into() }
    }

    fn claims(issuer: &str, repository: &str, ac: &str) -> Claims {
        serde_json::from_value(json!({"iss": issuer, "repository_id": repository, "ac": ac, "aud": "vso:1"})).unwrap()
    }

    const ISSUER: &str = "https://token.actions.githubusercontent.com";
    const PULL: &str = r#"[{"Scope":"refs/heads/main","Permission":1},{"Scope":"refs/pull/5/merge","Permission":3}]"#;

    #[test]
    fn a_pull_request_reads_its_own_scope_first_and_writes_to_nothing_else() {
        let grant = claims(ISSUER, "7", PULL).grant(&policy(Writers::All)).unwrap();
        assert_eq!(grant.reads, ["refs/pull/5/merge", "refs/heads/main"]);
        assert_eq!(grant.writes.as_deref(), Some("refs/pull/5/merge"));
    }

    #[test]
    fn the_policy_takes_the_right_to_write_and_never_gives_it() {
        let grant = claims(ISSUER, "7", PULL).grant(&policy(Writers::Branches)).unwrap();
        assert_eq!((grant.reads.len(), grant.writes), (2, None));
        let main = r#"[{"Scope":"refs/heads/main","Permission":3}]"#;
        let main = |writers| claims(ISSUER, "7", main).grant(&policy(writers)).unwrap().writes;
        assert_eq!(main(Writers::Branches).as_deref(), Some("refs/heads/main"));
        assert_eq!(main(Writers::Nobody), None);
        let read_only = r#"[{"Scope":"refs/heads/main","Permission":1}]"#;
        assert_eq!(claims(ISSUER, "7", read_only).grant(&policy(Writers::All)).unwrap().writes, None);
        let write_only = r#"[{"Scope":"refs/heads/main","Permission":2}]"#;
        assert!(claims(ISSUER, "7", write_only).grant(&policy(Writers::All)).unwrap().reads.is_empty());
    }

    #[test]
    fn who_signed_and_for_whom_is_compared_as_a_whole() {
        let grant = |issuer, repository, ac| claims(issuer, repository, ac).grant(&policy(Writers::All)).err();
        assert_eq!(grant(ISSUER, "7", PULL), None);
        assert_eq!(grant("https://token.actions.githubusercontent.com/acme", "7", PULL), None);
        for issuer in ["https://token.actions.githubusercontent.com.evil.example", "", "https://evil.example"] {
            assert_eq!(grant(issuer, "7", PULL), Some(TokenError::Invalid), "{issuer}");
        }
        assert_eq!(grant(ISSUER, "8", PULL), Some(TokenError::OtherRepository));
        for (repository, ac) in [("seven", PULL), ("7", "{}"), ("7", "[1]"), ("7", r#"[{"Scope":"","Permission":3}]"#)]
        {
            assert_eq!(grant(ISSUER, repository, ac), Some(TokenError::NoScopes), "{repository} {ac}");
        }
    }

    #[test]
    fn a_header_is_a_token_or_none() {
        assert_eq!(bearer(Some(b"Bearer abc")), Ok("abc"));
        assert_eq!(bearer(Some(b"bearer abc")), Ok("abc"));
        assert_eq!(bearer(None), Err(TokenError::Missing));
        assert_eq!(bearer(Some(b"Basic abc")), Err(TokenError::Missing));
        assert_eq!(bearer(Some(b"abc")), Err(TokenError::Missing));
        assert_eq!(bearer(Some(b"Bearer \xff")), Err(TokenError::Invalid));
    }

    proptest! {
        #[test]
        fn any_scopes_are_read_or_refused(ac in ".{0,200}") {
            if let Ok(grant) = claims(ISSUER, "7", &ac).grant(&policy(Writers::Branches)) {
                prop_assert!(grant.reads.len() <= SCOPES_MAX);
            }
        }
    }
}
