//! Becoming the role.

use super::{Call, Caller, Check, context};
use crate::installation::{
    ACCOUNT, CONTROL_PLANE, EXTERNAL_ID, Installation, OTHER_ACCOUNT, PREVIOUS_EXTERNAL_ID, REGION,
};

const SESSION: &str = "sprinters-conn-018f2a6e";
const SOMEBODY_ELSES_ID: &str = "c29tZWJvZHkgZWxzZSdzIGV4dGVybmFsIGlk";

pub(super) fn calls(installation: &Installation) -> Vec<Call> {
    let role = installation.role_arn();
    let assume = |title: &str, reason, principal: &str, id: Option<&str>, session: Option<&str>, allowed| {
        let mut keys = context([("aws:RequestedRegion", REGION)]);
        keys.extend(id.map(|id| ("sts:ExternalId".to_owned(), super::one(id))));
        keys.extend(session.map(|session| ("sts:RoleSessionName".to_owned(), super::one(session))));
        Call {
            title: title.to_owned(),
            reason,
            caller: Caller::Assuming(principal.to_owned()),
            checks: vec![Check {
                part: "role",
                statement: "ControlPlaneWithExternalId",
                action: "sts:AssumeRole".to_owned(),
                resource: role.clone(),
                context: keys,
                allowed,
            }],
        }
    };
    let external_id = Some(EXTERNAL_ID);
    let session = Some(SESSION);
    let other_case = EXTERNAL_ID.to_ascii_lowercase();
    let principal = |account: &str, rest: &str| format!("arn:aws:iam::{account}:{rest}");
    let vendor = "999988887777";
    let mut calls = vec![
        assume("assume the role", "The control plane, for this connection", CONTROL_PLANE, external_id, session, true),
        assume(
            "assume the role with no external id",
            "AWS's own advice is to test this",
            CONTROL_PLANE,
            None,
            session,
            false,
        ),
        assume(
            "assume the role with another connection's external id",
            "The confused deputy",
            CONTROL_PLANE,
            Some(SOMEBODY_ELSES_ID),
            session,
            false,
        ),
        assume(
            "assume the role with the external id in other letters",
            "Ids are compared exactly",
            CONTROL_PLANE,
            Some(&other_case),
            session,
            false,
        ),
        assume(
            "assume the role with an empty external id",
            "Empty is not absent, and not ours",
            CONTROL_PLANE,
            Some(""),
            session,
            false,
        ),
        assume(
            "assume the role with a pattern as external id",
            "The request's side has no patterns",
            CONTROL_PLANE,
            Some("*"),
            session,
            false,
        ),
        assume(
            "assume the role under another session name",
            "CloudTrail shows our sessions under our name",
            CONTROL_PLANE,
            external_id,
            Some("admin"),
            false,
        ),
        assume(
            "assume the role under a name that only contains ours",
            "The pattern begins at the start",
            CONTROL_PLANE,
            external_id,
            Some("not-sprinters-1"),
            false,
        ),
        assume(
            "assume the role without a session name",
            "AWS always has one; its absence is not a way in",
            CONTROL_PLANE,
            external_id,
            None,
            false,
        ),
        assume(
            "assume the role from another role of the control plane's account",
            "One principal, not an account",
            &principal(vendor, "role/support"),
            external_id,
            session,
            false,
        ),
        assume(
            "assume the role as a user of the control plane's account",
            "One principal, not an account",
            &principal(vendor, "user/support"),
            external_id,
            session,
            false,
        ),
        assume(
            "assume the role as root of the control plane's account",
            "One principal, not an account",
            &principal(vendor, "root"),
            external_id,
            session,
            false,
        ),
        assume(
            "assume the role from the same name in another account",
            "The account is part of the principal",
            &principal(OTHER_ACCOUNT, "role/sprinters-control-plane"),
            external_id,
            session,
            false,
        ),
        assume(
            "assume the role from the customer's own account",
            "Not even there",
            &principal(ACCOUNT, "role/developer"),
            external_id,
            session,
            false,
        ),
    ];
    let rotating = installation.rotates();
    calls.push(assume(
        "assume the role with the previous external id",
        if rotating { "Both ids count while one replaces the other" } else { "It counts only while the stack says so" },
        CONTROL_PLANE,
        Some(PREVIOUS_EXTERNAL_ID),
        session,
        rotating,
    ));
    for (title, action, reason) in [
        ("tag a session of the role", "sts:TagSession", "Session tags could be looked at by other policies"),
        ("set the source identity of a session", "sts:SetSourceIdentity", "Not asked for"),
    ] {
        let mut call = assume(title, reason, CONTROL_PLANE, external_id, session, false);
        for check in &mut call.checks {
            check.action = action.to_owned();
            check.context.retain(|key, _| key.starts_with("aws:"));
        }
        calls.push(call);
    }
    calls
}
