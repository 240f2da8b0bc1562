//! One request, from its bytes to its answer.

use super::cloudformation;
use super::ec2;
use super::fault::Kind;
use super::form::Form;
use super::identity::{BadKey, Caller, Grant, Who};
use super::kms;
use super::ledger::{Call, Ledger};
use super::refusal::{Protocol, Refusal};
use super::signature::{Claim, Signed, Wrong};
use super::state::World;
use super::sts;
use crate::clock::Clock;
use serde_json::Value;
use std::time::Duration;

/// A request that was signed by somebody we know.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) world: &'a mut World,
    pub(super) caller: Caller,
    pub(super) region: String,
    pub(super) action: String,
    pub(super) form: &'a Form,
    /// The body of a JSON service.
    pub(super) json: &'a Value,
    pub(super) id: String,
    pub(super) now: u64,
    /// What let it through so far.
    pub(super) grants: Vec<Grant>,
    /// How its instance ends, should it make one.
    pub(super) dies: Option<(Duration, String, String)>,
}

impl Request<'_> {
    pub(super) fn account(&self) -> String {
        self.caller.who.account().to_owned()
    }
}

/// What a service says to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Body(String),
}

/// What goes back, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reply {
    Answer {
        status: u16,
        content_type: &'static str,
        body: String,
        request_id: String,
        after: Duration,
    },
    /// The connection breaks off.
    Nothing,
    /// The connection stays open, and nothing comes.
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    Ec2,
    Sts,
    CloudFormation,
    Kms,
}

impl Service {
    fn named(name: &str) -> Option<Service> {
        match name {
            "ec2" => Some(Service::Ec2),
            "sts" => Some(Service::Sts),
            "cloudformation" => Some(Service::CloudFormation),
            "kms" => Some(Service::Kms),
            _ => None,
        }
    }

    fn protocol(self) -> Protocol {
        match self {
            Service::Ec2 => Protocol::Ec2,
            Service::Sts => Protocol::Query(sts::NAMESPACE),
            Service::CloudFormation => Protocol::Query(cloudformation::NAMESPACE),
            Service::Kms => Protocol::Json,
        }
    }

    /// Each service has its own words for a key that it does not accept.
    fn bad_key(self, bad: BadKey) -> Refusal {
        match (self, bad) {
            (Service::Ec2, BadKey::Expired) => Refusal::client("RequestExpired", "Request has expired."),
            (Service::Ec2, BadKey::Unknown | BadKey::Token) => {
                Refusal::with_status(401, "AuthFailure", "AWS was not able to validate the provided access credentials")
            }
            (Service::Sts | Service::CloudFormation, BadKey::Expired) => {
                Refusal::with_status(403, "ExpiredToken", "The security token included in the request is expired")
            }
            (Service::Sts | Service::CloudFormation, BadKey::Unknown | BadKey::Token) => Refusal::with_status(
                403,
                "InvalidClientTokenId",
                "The security token included in the request is invalid.",
            ),
            (Service::Kms, BadKey::Expired) => {
                Refusal::client("ExpiredTokenException", "The security token included in the request is expired")
            }
            (Service::Kms, BadKey::Unknown | BadKey::Token) => {
                Refusal::client("UnrecognizedClientException", "The security token included in the request is invalid.")
            }
        }
    }
}

/// Answers a request, and enters it into the ledger.
pub(super) fn answer(world: &mut World, signed: &Signed<'_>) -> Reply {
    let id = format!("{:08x}-0000-4000-8000-{:012x}", world.serial(), world.now());
    let claim = match signed.claim() {
        Ok(claim) => claim,
        Err(_) => {
            let refusal =
                Refusal::with_status(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
            return reply(Protocol::Ec2, &id, Err(refusal), Duration::ZERO);
        }
    };
    let Some(service) = Service::named(&claim.service) else {
        let refusal = Refusal::client("InvalidAction", format!("There is no service {} here", claim.service));
        return reply(Protocol::Ec2, &id, Err(refusal), Duration::ZERO);
    };
    let protocol = service.protocol();
    let caller = match authenticate(world, signed, &claim, service) {
        Ok(caller) => caller,
        Err(refusal) => return reply(protocol, &id, Err(refusal), Duration::ZERO),
    };
    let (action, form, json) = match read(signed, service) {
        Ok(read) => read,
        Err(refusal) => return reply(protocol, &id, Err(refusal), Duration::ZERO),
    };
    let account = caller.who.account().to_owned();
    // Who assumes a role deals with the account that the role is in.
    let role = form.text("RoleArn").and_then(|arn| arn.split(':').nth(4));
    let fault = world.faults.strike(&action, role.unwrap_or(&account), form.text("InstanceType"));
    let (mut after, mut lost, mut dies) = (Duration::ZERO, false, None);
    match fault {
        None => {}
        Some(Kind::LoseRequest) => return Reply::Nothing,
        Some(Kind::Hang) => {
            enter(world, &claim, &caller, (action, &form, &json), Vec::new(), Some("never answered".to_owned()));
            return Reply::Never;
        }
        Some(Kind::Garbage) => {
            let body = "<html><body><h1>502 Bad Gateway</h1></body></html>".to_owned();
            return Reply::Answer { status: 502, content_type: "text/html", body, request_id: id, after };
        }
        Some(Kind::Refuse { status, code, message }) => {
            let refusal = Refusal { status, code, message };
            enter(world, &claim, &caller, (action, &form, &json), Vec::new(), Some(refusal.code.clone()));
            return reply(protocol, &id, Err(refusal), after);
        }
        Some(Kind::LoseAnswer) => lost = true,
        Some(Kind::Delay(by)) => after = by,
        Some(Kind::DieStarting { after, code, message }) => dies = Some((after, code, message)),
    }
    let now = world.now();
    world.settle(&account, &claim.region);
    let mut request = Request {
        world: &mut *world,
        caller,
        region: claim.region.clone(),
        action,
        form: &form,
        json: &json,
        id,
        now,
        grants: Vec::new(),
        dies,
    };
    let answer = match service {
        Service::Ec2 => ec2::call(&mut request),
        Service::Sts => sts::call(&mut request),
        Service::CloudFormation => cloudformation::call(&mut request),
        Service::Kms => kms::call(&mut request),
    };
    let Request { caller, action, grants, id, .. } = request;
    let error = answer.as_ref().err().map(|refusal| refusal.code.clone());
    // What was let through and then refused for another reason has still used its grants; a refused one has not.
    enter(world, &claim, &caller, (action, &form, &json), grants, error);
    if lost {
        return Reply::Nothing;
    }
    reply(protocol, &id, answer, after)
}

fn authenticate(world: &mut World, signed: &Signed<'_>, claim: &Claim, service: Service) -> Result<Caller, Refusal> {
    let key = world.keys.get(&claim.access_key_id).cloned().ok_or_else(|| service.bad_key(BadKey::Unknown))?;
    // A clock that is moved by hand is not the caller's.
    let now = match &world.clock {
        Clock::System => Some(world.now()),
        Clock::Manual(_) => None,
    };
    signed.check(claim, &key.secret, now).map_err(|wrong| match wrong {
        Wrong::Missing | Wrong::Mismatch => Refusal::with_status(
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided.",
        ),
        Wrong::Date => Refusal::client("RequestExpired", "Request has expired."),
    })?;
    key.check(signed.header("x-amz-security-token"), world.now()).map_err(|bad| service.bad_key(bad))?;
    let made_by_a_stack = matches!(key.who, Who::Session { installed: true, .. });
    let caller = world.caller(key.who);
    // The sessions of a role go with it.
    if made_by_a_stack && caller.role.is_none() {
        return Err(service.bad_key(BadKey::Unknown));
    }
    Ok(caller)
}

fn read(signed: &Signed<'_>, service: Service) -> Result<(String, Form, Value), Refusal> {
    let malformed = |why: &str| Refusal::client("MalformedQueryString", why);
    match service {
        Service::Kms => {
            let target = signed.header("x-amz-target").unwrap_or_default();
            let action = target.strip_prefix("TrentService.").ok_or_else(|| malformed("no target"))?;
            let json = serde_json::from_slice(signed.body)
                .map_err(|_| Refusal::client("SerializationException", "the body is no JSON"))?;
            Ok((action.to_owned(), Form::default(), json))
        }
        Service::Ec2 | Service::Sts | Service::CloudFormation => {
            let form = Form::parse(signed.body).ok_or_else(|| malformed("too many parameters"))?;
            let action = form.text("Action").ok_or_else(|| Refusal::client("MissingAction", "no action"))?.to_owned();
            Ok((action, form, Value::Null))
        }
    }
}

fn enter(
    world: &mut World,
    claim: &Claim,
    caller: &Caller,
    (action, form, json): (String, &Form, &Value),
    allowed_by: Vec<Grant>,
    error: Option<String>,
) {
    let fields = form.fields().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let members = json.as_object().into_iter().flatten();
    let members =
        members.map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
    let parameters = fields.chain(members).filter(|(name, _)| !Ledger::is_secret(name)).collect();
    let call = Call {
        at: world.now(),
        account: caller.who.account().to_owned(),
        region: claim.region.clone(),
        caller: caller.who.arn(),
        action,
        parameters,
        allowed_by,
        error,
    };
    world.ledger.enter(call);
}

fn reply(protocol: Protocol, id: &str, answer: Result<Answer, Refusal>, after: Duration) -> Reply {
    let (status, body) = match answer {
        Ok(Answer::Body(body)) => (200, body),
        Err(refusal) => (refusal.status, protocol.refuse(&refusal, id)),
    };
    Reply::Answer { status, content_type: protocol.content_type(), body, request_id: id.to_owned(), after }
}
