//! SPR046: databases, file systems and streams encrypt what they store.

use super::view::{View, truth};
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR046-unencrypted-store"),
    severity: Severity::Warning,
    guardrail: false,
    why: "what is stored in the clear is read from a snapshot or a lost disk",
    check,
};

/// What a type's silence means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Silence {
    /// It stores in the clear.
    Clear,
    /// It encrypts.
    Encrypted,
}

const STORES: [(&str, &str, Silence); 13] = [
    ("AWS::RDS::DBInstance", "StorageEncrypted", Silence::Clear),
    ("AWS::RDS::DBCluster", "StorageEncrypted", Silence::Clear),
    ("AWS::DocDB::DBCluster", "StorageEncrypted", Silence::Clear),
    ("AWS::Neptune::DBCluster", "StorageEncrypted", Silence::Clear),
    ("AWS::EFS::FileSystem", "Encrypted", Silence::Clear),
    ("AWS::DAX::Cluster", "SSESpecification/SSEEnabled", Silence::Clear),
    ("AWS::ElastiCache::ReplicationGroup", "AtRestEncryptionEnabled", Silence::Clear),
    ("AWS::OpenSearchService::Domain", "EncryptionAtRestOptions/Enabled", Silence::Clear),
    ("AWS::Elasticsearch::Domain", "EncryptionAtRestOptions/Enabled", Silence::Clear),
    ("AWS::Kinesis::Stream", "StreamEncryption/EncryptionType", Silence::Clear),
    ("AWS::Redshift::Cluster", "Encrypted", Silence::Encrypted),
    ("AWS::SQS::Queue", "SqsManagedSseEnabled", Silence::Encrypted),
    ("AWS::MSK::Cluster", "EncryptionInfo/EncryptionInTransit/InCluster", Silence::Encrypted),
];

/// What gets its storage, and with it the encryption, from somewhere else.
const INHERITING: [&str; 6] = [
    "DBClusterIdentifier",
    "DBSnapshotIdentifier",
    "DBClusterSnapshotIdentifier",
    "SnapshotIdentifier",
    "SourceDBInstanceIdentifier",
    "SourceDBClusterIdentifier",
];

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (kind, property, silence) in STORES {
        for resource in view.of_kind(kind) {
            if INHERITING.iter().any(|name| resource.property(name).is_some()) {
                continue;
            }
            let values = view.property(&resource, property);
            let clear = values.into_iter().find(|value| match value {
                None => silence == Silence::Clear,
                Some(text) => truth(&text.text) == Some(false) || text.text == "NONE",
            });
            let Some(clear) = clear else { continue };
            // A queue without SQS's own key may have one of KMS.
            if kind == "AWS::SQS::Queue" && resource.property("KmsMasterKeyId").is_some() {
                continue;
            }
            let name = property.rsplit('/').next().unwrap_or(property);
            remarks.push(Remark {
                severity: None,
                logical_id: resource.logical_id.to_owned(),
                found: match &clear {
                    Some(text) => format!("stores in the clear ({name}: {})", text.text),
                    None => format!("stores in the clear, since {name} is not set"),
                },
                path: clear.map_or_else(|| resource.path(), |text| text.path),
                allowed: format!("{name}: {}", if name == "EncryptionType" { "KMS" } else { "true" }),
                remedy: "encrypt it; most stores can't be encrypted later".to_owned(),
            });
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    #[test]
    fn stores_in_the_clear_are_found() {
        insta::assert_snapshot!(said(
            &RULE,
            "
Database: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres}}
Files: {Type: AWS::EFS::FileSystem, Properties: {Encrypted: false}}
Stream: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
Queue: {Type: AWS::SQS::Queue, Properties: {SqsManagedSseEnabled: false}}
"
        ));
    }

    #[test]
    fn encrypted_and_inheriting_stores_are_fine() {
        let source = "
Database: {Type: AWS::RDS::DBInstance, Properties: {StorageEncrypted: true}}
Member: {Type: AWS::RDS::DBInstance, Properties: {DBClusterIdentifier: c}}
Queue: {Type: AWS::SQS::Queue, Properties: {SqsManagedSseEnabled: false, KmsMasterKeyId: k}}
Silent: {Type: AWS::SQS::Queue}
Warehouse: {Type: AWS::Redshift::Cluster}
";
        assert_eq!(said(&RULE, source), "");
    }
}
