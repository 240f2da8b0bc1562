//! Our rules, over our own or any given template.
//!
//! Each rule is a pure function in a file of its own, named after it. A rule understands intrinsics: both branches of
//! `Fn::If`, the allowed values or else the default of a parameter, every value that `Fn::FindInMap` can find. What
//! the template does not tell stands as `${Name}` in the finding.
//!
//! [`guardrails`] are the rules that the DSL refuses to break; [`all`] is what a reviewer asks. A resource may say in
//! its metadata why a finding stays, by the rule's id or number; the finding is listed with that reason:
//!
//! ```yaml
//! Metadata:
//!   Sprinters:
//!     Waive:
//!       SPR060: the log group outlives the stack for the auditors
//!       SPR042: {Reason: the old client speaks no TLS, Until: 2027-03-31}
//! ```
//!
//! `Until` is the waiver's last day: after it [`check_on`] counts the finding again, and says why.
//!
//! [`subject::Subject`] reads what else there is to judge: a policy alone, a plan of Terraform.
//!
//! ```
//! use sprinters_dsl::{rules, template::Template};
//!
//! let template = Template::parse(
//!     r#"
//! Resources:
//!   Group:
//!     Type: AWS::EC2::SecurityGroup
//!     Properties:
//!       GroupDescription: bastion
//!       SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}]
//!       SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]
//! "#,
//! )?;
//! let findings = rules::check(&template, rules::all());
//! assert_eq!(findings.len(), 1);
//! assert_eq!(findings[0].rule.number(), "SPR001");
//! # Ok::<(), sprinters_dsl::template::TemplateError>(())
//! ```

mod access_key;
mod administrator_policy;
mod bucket_public;
mod bucket_tls;
mod bucket_unencrypted;
mod condition_key;
mod finding;
mod for_all_values;
mod imds_hop_limit;
mod imds_v1;
mod key_pair;
mod key_policy_open;
mod launch_and_pass_role;
mod left_behind;
mod malformed_statement;
mod nested_list;
mod not_action;
mod not_principal;
mod not_resource;
mod null_condition;
mod open_entrance;
mod other_resource;
mod pass_role;
mod policy_size;
mod privilege_path;
mod privileged_container;
mod public_function;
mod public_ip;
mod public_store;
mod resource_policy_open;
mod resource_star;
mod root_volume_unsaid;
mod saml_audience;
mod secret_output;
mod secret_parameter;
mod secret_property;
mod secret_text;
mod secret_user_data;
mod security_group_egress;
mod security_group_ingress;
mod session_length;
pub mod subject;
mod trust_everyone;
mod trust_external_id;
mod unencrypted_store;
mod unencrypted_volume;
mod unknown_action;
mod unknown_operator;
mod unreadable_policy;
mod unrestricted_change;
mod view;
mod waiver;
mod web_identity_trust;
mod wildcard_action;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use self::finding::Remark;
pub use self::finding::{Finding, RuleId, Severity};
use self::view::{View, waivers};
pub use self::waiver::Date;
use crate::template::Template;

/// Every rule, in the order of their ids.
const RULES: &[Rule] = &[
    security_group_ingress::RULE,
    security_group_egress::RULE,
    unencrypted_volume::RULE,
    imds_v1::RULE,
    imds_hop_limit::RULE,
    public_ip::RULE,
    key_pair::RULE,
    root_volume_unsaid::RULE,
    wildcard_action::RULE,
    not_action::RULE,
    not_resource::RULE,
    not_principal::RULE,
    unreadable_policy::RULE,
    unknown_action::RULE,
    condition_key::RULE,
    other_resource::RULE,
    resource_star::RULE,
    unrestricted_change::RULE,
    pass_role::RULE,
    launch_and_pass_role::RULE,
    trust_external_id::RULE,
    trust_everyone::RULE,
    session_length::RULE,
    for_all_values::RULE,
    null_condition::RULE,
    unknown_operator::RULE,
    policy_size::RULE,
    nested_list::RULE,
    bucket_public::RULE,
    bucket_unencrypted::RULE,
    bucket_tls::RULE,
    key_policy_open::RULE,
    resource_policy_open::RULE,
    public_store::RULE,
    unencrypted_store::RULE,
    privileged_container::RULE,
    public_function::RULE,
    open_entrance::RULE,
    secret_parameter::RULE,
    secret_output::RULE,
    secret_user_data::RULE,
    secret_text::RULE,
    secret_property::RULE,
    left_behind::RULE,
    malformed_statement::RULE,
    web_identity_trust::RULE,
    saml_audience::RULE,
    administrator_policy::RULE,
    privilege_path::RULE,
    access_key::RULE,
];

/// A rule: its name, what it is for, and the function that checks a template.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name.
    pub id: RuleId,
    /// How much its findings matter.
    pub severity: Severity,
    /// Whether the DSL refuses what it finds.
    pub guardrail: bool,
    /// Why it exists, one sentence.
    pub why: &'static str,
    check: fn(&View<'_>) -> Vec<Remark>,
}

impl Rule {
    /// What the rule finds in a template, waived or not, in the template's order.
    #[must_use]
    pub fn check(&self, template: &Template) -> Vec<Finding> {
        found(template, [self], None)
    }

    fn findings(&self, view: &View<'_>, today: Option<Date>) -> Vec<Finding> {
        (self.check)(view)
            .into_iter()
            .map(|remark| {
                let waiver = waivers(view.template, &remark.logical_id)
                    .and_then(|waivers| waivers.get(self.id.as_str()).or_else(|| waivers.get(self.id.number())))
                    .map(|waiver| waiver::reason(waiver, today));
                let (waived, void_waiver) = match waiver {
                    Some(Ok(reason)) => (Some(reason), None),
                    Some(Err(why)) => (None, Some(why)),
                    None => (None, None),
                };
                let Remark { severity, logical_id, path, found, allowed, remedy } = remark;
                let severity = severity.unwrap_or(self.severity);
                Finding { rule: self.id, severity, logical_id, path, found, allowed, remedy, waived, void_waiver }
            })
            .collect()
    }
}

/// Every rule, in the order of their ids.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    RULES.iter()
}

/// The rules that a stack written in the DSL cannot break: what they find is refused before any output.
pub fn guardrails() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(|rule| rule.guardrail)
}

/// Runs rules over a template: the most severe first, then in the order of the rules and of the template. Faster
/// than [`Rule::check`] one by one, since the policies are read once. The end dates of waivers are not looked at.
#[must_use]
pub fn check<'r>(template: &Template, rules: impl IntoIterator<Item = &'r Rule>) -> Vec<Finding> {
    findings(template, rules, None)
}

/// As [`check`], on a day: a waiver whose last day is over waives nothing.
#[must_use]
pub fn check_on<'r>(template: &Template, rules: impl IntoIterator<Item = &'r Rule>, today: Date) -> Vec<Finding> {
    findings(template, rules, Some(today))
}

fn findings<'r>(template: &Template, rules: impl IntoIterator<Item = &'r Rule>, today: Option<Date>) -> Vec<Finding> {
    let mut findings = found(template, rules, today);
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

/// In the order of the rules and of the template.
fn found<'r>(template: &Template, rules: impl IntoIterator<Item = &'r Rule>, today: Option<Date>) -> Vec<Finding> {
    let whole = template.written_out();
    let view = View::new(whole.as_ref().unwrap_or(template));
    let mut findings: Vec<Finding> = rules.into_iter().flat_map(|rule| rule.findings(&view, today)).collect();
    if whole.is_some() {
        findings.iter_mut().for_each(|finding| finding.path = template.origin(&finding.path));
    }
    findings
}
