//! How policies of a template are found and brought into one form.

use serde_json::{Value, json};
use sprinters_dsl::policy::{
    Actions, Effect, Grant, Holder, Permissions, Principal, Principals, Resources, Scope, Text,
};

fn scope_text(template: &Value, value: &Value) -> Option<Text> {
    Scope::new(template).text(value)
}

fn grants(resources: &Value) -> Vec<Grant> {
    let template = json!({
        "Parameters": {"P": {"Type": "String"}, "Many": {"Type": "CommaDelimitedList"}},
        "Conditions": {
            "A": {"Fn::Equals": [{"Ref": "P"}, ""]},
            "NotA": {"Fn::Not": [{"Condition": "A"}]},
            "Never": {"Fn::Equals": ["x", "y"]}
        },
        "Resources": resources,
    });
    Permissions::read(&Scope::new(&template)).grants
}

fn role(statement: &Value) -> Value {
    json!({"R": {"Type": "AWS::IAM::Role", "Properties": {
        "Policies": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": statement}}]}}})
}

fn holders(grants: &[Grant]) -> Vec<Holder> {
    let mut holders: Vec<Holder> = grants.iter().map(|grant| grant.holder.clone()).collect();
    holders.sort();
    holders.dedup();
    holders
}

#[test]
fn a_text_has_one_form_however_it_is_put_together() {
    let template = json!({"Parameters": {"X": {"Type": "String"}}, "Mappings": {"M": {"a": {"b": "v-${X}"}}}});
    let same = [
        json!({"Fn::Sub": "v-${X}"}),
        json!({"Fn::Sub": ["v-${Y}", {"Y": {"Ref": "X"}}]}),
        json!({"Fn::Join": ["-", ["v", {"Ref": "X"}]]}),
        json!({"Fn::Join": ["", ["v", {"Ref": "AWS::NoValue"}, {"Fn::Sub": "-${X}"}]]}),
        json!({"Fn::Select": ["1", ["x", {"Fn::Sub": "v-${X}"}]]}),
    ];
    for value in &same {
        assert_eq!(scope_text(&template, value), scope_text(&template, &same[0]), "{value}");
    }
    // A mapping's text is literal: `${X}` in there is no reference.
    assert_ne!(scope_text(&template, &json!({"Fn::FindInMap": ["M", "a", "b"]})), scope_text(&template, &same[0]));
    assert_eq!(
        scope_text(&template, &json!({"Fn::GetAtt": "R.Arn"})),
        scope_text(&template, &json!({"Fn::GetAtt": ["R", "Arn"]}))
    );
    assert_eq!(
        scope_text(&template, &json!({"Fn::GetAtt": "R.Arn"})),
        scope_text(&template, &json!({"Fn::Sub": "${R.Arn}"}))
    );
    assert_eq!(scope_text(&template, &json!(443)), scope_text(&template, &json!("443")));
    assert_eq!(
        scope_text(&template, &json!({"Fn::Sub": "${!aws:username}"})),
        scope_text(&template, &json!("${aws:username}"))
    );
}

#[test]
fn the_same_symbol_is_another_value_when_its_table_changes() {
    let template = |size: &str| json!({"Mappings": {"M": {"eu-west-1": {"size": size}}}});
    let lookup = json!({"Fn::FindInMap": ["M", {"Ref": "AWS::Region"}, "size"]});
    assert_eq!(scope_text(&template("a"), &lookup), scope_text(&template("a"), &lookup));
    assert_ne!(scope_text(&template("a"), &lookup), scope_text(&template("b"), &lookup));
}

#[test]
fn a_statement_is_taken_apart_by_action_and_resource() {
    let found = grants(&role(&json!([{"Sid": "S", "Effect": "Deny", "Action": ["s3:Get*", "S3:get*", "s3:Put*"],
        "Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b"]}])));
    assert_eq!(found.len(), 4, "two actions, compared without case, on two resources");
    assert!(found.iter().all(|grant| grant.effect == Effect::Deny && grant.sid.as_deref() == Some("S")));
    assert!(found.iter().all(|grant| grant.path == "/Resources/R/Properties/Policies/0/PolicyDocument/Statement/0"));
}

#[test]
fn branches_become_guards_and_meet_again() {
    let allow = |resource: &str| json!({"Effect": "Allow", "Action": "s3:*", "Resource": resource});
    let branch = json!({"Fn::If": ["A", allow("arn:aws:s3:::a"), {"Ref": "AWS::NoValue"}]});
    let found = grants(&role(&json!([branch])));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].guard.to_string(), "P is empty");
    let both = json!([
        {"Fn::If": ["A", allow("*"), allow("arn:aws:s3:::a")]},
        {"Fn::If": ["NotA", allow("*"), {"Ref": "AWS::NoValue"}]}
    ]);
    let always: Vec<Grant> = grants(&role(&both)).into_iter().filter(|grant| grant.guard.is_always()).collect();
    assert_eq!(always.len(), 1, "on everything if A and if not A is on everything");
    assert_eq!(always[0].resources.to_string(), "*");
    assert!(grants(&role(&json!([{"Fn::If": ["Never", allow("*"), {"Ref": "AWS::NoValue"}]}]))).is_empty());
}

#[test]
fn every_way_to_hold_a_policy_is_found() {
    let document =
        json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}});
    let found = grants(&json!({
        "R": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": [{"Ref": "Managed"}, "arn:aws:iam::aws:policy/X"]}},
        "U": {"Type": "AWS::IAM::User", "Properties": {"Policies": {"PolicyName": "p", "PolicyDocument": document}}},
        "G": {"Type": "AWS::IAM::Group"},
        "Managed": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document, "Groups": [{"Ref": "G"}]}},
        "Free": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}},
        "Inline": {"Type": "AWS::IAM::RolePolicy", "Properties": {"RoleName": "Outside", "PolicyDocument": document}}
    }));
    assert_eq!(
        holders(&found),
        [
            Holder::Role("Outside".to_owned()),
            Holder::Role("R".to_owned()),
            Holder::User("U".to_owned()),
            Holder::Group("G".to_owned()),
            Holder::Policy("Free".to_owned()),
        ]
    );
    assert!(
        found.iter().any(|grant| matches!(&grant.actions, Actions::Attached(arn) if arn.to_string().ends_with("/X")))
    );
}

#[test]
fn resource_policies_of_any_type_are_found() {
    let document =
        json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*"}]});
    let found = grants(&json!({
        "B": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": document}},
        "K": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": document}},
        "L": {"Type": "AWS::Logs::ResourcePolicy", "Properties": {"PolicyDocument": document.to_string()}},
        "N": {"Type": "Some::New::Thing", "Properties": {"Deep": [{"AccessPolicy": document}]}},
        "E": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcId": "v"}},
        "F": {"Type": "AWS::Lambda::Permission", "Properties": {
            "FunctionName": {"Ref": "Function"}, "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com",
            "SourceArn": {"Fn::GetAtt": ["Bucket", "Arn"]}}}
    }));
    let names: Vec<String> = holders(&found).iter().map(|holder| holder.name().to_owned()).collect();
    assert_eq!(names, ["E", "K", "Function", "L", "Bucket", "N"]);
    assert!(
        found
            .iter()
            .filter(|grant| grant.holder.name() != "Function")
            .all(|grant| { grant.principals == Principals::One(Principal::Everyone) })
    );
    let function = found.iter().find(|grant| grant.holder.name() == "Function").unwrap();
    assert_eq!(function.principals.to_string(), "the service s3.amazonaws.com");
    assert_eq!(function.conditions.to_string(), "ArnLike aws:SourceArn = ${Bucket.Arn}");
}

#[test]
fn what_cannot_be_read_equals_only_itself() {
    for odd in [
        json!({"Effect": {"Ref": "P"}, "Action": "s3:*", "Resource": "*"}),
        json!({"Effect": "Allow", "Action": "s3:*"}),
        json!({"Effect": "Allow", "Action": "s3:*", "NotAction": "s3:*", "Resource": "*"}),
        json!({"Fn::Transform": {"Name": "AWS::Include"}}),
    ] {
        let found = grants(&role(&json!([odd])));
        assert!(matches!(found[0].actions, Actions::Unreadable(_)), "{odd}");
        let all = grants(&role(&json!([{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}])));
        assert!(!found[0].covered(&all));
        assert!(!all[0].covered(&found));
        assert!(found[0].covered(&found));
    }
    let odd =
        json!([{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Fn::Transform": {"Name": "x"}}}]);
    let (odd, open) =
        (grants(&role(&odd)), grants(&role(&json!([{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]))));
    assert!(odd[0].covered(&open) && !open[0].covered(&odd));
}

#[test]
fn principals_are_compared_by_who_they_are() {
    let trust = |principal: Value| {
        let statement = json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"});
        grants(&json!({"R": {"Type": "AWS::IAM::Role", "Properties": {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": statement}}}}))
    };
    let account = trust(json!({"AWS": "111122223333"}));
    assert_eq!(account[0].resources, Resources::Itself);
    let root = trust(json!({"AWS": "arn:aws:iam::111122223333:root"}));
    let role = trust(json!({"AWS": "arn:aws:iam::111122223333:role/x"}));
    let other = trust(json!({"AWS": "arn:aws:iam::444455556666:role/x"}));
    let everyone = trust(json!("*"));
    let service = trust(json!({"Service": "ec2.amazonaws.com"}));
    assert!(account[0].covered(&root) && root[0].covered(&account));
    assert!(role[0].covered(&account) && !account[0].covered(&role));
    assert!(!other[0].covered(&account));
    for some in [&account, &role, &service] {
        assert!(some[0].covered(&everyone) && !everyone[0].covered(some));
    }
    // In the stack's own account a role named as principal needs no permission of its own, so naming the account is
    // less.
    let own = trust(json!({"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}));
    let own_role = trust(json!({"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x"}}));
    assert!(own[0].covered(&trust(json!({"AWS": {"Ref": "AWS::AccountId"}}))));
    assert!(!own_role[0].covered(&own));
}

#[test]
fn a_parameter_may_hold_a_wildcard() {
    let with = |operator: &str| {
        let mut statement = json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*"});
        statement["Condition"][operator]["aws:PrincipalTag/team"] = json!({"Ref": "P"});
        grants(&role(&json!([statement])))
    };
    let (exact, pattern) = (with("StringEquals"), with("StringLike"));
    assert!(exact[0].covered(&pattern), "a text matches itself as a pattern");
    assert!(!pattern[0].covered(&exact), "as a pattern it may match more");
}

#[test]
fn conditions_that_double_end_too() {
    let mut conditions = json!({"C0": {"Fn::Equals": [{"Ref": "P"}, "x"]}});
    for number in 1..60 {
        let before = format!("C{}", number - 1);
        conditions[format!("C{number}")] = json!({"Fn::Or": [{"Condition": before}, {"Condition": before}]});
    }
    let template = |first: &str| {
        let mut conditions = conditions.clone();
        conditions["C0"]["Fn::Equals"][1] = json!(first);
        json!({"Conditions": conditions, "Resources": {"R": {"Type": "AWS::IAM::User", "Condition": "C59", "Properties":
            {"Policies": [{"PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}}]}}}})
    };
    let read = |template: &Value| Permissions::read(&Scope::new(template)).grants;
    let (one, same, other) = (read(&template("x")), read(&template("x")), read(&template("y")));
    assert!(one[0].covered(&same));
    assert!(!one[0].covered(&other), "what was not written out must not be taken for the same");
}

#[test]
fn a_statement_of_very_many_grants_is_kept_whole() {
    let names = |prefix: &str| (0..2_000).map(|number| format!("{prefix}{number}")).collect::<Vec<_>>();
    let statement = json!([{"Effect": "Allow", "Action": names("s3:A"), "Resource": names("arn:aws:s3:::b")}]);
    let found = grants(&role(&statement));
    assert_eq!(found.len(), 1);
    assert!(matches!(found[0].actions, Actions::Unreadable(_)));
}

#[test]
fn a_circle_of_conditions_ends() {
    let template = json!({
        "Conditions": {"A": {"Fn::Not": [{"Condition": "B"}]}, "B": {"Fn::Not": [{"Condition": "A"}]}},
        "Resources": {"R": {"Type": "AWS::IAM::User", "Condition": "A", "Properties": {"Policies": [{"PolicyDocument":
            {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}}]}}}
    });
    assert_eq!(Permissions::read(&Scope::new(&template)).grants.len(), 1);
}
