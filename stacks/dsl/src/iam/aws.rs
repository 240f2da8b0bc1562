//! Condition keys that AWS itself defines, under the prefix `aws:`.
//!
//! Keys about the tags of the request or the resource are supplied only where an action reads or writes tags: the
//! generator lists where. The others are supplied with every request (AWS IAM User Guide, "AWS global condition context
//! keys"), so a condition on them fits any statement.

use super::condition::{ConditionKey, GlobalCondition, KeyCondition, key_kind};

macro_rules! global_keys {
    ($($(#[$doc:meta])* $name:ident: $kind:ident = $key:literal;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl ConditionKey for $name {
                type Kind = key_kind::$kind;
                type Condition = GlobalCondition;
                fn name(&self) -> String {
                    $key.to_owned()
                }
            }
        )+
    };
}

global_keys! {
    /// `aws:RequestedRegion`: the region that the request goes to.
    RequestedRegion: Text = "aws:RequestedRegion";
    /// `aws:SecureTransport`: whether the request came by TLS.
    SecureTransport: Bool = "aws:SecureTransport";
    /// `aws:SourceIp`: the caller's address; absent for calls that AWS services make.
    SourceIp: Ip = "aws:SourceIp";
    /// `aws:CurrentTime`.
    CurrentTime: Date = "aws:CurrentTime";
    /// `aws:MultiFactorAuthPresent`: absent for long-term credentials.
    MultiFactorAuthPresent: Bool = "aws:MultiFactorAuthPresent";
    /// `aws:PrincipalArn`: who asks.
    PrincipalArn: Arn = "aws:PrincipalArn";
    /// `aws:PrincipalAccount`: the account of who asks.
    PrincipalAccount: Text = "aws:PrincipalAccount";
    /// `aws:PrincipalOrgID`: the organisation of who asks.
    PrincipalOrgId: Text = "aws:PrincipalOrgID";
    /// `aws:SourceAccount`: the account on whose behalf a service asks.
    SourceAccount: Text = "aws:SourceAccount";
    /// `aws:SourceArn`: the resource on whose behalf a service asks.
    SourceArn: Arn = "aws:SourceArn";
    /// `aws:TokenIssueTime`: when temporary credentials were issued.
    TokenIssueTime: Date = "aws:TokenIssueTime";
}

macro_rules! tag_keys {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name(
                /// The tag's key.
                pub &'static str,
            );
            impl ConditionKey for $name {
                type Kind = key_kind::Text;
                type Condition = KeyCondition<Self>;
                fn name(&self) -> String {
                    format!(concat!($prefix, "/{}"), self.0)
                }
            }
        )+
    };
}

tag_keys! {
    /// `aws:RequestTag/KEY`: the value that the request gives to a tag.
    RequestTag = "aws:RequestTag";
    /// `aws:ResourceTag/KEY`: the value that a tag of the resource has.
    ResourceTag = "aws:ResourceTag";
}

/// `aws:PrincipalTag/KEY`: the value of a tag of who asks. Supplied everywhere.
#[derive(Debug, Clone, Copy)]
pub struct PrincipalTag(
    /// The tag's key.
    pub &'static str,
);

impl ConditionKey for PrincipalTag {
    type Kind = key_kind::Text;
    type Condition = GlobalCondition;
    fn name(&self) -> String {
        format!("aws:PrincipalTag/{}", self.0)
    }
}

/// `aws:TagKeys`: the keys of all tags in the request.
#[derive(Debug, Clone, Copy)]
pub struct TagKeys;

impl ConditionKey for TagKeys {
    type Kind = key_kind::TextList;
    type Condition = KeyCondition<Self>;
    fn name(&self) -> String {
        "aws:TagKeys".to_owned()
    }
}
