//! Actions in words.

use sprinters_dsl::policy::Pattern;

pub(super) fn is_action(action: &Pattern, name: &str) -> bool {
    action.text().as_literal().is_some_and(|text| text.eq_ignore_ascii_case(name))
}

/// Verb and usual object of the actions that people meet most; a verb that ends in the object needs none.
pub(super) fn action_words(action: &Pattern) -> Option<(&'static str, &'static str)> {
    let name = action.text().as_literal()?.to_ascii_lowercase();
    Some(match name.as_str() {
        "ec2:runinstances" => ("launch", "instances"),
        "ec2:terminateinstances" => ("terminate", "instances"),
        "ec2:stopinstances" => ("stop", "instances"),
        "ec2:startinstances" => ("start", "instances"),
        "ec2:rebootinstances" => ("reboot", "instances"),
        "ec2:modifyinstanceattribute" => ("change attributes of", "instances"),
        "ec2:modifyvolume" => ("modify", "volumes"),
        "ec2:deletevolume" => ("delete", "volumes"),
        "ec2:attachvolume" => ("attach", "volumes"),
        "ec2:createtags" => ("tag", "resources"),
        "ec2:deletetags" => ("remove tags from", "resources"),
        "ec2:describeinstances" => ("list instances", "instances"),
        "ec2:describevolumes" => ("list volumes", "volumes"),
        "ec2:describeimages" => ("list images", "images"),
        "ec2:describespotpricehistory" => ("read spot prices", "spot prices"),
        "iam:passrole" => ("pass", "roles"),
        "iam:createservicelinkedrole" => ("create", "service-linked roles"),
        "iam:createrole" => ("create", "roles"),
        "iam:attachrolepolicy" => ("attach policies to", "roles"),
        "iam:putrolepolicy" => ("write policies of", "roles"),
        "iam:createaccesskey" => ("create access keys for", "users"),
        "sts:assumerole" => ("assume", "roles"),
        "s3:getobject" => ("read", "objects"),
        "s3:putobject" => ("write", "objects"),
        "s3:deleteobject" => ("delete", "objects"),
        "s3:listbucket" => ("list", "buckets"),
        "s3:putbucketpolicy" => ("write the policy of", "buckets"),
        "kms:decrypt" => ("decrypt with", "keys"),
        "kms:encrypt" => ("encrypt with", "keys"),
        "kms:creategrant" => ("create grants on", "keys"),
        "sns:publish" => ("publish to", "topics"),
        "sqs:sendmessage" => ("send to", "queues"),
        "sqs:receivemessage" => ("receive from", "queues"),
        "logs:putlogevents" => ("write to", "log streams"),
        "secretsmanager:getsecretvalue" => ("read", "secrets"),
        "ssm:getparameter" => ("read", "parameters"),
        "lambda:invokefunction" => ("invoke", "functions"),
        _ => return None,
    })
}
