use crate::run;

const URL: &str = "https://templates.s3.eu-central-1.amazonaws.com/runner.yaml";

#[test]
fn a_link() {
    let parameters = ["--param", "DeploymentId=acme-prod", "--param", "ImageOwnerAccountId=555566667777"];
    let link = run(&[&["link", "--template-url", URL, "--region", "eu-central-1"], parameters.as_slice()].concat());
    assert_eq!((link.exit, link.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(link.stdout, @"https://eu-central-1.console.aws.amazon.com/cloudformation/home?region=eu-central-1#/stacks/create/review?templateURL=https%3A%2F%2Ftemplates.s3.eu-central-1.amazonaws.com%2Frunner.yaml&stackName=sprinters&param_DeploymentId=acme-prod&param_ImageOwnerAccountId=555566667777");
}

#[test]
fn what_would_not_work_is_refused() {
    let refused = [
        &["--template-url", "https://example.com/runner.yaml"] as &[&str],
        &["--template-url", URL, "--param", "DeploymentID=acme-prod"],
        &["--template-url", URL, "--param", "DeploymentId=Acme"],
        &["--template-url", URL, "--param", "DeploymentId"],
        &["--template-url", URL, "--stack-name", "acme_prod"],
        &["--template-url", URL, "--region", "Frankfurt"],
        &["--template-url", URL, "--param", "DeploymentId=acme-prod"],
        &[],
    ]
    .map(|args| {
        let run = run(&[&["link"], args].concat());
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{args:?}");
        run.stderr
    })
    .join("\n");
    insta::assert_snapshot!(refused);
}
