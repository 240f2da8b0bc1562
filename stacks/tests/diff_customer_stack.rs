//! Every way to weaken the stack that users install is told as a widening, and every way back as none.

use serde_json::{Value, json};
use sprinters_dsl::template::Template;
use sprinters_stacks::diff::diff;
use sprinters_stacks::{StackKind, render};

/// A weaker template, and what was done to it.
struct Weaker {
    what: String,
    template: Value,
}

/// Everything that can be weakened at a place of a policy: conditions dropped, one at a time, actions and resources
/// opened.
fn weaker(root: &Value, value: &Value, path: &str, in_statement: bool, out: &mut Vec<Weaker>) {
    let mut changed = |what: String, change: &dyn Fn(&mut Value)| {
        let mut template = root.clone();
        if let Some(place) = template.pointer_mut(path) {
            change(place);
        }
        if template != *root {
            out.push(Weaker { what: format!("{path}: {what}"), template });
        }
    };
    if let Value::Object(map) = value {
        let statement = map.contains_key("Effect");
        if statement {
            changed("any action".to_owned(), &|place| place["Action"] = json!("*"));
            if map.contains_key("Resource") {
                changed("any resource".to_owned(), &|place| place["Resource"] = json!("*"));
            }
            if map.contains_key("Principal") {
                changed("anyone".to_owned(), &|place| place["Principal"] = json!("*"));
            }
            changed("another action".to_owned(), &|place| place["Action"] = json!([place["Action"], "iam:CreateUser"]));
        }
        for (key, item) in map {
            let keys = item.as_object().map_or(0, serde_json::Map::len);
            if in_statement && path.ends_with("Condition") && 0 < keys && !key.starts_with("Fn::") {
                for clause in item.as_object().into_iter().flat_map(serde_json::Map::keys) {
                    if clause == "Fn::If" {
                        continue;
                    }
                    changed(format!("without {key} {clause}"), &|place| {
                        if let Some(keys) = place[key.as_str()].as_object_mut() {
                            keys.remove(clause);
                        }
                    });
                }
            }
        }
        for (key, item) in map {
            let inner = format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
            weaker(root, item, &inner, in_statement || statement, out);
        }
    }
    if let Value::Array(items) = value {
        for (index, item) in items.iter().enumerate() {
            weaker(root, item, &format!("{path}/{index}"), in_statement, out);
        }
    }
}

#[test]
fn every_weakening_of_a_policy_is_a_widening() {
    for stack in StackKind::ALL {
        let template = render(stack).unwrap();
        let root = template.as_json();
        let mut all = Vec::new();
        weaker(root, &root["Resources"], "/Resources", false, &mut all);
        let mut silent = String::new();
        for weaker in &all {
            let edited = Template::from_json(weaker.template.clone()).unwrap();
            let (forth, back) = (diff(&template, &edited), diff(&edited, &template));
            if !forth.any_widened() {
                silent.push_str(&format!("not told as widened: {}\n{}", weaker.what, forth.to_text()));
            }
            if back.any_widened() {
                silent.push_str(&format!("its way back is told as widened: {}\n{}", weaker.what, back.to_text()));
            }
        }
        assert!(silent.is_empty(), "{silent}");
        if stack == StackKind::Runner {
            assert!(60 < all.len(), "only {} ways to weaken the stack were tried", all.len());
        }
    }
}

/// The organisation's stack carries the customer stack as text.
#[test]
fn a_template_inside_a_stack_set_is_compared_too() {
    let template = render(StackKind::Organization).unwrap();
    let edited = |from: &str, to: &str| {
        let json = template.to_json();
        assert!(json.contains(from), "{from}");
        diff(&template, &Template::parse(&json.replacen(from, to, 1)).unwrap())
    };
    let wider = edited(r#"\"ec2:VolumeType\":\"gp3\""#, r#"\"ec2:VolumeType\":\"io2\""#);
    assert!(wider.any_widened(), "{}", wider.to_text());
    assert!(wider.grants[0].sentence.starts_with("in the stacks of "), "{}", wider.to_text());
    assert_eq!(wider.other, [], "{}", wider.to_text());
    let unread = edited(r#""TemplateBody": "{"#, r#""TemplateBody": "not a template {"#);
    assert!(unread.any_widened(), "{}", unread.to_text());
}

#[test]
fn a_stack_does_not_differ_from_itself_in_another_form() {
    for stack in StackKind::ALL {
        let template = render(stack).unwrap();
        for form in [template.to_yaml(), template.to_json()] {
            let difference = diff(&template, &Template::parse(&form).unwrap());
            assert!(difference.is_empty(), "{}", difference.to_text());
        }
    }
}

#[test]
fn hardening_taken_away_is_a_widening() {
    let template = render(StackKind::Runner).unwrap();
    let yaml = template.to_yaml();
    let edits = [
        ("HttpTokens: required", "HttpTokens: optional", "IMDSv1"),
        ("HttpPutResponseHopLimit: 1", "HttpPutResponseHopLimit: 2", "hop limit"),
        ("Encrypted: true", "Encrypted: false", "no longer encrypted"),
        ("InstanceInitiatedShutdownBehavior: terminate", "InstanceInitiatedShutdownBehavior: stop", "stays behind"),
        ("MaxSessionDuration: 3600", "MaxSessionDuration: 7200", "7200 seconds"),
        ("ToPort: 443", "ToPort: 8443", "443 to 8443"),
        // The sizes still hold, so it is not every type.
        (
            "Default: t3.*,t4g.*",
            "Default: \"*\" # t3.*,t4g.*",
            "with ec2:InstanceType, whatever its value (before: t3.*",
        ),
        ("Default: \"*.nano,", "Default: \"*.*,", "instances of type *.*"),
        ("Default: Name,sprinters:*", "Default: \"*\"", "aws:TagKeys"),
        ("MinLength: 22", "MinLength: 1", "length of at least 1"),
    ];
    for (from, to, said) in edits {
        assert!(yaml.contains(from), "{from}");
        let difference = diff(&template, &Template::parse(&yaml.replacen(from, to, 1)).unwrap());
        assert!(difference.any_widened(), "{from}\n{}", difference.to_text());
        assert!(difference.to_text().contains(said), "{said}\n{}", difference.to_text());
    }
}
