//! `sg-…`: a security group named by the person who installed the stack.

use super::account::checked_text;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

checked_text! {
    /// The id of a security group. The stack's policy decides which ones may be used.
    SecurityGroupId, BadSecurityGroupId, "a security group id is `sg-` and 8 or 17 hexadecimal digits",
    |text| super::placement::is_resource_id(text, "sg-")
}
