//! SPR073: nobody can make itself, or somebody else, more than it is.

use std::collections::BTreeMap;

use super::pass_role::is_any_role;
use super::view::View;
use super::view::acts::listed;
use super::view::policies::{Clause, Document, Purpose, Statement};
use super::view::text::Text;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR073-privilege-path"),
    severity: Severity::Warning,
    guardrail: false,
    why: "a grant that leads to another principal is worth everything that this one may do",
    check,
};

/// One action that leads from its holder to another principal.
struct Step {
    action: &'static str,
    /// What its holder is or may do afterwards; `{}` is the resource.
    becomes: &'static str,
    /// Whether it leads to every right there is where it holds for every resource.
    to_everything: bool,
    /// The type of the resources that it takes, in the reference's words.
    on: &'static str,
}

const fn step(action: &'static str, on: &'static str, to_everything: bool, becomes: &'static str) -> Step {
    Step { action, becomes, to_everything, on }
}

const STEPS: [Step; 25] = [
    step("iam:CreateAccessKey", "user", true, "makes itself a key of {} and is that user"),
    step("iam:CreateLoginProfile", "user", true, "gives {} a password and signs in as that user"),
    step("iam:UpdateLoginProfile", "user", true, "changes the password of {} and signs in as that user"),
    step("iam:AttachUserPolicy", "user", true, "attaches any policy to {}"),
    step("iam:AttachGroupPolicy", "group", true, "attaches any policy to {}"),
    step("iam:AttachRolePolicy", "role", true, "attaches any policy to {}"),
    step("iam:PutUserPolicy", "user", true, "writes any policy into {}"),
    step("iam:PutGroupPolicy", "group", true, "writes any policy into {}"),
    step("iam:PutRolePolicy", "role", true, "writes any policy into {}"),
    step("iam:CreatePolicyVersion", "policy", true, "rewrites {} for all its holders"),
    step("iam:SetDefaultPolicyVersion", "policy", false, "brings back an older version of {}"),
    step("iam:AddUserToGroup", "group", true, "adds any user to {}"),
    step("iam:UpdateAssumeRolePolicy", "role", true, "lets itself assume {}"),
    step("iam:DeleteRolePermissionsBoundary", "role", false, "takes the boundary off {}"),
    step("iam:DeleteUserPermissionsBoundary", "user", false, "takes the boundary off {}"),
    step("iam:PutRolePermissionsBoundary", "role", false, "changes the boundary of {}"),
    step("iam:PutUserPermissionsBoundary", "user", false, "changes the boundary of {}"),
    step("sts:AssumeRole", "role", true, "assumes {}"),
    step("lambda:UpdateFunctionCode", "function", false, "runs its own code with the role of {}"),
    step("lambda:UpdateFunctionConfiguration", "function", false, "runs its own layer with the role of {}"),
    step("ssm:SendCommand", "instance", false, "runs commands with the role of {}"),
    step("ssm:StartSession", "instance", false, "opens a shell with the role of {}"),
    step("ec2-instance-connect:SendSSHPublicKey", "instance", false, "opens a shell with the role of {}"),
    step("glue:UpdateJob", "job", false, "runs its own script with the role of {}"),
    step("codebuild:UpdateProject", "project", false, "runs its own build with the role of {}"),
];

/// What runs code with a role that is handed over to it. Launching instances is a rule of its own.
const RUNNERS: [(&str, &str); 12] = [
    ("lambda:CreateFunction", "a function"),
    ("ecs:RunTask", "a task"),
    ("ecs:RegisterTaskDefinition", "a task"),
    ("glue:CreateJob", "a job of Glue"),
    ("glue:CreateDevEndpoint", "an endpoint of Glue"),
    ("cloudformation:CreateStack", "a stack"),
    ("codebuild:CreateProject", "a build"),
    ("sagemaker:CreateNotebookInstance", "a notebook"),
    ("sagemaker:CreateTrainingJob", "a training job"),
    ("states:CreateStateMachine", "a state machine"),
    ("datapipeline:PutPipelineDefinition", "a pipeline"),
    ("ssm:StartAutomationExecution", "an automation"),
];

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (document, statement) in view.allows(Purpose::Identity) {
        // Everything is another rule's finding.
        if statement.allows_everything() {
            continue;
        }
        let mut found: Vec<(&Step, &Text, Severity)> = Vec::new();
        for step in STEPS.iter().filter(|step| statement.covers_action(step.action)) {
            let limited = statement.always(view.template, |clause| bounds(clause, step));
            let target = statement.resources.iter().find(|resource| is_another(resource, step));
            let Some(target) = target.filter(|_| !limited) else { continue };
            let wide = is_wide(target);
            // To assume one role by name is what roles are for.
            if step.action == "sts:AssumeRole" && !wide {
                continue;
            }
            let conditions =
                statement.always(view.template, |clause| clause.is_positive() && !clause.passes_without_key());
            let severity = match (wide, step.to_everything, conditions) {
                (true, true, false) => Severity::Error,
                (_, _, _) => Severity::Warning,
            };
            found.push((step, target, severity));
        }
        remarks.extend(told(document, statement, found));
    }
    remarks.extend(by_handing_over(view));
    remarks
}

/// Most paths of one statement that are told one by one: of `iam:*` there would be fifteen.
const MOST_PATHS: usize = 3;

fn told(document: &Document<'_>, statement: &Statement, found: Vec<(&Step, &Text, Severity)>) -> Vec<Remark> {
    let remark = |severity, target: &Text, found: String, remedy: &str| Remark {
        severity: Some(severity),
        logical_id: document.logical_id.to_owned(),
        path: target.path.clone(),
        found,
        allowed: "no way from one principal to another, or one with a boundary".to_owned(),
        remedy: remedy.to_owned(),
    };
    if found.len() <= MOST_PATHS {
        let each = found.into_iter().map(|(step, target, severity)| {
            let whom = match is_wide(target) {
                true => format!("every {} ({})", step.on, target.text),
                false => target.text.clone(),
            };
            let found = format!("{} ({} in {})", step.becomes.replace("{}", &whom), step.action, statement.name());
            remark(severity, target, found, remedy(step))
        });
        return each.collect();
    }
    let Some((first, target, severity)) = found.iter().max_by_key(|(_, _, severity)| *severity) else {
        return Vec::new();
    };
    let whom = match is_wide(target) {
        true => format!("every {}", first.on),
        false => target.text.clone(),
    };
    let actions: Vec<&str> = found.iter().map(|(step, ..)| step.action).collect();
    vec![remark(
        *severity,
        target,
        format!(
            "{} ({} in {}), and has {} more such ways: {}",
            first.becomes.replace("{}", &whom),
            first.action,
            statement.name(),
            found.len() - 1,
            listed(&actions)
        ),
        "remove what is not used, and add a condition on iam:PermissionsBoundary to the rest",
    )]
}

fn remedy(step: &Step) -> &'static str {
    match (step.action.starts_with("iam:"), step.on) {
        (true, "user") => "remove it, or limit it to the user itself: user/${aws:username}",
        (true, _) => "remove it, or add a condition on iam:PermissionsBoundary or iam:PolicyARN",
        (false, "role") => "name the role",
        (false, _) => "name the resource, and give its role no more than this one has",
    }
}

/// Conditions that bound what is given, or that pick the target by something its holder can't set.
fn bounds(clause: &Clause, step: &Step) -> bool {
    let key = clause.key.to_ascii_lowercase();
    let about_the_gift = matches!(key.as_str(), "iam:permissionsboundary" | "iam:policyarn");
    about_the_gift
        && step.action.starts_with("iam:")
        && !step.action.ends_with("AccessKey")
        && clause.is_positive()
        && !clause.passes_without_key()
        && clause.values.iter().all(|value| value.text != "*")
}

/// Whether a resource of the statement can be somebody else: not `user/${aws:username}`, and of the step's type.
fn is_another(resource: &Text, step: &Step) -> bool {
    let itself = ["${aws:username}", "${aws:userid}", "${aws:PrincipalTag/"];
    if itself.iter().any(|own| resource.text.contains(own)) {
        return false;
    }
    let shape = resource.outside_holes();
    if !shape.starts_with("arn:") {
        return true;
    }
    let own = shape.splitn(6, ':').nth(5).unwrap_or_default();
    let kind = own.split(['/', ':']).next().unwrap_or_default();
    // A document of Systems Manager says what runs, not where.
    kind == step.on || kind.contains('*') || kind == "managed-instance" && step.on == "instance"
}

fn is_wide(resource: &Text) -> bool {
    let shape = resource.outside_holes();
    if shape == "*" {
        return true;
    }
    let own = shape.splitn(6, ':').nth(5).unwrap_or_default();
    let name = own.split_once(['/', ':']).map_or(own, |(_, name)| name);
    shape.starts_with("arn:") && name.contains('*') && name.trim_matches(['*', '/', ':', '?']).is_empty()
}

/// Whoever may hand over any role and start what runs code with it has every role.
fn by_handing_over(view: &View<'_>) -> Vec<Remark> {
    let mut runners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (document, statement) in view.allows(Purpose::Identity) {
        for (action, _) in RUNNERS.iter().filter(|(action, _)| statement.covers_action(action)) {
            for holder in &document.holders {
                runners.entry(holder).or_default().push(action);
            }
        }
    }
    view.allows(Purpose::Identity)
        .filter(|(_, statement)| statement.covers_action("iam:PassRole") && !statement.allows_everything())
        .filter_map(|(document, statement)| {
            let any = statement.resources.iter().find(|resource| is_any_role(resource))?;
            path_of(document, &runners).map(|(action, what)| Remark {
                severity: Some(Severity::Error),
                logical_id: document.logical_id.to_owned(),
                path: any.path.clone(),
                found: format!(
                    "gives any role to {what} of its own and runs code with it (iam:PassRole on {} with {action})",
                    any.text
                ),
                allowed: "iam:PassRole on the roles that are meant".to_owned(),
                remedy: "name the roles, and the service in iam:PassedToService".to_owned(),
            })
        })
        .collect()
}

fn path_of(document: &Document<'_>, runners: &BTreeMap<&str, Vec<&str>>) -> Option<(&'static str, &'static str)> {
    let mut actions = document.holders.iter().filter_map(|holder| runners.get(holder.as_str())).flatten();
    let first = actions.next()?;
    RUNNERS.iter().find(|(action, _)| action == first).copied()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said};

    #[test]
    fn every_path_is_named() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "
- {Effect: Allow, Action: [iam:CreateAccessKey], Resource: 'arn:aws:iam::111122223333:user/admin'}
- {Effect: Allow, Action: ['iam:Attach*', iam:UpdateAssumeRolePolicy], Resource: '*'}
- {Effect: Allow, Action: lambda:UpdateFunctionCode, Resource: !Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:*'}
- {Effect: Allow, Action: sts:AssumeRole, Resource: '*'}
- {Effect: Allow, Action: [ssm:SendCommand], Resource: ['arn:aws:ssm:*:*:document/x', 'arn:aws:ec2:*:*:instance/i-1']}
- {Effect: Allow, Action: [iam:PassRole, lambda:CreateFunction], Resource: '*', Condition: {StringEquals: {iam:PassedToService: lambda.amazonaws.com}}}
"
            )
        ));
    }

    #[test]
    fn ones_own_key_a_boundary_and_one_role_are_fine() {
        let statements = "
- {Effect: Allow, Action: [iam:CreateAccessKey, iam:UpdateLoginProfile], Resource: 'arn:aws:iam::*:user/${aws:username}'}
- {Effect: Allow, Action: [iam:AttachRolePolicy, iam:PutRolePolicy], Resource: '*', Condition: {StringEquals: {iam:PermissionsBoundary: 'arn:aws:iam::111122223333:policy/limit'}}}
- {Effect: Allow, Action: sts:AssumeRole, Resource: 'arn:aws:iam::111122223333:role/deploy'}
- {Effect: Allow, Action: ssm:SendCommand, Resource: 'arn:aws:ssm:*:*:document/x'}
- {Effect: Allow, Action: [lambda:CreateFunction], Resource: '*'}
- {Effect: Allow, Action: [iam:PassRole], Resource: 'arn:aws:iam::111122223333:role/functions'}
- {Effect: Deny, Action: 'iam:*', Resource: '*'}
";
        assert_eq!(said(&RULE, &role_with(statements)), "");
    }
}
