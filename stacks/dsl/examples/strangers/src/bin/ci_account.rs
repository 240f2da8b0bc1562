//! The account in which a company's pipelines run: GitHub's jobs get roles by OpenID Connect, and nobody has a key.

use sprinters_dsl::iam::{
    GithubRepository, Policy, Principal, Statement, TrustPolicy, TrustStatement, cloudformation, iam,
};
use sprinters_dsl::prelude::*;
use sprinters_dsl::resources::iam as identities;
use strangers::aws::attributes::*;
use strangers::aws::ecr::Repository;
use strangers::aws::ecr::repository::{ImageScanningConfiguration, ImageTagMutability};
use strangers::aws::iam::OidcProvider;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut stack = Stack::new("Pipelines: GitHub's provider, a role that deploys, a role that looks, a registry");
    let shop = GithubRepository::new("acme", "shop")?.with_ids(1234, 5678);

    let provider =
        OidcProvider::new().url("https://token.actions.githubusercontent.com").client_id_list(["sts.amazonaws.com"]);
    let provider = stack.resource("GitHub", provider);

    let trust = TrustPolicy::new([TrustStatement::allow("Production")
        .because("Jobs in the environment production deploy; its reviewers let them")
        .assumed_by_github(provider.arn(), [shop.environment("production")?])]);
    let deploy = stack.resource("Deploy", identities::Role::new(trust).max_session_duration(3600));

    let trust = TrustPolicy::new([TrustStatement::allow("PullRequests")
        .because("Jobs of pull requests compare what they would deploy")
        .assumed_by_github(provider.arn(), [shop.pull_requests()])]);
    let look = stack.resource("Look", identities::Role::new(trust).max_session_duration(3600));

    let shop_stack = cloudformation::resource::stack("shop", "*");
    stack.grant(
        &look,
        Statement::allow("ReadShop")
            .because("The comparison reads what is deployed")
            .to_each((cloudformation::action::DescribeStacks, cloudformation::action::GetTemplate))
            .on(shop_stack.clone()),
    );

    let trust = TrustPolicy::new([TrustStatement::allow("CloudFormation")
        .because("CloudFormation makes the shop's resources with this role, and nobody else")
        .assumed_by(&Principal::service("cloudformation.amazonaws.com"))]);
    let read_roles = Policy::new([Statement::allow("ReadOwnRoles")
        .because("The shop's stack looks its own roles up")
        .to(iam::action::GetRole)
        .on(iam::resource::role("shop-*"))
        .erase()]);
    let execution = identities::Role::new(trust).policies([identities::role::Policy::new(read_roles, "shop")]);
    let execution = stack.resource("Execution", execution);

    stack.grant(
        &deploy,
        Statement::allow("DeployShop")
            .because("A deployment is a change set that is executed")
            .to_each((
                cloudformation::action::CreateChangeSet,
                cloudformation::action::DescribeChangeSet,
                cloudformation::action::DescribeStacks,
                cloudformation::action::ExecuteChangeSet,
            ))
            .on(shop_stack),
    );
    stack.grant(
        &deploy,
        Statement::allow("HandOverExecution")
            .because("CloudFormation works with the execution role, the pipeline never")
            .to(iam::action::PassRole)
            .on(&execution)
            .when(iam::key::PassedToService.equals("cloudformation.amazonaws.com")),
    );
    let scan = ImageScanningConfiguration::new().scan_on_push(true);
    let images = Repository::new()
        .repository_name("shop")
        .image_tag_mutability(ImageTagMutability::Immutable)
        .image_scanning_configuration(scan)
        .retain();
    let images = stack.resource("Images", images);

    stack.output("DeployRole", OutputSpec::new(&deploy.arn()).describe("Role of jobs that deploy"));
    stack.output("LookRole", OutputSpec::new(&look.arn()).describe("Role of jobs of pull requests"));
    stack.output("Registry", OutputSpec::new(&images.repository_uri()).describe("Where images are pushed"));
    print!("{}", stack.synthesize()?.to_yaml());
    Ok(())
}
