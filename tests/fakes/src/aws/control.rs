//! What a test decides: accounts, stacks, images, prices, scarcity, faults.

use super::Aws;
use super::fault::Fault;
use super::identity::{Credentials, Role, Who};
use super::kms::{KeyState, RootKey};
use super::policy::{BadPolicy, Policy};
use super::stack::{InstallError, Installed, Order};
use super::state::{Image, Market, Pool, Subnet, USUAL_ADDRESSES};
use serde_json::Value;
use sprinters_core::catalogue::Arch;
use sprinters_core::label;
use sprinters_dsl::template::Template;
use sprinters_stacks::StackKind;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX / 4)
}

/// Who may install the customer stack for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomerStack<'a> {
    /// The account it is installed in.
    pub account: &'a str,
    /// The region.
    pub region: &'a str,
    /// The control plane's role.
    pub control_plane: &'a str,
    /// The connection's external id.
    pub external_id: &'a str,
    /// Value of the tag `sprinters:deployment`.
    pub deployment_id: &'a str,
    /// Further parameters.
    pub parameters: &'a [(&'a str, &'a str)],
}

impl Aws {
    /// Keys of whoever owns an account.
    #[must_use]
    pub fn root_of(&self, account: &str) -> Credentials {
        self.keys("AKIA", Who::Root(account.to_owned()), None)
    }

    /// Keys of the control plane's own role, as its machine has them. No stack made that role, so its account lets it
    /// do what it likes; a role that somebody else's stack made it has to assume.
    #[must_use]
    pub fn session_of(&self, role_arn: &str) -> Credentials {
        self.keys("ASIA", control_plane(role_arn), None)
    }

    /// The same, until so much time has passed.
    #[must_use]
    pub fn session_of_for(&self, role_arn: &str, lasting: Duration) -> Credentials {
        let expires = self.world().now() + millis(lasting);
        self.keys("ASIA", control_plane(role_arn), Some(expires))
    }

    fn keys(&self, prefix: &str, who: Who, expires: Option<u64>) -> Credentials {
        // Without randomness there are no keys: the empty ones are nobody's.
        self.world().issue(prefix, who, expires).unwrap_or(Credentials {
            access_key_id: String::new(),
            secret_access_key: String::new(),
            session_token: None,
        })
    }

    /// Makes every session of assumed roles invalid at once, as AWS does when it has to.
    pub fn expire_sessions(&self) {
        let mut world = self.world();
        let now = world.now();
        for key in world.keys.values_mut() {
            if matches!(key.who, Who::Session { installed: true, .. }) {
                key.expires = Some(now);
            }
        }
    }

    /// The default VPC of an account in a region. Every region has one, with a default subnet in each of the zones a, b
    /// and c.
    #[must_use]
    pub fn default_vpc(&self, account: &str, region: &str) -> String {
        self.world().regional(account, region).default_vpc.clone()
    }

    /// The default subnet of a zone; empty if there is none.
    #[must_use]
    pub fn default_subnet(&self, account: &str, region: &str, zone: &str) -> String {
        let mut world = self.world();
        let subnets = &world.regional(account, region).subnets;
        let found = subnets.iter().find(|(_, subnet)| subnet.default && subnet.zone == zone);
        found.map(|(id, _)| id.clone()).unwrap_or_default()
    }

    /// Makes a VPC under this id.
    pub fn add_vpc(&self, account: &str, region: &str, id: &str) {
        self.world().regional(account, region).vpcs.insert(id.to_owned());
    }

    /// Makes a subnet of a VPC in a zone, and gives its id.
    #[must_use]
    pub fn add_subnet(&self, account: &str, region: &str, vpc: &str, zone: &str) -> String {
        let mut world = self.world();
        let id = world.id("subnet");
        let subnet = Subnet { vpc: vpc.to_owned(), zone: zone.to_owned(), default: false, free: USUAL_ADDRESSES };
        world.regional(account, region).subnets.insert(id.clone(), subnet);
        id
    }

    /// Makes a security group of a VPC, and gives its id.
    #[must_use]
    pub fn add_security_group(&self, account: &str, region: &str, vpc: &str) -> String {
        let mut world = self.world();
        let id = world.id("sg");
        world.regional(account, region).groups.insert(id.clone(), vpc.to_owned());
        id
    }

    /// How many addresses a subnet has left.
    pub fn set_free_addresses(&self, account: &str, region: &str, subnet: &str, free: u32) {
        if let Some(subnet) = self.world().regional(account, region).subnets.get_mut(subnet) {
            subnet.free = free;
        }
    }

    /// Deletes a subnet, a security group or a launch template by its id, as somebody does by hand.
    pub fn delete_by_hand(&self, account: &str, region: &str, id: &str) {
        let mut world = self.world();
        let regional = world.regional(account, region);
        regional.subnets.remove(id);
        regional.groups.remove(id);
        regional.templates.remove(id);
    }

    /// Deletes the default VPC with its subnets.
    pub fn delete_default_vpc(&self, account: &str, region: &str) {
        let mut world = self.world();
        let regional = world.regional(account, region);
        regional.subnets.retain(|_, subnet| !subnet.default);
    }

    /// Deletes a role by hand. Its sessions go with it.
    pub fn delete_role(&self, role_arn: &str) {
        let account = role_arn.split(':').nth(4).unwrap_or_default().to_owned();
        self.world().account(&account).roles.remove(role_arn);
    }

    /// Publishes an image.
    pub fn publish_image(&self, image: Image) {
        self.world().images.insert((image.region.clone(), image.id.clone()), image);
    }

    /// Publishes an image of each name that a label may choose, for everybody, and lists them as `runner-image/publish`
    /// does: a line of JSON each.
    #[must_use]
    pub fn publish_each_name(&self, region: &str, owner: &str) -> String {
        let mut lines = String::new();
        for (number, name) in label::Image::ALL.into_iter().enumerate() {
            let image = Image {
                id: format!("ami-{number:017x}"),
                region: region.to_owned(),
                owner: owner.to_owned(),
                architecture: match name.arch() {
                    Arch::X64 => "x86_64".to_owned(),
                    Arch::Arm64 => "arm64".to_owned(),
                },
                public: true,
                root_gib: 8,
            };
            let line = serde_json::json!({
                "region": region, "image": image.id, "name": name.name(), "architecture": image.architecture, "root_gib": image.root_gib,
                "runner_version": "2.333.0", "built": "2026-11-01",
            });
            lines.push_str(&format!("{line}\n"));
            self.publish_image(image);
        }
        lines
    }

    /// Withdraws an image.
    pub fn withdraw_image(&self, region: &str, id: &str) {
        self.world().images.remove(&(region.to_owned(), id.to_owned()));
    }

    /// Installs a template as a stack, or updates the stack of that name.
    ///
    /// # Errors
    /// As CloudFormation refuses it.
    pub fn install_stack(
        &self,
        account: &str,
        region: &str,
        name: &str,
        template: &Template,
        parameters: &[(&str, &str)],
    ) -> Result<Installed, InstallError> {
        let parameters = parameters.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        self.world().install(Order { account, region, name, template, parameters })
    }

    /// Renders the customer stack and installs it, as `sprinters` in the account's default VPC unless a parameter says
    /// otherwise. Installing it again updates it.
    ///
    /// # Errors
    /// As CloudFormation refuses it.
    pub fn install_customer_stack(&self, stack: CustomerStack<'_>) -> Result<Installed, InstallError> {
        let template =
            sprinters_stacks::render(StackKind::Runner).map_err(|error| InstallError::Name(error.to_string()))?;
        let vpc = self.default_vpc(stack.account, stack.region);
        // Whoever publishes images there; where nobody does, none can be launched anyway.
        let publisher = {
            let world = self.world();
            let image = world.images.iter().find(|((region, _), _)| region == stack.region);
            image.map_or_else(|| stack.account.to_owned(), |(_, image)| image.owner.clone())
        };
        let mut parameters = BTreeMap::from([
            ("ControlPlaneRoleArn", stack.control_plane),
            ("DeploymentId", stack.deployment_id),
            ("ExternalId", stack.external_id),
            ("ImageOwnerAccountId", publisher.as_str()),
            ("VpcId", vpc.as_str()),
        ]);
        parameters.extend(stack.parameters.iter().copied());
        let parameters: Vec<_> = parameters.into_iter().collect();
        self.install_stack(stack.account, stack.region, "sprinters", &template, &parameters)
    }

    /// Deletes a stack with all it made.
    pub fn delete_stack(&self, account: &str, region: &str, name: &str) -> bool {
        self.world().uninstall(account, region, name)
    }

    /// Attaches a policy of the organisation to an account, beside the one that allows everything.
    ///
    /// # Errors
    /// If the document is no policy.
    pub fn attach_service_control_policy(&self, account: &str, document: &Value) -> Result<(), BadPolicy> {
        let policy = Arc::new(Policy::read(document)?);
        self.world().account(account).service_control.push(policy);
        Ok(())
    }

    /// Detaches all of them.
    pub fn detach_service_control_policies(&self, account: &str) {
        self.world().account(account).service_control.clear();
    }

    /// Sets the permissions boundary of a role.
    ///
    /// # Errors
    /// If the document is no policy.
    pub fn set_permissions_boundary(&self, role_arn: &str, document: &Value) -> Result<(), BadPolicy> {
        let boundary = Policy::read(document)?;
        let account = role_arn.split(':').nth(4).unwrap_or_default().to_owned();
        if let Some(role) = self.world().account(&account).roles.get_mut(role_arn) {
            *role = Arc::new(Role { boundary: Some(boundary), ..Role::clone(role) });
        }
        Ok(())
    }

    /// How many more instances a pool has room for; none is endless.
    pub fn set_capacity(&self, pool: Pool, left: Option<u32>) {
        let mut world = self.world();
        match left {
            Some(left) => world.capacity.insert(pool, left),
            None => world.capacity.remove(&pool),
        };
    }

    /// Takes a type out of a zone's offers.
    pub fn do_not_offer(&self, zone: &str, instance_type: &str) {
        self.world().not_offered.insert((zone.to_owned(), instance_type.to_owned()));
    }

    /// Whether an instance has `disableApiTermination`: somebody set it by hand.
    pub fn protect(&self, instance: &str, on: bool) {
        let mut world = self.world();
        if on {
            world.protected.insert(instance.to_owned());
        } else {
            world.protected.remove(instance);
        }
    }

    /// An account's quota of vCPU in a region; none is endless. A new account at AWS has 5 of each market.
    pub fn set_quota(&self, account: &str, region: &str, market: Market, vcpu: Option<u32>) {
        let mut world = self.world();
        let quota = &mut world.regional(account, region).quota;
        match vcpu {
            Some(vcpu) => quota.insert(market, vcpu),
            None => quota.remove(&market),
        };
    }

    /// Whether the account has the service-linked role that spot needs. It has, unless a test takes it away.
    pub fn set_spot_role(&self, account: &str, exists: bool) {
        self.world().account(account).no_spot_role = !exists;
    }

    /// The spot price of a type in a zone, in millionths of a US dollar an hour. Without, it is something below the
    /// list price.
    pub fn set_spot_price(&self, zone: &str, instance_type: &str, micro_usd_per_hour: u64) {
        self.world().prices.insert((zone.to_owned(), instance_type.to_owned()), micro_usd_per_hour);
    }

    /// How long an instance is pending, and how long it is shutting down. 5 and 15 seconds, unless a test says
    /// otherwise.
    pub fn set_timing(&self, pending: Duration, shutting_down: Duration) {
        let mut world = self.world();
        world.timing.pending = millis(pending);
        world.timing.shutting_down = millis(shutting_down);
    }

    /// How long lists miss a young instance; at AWS up to a minute.
    pub fn hide_young_instances(&self, younger_than: Duration) {
        self.world().timing.hidden = millis(younger_than);
    }

    /// Whether AWS's budgets of calls are enforced. They are not, unless a test says so.
    pub fn enforce_budgets(&self, on: bool) {
        self.world().throttle.on = on;
    }

    /// Uses up a budget: the next call is refused until the clock has moved on.
    pub fn exhaust_budget(&self, account: &str, region: &str, action: &str) {
        let mut world = self.world();
        let now = world.now();
        world.throttle.on = true;
        world.throttle.empty(account, region, action, now);
    }

    /// Orders a fault.
    pub fn order(&self, fault: Fault) {
        self.world().faults.order(fault);
    }

    /// Forgets the faults that have not struck yet.
    pub fn clear_faults(&self) {
        self.world().faults.clear();
    }

    /// An instance that shuts itself down, as a runner does when its job is done.
    pub fn shut_down(&self, instance: &str) -> bool {
        self.end(
            instance,
            Duration::ZERO,
            "Client.InstanceInitiatedShutdown",
            "Client.InstanceInitiatedShutdown: Instance initiated shutdown",
        )
    }

    /// AWS takes a spot instance back: with notice in two minutes, without at once.
    pub fn reclaim(&self, instance: &str, notice: bool) -> bool {
        let after = if notice { Duration::from_mins(2) } else { Duration::ZERO };
        self.end(
            instance,
            after,
            "Server.SpotInstanceTermination",
            "Server.SpotInstanceTermination: Spot instance termination",
        )
    }

    /// An instance ends for another reason of EC2's.
    pub fn end(&self, instance: &str, after: Duration, code: &str, message: &str) -> bool {
        let mut world = self.world();
        let Some((account, region)) = world.whereabouts(instance) else { return false };
        let at = world.now() + millis(after);
        let ended = world.regional(&account, &region).end(instance, at, code, message);
        world.settle(&account, &region);
        ended
    }

    /// Makes a KMS key in an account and region, and gives its ARN.
    #[must_use]
    pub fn create_kms_key(&self, account: &str, region: &str) -> String {
        let mut world = self.world();
        let arn = format!("arn:aws:kms:{region}:{account}:key/{:08x}-0000-4000-8000-000000000000", world.serial());
        let mut secret = [0; 32];
        // Without randomness it is a key of zeroes: it still tells other keys' ciphertexts from its own.
        let _ = getrandom::fill(&mut secret);
        world.kms.0.insert(arn.clone(), RootKey { account: account.to_owned(), secret, state: KeyState::Enabled });
        arn
    }

    /// Switches a KMS key off or on.
    pub fn set_kms_key(&self, arn: &str, state: KeyState) {
        if let Some(key) = self.world().kms.0.get_mut(arn) {
            key.state = state;
        }
    }
}

fn control_plane(role_arn: &str) -> Who {
    Who::Session {
        account: role_arn.split(':').nth(4).unwrap_or_default().to_owned(),
        role: role_arn.to_owned(),
        name: "worker".to_owned(),
        installed: false,
    }
}
