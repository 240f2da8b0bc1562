//! "Covered" is never said of a grant that lets a request pass which the others do not: compared with brute-force
//! evaluation of random policies over a small universe of requests, parameters and both readings of wildcards in ARNs.

use std::cell::Cell;
use std::net::Ipv4Addr;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use sprinters_dsl::policy::{Grant, Permissions, Scope};

const ACTIONS: [&str; 4] = ["ec2:RunInstances", "ec2:StopInstances", "s3:GetObject", "s3:PutObject"];
const RESOURCES: [&str; 6] = [
    "arn:aws:ec2:r:1:instance/i-1",
    "arn:aws:ec2:r:1:instance/i-22",
    "arn:aws:ec2:r:2:instance/i-1",
    "arn:aws:s3:::b/k",
    "arn:aws:s3:::b/k:1:instance/i-1",
    "arn:aws:ec2:x:1:volume/*",
];
/// What the parameters `P` and `Q` may be; a wildcard in a parameter is one in the policy.
const PARAMETERS: [(&str, &str); 4] = [("i-1", "a"), ("i-*", "*"), ("*", "5"), ("b:c", "true")];
/// Values of the single-valued key `k`.
const SINGLE: [Option<&str>; 11] = [
    None,
    Some("a"),
    Some("A"),
    Some("ab"),
    Some("*"),
    Some("5"),
    Some("7"),
    Some("10.0.0.1"),
    Some("10.1.2.3"),
    Some("true"),
    Some("arn:aws:ec2:r:1:instance/i-1"),
];
/// Values of the multi-valued key `m`.
const SEVERAL: [&[&str]; 6] = [&[], &["a"], &["ab"], &["a", "b"], &["a", "5"], &["*"]];

/// A world: values of the parameters, and how wildcards in ARNs are read.
#[derive(Clone, Copy, Debug)]
struct World {
    p: &'static str,
    q: &'static str,
    wildcards_span_colons: bool,
}

/// Plain backtracking, unlike the tables of the library.
fn like(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), None) => like(rest, text),
        (Some((b'*', rest)), Some((_, tail))) => like(rest, text) || like(pattern, tail),
        (Some((b'?', rest)), Some((_, tail))) => like(rest, tail),
        (Some((left, rest)), Some((right, tail))) => left == right && like(rest, tail),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    like(pattern.as_bytes(), text.as_bytes())
}

fn matches_arn(pattern: &str, text: &str, world: World) -> bool {
    if pattern == "*" || world.wildcards_span_colons {
        return matches(pattern, text);
    }
    let (left, right): (Vec<&str>, Vec<&str>) = (pattern.splitn(6, ':').collect(), text.splitn(6, ':').collect());
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| matches(left, right))
}

fn substituted(value: &Value, world: World) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(|item| substituted(item, world)).collect(),
        Value::Object(map) => match (map.get("Ref"), map.get("Fn::Sub")) {
            (Some(name), _) => vec![if name == "P" { world.p } else { world.q }.to_owned()],
            (_, Some(Value::String(text))) => vec![text.replace("${P}", world.p).replace("${Q}", world.q)],
            _ => Vec::new(),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

fn in_range(range: &str, address: &str) -> bool {
    let (base, bits) = range.split_once('/').unwrap_or((range, "32"));
    match (base.parse::<Ipv4Addr>(), bits.parse::<u32>(), address.parse::<Ipv4Addr>()) {
        (Ok(base), Ok(bits), Ok(address)) => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            base.to_bits() & mask == address.to_bits() & mask
        }
        _ => false,
    }
}

fn one_matches(operator: &str, policy: &str, request: &str, world: World) -> bool {
    let numbers = policy.parse::<f64>().ok().zip(request.parse::<f64>().ok());
    let number = |holds: fn(f64, f64) -> bool| numbers.is_some_and(|(policy, request)| holds(request, policy));
    match operator {
        "StringEquals" | "StringNotEquals" => policy == request,
        "StringEqualsIgnoreCase" | "StringNotEqualsIgnoreCase" | "Bool" => policy.eq_ignore_ascii_case(request),
        "StringLike" | "StringNotLike" => matches(policy, request),
        "ArnLike" | "ArnNotLike" => matches_arn(policy, request, world),
        "NumericEquals" | "NumericNotEquals" => number(|request, policy| request == policy),
        "NumericLessThan" => number(|request, policy| request < policy),
        "NumericLessThanEquals" => number(|request, policy| request <= policy),
        "NumericGreaterThan" => number(|request, policy| policy < request),
        "IpAddress" | "NotIpAddress" => in_range(policy, request),
        other => unreachable!("{other}"),
    }
}

fn clause_holds(operator: &str, policy: &[String], request: &[&str], world: World) -> bool {
    let (quantifier, rest) = operator.split_once(':').unwrap_or(("", operator));
    let (name, if_exists) = rest.strip_suffix("IfExists").map_or((rest, false), |name| (name, true));
    if name == "Null" {
        return policy.iter().any(|wanted| (wanted == "true") == request.is_empty());
    }
    let negated = name.contains("Not");
    if request.is_empty() {
        return match (if_exists, quantifier) {
            (true, _) | (_, "ForAllValues") => true,
            (_, "ForAnyValue") => false,
            (_, _) => negated,
        };
    }
    let passes = |value: &&str| policy.iter().any(|policy| one_matches(name, policy, value, world)) != negated;
    match quantifier {
        "ForAnyValue" => request.iter().any(passes),
        _ => request.iter().all(passes),
    }
}

fn logic_holds(template: &Value, body: &Value, world: World) -> bool {
    let items = |name: &str| body.get(name).and_then(Value::as_array);
    if let Some(name) = body.get("Condition").and_then(Value::as_str) {
        return logic_holds(template, &template["Conditions"][name], world);
    }
    if let Some(items) = items("Fn::Equals") {
        return substituted(&items[0], world) == substituted(&items[1], world);
    }
    if let Some(items) = items("Fn::Not") {
        return !logic_holds(template, &items[0], world);
    }
    if let Some(items) = items("Fn::And") {
        return items.iter().all(|item| logic_holds(template, item, world));
    }
    items("Fn::Or").is_some_and(|items| items.iter().any(|item| logic_holds(template, item, world)))
}

/// What a statement matches in one world: a request passes if its target and its context do.
struct Matched {
    targets: Vec<bool>,
    contexts: Vec<bool>,
}

fn matched(template: &Value, statement: &Value, world: World) -> Matched {
    if let Some(branches) = statement.get("Fn::If") {
        let holds = logic_holds(template, &json!({"Condition": branches[0]}), world);
        return matched(template, &branches[if holds { 1 } else { 2 }], world);
    }
    if statement.get("Ref").is_some() {
        return Matched { targets: vec![false; targets().count()], contexts: vec![false; contexts().count()] };
    }
    let texts = |name: &str| statement.get(name).map(|list| substituted(list, world));
    let (actions, not_actions) = (texts("Action"), texts("NotAction"));
    let (resources, not_resources) = (texts("Resource"), texts("NotResource"));
    let targets = targets().map(|(action, resource)| {
        let action_hit =
            |list: &Vec<String>| list.iter().any(|pattern| matches(&pattern.to_lowercase(), &action.to_lowercase()));
        let resource_hit = |list: &Vec<String>| list.iter().any(|pattern| matches_arn(pattern, resource, world));
        actions.as_ref().is_none_or(action_hit)
            && not_actions.as_ref().is_none_or(|list| !action_hit(list))
            && resources.as_ref().is_none_or(resource_hit)
            && not_resources.as_ref().is_none_or(|list| !resource_hit(list))
    });
    let contexts = contexts().map(|(single, several)| {
        let single: Vec<&str> = single.into_iter().collect();
        let operators = statement.get("Condition").and_then(Value::as_object).into_iter().flatten();
        operators.into_iter().all(|(operator, keys)| {
            keys.as_object().into_iter().flatten().all(|(key, values)| {
                let found = if key.eq_ignore_ascii_case("k") { single.as_slice() } else { several };
                clause_holds(operator, &substituted(values, world), found, world)
            })
        })
    });
    Matched { targets: targets.collect(), contexts: contexts.collect() }
}

fn targets() -> impl Iterator<Item = (&'static str, &'static str)> {
    ACTIONS.iter().flat_map(|action| RESOURCES.iter().map(move |resource| (*action, *resource)))
}

fn contexts() -> impl Iterator<Item = (Option<&'static str>, &'static [&'static str])> {
    SINGLE.iter().flat_map(|single| SEVERAL.iter().map(move |several| (*single, *several)))
}

fn worlds() -> impl Iterator<Item = World> {
    PARAMETERS
        .iter()
        .flat_map(|(p, q)| [true, false].into_iter().map(|wildcards_span_colons| World { p, q, wildcards_span_colons }))
}

fn template(statements: &[Value]) -> Value {
    json!({
        "Parameters": {"P": {"Type": "String"}, "Q": {"Type": "String"}},
        "Conditions": {
            "First": {"Fn::Equals": [{"Ref": "P"}, "i-1"]},
            "Second": {"Fn::And": [{"Fn::Not": [{"Condition": "First"}]}, {"Fn::Equals": [{"Ref": "Q"}, "5"]}]},
            "Third": {"Fn::Or": [{"Condition": "First"}, {"Condition": "Second"}]}
        },
        "Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []},
            "Policies": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}]
        }}}
    })
}

fn grants(template: &Value) -> Vec<Grant> {
    Permissions::read(&Scope::new(template)).grants
}

fn values(choices: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let reference =
        prop_oneof![Just(json!({"Ref": "P"})), Just(json!({"Ref": "Q"})), Just(json!({"Fn::Sub": "x${Q}"}))];
    prop_oneof![
        4 => subsequence(choices, 1..=2).prop_map(|items| json!(items)),
        2 => select(choices).prop_map(|item| json!(item)),
        2 => reference,
    ]
}

const TEXTS: &[&str] = &["a", "A", "ab", "a*", "?", "*", "*b", "5"];
const NUMBERS: &[&str] = &["5", "5.0", "6", "7", "10"];
const RANGES: &[&str] = &["10.0.0.0/8", "10.0.0.0/16", "10.0.0.1", "0.0.0.0/0"];
const ARNS: &[&str] = &["arn:aws:ec2:r:1:instance/*", "arn:aws:*:r:1:instance/i-1", "arn:aws:ec2:*", "*"];
const ACTION: &[&str] = &["ec2:RunInstances", "EC2:run*", "ec2:*", "*", "s3:GetObject", "s3:???Object", "*:*"];
const STRINGS: &[&str] = &["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"];
const ORDERS: &[&str] =
    &["NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericEquals", "NumericNotEquals"];

fn single(
    operators: &'static [&'static str],
    choices: &'static [&'static str],
) -> impl Strategy<Value = (String, String, Value)> {
    (select(operators), select(&["", "IfExists"][..]), select(&["k", "K"][..]), values(choices))
        .prop_map(|(operator, suffix, key, values)| (format!("{operator}{suffix}"), key.to_owned(), values))
}

fn condition() -> impl Strategy<Value = (String, String, Value)> {
    let several = (select(&["ForAllValues", "ForAnyValue"][..]), select(STRINGS), values(TEXTS))
        .prop_map(|(quantifier, operator, values)| (format!("{quantifier}:{operator}"), "m".to_owned(), values));
    let null = (select(&["k", "m"][..]), select(&["true", "false"][..]))
        .prop_map(|(key, value)| ("Null".to_owned(), key.to_owned(), json!(value)));
    prop_oneof![
        4 => single(STRINGS, TEXTS),
        1 => single(&["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"], TEXTS),
        2 => single(ORDERS, NUMBERS),
        1 => single(&["IpAddress", "NotIpAddress"], RANGES),
        1 => single(&["ArnLike", "ArnNotLike"], ARNS),
        1 => single(&["Bool"], &["true", "false", "True"]),
        3 => several,
        2 => null,
    ]
}

fn resource() -> impl Strategy<Value = Value> {
    let choices = vec![
        json!("*"),
        json!("arn:aws:ec2:r:1:instance/*"),
        json!("arn:aws:ec2:*:1:instance/i-?"),
        json!("arn:aws:ec2:r:1:instance/i-1"),
        json!("arn:aws:*:1:instance/i-1"),
        json!("arn:aws:s3:::b/*"),
        json!({"Fn::Sub": "arn:aws:ec2:r:1:instance/${P}"}),
        json!({"Fn::Sub": "arn:aws:ec2:${P}:1:instance/i-1"}),
        json!({"Ref": "P"}),
    ];
    prop_oneof![3 => subsequence(choices, 1..=2).prop_map(|items| json!(items)), 1 => Just(json!("*"))]
}

fn plain_statement() -> impl Strategy<Value = Value> {
    (
        (prop::bool::weighted(0.8), subsequence(ACTION, 1..=2)),
        (prop::bool::weighted(0.8), resource()),
        prop::collection::vec(condition(), 0..=2),
    )
        .prop_map(|((action, actions), (plain, resources), conditions)| {
            let mut out = json!({"Effect": "Allow"});
            out[if action { "Action" } else { "NotAction" }] = json!(actions);
            out[if plain { "Resource" } else { "NotResource" }] = resources;
            for (operator, key, values) in conditions {
                out["Condition"][operator][key] = values;
            }
            out
        })
}

fn branched(name: &str, body: &Value, first: bool) -> Value {
    let nothing = json!({"Ref": "AWS::NoValue"});
    match first {
        true => json!({"Fn::If": [name, body, nothing]}),
        false => json!({"Fn::If": [name, nothing, body]}),
    }
}

fn statement() -> impl Strategy<Value = Value> {
    let guarded = (select(&["First", "Second", "Third"][..]), plain_statement(), any::<bool>());
    prop_oneof![
        4 => plain_statement(),
        1 => guarded.prop_map(|(name, body, first)| branched(name, &body, first)),
    ]
}

/// The statement with one part of another, or under a template condition: close enough that "covered" is a question.
fn grafted(statement: &Value, donor: &Value, part: usize) -> Value {
    if statement.get("Effect").is_none() || donor.get("Effect").is_none() {
        return statement.clone();
    }
    let parts: [&[&str]; 5] = [&["Action", "NotAction"], &["Resource", "NotResource"], &["Condition"], &[], &[]];
    let mut out = statement.clone();
    for key in parts[part] {
        match donor.get(*key) {
            Some(value) => out[*key] = value.clone(),
            None => out.as_object_mut().into_iter().for_each(|map| {
                map.remove(*key);
            }),
        }
    }
    if part == 4 { branched("First", &out, donor.get("Action").is_some()) } else { out }
}

/// Whether "covered" was said; an error if it was said and is not true.
fn covered_truly(one: &Value, others: &[Value]) -> Result<bool, TestCaseError> {
    let (left, right) = (template(std::slice::from_ref(one)), template(others));
    let (ours, theirs) = (grants(&left), grants(&right));
    if !ours.iter().all(|grant| grant.covered(&theirs)) {
        return Ok(false);
    }
    for world in worlds() {
        let ours = matched(&left, one, world);
        let theirs: Vec<Matched> = others.iter().map(|other| matched(&right, other, world)).collect();
        for (t, target) in targets().enumerate().filter(|(t, _)| ours.targets[*t]) {
            for (c, context) in contexts().enumerate().filter(|(c, _)| ours.contexts[*c]) {
                prop_assert!(
                    theirs.iter().any(|other| other.targets[t] && other.contexts[c]),
                    "covered, but {target:?} with {context:?} in {world:?} passes the first alone\n{one:#}\n{:#}",
                    json!(others),
                );
            }
        }
    }
    Ok(true)
}

#[test]
fn covered_is_sound() {
    let said = Cell::new(0_u32);
    let config = Config { cases: 1_500, failure_persistence: None, ..Config::default() };
    let strategy = (statement(), prop::collection::vec((statement(), 0_usize..5), 1..=3));
    let result = TestRunner::new(config).run(&strategy, |(one, donors)| {
        let others: Vec<Value> = donors.iter().map(|(donor, part)| grafted(&one, donor, *part)).collect();
        said.set(said.get() + u32::from(covered_truly(&one, &others)?));
        Ok(())
    });
    result.unwrap();
    assert!(150 < said.get(), "\"covered\" was said only {} times: the test shows little", said.get());
}

/// The same with everything but the conditions alike, so that the clauses meet.
#[test]
fn a_clause_implies_only_what_follows_from_it() {
    let said = Cell::new(0_u32);
    let config = Config { cases: 6_000, failure_persistence: None, ..Config::default() };
    let with = |conditions: &[(String, String, Value)]| {
        let mut out = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"});
        for (operator, key, values) in conditions {
            out["Condition"][operator][key] = values.clone();
        }
        out
    };
    let family = prop_oneof![
        prop::collection::vec(single(STRINGS, &["a", "A", "*", "a*"]), 2..=3).boxed(),
        prop::collection::vec(single(ORDERS, NUMBERS), 2..=3).boxed(),
        prop::collection::vec(single(&["IpAddress", "NotIpAddress"], RANGES), 2..=3).boxed(),
        prop::collection::vec(single(&["ArnLike", "ArnNotLike"], ARNS), 2..=3).boxed(),
        prop::collection::vec(condition(), 2..=3).boxed(),
    ];
    let result = TestRunner::new(config).run(&family, |conditions| {
        let (first, rest) = conditions.split_at(1);
        let covered = covered_truly(&with(rest), &[with(first)])?;
        said.set(said.get() + u32::from(covered));
        Ok(())
    });
    result.unwrap();
    assert!(200 < said.get(), "\"covered\" was said only {} times: the test shows little", said.get());
}

#[test]
fn a_statement_is_covered_by_itself_however_it_is_split() {
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&(statement(), any::<bool>()), |(one, lists)| {
        let mut pieces = vec![one.clone()];
        for key in ["Action", "Resource"] {
            pieces = pieces
                .into_iter()
                .flat_map(|piece| match piece.get(key).and_then(Value::as_array).cloned() {
                    Some(items) => items
                        .into_iter()
                        .map(|item| {
                            let mut piece = piece.clone();
                            piece[key] = if lists { json!([item]) } else { item };
                            piece
                        })
                        .collect(),
                    None => vec![piece],
                })
                .collect();
        }
        let (whole, split) = (grants(&template(std::slice::from_ref(&one))), grants(&template(&pieces)));
        prop_assert!(whole.iter().all(|grant| grant.covered(&split)), "{one:#}");
        prop_assert!(split.iter().all(|grant| grant.covered(&whole)), "{one:#}");
        Ok(())
    });
    result.unwrap();
}
