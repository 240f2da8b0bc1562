//! Evaluation: what a stack would get.

use serde_json::json;

use crate::template::{Inputs, ResolveError, Template};

const SOURCE: &str = r#"
Parameters:
  Size: {Type: Number, Default: 8, MinValue: 1, MaxValue: 16}
  Types: {Type: CommaDelimitedList, Default: "m7i.*, c7i.*"}
  Extra: {Type: CommaDelimitedList, Default: ""}
  Profile: {Type: String, Default: ""}
  Stage: {Type: String, Default: test, AllowedValues: [test, live]}
Mappings:
  Sizes:
    test: {disk: 10}
    live: {disk: 100}
Conditions:
  HasProfile: !Not [!Equals [!Ref Profile, ""]]
  IsBig: !And [!Condition HasProfile, !Equals [!Ref Size, 8]]
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      Path: /ci/
      Tags:
        - !If [HasProfile, {Key: profile, Value: !Ref Profile}, !Ref AWS::NoValue]
        - {Key: name, Value: !Sub "${AWS::StackName}-${Size}-${!x}"}
      Types: !Ref Types
      Joined: !Join ["|", !Ref Types]
      Second: !Select [1, !Ref Types]
      Split: !Split [",", "a,b"]
      Extra: !Ref Extra
      Disk: !FindInMap [Sizes, !Ref Stage, disk]
      Gone: !Ref AWS::NoValue
      Data: !Base64 "hello"
      Group: !Sub ["${G}", {G: !GetAtt Group.GroupId}]
      Text: !ToJsonString {a: [!Ref AWS::Region]}
      Zones: !GetAZs ""
  Group:
    Type: AWS::EC2::SecurityGroup
  Bucket:
    Type: AWS::S3::Bucket
    Condition: HasProfile
    Properties: {BucketName: !Sub "cache-${AWS::AccountId}"}
Outputs:
  Arn: {Value: !GetAtt Role.Arn}
  Bucket: {Condition: HasProfile, Value: !Sub "${Bucket.Arn}/*"}
"#;

fn template() -> Template {
    Template::parse(SOURCE).unwrap()
}

#[test]
fn every_intrinsic_is_evaluated_and_what_conditions_remove_is_gone() {
    let resolved = template().resolve(&Inputs::default()).unwrap();
    assert_eq!(resolved.conditions.get("IsBig"), Some(&false));
    assert_eq!(
        json!(resolved.resource("Role").unwrap().properties),
        json!({
            "Path": "/ci/", "Tags": [{"Key": "name", "Value": "stack-8-${x}"}],
            "Types": ["m7i.*", "c7i.*"], "Joined": "m7i.*|c7i.*", "Second": "c7i.*", "Split": ["a", "b"], "Extra": [],
            "Disk": 10, "Data": "aGVsbG8=", "Group": "sg-d5110536ea57387cd", "Text": "{\"a\":[\"us-east-1\"]}",
            "Zones": ["us-east-1a", "us-east-1b", "us-east-1c"],
        })
    );
    assert!(resolved.resource("Bucket").is_none());
    assert!(resolved.output("Bucket").is_none());
}

#[test]
fn inputs_change_what_comes_out() {
    let mut inputs = Inputs::default().with_parameter("Profile", "p").with_parameter("Stage", "live");
    inputs.physical_ids.insert("Role".to_owned(), "ci-role".to_owned());
    inputs.attributes.insert(("Group".to_owned(), "GroupId".to_owned()), "sg-1".to_owned());
    let resolved = template().resolve(&inputs).unwrap();
    let role = resolved.resource("Role").unwrap();
    assert_eq!(role.properties["Tags"][0], json!({"Key": "profile", "Value": "p"}));
    assert_eq!((&role.properties["Disk"], &role.properties["Group"]), (&json!(100), &json!("sg-1")));
    assert_eq!(resolved.output("Arn"), Some(&json!("arn:aws:iam::111122223333:role/ci/ci-role")));
    assert_eq!(resolved.output("Bucket"), Some(&json!("arn:aws:s3:::cache-111122223333/*")));
    assert_eq!(resolved.conditions.get("IsBig"), Some(&true));
}

#[test]
fn what_cannot_be_evaluated_says_why() {
    let refused = |inputs: &Inputs| template().resolve(inputs).unwrap_err().to_string();
    let with = |name: &str, value: &str| Inputs::default().with_parameter(name, value);
    assert_eq!(refused(&with("Sise", "1")), "the template has no parameter Sise; did you mean Size?");
    assert_eq!(refused(&with("Stage", "prod")), "the parameter Stage cannot be `prod`: allowed are test, live");
    assert_eq!(refused(&with("Size", "17")), "the parameter Size cannot be `17`: the most is 16");
    assert_eq!(refused(&with("Size", "x")), "the parameter Size cannot be `x`: it must be a number");

    let of = |source: &str| Template::parse(source).unwrap().resolve(&Inputs::default()).unwrap_err().to_string();
    let property = |value: &str| {
        of(&format!(
            "Parameters: {{L: {{Type: CommaDelimitedList, Default: 'a,b'}}}}\nMappings: {{M: {{a: {{b: c}}}}}}\nConditions: {{Never: !Equals [a, b]}}\nResources:\n  A: {{Type: T, Condition: Never}}\n  B:\n    Type: T\n    Properties:\n      P: {value}\n"
        ))
    };
    let shown = [
        of("Parameters: {P: {Type: String}}\nResources: {A: {Type: T}}\n"),
        of("Conditions: {A: !Not [!Condition B], B: !Not [!Condition A]}\nResources: {A: {Type: T}}\n"),
        of("Resources:\n  A: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref B}}\n  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref A}}\n"),
        property("!Ref A"),
        property("!Sub '${L}'"),
        property("!Select [2, !Ref L]"),
        property("!Select [x, !Ref L]"),
        property("!FindInMap [M, a, z]"),
        property("!ImportValue other-vpc"),
        property("!Cidr [10.0.0.0/16, 2]"),
        property("!Split ['', a]"),
    ]
    .join("\n");
    insta::assert_snapshot!(shown);
}

#[test]
fn text_that_multiplies_is_stopped() {
    let uses = "${V}".repeat(2_000);
    let source = format!(
        "Resources:\n  A:\n    Type: T\n    Properties:\n      P: !Sub ['{uses}', {{V: {}}}]\n",
        "y".repeat(10_000)
    );
    assert!(matches!(
        Template::parse(&source).unwrap().resolve(&Inputs::default()),
        Err(ResolveError::TooLarge { .. })
    ));
}

#[test]
fn the_same_inputs_give_the_same_ids() {
    let inputs = Inputs::default();
    assert_eq!(template().resolve(&inputs), template().resolve(&inputs));
    assert_eq!(inputs.stack_id().len(), "arn:aws:cloudformation:us-east-1:111122223333:stack/stack/".len() + 36);
}

#[test]
fn a_long_row_of_conditions_is_stopped() {
    let mut source = String::from("Conditions:\n");
    for index in 0..5_000 {
        source.push_str(&format!("  C{index}: !Not [!Condition C{}]\n", index + 1));
    }
    source.push_str("  C5000: !Equals [a, b]\nResources: {A: {Type: T}}\n");
    let refused = Template::parse(&source).unwrap().resolve(&Inputs::default());
    assert!(matches!(refused, Err(ResolveError::ChainTooLong { .. })));
}
