"""The main resources of the customer stack in troposphere, for cli/benches/speed to compare with."""

from troposphere import GetAtt, Output, Parameter, Ref, Sub, Tags, Template, ec2, iam

ARN = "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:"

template = Template(Description="Runners: a role, a security group without ingress and a launch template")
template.set_version("2010-09-09")

for name, kind, default in [
    ("ExternalId", "String", None),
    ("PreviousExternalId", "String", ""),
    ("ControlPlaneRoleArn", "String", None),
    ("DeploymentId", "String", None),
    ("VpcId", "AWS::EC2::VPC::Id", None),
    ("SubnetIds", "CommaDelimitedList", ""),
    ("ImageOwnerAccountId", "String", "111122223333"),
    ("AllowedInstanceTypes", "CommaDelimitedList", "t3.*,t4g.*,c7*.*,m7*.*"),
    ("MaxVolumeGiB", "Number", 256),
    ("AdditionalSecurityGroupIds", "CommaDelimitedList", ""),
    ("InstanceProfileRoleArn", "String", ""),
    ("KmsKeyArn", "String", ""),
]:
    extra = {} if default is None else {"Default": default}
    template.add_parameter(Parameter(name, Type=kind, Description=name, **extra))

group = template.add_resource(
    ec2.SecurityGroup(
        "RunnerSecurityGroup",
        GroupDescription="Runners: nothing comes in",
        VpcId=Ref("VpcId"),
        SecurityGroupEgress=[
            ec2.SecurityGroupRule(IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp="0.0.0.0/0")
        ],
        Tags=Tags(**{"sprinters:deployment": Ref("DeploymentId")}),
    )
)


def disk(device, size):
    return ec2.LaunchTemplateBlockDeviceMapping(
        DeviceName=device,
        Ebs=ec2.EBSBlockDevice(VolumeType="gp3", VolumeSize=size, Encrypted=True, DeleteOnTermination=True),
    )


launch = template.add_resource(
    ec2.LaunchTemplate(
        "RunnerLaunchTemplate",
        LaunchTemplateData=ec2.LaunchTemplateData(
            InstanceInitiatedShutdownBehavior="terminate",
            MetadataOptions=ec2.MetadataOptions(HttpTokens="required", HttpPutResponseHopLimit=1),
            SecurityGroupIds=[GetAtt(group, "GroupId")],
            BlockDeviceMappings=[disk("/dev/sda1", 8), disk("/dev/sdf", 14)],
            TagSpecifications=[
                ec2.TagSpecifications(
                    ResourceType=kind, Tags=Tags(**{"sprinters:deployment": Ref("DeploymentId")})
                )
                for kind in ("instance", "volume", "network-interface")
            ],
        ),
    )
)


def launching(sid, resource, **condition):
    condition.setdefault("ArnEquals", {})["ec2:LaunchTemplate"] = Sub(ARN + "launch-template/${RunnerLaunchTemplate}")
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Action": "ec2:RunInstances",
        "Resource": Sub(ARN + resource),
        "Condition": condition,
    }


tagged = {"aws:RequestTag/sprinters:deployment": Ref("DeploymentId")}
vpc = {"ec2:Vpc": Sub(ARN + "vpc/${VpcId}")}
own = {"StringEquals": {"aws:ResourceTag/sprinters:deployment": Ref("DeploymentId")}}
statements = [
    launching("LaunchInstance", "instance/*", StringEquals=tagged, StringLike={"ec2:InstanceType": Ref("AllowedInstanceTypes")}),
    launching("LaunchEncryptedVolume", "volume/*", StringEquals=tagged, Bool={"ec2:Encrypted": "true"}, NumericLessThanEquals={"ec2:VolumeSize": Ref("MaxVolumeGiB")}),
    launching("LaunchNetworkInterface", "network-interface/*", StringEquals=tagged, ArnEquals=dict(vpc)),
    launching("LaunchInSubnet", "subnet/*", ArnEquals=dict(vpc)),
    launching("LaunchWithGroup", "security-group/${RunnerSecurityGroup.GroupId}"),
    launching("LaunchImage", "image/ami-*", StringEquals={"ec2:Owner": Ref("ImageOwnerAccountId")}),
    {"Sid": "LaunchSpot", "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": Sub(ARN + "spot-instances-request/*"), "Condition": {"StringEquals": tagged}},
    {"Sid": "TagWhileLaunching", "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": Sub(ARN + "*/*"), "Condition": {"StringEquals": {"ec2:CreateAction": "RunInstances", **tagged}}},
    {"Sid": "Follow", "Effect": "Allow", "Action": ["ec2:DescribeInstances", "ec2:DescribeSpotPriceHistory"], "Resource": "*"},
    {"Sid": "TuneOwnVolumes", "Effect": "Allow", "Action": "ec2:ModifyVolume", "Resource": Sub(ARN + "volume/*"), "Condition": own},
    {"Sid": "TerminateOwn", "Effect": "Allow", "Action": "ec2:TerminateInstances", "Resource": Sub(ARN + "instance/*"), "Condition": own},
]
role = template.add_resource(
    iam.Role(
        "ControlPlaneRole",
        AssumeRolePolicyDocument={
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": Ref("ControlPlaneRoleArn")},
                    "Action": "sts:AssumeRole",
                    "Condition": {"StringEquals": {"sts:ExternalId": Ref("ExternalId")}},
                }
            ],
        },
        Policies=[
            iam.Policy(PolicyName="runners", PolicyDocument={"Version": "2012-10-17", "Statement": statements})
        ],
    )
)
for name, value in [
    ("RoleArn", GetAtt(role, "Arn")),
    ("LaunchTemplateId", Ref(launch)),
    ("SecurityGroupId", GetAtt(group, "GroupId")),
    ("DeploymentId", Ref("DeploymentId")),
]:
    template.add_output(Output(name, Value=value))

print(template.to_yaml())
