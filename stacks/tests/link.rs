//! The quick-create link: what it fills in, and what never becomes a link.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

use proptest::prelude::*;
use sprinters_dsl::template::Template;
use sprinters_stacks::link::{LinkError, LinkRequest, check_template_url, parameter, quick_create};
use sprinters_stacks::{StackKind, render};

const TEMPLATE: &str = r#"
Parameters:
  Text: {Type: String, Default: "", MaxLength: 12, AllowedPattern: "[a-z&=+#% äß]*"}
  Any: {Type: String}
  Size: {Type: Number, MinValue: 8, MaxValue: 64}
  Choice: {Type: String, AllowedValues: ["true", "false"]}
  Patterns: {Type: CommaDelimitedList, AllowedPattern: "^[a-z0-9*]+\\.[a-z0-9*]+$", ConstraintDescription: patterns such as m7i.*}
  Numbers: {Type: List<Number>, MaxValue: 3}
  Vpc: {Type: "AWS::EC2::VPC::Id"}
  Subnets: {Type: "List<AWS::EC2::Subnet::Id>"}
  Key: {Type: "AWS::EC2::KeyPair::KeyName"}
  Secret: {Type: String, NoEcho: true, AllowedValues: [swordfish]}
  Odd: {Type: String, AllowedPattern: "(?=a)b"}
Resources:
  Topic: {Type: AWS::SNS::Topic}
"#;

fn template() -> Template {
    Template::parse(TEMPLATE).unwrap()
}

fn request(parameters: &[(&str, &str)]) -> LinkRequest {
    LinkRequest {
        template_url: "https://templates.s3.eu-central-1.amazonaws.com/runner/ab12.yaml".to_owned(),
        region: "eu-central-1".to_owned(),
        stack_name: "sprinters".to_owned(),
        parameters: parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
    }
}

/// What is said of one parameter, with the remedy.
fn refusal(name: &str, value: &str) -> String {
    let error = quick_create(&template(), &request(&[(name, value)])).unwrap_err();
    format!("{error}; {}", error.help())
}

#[test]
fn our_own_stack_has_a_link_with_everything_filled_in() {
    let link = quick_create(
        &render(StackKind::Runner).unwrap(),
        &request(&[
            ("ExternalId", "0123456789abcdefghijkl"),
            ("ControlPlaneRoleArn", "arn:aws:iam::444455556666:role/sprinters/control-plane"),
            ("DeploymentId", "acme-prod"),
            ("VpcId", "vpc-0123456789abcdef0"),
            ("ImageOwnerAccountId", "555566667777"),
            ("AllowedInstanceTypes", "m7i.*, c8g.large"),
        ]),
    );
    insta::assert_snapshot!(link.unwrap(), @"https://eu-central-1.console.aws.amazon.com/cloudformation/home?region=eu-central-1#/stacks/create/review?templateURL=https%3A%2F%2Ftemplates.s3.eu-central-1.amazonaws.com%2Frunner%2Fab12.yaml&stackName=sprinters&param_ExternalId=0123456789abcdefghijkl&param_ControlPlaneRoleArn=arn%3Aaws%3Aiam%3A%3A444455556666%3Arole%2Fsprinters%2Fcontrol-plane&param_DeploymentId=acme-prod&param_VpcId=vpc-0123456789abcdef0&param_ImageOwnerAccountId=555566667777&param_AllowedInstanceTypes=m7i.%2A%2C%20c8g.large");
}

#[test]
fn every_pattern_and_default_of_our_stacks_can_be_checked_here() {
    for kind in StackKind::ALL {
        let template = render(kind).unwrap();
        for parameter in template.parameters() {
            let Some(default) = parameter.default else { continue };
            let default = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
            let owner = template.parameter("ImageOwnerAccountId").map(|owner| (owner.name, "555566667777"));
            let given: Vec<(&str, &str)> = owner.into_iter().chain([(parameter.name, default.as_str())]).collect();
            let link = quick_create(&template, &request(&given));
            assert!(
                link.is_ok(),
                "{}: the default `{default}` of {} is refused: {link:?}",
                kind.name(),
                parameter.name
            );
        }
    }
}

#[test]
fn a_misspelt_parameter_is_refused_with_the_nearest_one() {
    let stack = render(StackKind::Runner).unwrap();
    let error = quick_create(&stack, &request(&[("MaxVolumeGib", "20")])).unwrap_err();
    assert_eq!(error.to_string(), "the template has no parameter MaxVolumeGib");
    assert_eq!(error.help(), "did you mean MaxVolumeGiB?");
    let error = quick_create(&stack, &request(&[("ExternlId", "x")])).unwrap_err();
    assert_eq!(error.help(), "did you mean ExternalId?");
}

#[test]
fn what_the_template_refuses_is_refused() {
    let refusals = [
        ("Text", "ABC"),
        ("Text", "abcdefghijklm"),
        ("Text", "a\n"),
        ("Size", "7"),
        ("Size", "65"),
        ("Size", "ten"),
        ("Size", "inf"),
        ("Size", ""),
        ("Choice", "yes"),
        ("Choice", "True"),
        ("Patterns", "m7i.*,c8g"),
        ("Patterns", ""),
        ("Numbers", "1,2,4"),
        ("Vpc", "vpc-XYZ"),
        ("Vpc", "subnet-0123456789abcdef0"),
        ("Subnets", "subnet-01234567,subnet-7"),
        ("Key", ""),
        ("Odd", "b"),
    ]
    .map(|(name, value)| refusal(name, value))
    .join("\n");
    insta::assert_snapshot!(refusals);
}

#[test]
fn a_secret_is_neither_put_into_a_link_nor_shown() {
    assert_eq!(
        refusal("Secret", "swordfish"),
        "the parameter Secret is NoEcho; a quick-create link can't carry its value; leave Secret out; the person who opens the link fills it in"
    );
}

#[test]
fn a_parameter_given_twice_is_refused() {
    let error = quick_create(&template(), &request(&[("Any", "a"), ("Any", "b")])).unwrap_err();
    assert_eq!(error.to_string(), "the parameter Any is given twice");
}

#[test]
fn a_value_longer_than_cloudformation_takes_is_refused() {
    assert!(quick_create(&template(), &request(&[("Any", &"a".repeat(4_096))])).is_ok());
    let error = quick_create(&template(), &request(&[("Any", &"a".repeat(4_097))])).unwrap_err();
    assert!(error.to_string().ends_with("it has 4097 bytes, CloudFormation takes at most 4096"), "{error}");
}

#[test]
fn a_link_names_the_publisher_of_the_images() {
    for kind in [StackKind::Runner, StackKind::Organization] {
        let link = quick_create(&render(kind).unwrap(), &request(&[("DeploymentId", "acme-prod")]));
        let error = link.unwrap_err();
        assert_eq!(error, LinkError::Missing { name: "ImageOwnerAccountId" });
        assert!(error.help().contains("publishes the runner images"), "{}", error.help());
    }
}

#[test]
fn a_tag_that_no_launch_may_set_is_refused() {
    let template = render(StackKind::Runner).unwrap();
    let check = |parameters: &[(&str, &str)]| parameter::check(&template, &request(parameters).parameters);
    let error = check(&[
        ("ExtraTag1", "Team=build"),
        ("ExtraTag3", "CostCenter=42"),
        ("AllowedTagKeys", "Name,sprinters:*,Te?m"),
    ])
    .unwrap_err();
    assert_eq!(error.to_string(), "ExtraTag3 has the key CostCenter, which AllowedTagKeys does not allow");
    assert_eq!(error.help(), "give AllowedTagKeys=Name,sprinters:*,Te?m,CostCenter");
    assert!(check(&[("ExtraTag2", "CostCenter=42")]).is_err(), "the default allows our own alone");
    for allowed in ["Name,sprinters:*,CostCenter", "Name, Cost*", "*", "*Center", "C*t*r", "????Center"] {
        assert_eq!(check(&[("ExtraTag2", "CostCenter=42"), ("AllowedTagKeys", allowed)]), Ok(()), "{allowed}");
    }
    for allowed in ["Name", "cost*", "Cost", "*Centers", "CostCenter?", "C*x"] {
        assert!(check(&[("ExtraTag2", "CostCenter=42"), ("AllowedTagKeys", allowed)]).is_err(), "{allowed}");
    }
}

#[test]
fn a_template_lies_on_s3_over_https() {
    let with = |url: &str| {
        quick_create(&template(), &LinkRequest { template_url: url.to_owned(), ..request(&[]) }).map(|_| ())
    };
    for url in [
        "https://bucket.s3.amazonaws.com/key.yaml",
        "https://bucket.s3.eu-central-1.amazonaws.com/a/b/key.yaml?versionId=3",
        "https://dots.in.name.s3.dualstack.us-east-1.amazonaws.com/key",
        "https://s3.eu-central-1.amazonaws.com/bucket/key",
        "https://s3-us-west-2.amazonaws.com/bucket/key",
        "https://bucket.s3.cn-north-1.amazonaws.com.cn/key",
    ] {
        assert_eq!(with(url), Ok(()), "{url}");
    }
    let refusals = [
        "http://bucket.s3.amazonaws.com/key.yaml",
        "bucket.s3.amazonaws.com/key.yaml",
        "https://example.com/key.yaml",
        "https://bucket.s3.amazonaws.com.example.com/key.yaml",
        "https://evil.example/bucket.s3.amazonaws.com/key",
        "https://bucket.s3.amazonaws.com@example.com/key.yaml",
        "https://bucket.s3.amazonaws.com:8443/key.yaml",
        "https://bucket.s3.amazonaws.com/",
        "https://s3.amazonaws.com/bucket",
        "https://bucket.s3.amazonaws.com/key.yaml#x",
        "https://bucket.s3.amazonaws.com/my key.yaml",
        "https://bucket.s3.amazonaws.com/schlüssel",
        "",
    ]
    .map(|url| with(url).unwrap_err().to_string())
    .join("\n");
    insta::assert_snapshot!(refusals);
    let long = |characters: usize| {
        let start = "https://bucket.s3.amazonaws.com/";
        with(&format!("{start}{}", "k".repeat(characters - start.len())))
    };
    assert_eq!(long(1_024), Ok(()));
    assert_eq!(long(1_025), Err(LinkError::TemplateUrlTooLong { characters: 1_025 }));
    assert_eq!(check_template_url("https://bucket.s3.amazonaws.com/key.yaml"), Ok(()));
    assert_eq!(
        check_template_url("https://example.com/key.yaml").map_err(|error| error.help()),
        with("https://example.com/key.yaml").map_err(|error| error.help())
    );
}

#[test]
fn regions_and_stack_names_have_their_form() {
    let console = |region: &str| {
        let link = quick_create(&template(), &LinkRequest { region: region.to_owned(), ..request(&[]) });
        link.map(|link| link.split("/cloudformation").next().unwrap_or_default().to_owned())
    };
    assert_eq!(console("us-gov-west-1").unwrap(), "https://us-gov-west-1.console.amazonaws-us-gov.com");
    assert_eq!(console("cn-north-1").unwrap(), "https://cn-north-1.console.amazonaws.cn");
    assert_eq!(console("ap-southeast-7").unwrap(), "https://ap-southeast-7.console.aws.amazon.com");
    for region in
        ["", "frankfurt", "eu-central", "EU-central-1", "eu-central-1.evil.example", "-1", "eu--1", "eu-central-1a"]
    {
        assert_eq!(console(region), Err(LinkError::Region { region: region.to_owned() }));
    }
    let named = |name: &str| quick_create(&template(), &LinkRequest { stack_name: name.to_owned(), ..request(&[]) });
    assert!(named(&"s".repeat(128)).is_ok());
    for name in ["", "1st", "-a", "a_b", "a b", "äb", &"s".repeat(129)] {
        assert_eq!(named(name), Err(LinkError::StackName { name: name.to_owned() }));
    }
}

/// Reads a link as the console does.
fn read(link: &str) -> Vec<(String, String)> {
    let query = link.split_once("/create/review?").unwrap().1;
    query
        .split('&')
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap();
            (decode(name), decode(value))
        })
        .collect()
}

fn decode(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let digits = [bytes.next().unwrap(), bytes.next().unwrap()];
        out.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
    }
    String::from_utf8(out).unwrap()
}

proptest! {
    #[test]
    fn reading_the_link_gives_the_parameters_back(any in ".{0,200}", size in 8..=64_u32, text in "[a-z&=+#% äß]{0,12}") {
        let request = request(&[("Any", &any), ("Size", &size.to_string()), ("Text", &text)]);
        let link = quick_create(&template(), &request).unwrap();
        prop_assert!(link.bytes().all(|byte| byte.is_ascii_graphic()));
        let mut expected = vec![
            ("templateURL".to_owned(), request.template_url.clone()),
            ("stackName".to_owned(), request.stack_name.clone()),
        ];
        expected.extend(request.parameters.iter().map(|(name, value)| (format!("param_{name}"), value.clone())));
        prop_assert_eq!(read(&link), expected);
    }

    #[test]
    fn no_input_panics(url in ".{0,60}", region in ".{0,20}", name in ".{0,20}", parameter in "[A-Z][a-z]{0,8}", value in ".{0,40}") {
        let request = LinkRequest {
            template_url: url, region, stack_name: name, parameters: vec![(parameter, value)],
        };
        prop_assert!(quick_create(&template(), &request).is_err());
    }
}
