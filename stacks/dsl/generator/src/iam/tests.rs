use super::*;
use serde_json::json;

fn service(name: &str, actions: &serde_json::Value) -> Service {
    let resources = json!([
        { "key": "type", "arn": "arn:${Partition}:sample:${Region}:${Account}:type/${Type}" },
        { "key": "job-run", "arn": "arn:${Partition}:sample::aws:job:${JobName}/${Run}" },
    ]);
    let keys = json!({
        "sample:Attribute": { "key": "sample:Attribute", "type": "String" },
        "sample:Attribute/${Name}": { "key": "sample:Attribute/${Name}", "type": "ARN" },
        "other:Tag": { "key": "other:Tag", "type": "ArrayOfARN" },
    });
    Service {
        name: name.to_owned(),
        actions: serde_json::from_value(actions.clone()).unwrap(),
        resources: serde_json::from_value(resources).unwrap(),
        keys: serde_json::from_value(keys).unwrap(),
    }
}

fn action(keys: &[&str], resources: &serde_json::Value) -> serde_json::Value {
    json!([{ "name": "GetJob", "accessLevel": "Read", "conditionKeys": keys, "resourceTypes": resources }])
}

fn on(name: &str, keys: &[&str]) -> serde_json::Value {
    json!({ "name": name, "required": false, "conditionKeys": keys })
}

#[test]
fn keys_of_the_action_hold_on_each_of_its_resource_types() {
    let actions =
        action(&["sample:Attribute"], &json!([on("type", &["aws:ResourceTag/${TagKey}"]), on("job-run", &[])]));
    let text = service("sample", &actions).render().unwrap();
    assert!(
        text.contains("    action::GetJob, resource::Type: crate::iam::aws::ResourceTag, key::Attribute;\n"),
        "{text}"
    );
    assert!(text.contains("    action::GetJob, resource::JobRun: key::Attribute;\n"), "{text}");
}

#[test]
fn an_action_without_resource_types_acts_on_everything() {
    let text = service("sample", &action(&["aws:TagKeys"], &json!([]))).render().unwrap();
    assert!(text.contains("    action::GetJob, crate::iam::Everything: crate::iam::aws::TagKeys;\n"), "{text}");
}

#[test]
fn keys_have_names_of_their_own_and_global_ones_have_none_here() {
    let keys = ["sample:Attribute", "sample:Attribute/${Name}", "other:Tag", "aws:SourceIp", "sample:Unlisted"];
    let text = service("sample", &action(&keys, &json!([]))).render().unwrap();
    assert!(text.contains("        Attribute: Text = \"sample:Attribute\";\n"), "{text}");
    assert!(text.contains("        AttributeByName(..): Arn = \"sample:Attribute/\", \"\";\n"), "{text}");
    assert!(text.contains("        OtherTag: TextList = \"other:Tag\";\n"), "{text}");
    assert!(!text.contains("SourceIp") && !text.contains("Unlisted"), "{text}");
}

#[test]
fn an_arn_becomes_a_function_of_its_own_placeholders() {
    let text = service("sample", &action(&[], &json!([on("type", &[]), on("job-run", &[])]))).render().unwrap();
    let arn = "Type = \"sample:type\", r#type(r#type) => \
               [\"arn:\", Partition, \":sample:\", Region, \":\", Account, \":type/\", (r#type)];";
    assert!(text.contains(arn), "{text}");
    let arn = "JobRun = \"sample:job-run\", job_run(job_name, run) => \
               [\"arn:\", Partition, \":sample::aws:job:\", (job_name), \"/\", (run)];";
    assert!(text.contains(arn), "{text}");
}

#[test]
fn a_type_of_key_that_is_new_is_refused() {
    assert_eq!(key_kind("String").unwrap(), "Text");
    let refusal = key_kind("Colour").unwrap_err().to_string();
    assert_eq!(refusal, "condition keys of type `Colour` are new; say in iam.rs what they are");
}

#[test]
fn a_resource_type_that_is_stated_twice_is_written_once() {
    let actions = action(&[], &json!([on("type", &["sample:Attribute"]), on("type", &["other:Tag"])]));
    let text = service("sample", &actions).render().unwrap();
    assert!(text.contains("    action::GetJob, resource::Type: key::Attribute, key::OtherTag;\n"), "{text}");
    assert_eq!(text.matches("action::GetJob, resource::Type").count(), 1, "{text}");
}
