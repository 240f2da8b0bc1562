//! What is refused, and what the refusal says: the message, the place underlined, the help.

use serde_json::json;

use crate::template::{DEEPEST, Template, TemplateError};

/// A refusal as a person sees it.
fn refusal(source: &str) -> String {
    let error = Template::parse(source).expect_err("must be refused");
    let mut shown = format!("{}: {error}\n", error.code());
    if let Some(span) = error.span() {
        let start = source[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let line = source[start..].lines().next().unwrap_or("");
        let blanks = source[start..span.start].chars().count();
        let marks = source[span].lines().next().unwrap_or("").chars().count().max(1);
        shown.push_str(&format!("    {line}\n    {}{}\n", " ".repeat(blanks), "^".repeat(marks)));
    }
    shown.push_str(&format!("  help: {}\n", error.help()));
    shown
}

/// A template with one property.
fn with(property: &str) -> String {
    format!(
        "Parameters:\n  Zone:\n    Type: String\nConditions:\n  Big: !Equals [!Ref Zone, x]\nResources:\n  Group:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      P: {property}\n"
    )
}

#[test]
fn every_refusal_says_what_where_and_what_to_do() {
    let cases = [
        ("a text", "hello".to_owned()),
        ("nothing", String::new()),
        ("a list", "- a\n- b\n".to_owned()),
        ("an open bracket", "Resources: [\n".to_owned()),
        ("a tab", "Resources:\n\tA: b\n".to_owned()),
        ("two documents", "Resources:\n  A: {Type: T}\n---\nb: c\n".to_owned()),
        ("unknown anchor", "Resources: *nowhere\n".to_owned()),
        ("JSON with a slip", "{\"Resources\": {\"A\": {\"Type\": \"T\"]}}\n".to_owned()),
        ("JSON with a key twice", "{\"Resources\": {\"A\": {\"Type\": \"T\"},\n \"A\": {\"Type\": \"T\"}}}".to_owned()),
        ("no resources", "Parameters: {}\n".to_owned()),
        ("resources as a list", "Resources:\n  - Type: T\n".to_owned()),
        ("a section misspelt", "Resouces:\n  A: {Type: T}\nResources:\n  A: {Type: T}\n".to_owned()),
        ("a resource without type", "Resources:\n  A:\n    Properties: {}\n".to_owned()),
        ("a type that is a number", "Resources:\n  A:\n    Type: 7\n".to_owned()),
        ("an attribute misspelt", "Resources:\n  A:\n    Type: T\n    Propertis: {}\n".to_owned()),
        ("properties as a list", "Resources:\n  A:\n    Type: T\n    Properties: [a]\n".to_owned()),
        ("an output without value", "Resources:\n  A: {Type: T}\nOutputs:\n  Id: {Description: x}\n".to_owned()),
        ("a key twice", "Resources:\n  A:\n    Type: T\n  B:\n    Type: T\n  A:\n    Type: T\n".to_owned()),
        ("a bare Null key", with("{Null: {a: b}}")),
        ("a merge", with("{<<: {a: b}}")),
        ("a list as key", with("{[a, b]: c}")),
        ("not a number", with(".nan")),
        ("a number too long", with("123456789012345678901234567890")),
        ("unknown short intrinsic", with("!GetAttr Group.GroupId")),
        ("unknown long intrinsic", with("{Fn::Sbu: x}")),
        ("intrinsic beside other keys", with("{Fn::Sub: x, Other: y}")),
        ("GetAtt with one part", with("!GetAtt Group")),
        ("GetAtt with three parts", with("!GetAtt [a, b, c]")),
        ("If with two", with("!If [Big, a]")),
        ("If with a mapping first", with("!If [{Ref: Zone}, a, b]")),
        ("Join without list", with("!Join [',', a]")),
        ("Sub not closed", with("!Sub 'arn:${AWS::Region'")),
        ("Ref to a list", with("!Ref [a]")),
        ("Equals with three", with("!Equals [a, b, c]")),
        ("Ref to nothing", with("!Ref Zoen")),
        ("Ref to a stranger", with("!Ref Banana")),
        ("Ref to a pseudo parameter misspelt", with("!Ref AWS::Regoin")),
        ("GetAtt of a parameter", with("!GetAtt Zone.Id")),
        ("If on a stranger", with("!If [Small, a, b]")),
        ("FindInMap without maps", with("!FindInMap [Images, a, b]")),
        ("Sub of a stranger", with("!Sub 'x-${Gruop}'")),
        ("a long text after accents, then a stranger", with("['ééé é', !Ref Zoen]")),
        ("DependsOn a stranger", "Resources:\n  A:\n    Type: T\n    DependsOn: Bee\n  Bea:\n    Type: T\n".to_owned()),
        ("condition of a stranger", "Resources:\n  A:\n    Type: T\n    Condition: Never\n".to_owned()),
        ("a loop", "Resources:\n  Fn::ForEach::Topics:\n    - Name\n    - [a, b]\n    - x: y\n".to_owned()),
    ];
    let shown: String = cases.iter().map(|(name, source)| format!("## {name}\n{}\n", refusal(source))).collect();
    insta::assert_snapshot!("refusals", shown);
}

#[test]
fn a_template_over_one_megabyte_is_refused_before_it_is_read() {
    let source = "x".repeat(1_048_577);
    assert_eq!(Template::parse(&source), Err(TemplateError::TooLarge { bytes: 1_048_577 }));
}

#[test]
fn deep_nesting_ends_in_a_refusal_whichever_way_it_is_written() {
    for source in [
        format!("Resources: {}", "[".repeat(500_000)),
        format!("Resources: {}", "{a: ".repeat(200_000)),
        format!("Resources:\n  {}x", "- ".repeat(400_000)),
        format!("{{\"Resources\": {}", "{\"a\": ".repeat(100_000)),
        with(&format!("{}x{}", "[".repeat(DEEPEST), "]".repeat(DEEPEST))),
        with(&format!("{}x{}", "!Not [".repeat(DEEPEST), "]".repeat(DEEPEST))),
    ] {
        let error = Template::parse(&source).expect_err("must be refused");
        assert!(matches!(error, TemplateError::TooDeep { .. }), "{error}");
    }
}

#[test]
fn a_json_value_nested_too_deeply_is_refused_too() {
    let mut value = json!("x");
    for _ in 0..1_000 {
        value = json!([value]);
    }
    let error = Template::from_json(json!({"Resources": {"A": {"Type": "T", "Properties": {"P": value}}}}));
    assert!(matches!(error, Err(TemplateError::TooDeep { .. })));
}

#[test]
fn aliases_that_multiply_are_stopped() {
    let mut source = String::from("Metadata:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let last = level - 1;
        source.push_str(&format!("  a{level}: &a{level} [{}]\n", vec![format!("*a{last}"); 10].join(", ")));
    }
    source.push_str("Resources:\n  A: {Type: T}\n");
    let error = Template::parse(&source).expect_err("must be refused");
    assert!(matches!(error, TemplateError::TooManyValues { .. }), "{error}");

    let long = "y".repeat(100_000);
    let source =
        format!("Metadata:\n  a: &a {long}\n  b: [{}]\nResources:\n  A: {{Type: T}}\n", vec!["*a"; 100].join(", "));
    let error = Template::parse(&source).expect_err("must be refused");
    assert!(matches!(error, TemplateError::TooManyValues { .. }), "{error}");
}

#[test]
fn an_ordinary_alias_is_read() {
    let template =
        Template::parse("Resources:\n  A:\n    Type: T\n    Properties:\n      P: &p [a]\n      Q: *p\n").unwrap();
    assert_eq!(template.resource("A").unwrap().property("Q"), Some(&json!(["a"])));
}

#[test]
fn a_macro_may_add_what_names_refer_to() {
    let source = "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\nOutputs:\n  R:\n    Value: !GetAtt FRole.Arn\n";
    assert!(Template::parse(source).is_ok());
}
