//! From something that happened to a letter: subject, text, HTML.

use super::{Kind, Unsubscribe};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use secrecy::SecretString;
use serde::Serialize;
use sprinters_core::failure::{Failure, FailureReason, Next, Party};
use sprinters_store::{Entry, TimelineEvent};
use std::sync::LazyLock;

const TEMPLATES: [(&str, &str); 2] = [
    ("letter.txt", include_str!("../../../../templates/mail/letter.txt")),
    ("letter.html", include_str!("../../../../templates/mail/letter.html")),
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment
        .set_auto_escape_callback(|name| if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None });
    // The default delimiters with white space taken away can't conflict.
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    for (name, source) in TEMPLATES {
        if let Err(error) = environment.add_template(name, source) {
            tracing::error!(template = name, %error, "a template does not parse");
        }
    }
    environment
});

const DAY_MILLIS: u64 = 24 * 60 * 60 * 1_000;

/// Something that somebody should hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Of which kind.
    pub kind: Kind,
    /// What sets it apart from others of its kind: the same is told once in a period.
    pub about: String,
    /// The period, such as a day.
    pub period: String,
    /// What it is, in a sentence without a full stop.
    pub cause: &'static str,
    /// What to do about it, likewise.
    pub remedy: &'static str,
    /// More of it.
    pub detail: Option<String>,
    /// What a person wants to know of it.
    pub facts: Vec<(&'static str, String)>,
    /// Path of the page that shows it, below that of the account.
    pub page: String,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Subject, one line.
    pub subject: String,
    /// As text.
    pub text: String,
    /// As HTML.
    pub html: String,
}

#[derive(Serialize)]
struct FactView<'a> {
    name: &'static str,
    value: &'a str,
}

#[derive(Serialize)]
struct LetterView<'a> {
    heading: &'a str,
    cause: &'static str,
    remedy: &'static str,
    detail: Option<&'a str>,
    facts: Vec<FactView<'a>>,
    link: &'a str,
    account: &'a str,
    kind: &'static str,
    unsubscribe: &'a str,
}

impl Notification {
    /// What an entry of the timeline says to people who are not looking; none where it says nothing to them.
    #[must_use]
    pub fn of(entry: &Entry) -> Option<Notification> {
        let of_failure = |kind, about, failure: &Failure, facts, page| Notification {
            kind,
            about,
            period: (entry.at.as_millis() / DAY_MILLIS).to_string(),
            cause: failure.reason().cause(),
            remedy: failure.reason().remedy(),
            detail: failure.detail().map(str::to_owned),
            facts,
            page,
        };
        match &entry.happening {
            TimelineEvent::Told { failure } => {
                let (job, reason) = (entry.job?.0, failure.reason());
                let facts = vec![("Job", job.to_string())];
                let kind = kind_of(reason)?;
                Some(of_failure(kind, reason.code().to_owned(), failure, facts, format!("jobs/{job}")))
            }
            TimelineEvent::Connection { connection, state, failure: Some(failure) } if state == "broken" => {
                let (about, page) = (format!("connection-{connection}"), format!("connections/{connection}"));
                Some(of_failure(Kind::Connection, about, failure, Vec::new(), page))
            }
            TimelineEvent::Connection { .. }
            | TimelineEvent::Job { .. }
            | TimelineEvent::Runner { .. }
            | TimelineEvent::Launch { .. }
            | TimelineEvent::Retry { .. }
            | TimelineEvent::Notice { .. }
            | TimelineEvent::NearMiss { .. }
            | TimelineEvent::Orphan { .. } => None,
        }
    }
}

/// The kind that a reason is of; none for what passes by itself or was intended.
fn kind_of(reason: FailureReason) -> Option<Kind> {
    if reason == FailureReason::Cancelled || !wants_somebody(reason) {
        return None;
    }
    let code = reason.code();
    Some(match reason {
        FailureReason::BudgetSpent => Kind::Budget,
        FailureReason::RoleGone
        | FailureReason::ExternalIdWrong
        | FailureReason::ActionDenied
        | FailureReason::AwsAccountUnusable => Kind::Connection,
        // Reasons are a long list; those about images say so in their code.
        _ if code.contains("image") || code.contains("runner-too-old") => Kind::Image,
        _ => Kind::Configuration,
    })
}

/// Whether the people of the account have to do something: what ends a job, and what keeps it until they do.
fn wants_somebody(reason: FailureReason) -> bool {
    match reason {
        // The connection tells of these itself, or they pass as runners end.
        FailureReason::VcpuQuota | FailureReason::SpotQuota | FailureReason::VolumeQuota => false,
        FailureReason::ImageNotShared => true,
        reason => match reason.next() {
            Next::GiveUp => true,
            Next::Again => reason == FailureReason::KmsKeyUnusable,
            Next::Wait => reason.party() == Party::PlatformEngineer && !FailureReason::OWN_LIMITS.contains(&reason),
        },
    }
}

/// Writes a letter to one person.
///
/// # Errors
/// If a template does not render, which the tests rule out.
pub fn compose(
    matter: &Notification,
    to: Unsubscribe,
    account: &str,
    base: &str,
    key: &SecretString,
) -> Result<Message, minijinja::Error> {
    let link = format!("{base}/o/{account}/{}", matter.page);
    let unsubscribe = format!("{base}/unsubscribe/{}", to.to_token(key));
    let heading = format!("{account}: {}", matter.kind.words());
    let letter = LetterView {
        heading: &heading,
        cause: matter.cause,
        remedy: matter.remedy,
        detail: matter.detail.as_deref(),
        facts: matter.facts.iter().map(|(name, value)| FactView { name, value }).collect(),
        link: &link,
        account,
        kind: matter.kind.words(),
        unsubscribe: &unsubscribe,
    };
    let render = |name| ENVIRONMENT.get_template(name)?.render(context! { letter => Serde(&letter) });
    // A name of somebody else's must not become a header.
    let subject = format!("[Sprinters] {account}: {}", matter.cause);
    let subject: String = subject.chars().filter(|c| !c.is_control()).take(150).collect();
    Ok(Message { subject, text: render("letter.txt")?, html: render("letter.html")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_says_cause_and_remedy_and_how_to_end_it() {
        let matter = Notification {
            kind: Kind::Connection,
            about: "c".to_owned(),
            period: "1".to_owned(),
            cause: FailureReason::RoleGone.cause(),
            remedy: FailureReason::RoleGone.remedy(),
            detail: Some("<b>AccessDenied</b>".to_owned()),
            facts: vec![("Job", "7".to_owned())],
            page: "jobs/7".to_owned(),
        };
        let key = SecretString::from("k".repeat(43));
        let to = Unsubscribe { person: 1, account: 2, kind: Kind::Connection };
        let letter = compose(&matter, to, "acme", "https://s.example", &key).unwrap();
        for words in [
            "no longer trusts",
            "Install the stack again",
            "https://s.example/o/acme/jobs/7",
            "https://s.example/unsubscribe/1.2.connection.",
        ] {
            assert!(letter.text.contains(words), "{words}: {}", letter.text);
        }
        assert!(letter.html.contains("&lt;b&gt;") && !letter.html.contains("<b>Access"));
        assert!(letter.text.contains("<b>AccessDenied</b>"));
        assert!(letter.subject.starts_with("[Sprinters] acme: "));
    }

    #[test]
    fn only_what_a_person_must_do_something_about_is_a_letter() {
        assert_eq!(kind_of(FailureReason::Cancelled), None);
        assert_eq!(kind_of(FailureReason::AccountRunnerLimit), None);
        assert_eq!(kind_of(FailureReason::BudgetSpent), Some(Kind::Budget));
        assert_eq!(kind_of(FailureReason::LabelWrong), Some(Kind::Configuration));
        assert_eq!(kind_of(FailureReason::ImageNotShared), Some(Kind::Image));
    }
}
