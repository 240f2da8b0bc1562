//! Trust in identities that others vouch for: OpenID Connect (GitHub Actions among it) and SAML.

use super::Principal;
use super::condition::RawCondition;
use super::policy::ErasedStatement;
use super::trust::{TrustReasoned, TrustStatement};
use crate::value::{Arn, IntoValue};
use serde_json::{Value as JsonValue, json};
use thiserror::Error;

/// The issuer of GitHub Actions' tokens, as IAM writes it in condition keys.
const GITHUB: &str = "token.actions.githubusercontent.com";

/// Where SAML assertions for AWS are sent ("Configure a relying party" in the IAM user guide).
const SAML_ENDPOINT: &str = "https://signin.aws.amazon.com/saml";

impl TrustReasoned {
    /// Holders of tokens of an OpenID Connect provider: its ARN, and its issuer without `https://`.
    ///
    /// A statement that asks for no audience and no subject lets in every customer of the provider, so both must be
    /// said before there is a statement.
    #[must_use]
    pub fn assumed_by_web_identity(self, provider: impl IntoValue<Arn>, issuer: &str) -> WebIdentity {
        let principal = Principal::federated(provider);
        let action = "sts:AssumeRoleWithWebIdentity";
        let erased = ErasedStatement::trust(self.sid, self.reason, &principal, action);
        WebIdentity { erased, issuer: issuer.trim_start_matches("https://").to_owned(), audience: None }
    }

    /// Jobs of GitHub Actions, by the provider's ARN and which jobs. The audience is AWS's.
    ///
    /// ```
    /// use sprinters_dsl::prelude::*;
    /// use sprinters_dsl::iam::{GithubRepository, TrustPolicy, TrustStatement};
    ///
    /// let provider = Value::<Arn>::literal(
    ///     "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    /// )?;
    /// let shop = GithubRepository::new("acme", "shop")?;
    /// let deploy = TrustStatement::allow("DeployShop")
    ///     .because("The main branch is deployed from GitHub Actions")
    ///     .assumed_by_github(provider, [shop.branch("main")?]);
    /// let trust = TrustPolicy::new([deploy]).into_value().to_json().to_string();
    /// assert!(trust.contains("repo:acme/shop:ref:refs/heads/main"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn assumed_by_github(
        self,
        provider: impl IntoValue<Arn>,
        jobs: impl IntoIterator<Item = GithubSubject>,
    ) -> TrustStatement {
        let jobs: Vec<GithubSubject> = jobs.into_iter().collect();
        let subjects: Vec<JsonValue> = jobs.iter().map(|job| json!(job.text)).collect();
        let web = self.assumed_by_web_identity(provider, GITHUB).for_audience("sts.amazonaws.com");
        web.with_subject(if jobs.iter().any(|job| job.is_pattern) { "StringLike" } else { "StringEquals" }, subjects)
    }

    /// People whom a SAML provider vouches for, by its ARN, signing in to the console or by a tool.
    #[must_use]
    pub fn assumed_by_saml(self, provider: impl IntoValue<Arn>) -> TrustStatement {
        let principal = Principal::federated(provider);
        let mut erased = ErasedStatement::trust(self.sid, self.reason, &principal, "sts:AssumeRoleWithSAML");
        erased.condition(RawCondition {
            operator: "StringEquals".to_owned(),
            key: "SAML:aud".to_owned(),
            values: json!(SAML_ENDPOINT),
        });
        TrustStatement { erased }
    }
}

/// A trust in a provider's tokens that does not say yet whose.
#[derive(Debug, Clone)]
pub struct WebIdentity {
    erased: ErasedStatement,
    issuer: String,
    audience: Option<String>,
}

impl WebIdentity {
    /// For whom the tokens were made.
    #[must_use]
    pub fn for_audience(mut self, audience: &str) -> Self {
        self.audience = Some(audience.to_owned());
        self
    }

    /// Whose tokens they are: whole subjects.
    #[must_use]
    pub fn of_subjects<'s>(self, subjects: impl IntoIterator<Item = &'s str>) -> TrustStatement {
        self.with_subject("StringEquals", subjects.into_iter().map(|subject| json!(subject)).collect())
    }

    /// Whose tokens they are: subjects that match a pattern with `*` and `?`.
    #[must_use]
    pub fn of_subjects_like<'s>(self, patterns: impl IntoIterator<Item = &'s str>) -> TrustStatement {
        self.with_subject("StringLike", patterns.into_iter().map(|subject| json!(subject)).collect())
    }

    fn with_subject(mut self, operator: &str, mut subjects: Vec<JsonValue>) -> TrustStatement {
        let values = if subjects.len() == 1 { subjects.remove(0) } else { JsonValue::Array(subjects) };
        let issuer = self.issuer;
        let audience = self.audience.unwrap_or_else(|| "sts.amazonaws.com".to_owned());
        for (operator, key, values) in [("StringEquals", "aud", json!(audience)), (operator, "sub", values)] {
            let (operator, key) = (operator.to_owned(), format!("{issuer}:{key}"));
            self.erased.condition(RawCondition { operator, key, values });
        }
        TrustStatement { erased: self.erased }
    }
}

/// A name that GitHub would not give.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{given}` is no {what} on GitHub: {form}")]
pub struct NameError {
    /// What was given.
    pub given: String,
    /// What was wanted.
    pub what: &'static str,
    /// The accepted form.
    pub form: &'static str,
}

/// A repository on GitHub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GithubRepository {
    owner: String,
    name: String,
}

impl GithubRepository {
    /// By the name of its organisation or user, and its own.
    ///
    /// # Errors
    /// If GitHub gives no such names: a wildcard would trust others as well.
    pub fn new(owner: &str, name: &str) -> Result<Self, NameError> {
        let fits = |text: &str, others: &str, most: usize| {
            !text.is_empty()
                && text.len() <= most
                && text.chars().all(|char| char.is_ascii_alphanumeric() || others.contains(char))
        };
        if !fits(owner, "-", 39) {
            let form = "1 to 39 letters, digits and dashes";
            return Err(NameError { given: owner.to_owned(), what: "organisation or user", form });
        }
        if !fits(name, "-_.", 100) {
            let form = "1 to 100 letters, digits, dashes, underscores and dots";
            return Err(NameError { given: name.to_owned(), what: "repository", form });
        }
        Ok(Self { owner: owner.to_owned(), name: name.to_owned() })
    }

    /// With the numbers of the owner and the repository, which stay when a name is given to somebody else. Tokens of
    /// repositories that were made or renamed after 15 July 2026 have them in their subjects.
    #[must_use]
    pub fn with_ids(mut self, owner: u64, repository: u64) -> Self {
        self.owner = format!("{}@{owner}", self.owner);
        self.name = format!("{}@{repository}", self.name);
        self
    }

    /// Jobs on a branch.
    ///
    /// # Errors
    /// If git has no such name.
    pub fn branch(&self, name: &str) -> Result<GithubSubject, NameError> {
        Ok(self.subject(&format!("ref:refs/heads/{}", reference(name, "branch")?), false))
    }

    /// Jobs on a tag.
    ///
    /// # Errors
    /// If git has no such name.
    pub fn tag(&self, name: &str) -> Result<GithubSubject, NameError> {
        Ok(self.subject(&format!("ref:refs/tags/{}", reference(name, "tag")?), false))
    }

    /// Jobs in an environment, whose protection rules then decide.
    ///
    /// # Errors
    /// If the name would be a pattern.
    pub fn environment(&self, name: &str) -> Result<GithubSubject, NameError> {
        Ok(self.subject(&format!("environment:{}", reference(name, "environment")?), false))
    }

    /// Jobs of pull requests: of whoever may open one from a branch of the repository.
    #[must_use]
    pub fn pull_requests(&self) -> GithubSubject {
        self.subject("pull_request", false)
    }

    /// Every job of the repository, whatever it runs on.
    #[must_use]
    pub fn any_job(&self) -> GithubSubject {
        self.subject("*", true)
    }

    fn subject(&self, context: &str, is_pattern: bool) -> GithubSubject {
        GithubSubject { text: format!("repo:{}/{}:{context}", self.owner, self.name), is_pattern }
    }
}

/// What git allows in a reference's name, and neither a pattern nor the separator of subjects.
fn reference<'n>(name: &'n str, what: &'static str) -> Result<&'n str, NameError> {
    let refused = |char: char| char.is_control() || " *?[\\^~:".contains(char);
    if name.is_empty() || name.len() > 255 || name.contains(refused) || name.contains("${") {
        let form = "1 to 255 characters without spaces, wildcards and colons";
        return Err(NameError { given: name.to_owned(), what, form });
    }
    Ok(name)
}

/// Which jobs of a repository: the subject of their tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GithubSubject {
    text: String,
    is_pattern: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::TrustPolicy;
    use crate::value::{PolicyDocument, Value};

    fn trust(statement: TrustStatement) -> JsonValue {
        let value: Value<PolicyDocument> = TrustPolicy::new([statement]).into_value();
        value.to_json()["Statement"][0].clone()
    }

    fn draft() -> TrustReasoned {
        TrustStatement::allow("A").because("b")
    }

    fn provider() -> Value<Arn> {
        Value::literal("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com").unwrap()
    }

    #[test]
    fn subjects_are_whole_and_patterns_are_patterns() {
        let shop = GithubRepository::new("acme", "shop").unwrap();
        for (subject, text) in [
            (shop.branch("release/1").unwrap(), "repo:acme/shop:ref:refs/heads/release/1"),
            (shop.tag("v1").unwrap(), "repo:acme/shop:ref:refs/tags/v1"),
            (shop.environment("production").unwrap(), "repo:acme/shop:environment:production"),
            (shop.pull_requests(), "repo:acme/shop:pull_request"),
            (shop.clone().with_ids(1, 2).branch("main").unwrap(), "repo:acme@1/shop@2:ref:refs/heads/main"),
        ] {
            let statement = trust(draft().assumed_by_github(provider(), [subject]));
            let equal = &statement["Condition"]["StringEquals"];
            assert_eq!(equal["token.actions.githubusercontent.com:sub"], text);
            assert_eq!(equal["token.actions.githubusercontent.com:aud"], "sts.amazonaws.com");
        }
        let any = trust(draft().assumed_by_github(provider(), [shop.any_job()]));
        assert_eq!(any["Condition"]["StringLike"]["token.actions.githubusercontent.com:sub"], "repo:acme/shop:*");
    }

    #[test]
    fn names_that_would_trust_others_are_refused() {
        assert!(GithubRepository::new("acme*", "shop").is_err());
        assert!(GithubRepository::new("acme", "*").is_err());
        assert!(GithubRepository::new("", "shop").is_err());
        let shop = GithubRepository::new("acme", "shop").unwrap();
        for name in ["*", "a:b", "", "a b", "${x}"] {
            assert!(shop.branch(name).is_err(), "{name}");
        }
    }

    #[test]
    fn saml_and_others_ask_for_their_audience() {
        let saml = trust(draft().assumed_by_saml(provider()).with_session_tags());
        assert_eq!(saml["Condition"]["StringEquals"]["SAML:aud"], "https://signin.aws.amazon.com/saml");
        assert_eq!(saml["Action"], json!(["sts:AssumeRoleWithSAML", "sts:TagSession"]));
        let other = draft().assumed_by_web_identity(provider(), "https://gitlab.com").for_audience("https://aws");
        let other = trust(other.of_subjects_like(["project_path:acme/*:ref_type:branch:ref:main"]));
        assert_eq!(other["Condition"]["StringEquals"]["gitlab.com:aud"], "https://aws");
        assert_eq!(other["Condition"]["StringLike"]["gitlab.com:sub"], "project_path:acme/*:ref_type:branch:ref:main");
    }
}
