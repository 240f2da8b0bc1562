//! STS: AssumeRole and GetCallerIdentity.

use super::identity::{Key, Who};
use super::moment::{self, SECOND};
use super::policy::{Denial, Keys, Layer, one};
use super::refusal::Refusal;
use super::request::{Answer, Request};
use super::xml::Xml;

pub(super) const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// Shortest and usual session, in seconds.
const SHORTEST: u32 = 900;
const USUAL: u32 = 3_600;

pub(super) fn call(request: &mut Request<'_>) -> Result<Answer, Refusal> {
    match request.action.as_str() {
        "AssumeRole" => assume_role(request),
        "GetCallerIdentity" => Ok(Answer::Body(caller_identity(request))),
        action => Err(Refusal::client("InvalidAction", format!("Could not find operation {action}"))),
    }
}

fn assume_role(request: &mut Request<'_>) -> Result<Answer, Refusal> {
    let form = request.form;
    let invalid = |message: &str| Refusal::client("ValidationError", message);
    let role_arn = form.text("RoleArn").ok_or_else(|| invalid("roleArn must not be null"))?;
    let name = form.text("RoleSessionName").ok_or_else(|| invalid("roleSessionName must not be null"))?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_=,.@-".contains(c);
    if !(2..=64).contains(&name.len()) || !name.chars().all(allowed) {
        return Err(invalid("1 validation error detected: Value at 'roleSessionName' failed to satisfy constraint"));
    }
    let account = role_arn.split(':').nth(4).unwrap_or_default().to_owned();
    let denied = |denial: &Denial| Refusal::with_status(403, "AccessDenied", sentence(denial));
    let Some(role) = request.world.account(&account).roles.get(role_arn).cloned() else {
        // AWS does not say whether a role exists to whom it does not let in.
        let denial = Denial {
            layer: Layer::Resource,
            explicit: false,
            principal: request.caller.who.arn(),
            action: "sts:AssumeRole".to_owned(),
            resource: role_arn.to_owned(),
        };
        return Err(denied(&denial));
    };
    let mut keys = Keys::new();
    keys.insert("sts:RoleSessionName".to_owned(), one(name));
    keys.insert("aws:RequestedRegion".to_owned(), one(&request.region));
    keys.extend(form.text("ExternalId").map(|id| ("sts:ExternalId".to_owned(), one(id))));
    keys.extend(form.text("SourceIdentity").map(|id| ("sts:SourceIdentity".to_owned(), one(id))));
    request.caller.may_assume(&role, &keys).map_err(|denial| denied(&denial))?;

    let seconds = match form.text("DurationSeconds") {
        None => USUAL,
        Some(text) => text.parse().map_err(|_| invalid("durationSeconds is no number"))?,
    };
    let chained = matches!(request.caller.who, Who::Session { .. });
    if seconds < SHORTEST || role.longest < u64::from(seconds) * SECOND || (chained && USUAL < seconds) {
        return Err(invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role."));
    }
    let who = Who::Session { account, role: role.arn.clone(), name: name.to_owned(), installed: true };
    let arn = who.arn();
    let expires = request.now + u64::from(seconds) * SECOND;
    let credentials = request.world.issue("ASIA", who, Some(expires)).ok_or_else(|| {
        Refusal::with_status(500, "InternalFailure", "The request processing has failed because of an unknown error")
    })?;
    let body = Xml::document("AssumeRoleResponse", NAMESPACE, |xml| {
        xml.element("AssumeRoleResult", |xml| {
            xml.element("AssumedRoleUser", |xml| {
                xml.text("AssumedRoleId", &format!("AROA{:0>17}:{name}", role.arn.len()));
                xml.text("Arn", &arn);
            });
            xml.element("Credentials", |xml| {
                xml.text("AccessKeyId", &credentials.access_key_id);
                xml.text("SecretAccessKey", &credentials.secret_access_key);
                xml.text("SessionToken", credentials.session_token.as_deref().unwrap_or_default());
                xml.text("Expiration", &moment::iso_8601(expires));
            });
        });
        xml.element("ResponseMetadata", |xml| xml.text("RequestId", &request.id));
    });
    Ok(Answer::Body(body))
}

/// STS names the layer only where a policy denies it outright.
fn sentence(denial: &Denial) -> String {
    if denial.explicit {
        return denial.sentence();
    }
    let Denial { principal, action, resource, .. } = denial;
    format!("User: {principal} is not authorized to perform: {action} on resource: {resource}")
}

fn caller_identity(request: &Request<'_>) -> String {
    let who = &request.caller.who;
    Xml::document("GetCallerIdentityResponse", NAMESPACE, |xml| {
        xml.element("GetCallerIdentityResult", |xml| {
            xml.text("Arn", &who.arn());
            xml.text("UserId", who.account());
            xml.text("Account", who.account());
        });
        xml.element("ResponseMetadata", |xml| xml.text("RequestId", &request.id));
    })
}

impl super::state::World {
    /// Makes keys for somebody; none if the system gives no randomness. Keys that expire have a token.
    pub(super) fn issue(
        &mut self,
        prefix: &str,
        who: Who,
        expires: Option<u64>,
    ) -> Option<super::identity::Credentials> {
        /// Most keys: expired ones are forgotten before that.
        const MOST: usize = 100_000;

        let now = self.now();
        if MOST <= self.keys.len() {
            self.keys.retain(|_, key| key.expires.is_none_or(|expires| now < expires + 24 * moment::HOUR));
        }
        let random = |bytes: usize| {
            let mut buffer = vec![0; bytes];
            getrandom::fill(&mut buffer).ok()?;
            Some(super::signature::hex(&buffer))
        };
        let access_key_id = format!("{prefix}{}", random(8)?.to_ascii_uppercase());
        let secret = random(20)?;
        let token = if expires.is_some() { Some(random(64)?) } else { None };
        let key = Key { secret: secret.clone(), token: token.clone(), expires, who };
        self.keys.insert(access_key_id.clone(), key);
        Some(super::identity::Credentials { access_key_id, secret_access_key: secret, session_token: token })
    }
}
