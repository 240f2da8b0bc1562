//! EC2: what a runner's life needs of it. Every call is evaluated by the caller's policy, resource by resource, with
//! the condition keys that AWS supplies for each (Service Authorization Reference, "Actions, resources, and condition
//! keys for Amazon EC2").

mod authorize;
mod check;
mod describe;
mod end;
mod launch_request;
mod prices;
mod run;
mod show;
mod tags;
mod volume;

use super::policy::{Denial, KeyValue, Keys, one};
use super::refusal::Refusal;
use super::request::{Answer, Request};
use super::xml::Xml;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const NAMESPACE: &str = "http://ec2.amazonaws.com/doc/2016-11-15/";

pub(super) fn call(request: &mut Request<'_>) -> Result<Answer, Refusal> {
    match request.action.as_str() {
        "RunInstances" => run::call(request),
        "DescribeInstances" => describe::call(request),
        "TerminateInstances" => end::call(request),
        "ModifyVolume" => volume::call(request),
        "DescribeSpotPriceHistory" => prices::call(request),
        "CreateTags" => tags::call(request),
        action => {
            // Whatever else there is at AWS is decided by the policy first, too.
            let action = action.to_owned();
            let keys = request.usual_keys();
            request.must(&action, "*", "*", keys)?;
            Err(Refusal::client("InvalidAction", format!("The action {action} is not valid for this web service.")))
        }
    }
}

impl Request<'_> {
    /// The condition keys of every call.
    fn usual_keys(&self) -> Keys {
        Keys::from([
            ("aws:RequestedRegion".to_owned(), one(&self.region)),
            ("ec2:Region".to_owned(), one(&self.region)),
        ])
    }

    /// The ARN of something of EC2's in the caller's account and region.
    fn arn(&self, id: &str) -> String {
        format!("arn:aws:ec2:{}:{}:{id}", self.region, self.account())
    }

    /// Has the policy asked; `shown` is the resource as a refusal names it.
    fn must(&mut self, action: &str, resource: &str, shown: &str, keys: Keys) -> Result<(), Refusal> {
        let action = if action.contains(':') { action.to_owned() } else { format!("ec2:{action}") };
        let grant = self.caller.may(&action, resource, shown, keys).map_err(|denial| unauthorized(&denial))?;
        self.grants.extend(grant);
        Ok(())
    }

    /// AWS's budget of calls.
    fn throttled(&mut self, amount: u32) -> Result<(), Refusal> {
        let (account, action, region) = (self.account(), self.action.clone(), self.region.clone());
        if self.world.throttle.take(&account, &region, &action, amount, self.now) {
            return Ok(());
        }
        Err(Refusal::with_status(503, "RequestLimitExceeded", "Request limit exceeded."))
    }

    /// Refuses a parameter that the action does not have.
    fn only(&self, known: &[&str]) -> Result<(), Refusal> {
        match self.form.unknown(known).filter(|name| !["Action", "Version", "DryRun"].contains(name)) {
            None => Ok(()),
            Some(name) => Err(Refusal::client("UnknownParameter", format!("The parameter {name} is not recognized"))),
        }
    }

    /// Ends a dry run that got as far as this.
    fn dry_run_ends(&self) -> Result<(), Refusal> {
        if !self.form.is("DryRun") {
            return Ok(());
        }
        let message = "Request would have succeeded, but DryRun flag is set.";
        Err(Refusal::with_status(412, "DryRunOperation", message))
    }

    fn body(&self, content: impl FnOnce(&mut Xml)) -> Answer {
        Answer::Body(Xml::document(&format!("{}Response", self.action), NAMESPACE, |xml| {
            xml.text("requestId", &self.id);
            content(xml);
        }))
    }
}

/// EC2's refusal by policy. What is encoded here is the sentence again; AWS's is longer and may be decoded with a
/// permission of its own.
fn unauthorized(denial: &Denial) -> Refusal {
    let sentence = denial.sentence();
    let encoded = STANDARD.encode(&sentence);
    let message = format!(
        "You are not authorized to perform this operation. {sentence}. Encoded authorization failure message: {encoded}"
    );
    Refusal::with_status(403, "UnauthorizedOperation", message)
}

/// Tag keys and values as condition keys of a request.
fn request_tags(tags: &std::collections::BTreeMap<String, String>) -> Keys {
    let mut keys: Keys = tags.iter().map(|(key, value)| (format!("aws:RequestTag/{key}"), one(value))).collect();
    if !tags.is_empty() {
        keys.insert("aws:TagKeys".to_owned(), KeyValue::Many(tags.keys().cloned().collect()));
    }
    keys
}

/// Tags of something that exists, as condition keys.
fn resource_tags(tags: &std::collections::BTreeMap<String, String>) -> Keys {
    let mut keys = Keys::new();
    for (key, value) in tags {
        keys.insert(format!("aws:ResourceTag/{key}"), one(value));
        keys.insert(format!("ec2:ResourceTag/{key}"), one(value));
    }
    keys
}
