use super::*;
use serde_json::json;

/// A service with two actions on volumes that agree, one that differs, and one without resource types.
fn service(actions: &serde_json::Value) -> Service {
    Service {
        prefix: "ec2".to_owned(),
        actions: serde_json::from_value(actions.clone()).unwrap(),
        resources: serde_json::from_value(json!({
            "volume": { "key": "volume", "arn": "arn:${Partition}:ec2:${Region}:${Account}:volume/${VolumeId}" },
        }))
        .unwrap(),
        keys: serde_json::from_value(json!({
            "ec2:region": { "key": "ec2:Region", "type": "String" },
            "ec2:volumesize": { "key": "ec2:VolumeSize", "type": "Numeric" },
        }))
        .unwrap(),
    }
}

fn action(name: &str, level: &str, keys: &[&str], resources: &serde_json::Value) -> serde_json::Value {
    json!({ "name": name, "accessLevel": level, "conditionKeys": keys, "resourceTypes": resources })
}

fn on_volume(keys: &[&str]) -> serde_json::Value {
    json!([{ "name": "volume", "required": true, "conditionKeys": keys }])
}

fn rendered(service: &Service) -> Result<String> {
    let mut text = String::new();
    service.render(&mut text).map(|()| text)
}

#[test]
fn keys_are_written_as_the_difference_from_what_is_usual() {
    let service = service(&json!({
        "attachvolume": action("AttachVolume", "Write", &["ec2:Region"], &on_volume(&["aws:TagKeys", "ec2:VolumeSize"])),
        "createvolume": action("CreateVolume", "Write", &["ec2:Region"], &on_volume(&["ec2:Encrypted"])),
        "deletevolume": action("DeleteVolume", "Write", &["ec2:Region"], &on_volume(&["aws:TagKeys", "ec2:VolumeSize"])),
        "describevolumes": action("DescribeVolumes", "List", &["ec2:Region"], &json!([])),
        "modifyvolume": action("ModifyVolume", "Tagging, Write", &[], &on_volume(&["ec2:VolumeSize", "ec2:Iops"])),
    }));
    assert_eq!(
        rendered(&service).unwrap(),
        "
service ec2 ec2:Region
key ec2:Region Text
key ec2:VolumeSize Numeric
resource volume arn:${Partition}:ec2:${Region}:${Account}:volume/${VolumeId} aws:TagKeys ec2:VolumeSize
action ec2:AttachVolume Write
 volume!
action ec2:CreateVolume Write
 volume! = +ec2:Encrypted
action ec2:DeleteVolume Write
 volume!
action ec2:DescribeVolumes List
action ec2:ModifyVolume Tagging =
 volume! -aws:TagKeys +ec2:Iops
"
    );
}

#[test]
fn a_resource_type_that_is_stated_twice_has_the_keys_of_both() {
    let stated: Vec<ActionResource> = serde_json::from_value(json!([
        { "name": "volume", "required": false, "conditionKeys": ["ec2:Encrypted"] },
        { "name": "volume", "required": true, "conditionKeys": ["ec2:VolumeSize"] },
    ]))
    .unwrap();
    let expected = On { required: true, keys: BTreeSet::from(["ec2:Encrypted", "ec2:VolumeSize"]) };
    assert_eq!(merged(&stated), BTreeMap::from([("volume", expected)]));
}

#[test]
fn data_that_the_text_cannot_hold_is_refused_with_what_and_where() {
    for (actions, expected) in [
        (
            json!({ "a": action("A", "Admire", &[], &json!([])) }),
            "the access level `Admire` is new; say in reference.rs what it is",
        ),
        (json!({ "a": action("A B", "List", &[], &json!([])) }), "the name \"A B\" can't be written as one word"),
        (
            json!({ "a": action("A", "List", &[], &json!([{ "name": "moon", "required": true, "conditionKeys": [] }])) }),
            "A acts on `moon`, which is no resource type",
        ),
    ] {
        assert_eq!(rendered(&service(&actions)).unwrap_err().to_string(), expected);
    }
}
