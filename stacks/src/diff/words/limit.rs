//! Condition keys in words: what a clause lets pass.

use sprinters_dsl::policy::{Actions, Clause, Order, Quantifier, Test};

use super::Words;
use super::action::is_action;

impl Words<'_> {
    /// What a clause lets pass, to complete "limited to …". `noun` is what the action works on, in the plural.
    pub(in crate::diff) fn limit(&self, clause: &Clause, noun: &str) -> String {
        let said = match (clause.is_negated(), clause.test()) {
            (false, Test::Null) => self.presence(clause),
            (true, _) | (false, Test::Unknown(_)) => None,
            (
                false,
                Test::Text { .. }
                | Test::Arn { .. }
                | Test::Number(_)
                | Test::Date(_)
                | Test::Bool
                | Test::Binary
                | Test::Address { .. },
            ) => self.known_limit(clause, noun),
        };
        let mut out = said.unwrap_or_else(|| self.plain_limit(clause));
        if clause.if_exists() {
            out.push_str(" (or none given)");
        }
        out
    }

    fn presence(&self, clause: &Clause) -> Option<String> {
        let absent = matches!(clause.values(), [value] if value.text().as_literal() == Some("true"));
        match (clause.key(), absent) {
            ("ec2:instanceprofile", true) => Some("launches without an instance profile".to_owned()),
            ("aws:tagkeys", false) => Some("requests that set a tag".to_owned()),
            (_, true) => Some(format!("requests without {}", clause.shown_key())),
            (_, false) => Some(format!("requests with {}", clause.shown_key())),
        }
    }

    fn known_limit(&self, clause: &Clause, noun: &str) -> Option<String> {
        let values = self.values(clause);
        let is_true = matches!(clause.values(), [value] if value.text().as_literal() == Some("true"));
        let is_false = matches!(clause.values(), [value] if value.text().as_literal() == Some("false"));
        let shown = clause.shown_key();
        let tag = |prefix: &str| shown.get(prefix.len()..).unwrap_or(shown).to_owned();
        let key = clause.key();
        for prefix in ["aws:resourcetag/", "ec2:resourcetag/", "s3:existingobjecttag/"] {
            if key.starts_with(prefix) {
                return Some(format!("{noun} tagged {}={values}", tag(prefix)));
            }
        }
        if key.starts_with("aws:requesttag/") {
            return Some(format!("requests that set the tag {}={values}", tag("aws:requesttag/")));
        }
        if key.starts_with("aws:principaltag/") {
            return Some(format!("callers tagged {}={values}", tag("aws:principaltag/")));
        }
        let order = match clause.test() {
            Test::Number(order) | Test::Date(order) => Some(*order),
            Test::Text { .. }
            | Test::Arn { .. }
            | Test::Bool
            | Test::Binary
            | Test::Address { .. }
            | Test::Null
            | Test::Unknown(_) => None,
        };
        let measure =
            |what: &str, unit: &str| Some(format!("{what} {} {values}{unit}", order.map_or("of", order_word)));
        let some = |text: String| Some(text);
        match key {
            "ec2:instancetype" => some(format!("instances of type {values}")),
            "ec2:launchtemplate" => some(format!("launches from the launch template {values}")),
            "ec2:islaunchtemplateresource" if is_true => some("what the launch template names".to_owned()),
            "ec2:encrypted" if is_true => some("encrypted volumes".to_owned()),
            "ec2:metadatahttptokens" if values == "required" => some("instances with IMDSv2 alone".to_owned()),
            "ec2:metadatahttpputresponsehoplimit" => measure("a metadata hop limit", ""),
            "ec2:volumesize" => measure("volumes", " GiB"),
            "ec2:volumeiops" => measure("volumes", " IOPS"),
            "ec2:volumethroughput" => measure("volumes", " MiB/s"),
            "ec2:volumetype" => some(format!("volumes of type {values}")),
            "ec2:owner" => some(format!("images of the owner {values}")),
            "ec2:imageid" => some(format!("the images {values}")),
            "ec2:rootdevicetype" => some(format!("images with a root device of type {values}")),
            "ec2:tenancy" => some(format!("the tenancy {values}")),
            "ec2:instancemarkettype" => some(format!("the market {values}")),
            "ec2:instanceprofile" => some(format!("the instance profile {values}")),
            "ec2:vpc" => some(format!("the VPC {values}")),
            "ec2:subnet" => some(format!("the subnet {values}")),
            "ec2:securitygroup" => some(format!("the security group {values}")),
            "ec2:availabilityzone" => some(format!("the zone {values}")),
            "ec2:associatepublicipaddress" if is_false => some("launches without a public IP address".to_owned()),
            "ec2:createaction" => some(format!("tags set by {values}")),
            "aws:tagkeys" if clause.quantifier() != Quantifier::Single => some(format!("the tag keys {values}")),
            "aws:requestedregion" | "ec2:region" if values == "${AWS::Region}" => some("the stack's region".to_owned()),
            "aws:requestedregion" | "ec2:region" => some(format!("the region {values}")),
            "sts:externalid" => some(format!("callers with the external id {values}")),
            "sts:rolesessionname" => some(format!("sessions named {values}")),
            "sts:sourceidentity" => some(format!("the source identity {values}")),
            "iam:passedtoservice" | "iam:awsservicename" => some(format!("the service {values}")),
            "aws:sourceip" => some(format!("callers at {values}")),
            "aws:sourcevpc" => some(format!("callers in the VPC {values}")),
            "aws:sourcevpce" => some(format!("callers through the VPC endpoint {values}")),
            "aws:sourcearn" => some(format!("calls on behalf of {values}")),
            "aws:sourceaccount" => some(format!("calls on behalf of the account {values}")),
            "aws:principalorgid" => some(format!("members of the organisation {values}")),
            "aws:principalarn" => some(format!("the callers {values}")),
            "aws:principalaccount" => some(format!("callers of the account {values}")),
            "aws:securetransport" if is_true => some("calls over TLS".to_owned()),
            "aws:securetransport" if is_false => some("calls without TLS".to_owned()),
            "aws:multifactorauthpresent" if is_true => some("callers with a second factor".to_owned()),
            "s3:prefix" => some(format!("the prefix {values}")),
            "kms:viaservice" => some(format!("calls by way of {values}")),
            "kms:grantisforawsresource" if is_true => some("grants for AWS services".to_owned()),
            _ => None,
        }
    }

    /// True of every clause: the key, the operator in words, the values.
    fn plain_limit(&self, clause: &Clause) -> String {
        let (key, values) = (clause.shown_key(), self.values(clause));
        let negated = clause.is_negated();
        let relation = match clause.test() {
            Test::Unknown(operator) => return format!("requests that meet {operator} {key} {values}"),
            Test::Text { .. } | Test::Arn { .. } | Test::Bool | Test::Binary => {
                if negated {
                    "other than"
                } else {
                    "="
                }
            }
            Test::Address { .. } => {
                if negated {
                    "outside"
                } else {
                    "in"
                }
            }
            Test::Number(order) | Test::Date(order) => order_word(*order),
            Test::Null => return format!("requests where {key} is absent: {values}"),
        };
        match clause.quantifier() {
            Quantifier::Single => format!("requests with {key} {relation} {values}"),
            Quantifier::All => format!("requests with every {key} {relation} {values}"),
            Quantifier::Any => format!("requests with some {key} {relation} {values}"),
        }
    }

    /// What somebody may do who is no longer held by the clause, to complete "may now …"; only where that is said
    /// shorter than by naming the clause.
    pub(in crate::diff) fn freed(&self, actions: &[&Actions], clause: &Clause) -> Option<&'static str> {
        let launches = matches!(actions, [Actions::Matching(action)] if is_action(action, "ec2:runinstances"));
        if !launches || clause.is_negated() {
            return None;
        }
        let null = matches!(clause.test(), Test::Null);
        match clause.key() {
            "ec2:instancetype" if !null => Some("launch instances of any type"),
            "ec2:encrypted" if !null => Some("launch with volumes that are not encrypted"),
            "ec2:metadatahttptokens" if !null => Some("launch instances that answer IMDSv1"),
            "ec2:owner" if !null => Some("launch from images of any owner"),
            "ec2:volumesize" if !null => Some("launch with volumes of any size"),
            "ec2:metadatahttpputresponsehoplimit" if !null => Some("launch instances with any metadata hop limit"),
            "ec2:instanceprofile" if null => Some("launch instances with an instance profile"),
            _ => None,
        }
    }
}

fn order_word(order: Order) -> &'static str {
    match order {
        Order::Equal => "of",
        Order::NotEqual => "other than",
        Order::Less => "below",
        Order::LessEqual => "of at most",
        Order::Greater => "above",
        Order::GreaterEqual => "of at least",
    }
}
