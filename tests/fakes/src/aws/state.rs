//! Everything there is in this AWS: accounts with their roles, regions with what is in them.

use super::fault::Faults;
use super::identity::{Caller, Key, Role, Who};
use super::instance::{Instance, Volume};
use super::kms::Keyring;
use super::ledger::Ledger;
use super::moment::{HOUR, SECOND};
use super::policy::Policy;
use super::stack::Stack;
use super::throttle::Throttle;
use crate::clock::Clock;
use serde_json::Value;
use sprinters_core::catalogue::{InstanceType, Region};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Zones of every region: enough to choose among.
pub(super) const ZONES: [char; 3] = ['a', 'b', 'c'];

/// Addresses of a subnet that nobody made smaller: a /20 less what AWS keeps.
pub(super) const USUAL_ADDRESSES: u32 = 4_091;

/// How a launch is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Market {
    /// At the list price.
    OnDemand,
    /// At the spot price.
    Spot,
}

/// Where capacity comes from: type, zone and market.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pool {
    /// The type's name.
    pub instance_type: String,
    /// The zone, `us-east-1a`.
    pub zone: String,
    /// The market.
    pub market: Market,
}

/// An image that can be launched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its id, `ami-…`.
    pub id: String,
    /// The region it is in.
    pub region: String,
    /// The account that publishes it.
    pub owner: String,
    /// `x86_64` or `arm64`.
    pub architecture: String,
    /// Whether everybody may launch it; else its owner alone.
    pub public: bool,
    /// Size of its root volume, in GiB.
    pub root_gib: u32,
}

/// How long things take, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timing {
    /// From launch to running.
    pub(super) pending: u64,
    /// From the end to terminated.
    pub(super) shutting_down: u64,
    /// How long lists miss a young instance.
    pub(super) hidden: u64,
}

/// Terminated instances are listed so long.
pub(super) const LISTED: u64 = HOUR;

/// A token is remembered so long after its instance ended.
pub(super) const TOKEN_KEPT: u64 = 24 * HOUR;

#[derive(Debug)]
pub(super) struct World {
    pub(super) clock: Clock,
    pub(super) accounts: BTreeMap<String, Account>,
    pub(super) keys: HashMap<String, Key>,
    pub(super) images: BTreeMap<(String, String), Image>,
    /// What is left of a pool; a pool that nobody limited is endless.
    pub(super) capacity: HashMap<Pool, u32>,
    pub(super) not_offered: BTreeSet<(String, String)>,
    /// Instances with `disableApiTermination`.
    pub(super) protected: BTreeSet<String>,
    /// Millionths of a US dollar an hour, by zone and type.
    pub(super) prices: BTreeMap<(String, String), u64>,
    pub(super) faults: Faults,
    pub(super) ledger: Ledger,
    pub(super) throttle: Throttle,
    pub(super) timing: Timing,
    pub(super) kms: Keyring,
    serial: u64,
}

#[derive(Debug, Default)]
pub(super) struct Account {
    pub(super) roles: BTreeMap<String, Arc<Role>>,
    pub(super) service_control: Vec<Arc<Policy>>,
    /// Instance profiles by ARN: the ARN of the role in each.
    pub(super) profiles: BTreeMap<String, String>,
    pub(super) no_spot_role: bool,
    pub(super) regions: BTreeMap<String, Regional>,
}

/// What an account has in a region.
#[derive(Debug, Default)]
pub(super) struct Regional {
    pub(super) default_vpc: String,
    /// The default VPC's own group, for launches that name none.
    pub(super) default_group: String,
    pub(super) vpcs: BTreeSet<String>,
    pub(super) subnets: BTreeMap<String, Subnet>,
    /// Security groups: the VPC of each.
    pub(super) groups: BTreeMap<String, String>,
    pub(super) templates: BTreeMap<String, LaunchTemplate>,
    pub(super) stacks: BTreeMap<String, Stack>,
    /// In the order in which they were launched.
    pub(super) instances: BTreeMap<u64, Instance>,
    pub(super) by_id: HashMap<String, u64>,
    pub(super) by_token: HashMap<String, Remembered>,
    pub(super) volumes: HashMap<String, Volume>,
    pub(super) quota: HashMap<Market, u32>,
    pub(super) vcpu: HashMap<Market, u32>,
    due: BTreeMap<u64, Vec<Due>>,
}

#[derive(Debug, Clone)]
pub(super) struct Subnet {
    pub(super) vpc: String,
    pub(super) zone: String,
    /// Whether it is the zone's default subnet.
    pub(super) default: bool,
    /// Free addresses.
    pub(super) free: u32,
}

#[derive(Debug, Clone)]
pub(super) struct LaunchTemplate {
    pub(super) versions: BTreeMap<u64, Value>,
}

impl LaunchTemplate {
    /// The number and data of a version: a number, `$Latest` or `$Default`, which nobody changes from 1.
    pub(super) fn version(&self, name: &str) -> Option<(u64, &Value)> {
        match name {
            "$Latest" => self.versions.last_key_value().map(|(number, data)| (*number, data)),
            "$Default" | "" => self.versions.first_key_value().map(|(number, data)| (*number, data)),
            number => self.versions.get_key_value(&number.parse().ok()?).map(|(number, data)| (*number, data)),
        }
    }
}

/// What a client token made.
#[derive(Debug, Clone)]
pub(super) struct Remembered {
    /// The digest of the parameters.
    pub(super) parameters: String,
    /// The instance's number.
    pub(super) instance: Option<Instance>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Due {
    Ended(u64),
    Forgotten(u64),
    Token(String),
}

impl World {
    pub(super) fn new(clock: Clock) -> World {
        World {
            clock,
            accounts: BTreeMap::new(),
            keys: HashMap::new(),
            images: BTreeMap::new(),
            capacity: HashMap::new(),
            not_offered: BTreeSet::new(),
            protected: BTreeSet::new(),
            prices: BTreeMap::new(),
            faults: Faults::default(),
            ledger: Ledger::default(),
            throttle: Throttle::default(),
            timing: Timing { pending: 5 * SECOND, shutting_down: 15 * SECOND, hidden: 0 },
            kms: Keyring::default(),
            serial: 0,
        }
    }

    pub(super) fn now(&self) -> u64 {
        self.clock.now_millis()
    }

    /// A number that nothing else has.
    pub(super) fn serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    /// An id as EC2 makes them: `PREFIX-0` and 16 hexadecimal digits. An odd factor gives every number another.
    pub(super) fn id(&mut self, prefix: &str) -> String {
        format!("{prefix}-0{:016x}", self.serial().wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub(super) fn account(&mut self, account: &str) -> &mut Account {
        self.accounts.entry(account.to_owned()).or_default()
    }

    /// What an account has in a region; a default VPC from the first moment.
    pub(super) fn regional(&mut self, account: &str, region: &str) -> &mut Regional {
        let known = self.accounts.get(account).is_some_and(|account| account.regions.contains_key(region));
        if !known {
            let vpc = self.id("vpc");
            let mut regional =
                Regional { default_vpc: vpc.clone(), vpcs: BTreeSet::from([vpc.clone()]), ..Regional::default() };
            for letter in ZONES {
                let (vpc, zone) = (vpc.clone(), format!("{region}{letter}"));
                regional.subnets.insert(self.id("subnet"), Subnet { vpc, zone, default: true, free: USUAL_ADDRESSES });
            }
            regional.default_group = self.id("sg");
            regional.groups.insert(regional.default_group.clone(), vpc);
            self.account(account).regions.insert(region.to_owned(), regional);
        }
        self.account(account).regions.entry(region.to_owned()).or_default()
    }

    /// The policies of a caller.
    pub(super) fn caller(&mut self, who: Who) -> Caller {
        let account = self.account(who.account());
        let role = match &who {
            Who::Session { role, .. } => account.roles.get(role).cloned(),
            Who::Root(_) => None,
        };
        let service_control = account.service_control.clone();
        Caller { who, role, service_control }
    }

    /// Lets happen what is due in a region by now.
    pub(super) fn settle(&mut self, account: &str, region: &str) {
        let (now, timing) = (self.now(), self.timing);
        let mut freed = Vec::new();
        let regional = self.regional(account, region);
        while let Some(entry) = regional.due.first_entry().filter(|entry| *entry.key() <= now) {
            for due in entry.remove() {
                match due {
                    Due::Ended(number) => freed.extend(regional.release(number, timing)),
                    Due::Forgotten(number) => {
                        if let Some(instance) = regional.instances.remove(&number) {
                            regional.by_id.remove(&instance.id);
                        }
                    }
                    Due::Token(token) => {
                        regional.by_token.remove(&token);
                    }
                }
            }
        }
        for pool in freed {
            if let Some(left) = self.capacity.get_mut(&pool) {
                *left += 1;
            }
        }
    }

    /// Lets happen what is due anywhere.
    pub(super) fn settle_all(&mut self) {
        let places: Vec<(String, String)> = self
            .accounts
            .iter()
            .flat_map(|(account, regions)| regions.regions.keys().map(|region| (account.clone(), region.clone())))
            .collect();
        for (account, region) in places {
            self.settle(&account, &region);
        }
    }

    /// The price of a spot instance in a zone: what was set, or something plausible below the list price.
    pub(super) fn spot_price(&self, zone: &str, kind: &InstanceType) -> Option<u64> {
        if let Some(price) = self.prices.get(&(zone.to_owned(), kind.name().to_owned())) {
            return Some(*price);
        }
        let region: Region = zone.get(..zone.len().checked_sub(1)?)?.parse().ok()?;
        if !kind.spot() || kind.offered_in(region) == Some(false) {
            return None;
        }
        let letter = u64::from(zone.bytes().last()?.saturating_sub(b'a'));
        kind.start_price().map(|price| u64::from(price) * (35 + 2 * letter) / 100)
    }

    /// Whether a type is sold in a zone.
    pub(super) fn offers(&self, zone: &str, kind: &InstanceType, region: &str) -> bool {
        let in_region = region.parse().ok().and_then(|region: Region| kind.offered_in(region)) != Some(false);
        in_region && !self.not_offered.contains(&(zone.to_owned(), kind.name().to_owned()))
    }

    /// The place of an instance.
    pub(super) fn whereabouts(&self, id: &str) -> Option<(String, String)> {
        self.accounts.iter().find_map(|(account, regions)| {
            let (region, _) = regions.regions.iter().find(|(_, regional)| regional.by_id.contains_key(id))?;
            Some((account.clone(), region.clone()))
        })
    }
}

impl Regional {
    /// Adds an instance that has just been launched, with an end already if it will not live.
    pub(super) fn add(&mut self, instance: Instance) {
        self.by_id.insert(instance.id.clone(), instance.number);
        if let Some(end) = &instance.end {
            self.due.entry(end.at).or_default().push(Due::Ended(instance.number));
        }
        *self.vcpu.entry(instance.market).or_default() += instance.vcpu;
        if let Some(subnet) = self.subnets.get_mut(&instance.subnet) {
            subnet.free = subnet.free.saturating_sub(1);
        }
        self.instances.insert(instance.number, instance);
    }

    pub(super) fn instance(&self, id: &str) -> Option<&Instance> {
        self.instances.get(self.by_id.get(id)?)
    }

    /// Ends an instance at a moment, unless it ends before that anyway.
    pub(super) fn end(&mut self, id: &str, at: u64, code: &str, message: &str) -> bool {
        let Some(instance) = self.by_id.get(id).and_then(|number| self.instances.get_mut(number)) else { return false };
        if instance.end_by(at, code, message) {
            self.due.entry(at).or_default().push(Due::Ended(instance.number));
        }
        true
    }

    /// Frees what an ended instance held; none where its end was set to another moment since.
    fn release(&mut self, number: u64, timing: Timing) -> Option<Pool> {
        let instance = self.instances.get_mut(&number)?;
        let end = instance.end.as_ref()?.at;
        if std::mem::replace(&mut instance.released, true) {
            return None;
        }
        let instance = &*instance;
        let used = self.vcpu.entry(instance.market).or_default();
        *used = used.saturating_sub(instance.vcpu);
        if let Some(subnet) = self.subnets.get_mut(&instance.subnet) {
            subnet.free += 1;
        }
        for (_, volume) in &instance.devices {
            self.volumes.remove(volume);
        }
        let terminated = end + timing.shutting_down;
        self.due.entry(terminated + LISTED).or_default().push(Due::Forgotten(number));
        if let Some(token) = &instance.token {
            self.due.entry(terminated + TOKEN_KEPT).or_default().push(Due::Token(token.clone()));
        }
        Some(instance.pool())
    }
}
