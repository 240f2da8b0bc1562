//! Types the resources of the three stacks. `SPRINTERS_SCHEMAS` is a folder of CloudFormation's resource schemas.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-env-changed=SPRINTERS_SCHEMAS");
    let schemas = std::env::var("SPRINTERS_SCHEMAS")?;
    sprinters_dsl_generator::Build::new(schemas)
        .types([
            "AWS::ECR::Repository",
            "AWS::ECS::Cluster",
            "AWS::ECS::Service",
            "AWS::ECS::TaskDefinition",
            "AWS::ElasticLoadBalancingV2::Listener",
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            "AWS::IAM::OIDCProvider",
            "AWS::Kinesis::Stream",
            "AWS::Lambda::EventSourceMapping",
            "AWS::Lambda::Function",
            "AWS::RDS::DBInstance",
            "AWS::RDS::DBSubnetGroup",
            "AWS::SecretsManager::Secret",
        ])
        .to_out_dir("aws.rs")?;
    Ok(())
}
