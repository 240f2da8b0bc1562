//! SPR070: a role that tokens of an identity provider may assume says whose tokens.

use super::view::View;
use super::view::policies::{Clause, Document, Principal, Purpose, Statement};
use super::view::text::{Text, texts};
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR070-web-identity-trust"),
    severity: Severity::Error,
    guardrail: false,
    why: "a public provider signs tokens for everybody; only a condition says whose of them count",
    check,
};

const GITHUB: &str = "token.actions.githubusercontent.com";

/// Providers that sign tokens for anybody, with the claims that say whose a token is. GitHub's are those of "OpenID
/// Connect reference" that name a repository, its owner or its workflow.
const SHARED: [(&str, &[&str]); 9] = [
    (
        GITHUB,
        &[
            "sub",
            "job_workflow_ref",
            "repository",
            "repository_id",
            "repository_owner",
            "repository_owner_id",
            "enterprise",
            "enterprise_id",
        ],
    ),
    ("gitlab.com", &["sub", "project_path", "namespace_path", "project_id", "namespace_id"]),
    ("app.terraform.io", &["sub"]),
    ("agent.buildkite.com", &["sub"]),
    ("oidc.vercel.com", &["sub"]),
    ("cognito-identity.amazonaws.com", &["aud", "sub"]),
    ("accounts.google.com", &["sub", "aud", "oaud", "email"]),
    ("graph.facebook.com", &["app_id", "id"]),
    ("www.amazon.com", &["app_id", "user_id"]),
];

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (document, statement) in view.allows(Purpose::Trust) {
        if !statement.covers_action("sts:AssumeRoleWithWebIdentity") {
            continue;
        }
        for principal in statement.principals.iter().filter(|principal| principal.kind == "Federated") {
            if let Some(provider) = provider(view, statement, principal) {
                judge(view, document, statement, principal, &provider, &mut remarks);
            }
        }
    }
    remarks
}

/// The provider's host and path: what stands behind `oidc-provider/`, the URL of a provider of the template, or what
/// the condition's keys begin with. `None` for a provider of SAML.
fn provider(view: &View<'_>, statement: &Statement, principal: &Principal) -> Option<String> {
    let text = principal.text.text.as_str();
    if text.contains(":saml-provider/") {
        return None;
    }
    if let Some((_, url)) = text.split_once("oidc-provider/")
        && !url.starts_with("${")
    {
        return Some(url.to_owned());
    }
    if !text.contains("${") && !text.starts_with("arn:") {
        return Some(text.to_owned());
    }
    let hole = principal.text.hole().map(|hole| hole.split('.').next().unwrap_or(hole));
    let resource =
        hole.and_then(|id| view.template.resource(id)).filter(|found| found.kind == "AWS::IAM::OIDCProvider");
    if let Some(url) = resource.as_ref().and_then(|resource| resource.property("Url")) {
        let url = texts(view.template, url, "").into_iter().next()?.text;
        return Some(url.trim_start_matches("https://").to_owned());
    }
    let from_key = statement.clauses.iter().find_map(|clause| {
        let (host, claim) = clause.key.rsplit_once(':')?;
        (host.contains('.') && !claim.is_empty()).then(|| host.to_owned())
    });
    Some(from_key.unwrap_or_else(|| text.to_owned()))
}

fn judge(
    view: &View<'_>,
    document: &Document<'_>,
    statement: &Statement,
    principal: &Principal,
    provider: &str,
    remarks: &mut Vec<Remark>,
) {
    let mut add = |severity, path: &str, found: String, allowed: String, remedy: String| {
        remarks.push(Remark {
            severity: Some(severity),
            logical_id: document.logical_id.to_owned(),
            path: path.to_owned(),
            found: format!("{found} in {}", statement.name()),
            allowed,
            remedy,
        });
    };
    let at = principal.text.path.as_str();
    let shared = SHARED.iter().find(|(host, _)| host.eq_ignore_ascii_case(provider.trim_end_matches('/')));
    // Every token has its subject, so that IfExists and ForAllValues change nothing here.
    let asks = |claim: &str| statement.always(view.template, |clause| is_about(clause, provider, claim));
    let Some((host, claims)) = shared else {
        if provider.starts_with("oidc.eks.") {
            let any = statement.clauses.iter().filter(|clause| is_about(clause, provider, "sub"));
            let every = any.flat_map(|clause| &clause.values).find(|value| {
                value.text.ends_with("serviceaccount:*:*")
                    || value.text == "*"
                    || value.text.ends_with("serviceaccount:*")
            });
            if let Some(every) = every {
                let found = format!("lets every service account of the cluster assume it ({})", every.text);
                let allowed = "one service account: system:serviceaccount:NAMESPACE:NAME".to_owned();
                add(Severity::Warning, &every.path, found, allowed, "name the service account".to_owned());
            }
        }
        let limited = statement.always(view.template, |clause| {
            clause.is_positive() && is_of(clause, provider) && !clause.key.to_ascii_lowercase().ends_with(":aud")
        });
        // A provider that is known only at deployment has keys that are known only there.
        if !limited && !provider.contains("${") {
            let found = format!("lets every identity of {provider} assume it, since it asks for no :sub,");
            let allowed = format!("a condition on {provider}:sub");
            add(Severity::Warning, at, found, allowed, "add the subject that is meant".to_owned());
        }
        return;
    };
    let wanted = claims.first().copied().unwrap_or("sub");
    if !claims.iter().any(|claim| asks(claim)) {
        let found = match *host {
            GITHUB => format!("lets every repository on GitHub assume it, since it asks for no {host}:sub,"),
            host => format!("lets every customer of {host} assume it, since it asks for no {host}:{wanted},"),
        };
        let allowed = match *host {
            GITHUB => "a condition on the subject, such as repo:ORG/REPO:ref:refs/heads/main".to_owned(),
            host => format!("a condition on {host}:{wanted}"),
        };
        add(Severity::Error, at, found, allowed, format!("add Condition: {{StringEquals: {{{host}:{wanted}: …}}}}"));
    }
    for clause in statement.clauses.iter().filter(|clause| claims.iter().any(|claim| is_about(clause, host, claim))) {
        let pattern_counts = clause.is("StringLike");
        for value in &clause.values {
            let verdict = match (*host, pattern_counts) {
                (_, false) if value.has_wildcard() && value.is_known() => Some((
                    Severity::Warning,
                    format!("compares {} with {} letter by letter, so no token ever passes", clause.key, value.text),
                    "a whole subject, or StringLike".to_owned(),
                    "write StringLike".to_owned(),
                )),
                (_, false) => None,
                (GITHUB, true) if clause.key.to_ascii_lowercase().ends_with(":sub") => github_subject(value),
                (_, true) => foreign_value(clause, value),
            };
            if let Some((severity, found, allowed, remedy)) = verdict {
                add(severity, &value.path, found, allowed, remedy);
            }
        }
    }
    if *host == GITHUB && !asks("aud") {
        add(
            Severity::Warning,
            at,
            format!("asks for no {host}:aud"),
            format!("{host}:aud: sts.amazonaws.com"),
            "add the audience: a token that was made for another service then opens nothing".to_owned(),
        );
    }
}

fn is_of(clause: &Clause, provider: &str) -> bool {
    clause.key.rsplit_once(':').is_some_and(|(host, _)| host.eq_ignore_ascii_case(provider.trim_end_matches('/')))
}

fn is_about(clause: &Clause, provider: &str, claim: &str) -> bool {
    let own = clause.key.rsplit_once(':').is_some_and(|(_, own)| own.eq_ignore_ascii_case(claim));
    own && is_of(clause, provider) && clause.is_positive()
}

type Verdict = (Severity, String, String, String);

/// What a pattern of GitHub's subject lets in. It has two forms: `repo:ORG/REPO:…`, and with ids that no later owner of
/// the same name gets, `repo:ORG@ID/REPO@ID:…`, for repositories made or renamed since July 2026.
fn github_subject(value: &Text) -> Option<Verdict> {
    const WHOLE: &str = "an organisation and a repository by name: repo:ORG/REPO:…";
    let text = value.text.as_str();
    let wildcard = |part: &str| part.contains(['*', '?']);
    let Some(rest) = text.strip_prefix("repo:") else {
        // An organisation may have its own form: repository_owner:ORG, job_workflow_ref:….
        let fixed = text.split(['*', '?']).next().unwrap_or_default();
        let says_whose = fixed.split_once(':').is_some_and(|(_, first)| !first.is_empty());
        return (!says_whose && wildcard(text) && !text.starts_with("${")).then(|| {
            (
                Severity::Error,
                format!("lets every repository on GitHub assume it ({text})"),
                WHOLE.to_owned(),
                "name the organisation and the repository".to_owned(),
            )
        });
    };
    let (owner, repository) = match rest.split_once('/') {
        Some((owner, rest)) => (owner, rest.split(':').next().map(|name| (name, rest))),
        None => (rest, None),
    };
    if wildcard(owner) {
        let (name, id) = owner.split_once('@').unwrap_or((owner, ""));
        if !name.is_empty() && !wildcard(name) && !id.is_empty() && repository.is_some() {
            return Some((
                Severity::Warning,
                format!("lets whoever has the name {name} later assume it ({text})"),
                "the organisation's id behind the @".to_owned(),
                format!("write {name}@ID"),
            ));
        }
        let before = owner.split(['*', '?']).next().unwrap_or_default();
        let found = match before {
            "" => format!("lets every organisation on GitHub assume it ({text})"),
            before => format!("lets every organisation assume it whose name begins with {before} ({text})"),
        };
        return Some((Severity::Error, found, WHOLE.to_owned(), "end the organisation's name with a slash".to_owned()));
    }
    let (name, rest) = repository?;
    if wildcard(name) {
        let fixed = name.split(['*', '?']).next().unwrap_or_default();
        let found = match fixed {
            "" => format!("lets every repository of {owner} assume it ({text})"),
            fixed => format!("lets every repository of {owner} assume it whose name begins with {fixed} ({text})"),
        };
        return Some((
            Severity::Warning,
            found,
            WHOLE.to_owned(),
            "name the repository, a colon, and the branch".to_owned(),
        ));
    }
    let (_, context) = rest.split_once(':')?;
    (context == "*").then(|| {
        (
            Severity::Info,
            format!("lets every branch, tag and pull request of {owner}/{name} assume it ({text})"),
            "a branch or an environment: repo:ORG/REPO:environment:production".to_owned(),
            "name the branch or the environment".to_owned(),
        )
    })
}

fn foreign_value(clause: &Clause, value: &Text) -> Option<Verdict> {
    let fixed = value.text.split(['*', '?']).next().unwrap_or_default();
    let whose = fixed.rsplit_once(':').map_or(fixed, |(_, last)| last);
    (value.has_wildcard() && value.is_known() && (whose.is_empty() && fixed.matches(':').count() < 2)).then(|| {
        (
            Severity::Error,
            format!("lets everybody's {} pass ({})", clause.key, value.text),
            "a value that names whose it is".to_owned(),
            "name the organisation or project".to_owned(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Severity;
    use crate::rules::testing::{said, trusted_by};
    use crate::template::Template;

    const PRINCIPAL: &str = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

    fn github(condition: &str) -> String {
        trusted_by(&format!(
            "- {{Effect: Allow, Principal: {{Federated: '{PRINCIPAL}'}}, Action: sts:AssumeRoleWithWebIdentity, Condition: {condition}}}"
        ))
    }

    fn severities(subject: &str) -> Vec<Severity> {
        let role = github(&format!(
            "{{StringLike: {{'token.actions.githubusercontent.com:sub': '{subject}', 'token.actions.githubusercontent.com:aud': sts.amazonaws.com}}}}"
        ));
        let role: String = role.lines().map(|line| format!("  {line}\n")).collect();
        let template = Template::parse(&format!("Resources:\n{role}")).unwrap();
        RULE.check(&template).iter().map(|finding| finding.severity).collect()
    }

    #[test]
    fn a_subject_matters_as_much_as_it_lets_in() {
        for (subject, expected) in [
            ("*", Some(Severity::Error)),
            ("repo:*", Some(Severity::Error)),
            ("repo*", Some(Severity::Error)),
            ("repo:acme*", Some(Severity::Error)),
            ("repo:acme-*/app:*", Some(Severity::Error)),
            ("repo:*/app:ref:refs/heads/main", Some(Severity::Error)),
            ("*:ref:refs/heads/main", Some(Severity::Error)),
            ("repo:acme@*/app@7:*", Some(Severity::Warning)),
            ("repo:acme/*", Some(Severity::Warning)),
            ("repo:acme@12/*", Some(Severity::Warning)),
            ("repo:acme/app*", Some(Severity::Warning)),
            ("repo:acme/app:*", Some(Severity::Info)),
            ("repo:acme@12/app@34:*", Some(Severity::Info)),
            ("repo:acme/app:ref:refs/heads/release-*", None),
            ("repo:acme@12/app@34:ref:refs/heads/main", None),
            ("repo:acme/app:environment:production", None),
            ("repository_owner:acme:*", None),
        ] {
            assert_eq!(severities(subject), Vec::from_iter(expected), "{subject}");
        }
    }

    #[test]
    fn tokens_of_everybody_are_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &[
                github("{StringEquals: {'token.actions.githubusercontent.com:aud': sts.amazonaws.com}}"),
                github("{StringLike: {'token.actions.githubusercontent.com:sub': 'repo:acme*'}}"),
                github("{StringEquals: {'token.actions.githubusercontent.com:sub': 'repo:acme/app:*', 'token.actions.githubusercontent.com:aud': x}}"),
                trusted_by("- {Effect: Allow, Principal: {Federated: cognito-identity.amazonaws.com}, Action: sts:AssumeRoleWithWebIdentity}"),
                trusted_by("- {Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/gitlab.com'}, Action: sts:AssumeRoleWithWebIdentity, Condition: {StringLike: {'gitlab.com:sub': 'project_path:*'}}}"),
                trusted_by("- {Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A1'}, Action: sts:AssumeRoleWithWebIdentity}"),
            ]
            .iter()
            .enumerate()
            .map(|(index, role)| role.replacen("Role:", &format!("Role{index}:"), 1))
            .collect::<Vec<_>>()
            .join("\n")
        ));
    }

    #[test]
    fn a_provider_of_the_template_is_known_by_its_url() {
        let source = "
Provider:
  Type: AWS::IAM::OIDCProvider
  Properties: {Url: 'https://token.actions.githubusercontent.com'}
Role:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: !Ref Provider}, Action: sts:AssumeRoleWithWebIdentity}]}
";
        assert!(said(&RULE, source).contains("every repository on GitHub"));
    }

    #[test]
    fn named_subjects_are_fine() {
        for role in [
            github(
                "{StringEquals: {'token.actions.githubusercontent.com:aud': sts.amazonaws.com, 'token.actions.githubusercontent.com:sub': 'repo:acme/app:ref:refs/heads/main'}}",
            ),
            github(
                "{StringEquals: {'token.actions.githubusercontent.com:aud': sts.amazonaws.com, 'token.actions.githubusercontent.com:repository_owner_id': '12'}}",
            ),
            trusted_by(
                "- {Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A1'}, Action: sts:AssumeRoleWithWebIdentity, Condition: {StringEquals: {'oidc.eks.eu-west-1.amazonaws.com/id/A1:sub': 'system:serviceaccount:a:b'}}}",
            ),
            trusted_by(
                "- {Effect: Allow, Principal: {Federated: cognito-identity.amazonaws.com}, Action: sts:AssumeRoleWithWebIdentity, Condition: {StringEquals: {'cognito-identity.amazonaws.com:aud': 'eu-west-1:x'}}}",
            ),
            trusted_by(
                "- {Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:saml-provider/x'}, Action: sts:AssumeRoleWithSAML}",
            ),
        ] {
            assert_eq!(said(&RULE, &role), "");
        }
    }
}
