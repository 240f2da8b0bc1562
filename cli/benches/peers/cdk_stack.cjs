// The main resources of the customer stack with the AWS CDK library, for cli/benches/speed to compare with.
// node cdk_stack.cjs FOLDER - the folder that holds node_modules.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const from = (name) => require(path.join(process.argv[2], "node_modules", name));
const { App, CfnOutput, CfnParameter, DefaultStackSynthesizer, Fn, Stack } = from("aws-cdk-lib");
const ec2 = from("aws-cdk-lib/aws-ec2");
const iam = from("aws-cdk-lib/aws-iam");

const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "speed-"));
const app = new App({ analyticsReporting: false, outdir });
const stack = new Stack(app, "runners", {
  synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
});
const parameters = {};
for (const [name, type, value] of [
  ["ExternalId", "String"],
  ["PreviousExternalId", "String", ""],
  ["ControlPlaneRoleArn", "String"],
  ["DeploymentId", "String"],
  ["VpcId", "AWS::EC2::VPC::Id"],
  ["SubnetIds", "CommaDelimitedList", ""],
  ["ImageOwnerAccountId", "String", "111122223333"],
  ["AllowedInstanceTypes", "CommaDelimitedList", "t3.*,t4g.*,c7*.*,m7*.*"],
  ["MaxVolumeGiB", "Number", 256],
  ["AdditionalSecurityGroupIds", "CommaDelimitedList", ""],
  ["InstanceProfileRoleArn", "String", ""],
  ["KmsKeyArn", "String", ""],
]) {
  parameters[name] = new CfnParameter(stack, name, { type, description: name, default: value });
}
const text = (name) => parameters[name].valueAsString;
const tags = [{ key: "sprinters:deployment", value: text("DeploymentId") }];
const group = new ec2.CfnSecurityGroup(stack, "RunnerSecurityGroup", {
  groupDescription: "Runners: nothing comes in",
  vpcId: text("VpcId"),
  securityGroupEgress: [{ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIp: "0.0.0.0/0" }],
  tags,
});
const disk = (deviceName, volumeSize) => ({
  deviceName,
  ebs: { volumeType: "gp3", volumeSize, encrypted: true, deleteOnTermination: true },
});
const launch = new ec2.CfnLaunchTemplate(stack, "RunnerLaunchTemplate", {
  launchTemplateData: {
    instanceInitiatedShutdownBehavior: "terminate",
    metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
    securityGroupIds: [group.attrGroupId],
    blockDeviceMappings: [disk("/dev/sda1", 8), disk("/dev/sdf", 14)],
    tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
  },
});
const arn = (resource) => `arn:${stack.partition}:ec2:${stack.region}:${stack.account}:${resource}`;
const role = new iam.Role(stack, "ControlPlaneRole", {
  assumedBy: new iam.ArnPrincipal(text("ControlPlaneRoleArn")),
  externalIds: [text("ExternalId")],
});
const allow = (sid, actions, resource, conditions) =>
  role.addToPolicy(new iam.PolicyStatement({ sid, actions, resources: [resource], conditions }));
const launching = (sid, resource, conditions = {}) =>
  allow(sid, ["ec2:RunInstances"], arn(resource), {
    ...conditions,
    ArnEquals: { ...conditions.ArnEquals, "ec2:LaunchTemplate": arn(`launch-template/${launch.ref}`) },
  });
const tagged = { "aws:RequestTag/sprinters:deployment": text("DeploymentId") };
const vpc = { "ec2:Vpc": arn(`vpc/${text("VpcId")}`) };
const own = { StringEquals: { "aws:ResourceTag/sprinters:deployment": text("DeploymentId") } };
launching("LaunchInstance", "instance/*", {
  StringEquals: tagged,
  StringLike: { "ec2:InstanceType": parameters.AllowedInstanceTypes.valueAsList },
});
launching("LaunchEncryptedVolume", "volume/*", {
  StringEquals: tagged,
  Bool: { "ec2:Encrypted": "true" },
  NumericLessThanEquals: { "ec2:VolumeSize": parameters.MaxVolumeGiB.valueAsNumber },
});
launching("LaunchNetworkInterface", "network-interface/*", { StringEquals: tagged, ArnEquals: vpc });
launching("LaunchInSubnet", "subnet/*", { ArnEquals: vpc });
launching("LaunchWithGroup", `security-group/${group.attrGroupId}`);
launching("LaunchImage", "image/ami-*", { StringEquals: { "ec2:Owner": text("ImageOwnerAccountId") } });
allow("LaunchSpot", ["ec2:RunInstances"], arn("spot-instances-request/*"), { StringEquals: tagged });
allow("TagWhileLaunching", ["ec2:CreateTags"], arn("*/*"), {
  StringEquals: { "ec2:CreateAction": "RunInstances", ...tagged },
});
allow("Follow", ["ec2:DescribeInstances", "ec2:DescribeSpotPriceHistory"], "*");
allow("TuneOwnVolumes", ["ec2:ModifyVolume"], arn("volume/*"), own);
allow("TerminateOwn", ["ec2:TerminateInstances"], arn("instance/*"), own);
for (const [name, value] of [
  ["RoleArn", role.roleArn],
  ["LaunchTemplateId", launch.ref],
  ["SecurityGroupId", Fn.getAtt("RunnerSecurityGroup", "GroupId").toString()],
  ["Deployment", text("DeploymentId")],
]) {
  new CfnOutput(stack, name, { value });
}
console.log(JSON.stringify(app.synth().getStackByName("runners").template, null, 2));
fs.rmSync(outdir, { recursive: true });
