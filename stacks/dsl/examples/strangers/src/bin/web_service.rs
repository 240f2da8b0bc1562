//! A web service: containers behind a balancer, a database whose password nobody knows.

use sprinters_dsl::iam::{ErasedStatement, Principal, TrustPolicy, TrustStatement};
use sprinters_dsl::prelude::*;
use sprinters_dsl::resources::ec2::security_group::{Egress, Ingress};
use sprinters_dsl::resources::ec2::{SecurityGroup, SecurityGroupEgress, SecurityGroupIngress};
use sprinters_dsl::resources::{iam, logs};
use sprinters_dsl::value::resolve_secret;
use strangers::aws::attributes::*;
use strangers::aws::ecs::service::{
    AssignPublicIp, AwsVpcConfiguration, LaunchType, LoadBalancer as Behind, NetworkConfiguration,
};
use strangers::aws::ecs::task_definition::{
    ContainerDefinition, LogConfiguration, NetworkMode, PortMapping, RequiresCompatibilities, Secret as TaskSecret,
};
use strangers::aws::ecs::{Cluster, Service, TaskDefinition};
use strangers::aws::elasticloadbalancingv2::listener::{Action, Certificate};
use strangers::aws::elasticloadbalancingv2::load_balancer::Scheme;
use strangers::aws::elasticloadbalancingv2::{Listener, LoadBalancer, TargetGroup, listener, target_group};
use strangers::aws::rds::{DbInstance, DbSubnetGroup};
use strangers::aws::secretsmanager::Secret;
use strangers::aws::secretsmanager::secret::GenerateSecretString;

const PORT: i64 = 8080;
const POSTGRES: i64 = 5432;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut stack = Stack::new("The shop: containers behind a balancer, and their database");
    let vpc = stack.parameter("Vpc", parameter::<VpcId>().describe("Network"));
    let public = stack.parameter("PublicSubnets", list_parameter::<SubnetId>().describe("Of the balancer"));
    let private =
        stack.parameter("PrivateSubnets", list_parameter::<SubnetId>().describe("Of containers and database"));
    let image = stack.parameter("Image", text_parameter().describe("Image of the shop, by its digest"));
    let certificate = stack.parameter("Certificate", parameter::<Arn>().describe("Of the shop's name"));

    // Three groups, each of which talks to the next one alone.
    let door = SecurityGroup::new("The balancer")
        .vpc_id(&vpc)
        .security_group_ingress([Ingress::new("tcp")
            .from_port(443)
            .to_port(443)
            .cidr_ip("0.0.0.0/0")
            .description("Customers")])
        .security_group_egress([nowhere()]);
    let door = stack.resource("Door", door);
    stack.waive(&door, "SPR001", "The shop is for everybody, over HTTPS");
    let app = stack.resource(
        "App",
        SecurityGroup::new("The containers").vpc_id(&vpc).security_group_egress([Egress::new("tcp")
            .from_port(443)
            .to_port(443)
            .cidr_ip("0.0.0.0/0")
            .description("Registry, secrets and log")]),
    );
    let data =
        stack.resource("Data", SecurityGroup::new("The database").vpc_id(&vpc).security_group_egress([nowhere()]));
    for (name, from, to, port) in [("DoorToApp", &door, &app, PORT), ("AppToData", &app, &data, POSTGRES)] {
        let egress = SecurityGroupEgress::new(from.group_id(), "tcp")
            .destination_security_group_id(to.group_id())
            .from_port(port)
            .to_port(port);
        stack.resource(&format!("{name}Out"), egress);
        let ingress = SecurityGroupIngress::new("tcp")
            .group_id(to.group_id())
            .source_security_group_id(from.group_id())
            .from_port(port)
            .to_port(port);
        let ingress = stack.resource(&format!("{name}In"), ingress);
        stack.waive(&ingress, "SPR001", "From the one group that talks to it");
    }

    let random = GenerateSecretString::new()
        .secret_string_template("{\"username\": \"shop\"}")
        .generate_string_key("password")
        .password_length(40)
        .exclude_characters("/@\" '\\");
    let secret = stack.resource("DatabaseSecret", Secret::new().generate_secret_string(random));
    let subnets = DbSubnetGroup::new("Of the shop", private.value().assume::<Vec<String>>());
    let subnets = stack.resource("DatabaseSubnets", subnets);
    let database = DbInstance::new()
        .engine("postgres")
        .engine_version("17.6")
        .db_instance_class("db.t4g.small")
        .allocated_storage("20")
        .storage_encrypted(true)
        .publicly_accessible(false)
        .multi_az(true)
        .deletion_protection(true)
        .backup_retention_period(14)
        .db_subnet_group_name(subnets.reference())
        .vpc_security_groups([data.group_id().as_text()])
        .master_username(resolve_secret(&secret.reference(), "username"))
        .master_user_password(resolve_secret(&secret.reference(), "password"))
        .deletion_policy(sprinters_dsl::stack::DeletionPolicy::Snapshot)
        .update_replace_policy(sprinters_dsl::stack::DeletionPolicy::Snapshot);
    let database = stack.resource("Database", database);

    let log = stack.resource("Log", logs::LogGroup::new().retention_in_days(90));
    let tasks = |sid: &str, reason: &str| {
        iam::Role::new(TrustPolicy::new([TrustStatement::allow(sid)
            .because(reason)
            .assumed_by(&Principal::service("ecs-tasks.amazonaws.com"))]))
    };
    let start = stack.resource("StartRole", tasks("Start", "ECS fetches image and secret with it"));
    log.grant_write(&mut stack, &start, "ECS writes the containers' log");
    let read = ErasedStatement::raw(
        "ReadDatabaseSecret",
        "ECS hands the password to the container",
        &["secretsmanager:GetSecretValue"],
        &[secret.reference()],
    );
    stack.grant(&start, read);
    let run = stack.resource("RunRole", tasks("Run", "The shop itself; it calls no AWS API yet"));

    let cluster = stack.resource("Cluster", Cluster::new());
    let logging = LogConfiguration::new("awslogs").options(serde_json::json!({
        "awslogs-group": log.reference().to_json(),
        "awslogs-region": sprinters_dsl::stack::pseudo::region().to_json(),
        "awslogs-stream-prefix": "shop",
    }));
    let container = ContainerDefinition::new(&image, "shop")
        .port_mappings([PortMapping::new().container_port(PORT)])
        .readonly_root_filesystem(true)
        .secrets([TaskSecret::new("DATABASE_SECRET", secret.reference())])
        .log_configuration(logging);
    let task = TaskDefinition::new()
        .requires_compatibilities([RequiresCompatibilities::Fargate])
        .network_mode(NetworkMode::Awsvpc)
        .cpu("256")
        .memory("512")
        .execution_role_arn(start.arn())
        .task_role_arn(run.arn())
        .container_definitions([container]);
    let task = stack.resource("Task", task);

    let balancer =
        LoadBalancer::new().scheme(Scheme::InternetFacing).subnets(&public).security_groups([door.group_id()]);
    let balancer = stack.resource("Balancer", balancer);
    let targets = TargetGroup::new()
        .port(PORT)
        .protocol(target_group::Protocol::Http)
        .target_type(target_group::TargetType::Ip)
        .vpc_id(&vpc)
        .health_check_path("/health");
    let targets = stack.resource("Targets", targets);
    let forward = Action::new(listener::Type::Forward).target_group_arn(targets.reference());
    let entrance = Listener::new([forward], balancer.reference())
        .port(443)
        .protocol(listener::Protocol::Https)
        .ssl_policy("ELBSecurityPolicy-TLS13-1-2-2021-06")
        .certificates([Certificate::new().certificate_arn(certificate.value())]);
    let listener = stack.resource("Listener", entrance);

    let network = AwsVpcConfiguration::new()
        .subnets(&private)
        .security_groups([app.group_id()])
        .assign_public_ip(AssignPublicIp::Disabled);
    let service = Service::new()
        .cluster(cluster.reference())
        .task_definition(task.reference())
        .launch_type(LaunchType::Fargate)
        .desired_count(2)
        .network_configuration(NetworkConfiguration::new().awsvpc_configuration(network))
        .load_balancers([Behind::new()
            .container_name("shop")
            .container_port(PORT)
            .target_group_arn(targets.reference())])
        .depends_on(&listener);
    stack.resource("Service", service);

    stack.output("Address", OutputSpec::new(&balancer.dns_name()).describe("What the shop's name points to"));
    stack.output("Database", OutputSpec::new(&database.endpoint_address()).describe("Where the database answers"));
    print!("{}", stack.synthesize()?.to_yaml());
    Ok(())
}

/// A group that lets nothing out: EC2 takes an empty list for everything.
fn nowhere() -> Egress {
    Egress::new("-1").cidr_ip("127.0.0.1/32").description("Nowhere")
}
