//! What nearly every stack uses: `use sprinters_dsl::prelude::*`.

pub use crate::aspect::TagEverything;
pub use crate::iam::{AnyKey, ArnKey, BoolKey, DateKey, IpKey, NumericKey, TextKey, TextListKey};
pub use crate::stack::{
    Mapping, OutputSpec, Parameter, Resource, ResourceType, RuleSpec, Stack, list_parameter, number_parameter,
    parameter, pseudo, text_parameter,
};
pub use crate::value::{
    AccountId, Arn, AvailabilityZone, CidrBlock, Condition, ImageId, IntoPart, IntoValue, KeyArn, Part, RoleArn,
    RoleName, SecurityGroupId, SubnetId, Tag, Value, VpcId, all, any, equals, not, only_when, text, when,
};
