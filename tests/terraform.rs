//! The customer stack as a Terraform module: Terraform evaluates its policies, and the provider's own names judge its
//! resources.
#![expect(clippy::expect_used, reason = "what the tests share: a wrong assumption ends the test")]

use serde_json::{Map, Value, json};
use sprinters::installation::{ACCOUNT, Choice, Installation, REGION, inputs, template};
use sprinters::terraform::{Answer, Evaluated, Evaluation, ask};
use sprinters_stacks::terraform;
use std::sync::OnceLock;

fn module() -> String {
    terraform::module(&template()).expect("the customer stack has a translation")
}

/// The variables and the policies of the module, with what AWS gives written out: no provider is needed to evaluate
/// them.
fn without_resources(facts: &[(&str, Value)]) -> String {
    let module = module();
    let between = |from: &str, to: &str| {
        let start = module.find(from).expect("the module has this part");
        let end = module[start..].find(to).expect("the part has an end");
        module[start..start + end].to_owned()
    };
    let facts: String = facts.iter().map(|(name, value)| format!("  {name} = {value}\n")).collect();
    format!(
        "{}\nlocals {{\n{facts}}}\n{}\noutput \"permissions\" {{ value = local.control_plane_role_policy }}\noutput \"trust\" {{ value = local.control_plane_role_trust }}\n",
        between("\nvariable ", "\ndata "),
        between("\n# Which options were chosen.", "\nresource "),
    )
}

fn evaluation(installation: &Installation) -> Evaluation {
    let id = |output: &str| json!(installation.resolved.output(output).and_then(Value::as_str).expect("an output"));
    let module = without_resources(&[
        ("account_id", json!(ACCOUNT)),
        ("region", json!(REGION)),
        ("partition", json!("aws")),
        ("url_suffix", json!("amazonaws.com")),
        ("runner_launch_template_id", id("LaunchTemplateId")),
        ("runner_security_group_id", id("SecurityGroupId")),
        ("runner_instance_profile_arn", json!(installation.instance_profile_arn())),
    ]);
    let template = template();
    let lists = |name: &str| template.parameter(name).is_some_and(|one| one.kind == "CommaDelimitedList");
    let variables: Map<String, Value> = inputs(installation.choice)
        .parameters
        .iter()
        .map(|(name, value)| {
            let value = if lists(name) { json!(value.split(',').collect::<Vec<_>>()) } else { json!(value) };
            (variable(name), value)
        })
        .collect();
    Evaluation { module, variables }
}

/// `MaxVolumeGiB` is `max_volume_gib`.
fn variable(parameter: &str) -> String {
    let mut out = String::new();
    for (index, letter) in parameter.replace("GiB", "Gib").char_indices() {
        if letter.is_ascii_uppercase() && index != 0 {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

/// Names that the provider does not have, each at another depth: what is replaced, by what, and what is said.
const SPOILED: [(&str, &str, &str); 4] = [
    ("max_session_duration", "max_session_seconds", "max_session_seconds is no name of the provider"),
    ("http_tokens ", "http_token ", "metadata_options.http_token is no name of the provider"),
    ("    ebs {", "    ebs_volume {", "block_device_mappings.ebs_volume is no name of the provider"),
    ("  aws_service_name = \"spot.amazonaws.com\"\n", "", "aws_service_name is missing"),
];

/// Everything is asked at once: Terraform takes a second to start.
fn answer() -> &'static Answer {
    static ANSWER: OnceLock<Answer> = OnceLock::new();
    ANSWER.get_or_init(|| {
        let mut evaluations: Vec<Evaluation> = Installation::all().iter().map(evaluation).collect();
        let mut refused = evaluation(&Installation::new(Choice::Defaults));
        refused.variables.insert("deployment_id".to_owned(), json!("Acme"));
        let mut incomplete = evaluation(&Installation::new(Choice::Defaults));
        incomplete.variables.remove("image_owner_account_id");
        evaluations.extend([refused, incomplete]);
        let spoiled = SPOILED.map(|(from, to, _)| module().replacen(from, to, 1));
        assert!(spoiled.iter().all(|text| *text != module()), "a text to spoil is not in the module");
        ask(&module(), &spoiled, &evaluations)
    })
}

/// As Terraform writes JSON: keys in order, no white space.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(entries) => {
            let mut entries: Vec<(&String, &Value)> = entries.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            let entries: Vec<String> =
                entries.into_iter().map(|(key, value)| format!("{}:{}", json!(key), canonical(value))).collect();
            format!("{{{}}}", entries.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

#[test]
fn the_module() {
    insta::with_settings!({ snapshot_path => "../golden", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("runner.tf", module());
    });
}

#[test]
fn the_module_has_the_layout_of_terraform_fmt() {
    assert_eq!(answer().layout, module());
}

#[test]
fn every_name_of_the_module_is_one_of_the_providers() {
    let names = &answer().names[0];
    assert!(names.problems.is_empty(), "{}", names.problems.join("\n"));
    assert!(80 < names.checked, "only {} names were looked at", names.checked);
}

#[test]
fn a_name_that_the_provider_does_not_have_is_found() {
    for (names, (_, _, said)) in answer().names[1..].iter().zip(SPOILED) {
        assert!(names.problems.iter().any(|problem| problem.ends_with(said)), "{said}: {:?}", names.problems);
    }
}

#[test]
fn the_policies_are_those_of_the_template_to_the_byte() {
    for (installation, evaluated) in Installation::all().iter().zip(&answer().evaluations) {
        let choice = installation.choice.name();
        let outputs = match evaluated {
            Evaluated::Outputs { outputs } => outputs,
            Evaluated::Refused { refused } => panic!("{choice}: Terraform refuses the module:\n{refused}"),
        };
        for (name, expected) in [("permissions", installation.permissions()), ("trust", installation.trust())] {
            assert_eq!(outputs[name], canonical(&expected), "{choice}: the {name} differ from CloudFormation's");
        }
    }
}

#[test]
fn what_the_template_refuses_is_refused_with_its_sentence() {
    let [.., refused, incomplete] = answer().evaluations.as_slice() else { panic!("these two were asked") };
    for (evaluated, said) in [
        (refused, "Allowed: 8 to 32 lower-case letters, digits and hyphens."),
        (incomplete, "No value for required variable"),
    ] {
        match evaluated {
            Evaluated::Refused { refused } => assert!(refused.contains(said), "{said}:\n{refused}"),
            Evaluated::Outputs { outputs } => panic!("{said}: it was accepted: {outputs:?}"),
        }
    }
}
