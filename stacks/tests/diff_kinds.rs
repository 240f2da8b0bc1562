//! Every kind of way in which somebody may now do more, each with its opposite, and what must not be taken for one.

use std::fmt::Write;

use sprinters_dsl::policy::places;
use sprinters_dsl::template::Template;
use sprinters_stacks::diff::{Difference, Direction, diff};

/// What a reviewer says of a step from one template to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// Somebody may do more, nobody less.
    More,
    /// Somebody may do more, and somebody less; or which of the two is not known.
    Other,
    /// Somebody may do less, nobody more.
    Less,
    /// It is told, and no grant.
    Told,
    /// It means the same.
    Same,
}
use Said::{Less, More, Other, Same, Told};

/// One step of a table: its name, what is to be said of it, and both templates as the lines under `Resources`, but for
/// those that begin with another section. Lines that begin with `-` stand in the old template alone, those with `+` in
/// the new one.
struct Step {
    name: String,
    said: Said,
    before: String,
    after: String,
}

#[expect(clippy::panic, reason = "a helper of tests; the message names the step that can't be read")]
fn steps(table: &str) -> Vec<Step> {
    let read = |block: &str| {
        let (head, lines) = block.split_once('\n').unwrap_or((block, ""));
        let Some((name, word)) = head.rsplit_once(": ") else { panic!("no word: {head}") };
        let said = match word {
            "more" => More,
            "other" => Other,
            "less" => Less,
            "told" => Told,
            "same" => Same,
            other => panic!("{other} is no word of {name}"),
        };
        let of = |sign: char| -> String {
            let own = lines.lines().filter(|line| line.starts_with([' ', sign]));
            own.filter_map(|line| line.get(2..)).flat_map(|line| [line, "\n"]).collect()
        };
        Step { name: name.to_owned(), said, before: of('-'), after: of('+') }
    };
    table.split("\n\n").map(str::trim).filter(|block| !block.is_empty()).map(read).collect()
}

#[expect(clippy::panic, reason = "a helper of tests; the message names the template that can't be read")]
fn read(lines: &str) -> Template {
    const SECTIONS: [&str; 9] = [
        "Transform:",
        "Globals:",
        "Parameters:",
        "Conditions:",
        "Mappings:",
        "Hooks:",
        "Outputs:",
        "Metadata:",
        "Rules:",
    ];
    let (mut sections, mut resources) = (String::new(), String::from("Resources:\n  Queue: {Type: AWS::SQS::Queue}\n"));
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match SECTIONS.iter().any(|section| line.starts_with(section)) {
            true => sections.push_str(&format!("{line}\n")),
            false => resources.push_str(&format!("  {line}\n")),
        }
    }
    match Template::parse(&format!("{sections}{resources}")) {
        Ok(template) => template,
        Err(error) => panic!("{error}\n{sections}{resources}"),
    }
}

fn said(difference: &Difference) -> Said {
    let any = |direction| difference.grants.iter().any(|change| change.direction == direction);
    match (any(Direction::Widened), any(Direction::Changed), any(Direction::Narrowed)) {
        (true, false, false) => More,
        (false, false, true) => Less,
        (false, false, false) if difference.is_empty() => Same,
        (false, false, false) => Told,
        (_, _, _) => Other,
    }
}

fn judge(table: &str) {
    let mut wrong = String::new();
    for step in steps(table) {
        let (old, new) = (read(&step.before), read(&step.after));
        let (forth, back) = (diff(&old, &new), diff(&new, &old));
        let turned = match step.said {
            More => Less,
            Less => More,
            other => other,
        };
        if said(&forth) != step.said {
            wrong.push_str(&format!(
                "{}: {:?} and not {:?}\n{}\n",
                step.name,
                said(&forth),
                step.said,
                forth.to_text()
            ));
        }
        if said(&back) != turned {
            wrong.push_str(&format!(
                "{}, undone: {:?} and not {turned:?}\n{}\n",
                step.name,
                said(&back),
                back.to_text()
            ));
        }
        for template in [&old, &new] {
            assert!(diff(template, template).is_empty(), "{}: it differs from itself", step.name);
        }
        for change in forth.grants.iter().chain(&back.grants) {
            let sentence = &change.sentence;
            assert!(
                change.before.is_none() || change.before != change.after || sentence.contains("what it depends on"),
                "{sentence}"
            );
            assert!(!sentence.contains("=>"), "{sentence}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn roles_that_are_handed_over() {
    judge(include_str!("diff/kinds/roles.txt"));
}

#[test]
fn grants_that_are_no_policy_documents() {
    judge(include_str!("diff/kinds/grants.txt"));
}

#[test]
fn resource_policies_of_every_type_that_has_one() {
    let closed = "Statement: [{Effect: Allow, Principal: {AWS: '111122223333'}, Action: 'x:Read', Resource: '*'}]";
    let open = "Statement: [{Effect: Allow, Principal: '*', Action: 'x:Read', Resource: '*'}]";
    for (kind, property) in [
        ("AWS::S3::BucketPolicy", "PolicyDocument"),
        ("AWS::S3::AccessPoint", "Policy"),
        ("AWS::SQS::QueuePolicy", "PolicyDocument"),
        ("AWS::SQS::QueueInlinePolicy", "PolicyDocument"),
        ("AWS::SNS::TopicInlinePolicy", "PolicyDocument"),
        ("AWS::KMS::Key", "KeyPolicy"),
        ("AWS::ECR::Repository", "RepositoryPolicyText"),
        ("AWS::ECR::PublicRepository", "RepositoryPolicyText"),
        ("AWS::SecretsManager::ResourcePolicy", "ResourcePolicy"),
        ("AWS::EFS::FileSystem", "FileSystemPolicy"),
        ("AWS::Backup::BackupVault", "AccessPolicy"),
        ("AWS::Elasticsearch::Domain", "AccessPolicies"),
        ("AWS::OpenSearchService::Domain", "AccessPolicies"),
        ("AWS::Kinesis::ResourcePolicy", "ResourcePolicy"),
        ("AWS::Lambda::ResourcePolicy", "PolicyDocument"),
        ("AWS::Glue::Database", "AnythingPolicy"),
        ("AWS::VpcLattice::AuthPolicy", "Policy"),
        ("AWS::CodeArtifact::Domain", "PermissionsPolicyDocument"),
        ("AWS::XRay::ResourcePolicy", "PolicyDocument"),
        ("AWS::MediaStore::Container", "Policy"),
        ("AWS::IoT::Policy", "PolicyDocument"),
        ("Some::Future::Thing", "Policy"),
    ] {
        let with = |policy: &str| {
            read(&format!("R: {{Type: '{kind}', Properties: {{{property}: {{Version: 2012-10-17, {policy}}}}}}}"))
        };
        let text = |policy: &str| {
            let json = read(&format!("R: {{Type: X, Properties: {{P: {{Version: 2012-10-17, {policy}}}}}}}"));
            let json = json.as_json()["Resources"]["R"]["Properties"]["P"].to_string();
            read(&format!("R: {{Type: '{kind}', Properties: {{{property}: '{json}'}}}}"))
        };
        let difference = diff(&with(closed), &with(open));
        assert_eq!(said(&difference), More, "{kind}\n{}", difference.to_text());
        assert_eq!(said(&diff(&with(open), &with(closed))), Less, "{kind}");
        // The same as a text that holds JSON.
        assert_eq!(said(&diff(&text(closed), &text(open))), More, "{kind}");
        if places(kind).is_some_and(|places| places.policies.contains(&property)) {
            assert_eq!(said(&diff(&with(open), &text(open))), Same, "{kind}");
        }
        // What can't be read is never quiet.
        let opaque = |name: &str| {
            read(&format!(
                "Parameters: {{{name}: {{Type: String}}}}\nR: {{Type: '{kind}', Properties: {{{property}: !Ref {name}}}}}"
            ))
        };
        let unread = diff(&opaque("Some"), &opaque("Other"));
        assert!(!unread.is_empty(), "{kind}");
    }
}

#[test]
fn identities() {
    judge(include_str!("diff/kinds/identities.txt"));
    const ADMIN: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
    let attached = read(&format!("U: {{Type: AWS::IAM::User, Properties: {{ManagedPolicyArns: ['{ADMIN}']}}}}"));
    let sentence = &diff(&read("U: {Type: AWS::IAM::User}"), &attached).grants[0].sentence;
    assert!(sentence.contains("may now do anything"), "{sentence}");
}

#[test]
fn what_the_internet_can_reach() {
    judge(include_str!("diff/kinds/reach.txt"));
}

#[test]
fn networks() {
    judge(include_str!("diff/kinds/networks.txt"));
}

#[test]
fn what_sam_adds() {
    judge(include_str!("diff/kinds/sam.txt"));
}

#[test]
fn nested_stacks_and_macros() {
    judge(include_str!("diff/kinds/nested.txt"));
    for (transform, change) in [("Transform: Anything", More), ("Transform: [AWS::LanguageExtensions, Anything]", More)]
    {
        let difference = diff(&read(""), &read(transform));
        assert_eq!(said(&difference), change, "{}", difference.to_text());
        assert_eq!(difference.not_judged[0].what, "the macro Anything");
    }
    let with = |properties: &str| read(&format!("T: {{Type: AWS::SNS::Topic, Properties: {{{properties}}}}}"));
    let included = diff(&with(""), &with("Fn::Transform: {Name: AWS::Include, Parameters: {Location: 's3://a/b'}}"));
    assert!(included.any_widened(), "{}", included.to_text());
}

#[test]
fn what_is_no_grant_is_told_and_raises_no_alarm() {
    judge(include_str!("diff/kinds/no-grant.txt"));
}

#[test]
fn templates_of_strangers() {
    judge(include_str!("diff/kinds/strangers.txt"));
}

#[test]
fn worlds_that_cannot_be_are_not_compared() {
    let conditions = "Parameters: {P: {Type: String, AllowedValues: [a, b, c]}}\nConditions: {A: !Equals [!Ref P, a], B: !Equals [!Ref P, b], C: !Equals [!Ref P, c], AnyA: !Or [!Condition A, !Condition B], Both: !And [!Condition A, !Condition B]}\n";
    let group = |rules: &str| {
        let text = format!(
            "{conditions}G: {{Type: AWS::EC2::SecurityGroup, Properties: {{GroupDescription: g, SecurityGroupIngress: [{rules}]}}}}"
        );
        read(&text)
    };
    let rule = |port: u32| format!("{{IpProtocol: tcp, FromPort: {port}, ToPort: {port}, CidrIp: 10.0.0.0/8}}");
    let when = |condition: &str, port: u32| format!("!If [{condition}, {}, !Ref AWS::NoValue]", rule(port));
    // Never both, so the rule is never there.
    let never = diff(&group(&rule(1)), &group(&format!("{}, {}", rule(1), when("Both", 2))));
    assert_eq!(said(&never), Same, "{}", never.to_text());
    // One of the three is always.
    let always = diff(&group(&[when("A", 1), when("B", 1), when("C", 1)].join(", ")), &group(&rule(1)));
    assert!(!always.grants.iter().any(|change| change.direction == Direction::Narrowed), "{}", always.to_text());
    let either = diff(&group(&when("AnyA", 1)), &group(&[when("A", 1), when("B", 1)].join(", ")));
    assert!(!either.grants.iter().any(|change| change.direction == Direction::Widened), "{}", either.to_text());
}

/// The work and the sentences grow with the template, not with the number of worlds.
#[test]
fn many_conditions_make_one_sentence() {
    let template = |first: &str| {
        let mut text = String::from("Parameters: {");
        for number in 0..8 {
            write!(text, "P{number}: {{Type: String}}, ").unwrap();
        }
        text.push_str("}\nConditions: {");
        for number in 0..8 {
            write!(text, "C{number}: !Equals [!Ref P{number}, x], ").unwrap();
        }
        text.push_str("}\nL: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {ImageId: ami-1, KeyName: !If [C0, k, !Ref AWS::NoValue], UserData: {Fn::Base64: !Join ['', [");
        text.push_str(first);
        for number in 0..8 {
            write!(text, ", !If [C{number}, a{number}, b{number}]").unwrap();
        }
        text.push_str("]]}}}}");
        read(&text)
    };
    let difference = diff(&template("x"), &template("y"));
    assert!(difference.grants.is_empty(), "{}", difference.to_text());
    assert_eq!(difference.other.len(), 1, "{}", difference.to_text());
}

#[test]
fn thousands_of_grants_are_counted() {
    let users = |action: &str| {
        let mut text = String::new();
        for number in 0..400 {
            writeln!(text, "U{number}: {{Type: AWS::IAM::User, Properties: {{Policies: [{{PolicyName: p, PolicyDocument: {{Version: 2012-10-17, Statement: [{{Effect: Allow, Action: '{action}', Resource: 'arn:aws:s3:::b{number}'}}]}}}}]}}}}").unwrap();
        }
        read(&text)
    };
    let difference = diff(&users("s3:GetObject"), &users("s3:*"));
    assert!(difference.any_widened());
    assert!(difference.grants.len() <= 80, "{}", difference.grants.len());
    assert_eq!(difference.grants.iter().map(|change| change.count).sum::<usize>(), 400);
}

#[test]
fn what_is_not_understood_is_named() {
    for (lines, what) in [
        ("T: {Type: AWS::SNS::Topic, Properties: {DisplayName: {Fn::GetStackOutput: [a, b]}}}", "Fn::GetStackOutput"),
        (
            "T: {Type: AWS::SNS::Topic, Properties: {DisplayName: {Fn::Transform: [{Name: Date}]}}}",
            "Fn::Transform Date",
        ),
        ("Hooks: {H: {Type: AWS::CodeDeploy::BlueGreen}}", "the section Hooks"),
        ("C: {Type: Custom::Thing, Properties: {ServiceToken: t}}", "the type Custom::Thing"),
        ("C: {Type: 'Acme::Shop::Cart', Properties: {A: b}}", "the type Acme::Shop::Cart"),
        ("Transform: Count", "the macro Count"),
    ] {
        let difference = diff(&read(""), &read(lines));
        assert!(difference.not_judged.iter().any(|one| one.what == what), "{what}:\n{}", difference.to_text());
        assert!(difference.to_text().contains(what), "{}", difference.to_text());
        assert!(difference.to_markdown().unwrap().contains("Not judged"));
    }
}

#[test]
fn sentences_say_what_is_meant() {
    let invoked = diff(
        &read("F: {Type: AWS::Lambda::Function}"),
        &read(
            "F: {Type: AWS::Lambda::Function}\nP: {Type: AWS::Lambda::Permission, Properties: {FunctionName: !GetAtt F.Arn, Action: lambda:InvokeFunction, Principal: '*'}}",
        ),
    );
    assert!(invoked.grants[0].sentence.contains("anyone may now invoke the function F"), "{}", invoked.to_text());
    let user = |resource: &str| {
        read(&format!(
            "U: {{Type: AWS::IAM::User, Properties: {{Policies: [{{PolicyName: p, PolicyDocument: {{Version: 2012-10-17, Statement: [{{Effect: Allow, Action: s3:GetObject, Resource: {resource}}}]}}}}]}}}}"
        ))
    };
    let read_more = diff(&user("a"), &user("!Sub 'arn:aws:s3:::${AWS::AccountId}-logs/*'"));
    assert!(read_more.to_text().contains("${AWS::AccountId}-logs/*"), "{}", read_more.to_text());
}
