//! One `ec2:RunInstances`, as AWS takes it apart.

use super::{Call, Caller, Check, Context, KeyValue, context, one};
use crate::installation::{ACCOUNT, ALWAYS_ON, DEPLOYMENT, GROUPS, Installation, JOB_ROLE, REGION, SUBNETS, VPC};

/// A volume that is made with the instance.
#[derive(Debug, Clone)]
pub struct Volume {
    /// `root volume` or `temp volume`.
    pub part: &'static str,
    /// Its size in GiB.
    pub gib: u32,
    /// Its type.
    pub kind: &'static str,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// Its IOPS, if the launch says any.
    pub iops: Option<u32>,
    /// Its throughput in MiB/s, if the launch says any.
    pub throughput: Option<u32>,
}

impl Volume {
    /// An encrypted gp3 volume as fast as a label has it that says nothing of it.
    pub fn usual(part: &'static str, gib: u32) -> Self {
        Self { part, gib, kind: "gp3", encrypted: true, iops: Some(3_000), throughput: Some(150) }
    }
}

/// A security group of the launch.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// The VPC it belongs to.
    pub vpc: &'static str,
}

/// Anything else that a launch can name and that ours never do.
#[derive(Debug, Clone)]
pub struct Extra {
    /// What it is.
    pub part: &'static str,
    /// The part of the ARN after the account, `key-pair/laptop`.
    pub id: &'static str,
    /// Keys that AWS supplies for it.
    pub keys: &'static [(&'static str, &'static str)],
    /// The statement that would have to allow it: the nearest.
    pub near: &'static str,
}

/// A launch as the control plane makes it, until a field is changed.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The partition of every ARN.
    pub partition: &'static str,
    /// The region of what is launched.
    pub region: &'static str,
    /// The account of what is launched.
    pub account: &'static str,
    /// The account of VPC and subnet.
    pub network_account: &'static str,
    /// The launch template's ARN, if one is named.
    pub template: Option<String>,
    /// The launch template resource itself; the same, except where only one of the two is wrong.
    pub template_resource: Option<String>,
    /// The instance type.
    pub instance_type: &'static str,
    /// `on-demand`, `spot` or `capacity-block`.
    pub market: &'static str,
    /// `default`, `dedicated` or `host`; `None` where AWS says nothing.
    pub tenancy: Option<&'static str>,
    /// `required` is IMDSv2 only.
    pub metadata_tokens: Option<&'static str>,
    /// How many network hops the metadata's answer may take.
    pub hop_limit: Option<&'static str>,
    /// The ARN of the instance profile.
    pub profile: Option<String>,
    /// The role in the profile, which is passed.
    pub passed_role: Option<String>,
    /// The service that the role is passed to.
    pub passed_to: &'static str,
    /// The account that owns the image, if AWS says so.
    pub image_owner: Option<&'static str>,
    /// What the image boots from.
    pub image_root: Option<&'static str>,
    /// Its id, `ami-…`.
    pub image_id: &'static str,
    /// The VPC of subnet and interface.
    pub vpc: Option<&'static str>,
    /// The subnet.
    pub subnet: Option<&'static str>,
    /// Whether it asks for a public address, if it says so.
    pub public_address: Option<bool>,
    /// The groups.
    pub groups: Vec<Group>,
    /// The volumes.
    pub volumes: Vec<Volume>,
    /// The tags of everything that is made.
    pub tags: Vec<(&'static str, &'static str)>,
    /// Which parts carry no tags.
    pub untagged: Vec<&'static str>,
    /// What AWS says the tags are made by.
    pub create_action: Option<&'static str>,
    /// Keys that AWS leaves out.
    pub without: Vec<&'static str>,
    /// What else the launch names.
    pub extras: Vec<Extra>,
}

impl Launch {
    /// As the control plane launches with defaults: on-demand, two volumes, the stack's own group.
    pub fn usual(installation: &Installation) -> Self {
        let profile = installation.instance_profile_arn();
        Self {
            partition: "aws",
            region: REGION,
            account: ACCOUNT,
            network_account: installation.network_account(),
            template: Some(installation.launch_template_arn()),
            template_resource: Some(installation.launch_template_arn()),
            instance_type: installation.instance_type(),
            market: "on-demand",
            tenancy: Some("default"),
            metadata_tokens: Some("required"),
            hop_limit: Some("1"),
            passed_role: profile.is_some().then(|| JOB_ROLE.to_owned()),
            profile,
            passed_to: "ec2.amazonaws.com",
            image_owner: Some(installation.image_owner()),
            image_root: Some("ebs"),
            image_id: "ami-0c0c0c0c0c0c0c0c1",
            vpc: Some(VPC),
            subnet: Some(SUBNETS[0]),
            public_address: None,
            groups: vec![Group { id: installation.security_group_id(), vpc: VPC }],
            volumes: vec![Volume::usual("root volume", 8), Volume::usual("temp volume", 14)],
            tags: vec![
                ("sprinters:deployment", DEPLOYMENT),
                ("sprinters:runner", "018f2a6e-0000-7000-8000-000000000001"),
                ("Name", "acme/api: build"),
            ],
            untagged: vec![],
            create_action: Some("RunInstances"),
            without: vec![],
            extras: vec![],
        }
    }

    /// The usual launch on the spot market.
    pub fn spot(installation: &Installation) -> Self {
        Self { market: "spot", ..Self::usual(installation) }
    }

    /// The same with the groups that the installer named, where groups are named.
    pub fn with_named_group(mut self, installation: &Installation) -> Self {
        if installation.names_groups() {
            self.groups.push(Group { id: GROUPS[0].to_owned(), vpc: VPC });
        }
        if installation.has_always_on_groups() {
            self.groups.push(Group { id: ALWAYS_ON[0].to_owned(), vpc: VPC });
        }
        self
    }

    /// A call that goes through.
    pub fn allowed(self, title: impl Into<String>, reason: &'static str) -> Call {
        self.call(title.into(), reason, &[])
    }

    /// A call that is refused at exactly these parts.
    ///
    /// # Panics
    /// When the launch has no such part.
    pub fn refused(self, title: impl Into<String>, reason: &'static str, at: &[&str]) -> Call {
        assert!(!at.is_empty(), "a refused call is refused somewhere");
        self.call(title.into(), reason, at)
    }

    fn call(self, title: String, reason: &'static str, refused_at: &[&str]) -> Call {
        let mut checks = self.checks();
        for part in refused_at {
            let mut found = false;
            for check in checks.iter_mut().filter(|check| check.part == *part) {
                check.allowed = false;
                found = true;
            }
            assert!(found, "{title}: the launch has no part `{part}`");
        }
        Call { title, reason, caller: Caller::Session, checks }
    }

    fn arn(&self, id: &str) -> String {
        format!("arn:{}:ec2:{}:{}:{id}", self.partition, self.region, self.account)
    }

    /// What belongs to the network: a shared VPC is another account's.
    fn network_arn(&self, id: &str) -> String {
        format!("arn:{}:ec2:{}:{}:{id}", self.partition, self.region, self.network_account)
    }

    fn checks(&self) -> Vec<Check> {
        let mut checks = Vec::new();
        let mut run = |part, statement, resource, keys: Context| {
            checks.push(self.check(part, statement, "ec2:RunInstances", resource, keys));
        };
        if let Some(template) = &self.template_resource {
            run("launch template", "LaunchFromThisTemplate", template.clone(), self.origin(Context::new(), true));
        }
        run("instance", "LaunchInstance", self.arn("instance/i-00000000000000001"), self.instance());
        for volume in &self.volumes {
            let keys = [
                self.origin(Context::new(), false),
                self.tagged(volume.part),
                context([
                    ("ec2:AvailabilityZone", "us-east-1a"),
                    ("ec2:Encrypted", if volume.encrypted { "true" } else { "false" }),
                    ("ec2:VolumeSize", &volume.gib.to_string()),
                    ("ec2:VolumeType", volume.kind),
                ]),
            ];
            let mut keys = merged(keys);
            let speed = [("ec2:VolumeIops", volume.iops), ("ec2:VolumeThroughput", volume.throughput)];
            keys.extend(speed.iter().filter_map(|(key, value)| Some(((*key).to_owned(), one((*value)?.to_string())))));
            run(volume.part, "LaunchEncryptedVolume", self.volume_arn(volume), keys);
        }
        run("network interface", "LaunchNetworkInterface", self.interface_arn(), self.interface());
        if let Some(subnet) = self.subnet {
            let mut keys = self.in_vpc(self.origin(Context::new(), true), self.vpc);
            keys.insert("ec2:SubnetID".to_owned(), one(subnet));
            keys.insert("ec2:AvailabilityZone".to_owned(), one("us-east-1a"));
            run("subnet", "LaunchInSubnetOfThisVpc", self.network_arn(&format!("subnet/{subnet}")), keys);
        }
        for (index, group) in self.groups.iter().enumerate() {
            let mut keys = self.in_vpc(self.origin(Context::new(), index == 0), Some(group.vpc));
            keys.insert("ec2:SecurityGroupID".to_owned(), one(&group.id));
            let (part, statement) = match index {
                0 => ("security group", "LaunchWithIngresslessSecurityGroup"),
                _ if ALWAYS_ON.contains(&group.id.as_str()) => {
                    ("always-on security group", "LaunchWithAlwaysOnSecurityGroup")
                }
                1.. => ("further security group", "LaunchWithNamedSecurityGroup"),
            };
            run(part, statement, self.arn(&format!("security-group/{}", group.id)), keys);
        }
        let image = format!("arn:{}:ec2:{}::image/{}", self.partition, self.region, self.image_id);
        run("image", "LaunchRunnerImage", image, self.image());
        if self.market == "spot" {
            run("spot request", "LaunchSpotRequest", self.spot_arn(), self.tagged("spot request"));
        }
        for extra in &self.extras {
            let keys = extra.keys.iter().map(|(key, value)| ((*key).to_owned(), one(*value))).collect();
            // Images and snapshots have no account in their ARN.
            let account = if extra.part == "snapshot" { "" } else { self.account };
            let resource = format!("arn:{}:ec2:{}:{account}:{}", self.partition, self.region, extra.id);
            run(extra.part, extra.near, resource, self.origin(keys, false));
        }
        checks.extend(self.tag_checks());
        checks.extend(self.passed_role.as_ref().map(|role| {
            let keys = context([("iam:PassedToService", self.passed_to)]);
            self.check("role passed", "PassTheNamedRole", "iam:PassRole", role.clone(), keys)
        }));
        checks
    }

    /// Tagging at launch is a second action on whatever is tagged.
    fn tag_checks(&self) -> Vec<Check> {
        let mut parts = vec![
            ("instance", "tags of the instance", self.arn("instance/i-00000000000000001")),
            ("network interface", "tags of the network interface", self.interface_arn()),
        ];
        parts.extend(self.volumes.iter().map(|volume| {
            let part = if volume.part == "root volume" { "tags of the root volume" } else { "tags of the temp volume" };
            (volume.part, part, self.volume_arn(volume))
        }));
        if self.market == "spot" {
            parts.push(("spot request", "tags of the spot request", self.spot_arn()));
        }
        let mut checks = Vec::new();
        for (of, part, resource) in parts {
            let mut keys = self.tagged(of);
            // Without a tag AWS does not evaluate CreateTags at all.
            if keys.is_empty() {
                continue;
            }
            if let Some(action) = self.create_action {
                keys.insert("ec2:CreateAction".to_owned(), one(action));
            }
            checks.push(self.check(part, "TagOnlyWhileLaunching", "ec2:CreateTags", resource, keys));
        }
        checks
    }

    fn check(
        &self,
        part: &'static str,
        statement: &'static str,
        action: &str,
        resource: String,
        mut keys: Context,
    ) -> Check {
        keys.insert("aws:RequestedRegion".to_owned(), one(self.region));
        keys.retain(|key, _| !self.without.contains(&key.as_str()));
        Check { part, statement, action: action.to_owned(), resource, context: keys, allowed: true }
    }

    fn instance(&self) -> Context {
        let mut keys = merged([self.origin(Context::new(), false), self.tagged("instance")]);
        let mut insert = |key: &str, value: Option<&str>| {
            if let Some(value) = value {
                keys.insert(key.to_owned(), one(value));
            }
        };
        insert("ec2:AvailabilityZone", Some("us-east-1a"));
        insert("ec2:EbsOptimized", Some("true"));
        insert("ec2:InstanceMarketType", Some(self.market));
        insert("ec2:InstanceType", Some(self.instance_type));
        insert("ec2:InstanceProfile", self.profile.as_deref());
        insert("ec2:MetadataHttpEndpoint", Some("enabled"));
        insert("ec2:MetadataHttpTokens", self.metadata_tokens);
        insert("ec2:MetadataHttpPutResponseHopLimit", self.hop_limit);
        insert("ec2:RootDeviceType", self.image_root);
        insert("ec2:Tenancy", self.tenancy);
        keys
    }

    fn interface(&self) -> Context {
        let mut keys = self.in_vpc(self.origin(Context::new(), false), self.vpc);
        keys.insert("ec2:AvailabilityZone".to_owned(), one("us-east-1a"));
        keys.extend(
            self.subnet.map(|subnet| ("ec2:Subnet".to_owned(), one(self.network_arn(&format!("subnet/{subnet}"))))),
        );
        keys.extend(
            self.public_address.map(|asked| ("ec2:AssociatePublicIpAddress".to_owned(), one(asked.to_string()))),
        );
        merged([keys, self.tagged("network interface")])
    }

    fn image(&self) -> Context {
        let mut keys = self.origin(Context::new(), false);
        keys.insert("ec2:ImageID".to_owned(), one(self.image_id));
        keys.insert("ec2:ImageType".to_owned(), one("machine"));
        keys.insert("ec2:Public".to_owned(), one("true"));
        keys.extend(self.image_owner.map(|owner| ("ec2:Owner".to_owned(), one(owner))));
        keys.extend(self.image_root.map(|root| ("ec2:RootDeviceType".to_owned(), one(root))));
        keys
    }

    /// AWS says which template a launch came from, and whether the template named this very resource.
    fn origin(&self, mut keys: Context, named_by_template: bool) -> Context {
        if let Some(template) = &self.template {
            keys.insert("ec2:LaunchTemplate".to_owned(), one(template));
            keys.insert("ec2:IsLaunchTemplateResource".to_owned(), one(named_by_template.to_string()));
        }
        keys
    }

    fn in_vpc(&self, mut keys: Context, vpc: Option<&str>) -> Context {
        keys.extend(vpc.map(|vpc| ("ec2:Vpc".to_owned(), one(self.network_arn(&format!("vpc/{vpc}"))))));
        keys
    }

    fn tagged(&self, part: &str) -> Context {
        if self.untagged.contains(&part) || self.tags.is_empty() {
            return Context::new();
        }
        let mut keys: Context =
            self.tags.iter().map(|(key, value)| (format!("aws:RequestTag/{key}"), one(*value))).collect();
        let names = self.tags.iter().map(|(key, _)| (*key).to_owned()).collect();
        keys.insert("aws:TagKeys".to_owned(), KeyValue::Many(names));
        keys
    }

    fn volume_arn(&self, volume: &Volume) -> String {
        self.arn(if volume.part == "root volume" {
            "volume/vol-00000000000000001"
        } else {
            "volume/vol-00000000000000002"
        })
    }

    fn interface_arn(&self) -> String {
        self.arn("network-interface/eni-00000000000000001")
    }

    fn spot_arn(&self) -> String {
        self.arn("spot-instances-request/sir-00000001")
    }
}

fn merged<const N: usize>(contexts: [Context; N]) -> Context {
    contexts.into_iter().flatten().collect()
}
