//! An instance and its volumes, and what of them a test may see.

use super::moment::{HOUR, MINUTE};
use super::state::{Market, Pool, Timing};
use std::collections::BTreeMap;

/// EC2's states of an instance, with their codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Starting.
    Pending,
    /// Running.
    Running,
    /// Ending.
    ShuttingDown,
    /// Ended.
    Terminated,
}

impl State {
    /// EC2's number.
    pub(super) fn code(self) -> u8 {
        match self {
            State::Pending => 0,
            State::Running => 16,
            State::ShuttingDown => 32,
            State::Terminated => 48,
        }
    }

    /// EC2's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            State::Pending => "pending",
            State::Running => "running",
            State::ShuttingDown => "shutting-down",
            State::Terminated => "terminated",
        }
    }

    /// Whether it costs money.
    #[must_use]
    pub fn is_live(self) -> bool {
        match self {
            State::Pending | State::Running => true,
            State::ShuttingDown | State::Terminated => false,
        }
    }
}

/// When and why an instance ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct End {
    /// Milliseconds since 1970.
    pub(super) at: u64,
    pub(super) code: String,
    pub(super) message: String,
}

#[derive(Debug, Clone)]
pub(super) struct Instance {
    /// Its place in the order of launches.
    pub(super) number: u64,
    pub(super) id: String,
    pub(super) reservation: String,
    pub(super) image: String,
    pub(super) kind: &'static str,
    pub(super) vcpu: u32,
    pub(super) architecture: String,
    pub(super) zone: String,
    pub(super) subnet: String,
    pub(super) vpc: String,
    pub(super) interface: String,
    pub(super) groups: Vec<String>,
    pub(super) market: Market,
    /// The spot request, where it is spot.
    pub(super) spot_request: Option<String>,
    pub(super) profile: Option<String>,
    pub(super) tenancy: String,
    pub(super) launched: u64,
    pub(super) tags: BTreeMap<String, String>,
    /// Tags of the network interface and the spot request.
    pub(super) other_tags: BTreeMap<String, BTreeMap<String, String>>,
    /// Device names and volumes.
    pub(super) devices: Vec<(String, String)>,
    pub(super) user_data: Option<String>,
    pub(super) token: Option<String>,
    pub(super) end: Option<End>,
    /// Whether its end has freed what it held.
    pub(super) released: bool,
}

impl Instance {
    pub(super) fn state(&self, now: u64, timing: Timing) -> State {
        match &self.end {
            Some(end) if end.at + timing.shutting_down <= now => State::Terminated,
            Some(end) if end.at <= now => State::ShuttingDown,
            Some(_) | None if now < self.launched + timing.pending => State::Pending,
            Some(_) | None => State::Running,
        }
    }

    /// Sets its end; not if it ends before that anyway.
    pub(super) fn end_by(&mut self, at: u64, code: &str, message: &str) -> bool {
        if self.end.as_ref().is_some_and(|end| end.at <= at) {
            return false;
        }
        self.end = Some(End { at, code: code.to_owned(), message: message.to_owned() });
        true
    }

    pub(super) fn pool(&self) -> Pool {
        Pool { instance_type: self.kind.to_owned(), zone: self.zone.clone(), market: self.market }
    }

    /// Its private address, made of its number.
    pub(super) fn address(&self) -> String {
        format!("10.{}.{}.{}", self.number >> 16 & 0xff, self.number >> 8 & 0xff, self.number & 0xff)
    }
}

/// A volume.
#[derive(Debug, Clone)]
pub(super) struct Volume {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) gib: u32,
    pub(super) iops: u32,
    pub(super) mib_per_second: u32,
    pub(super) encrypted: bool,
    pub(super) key: Option<String>,
    pub(super) tags: BTreeMap<String, String>,
    pub(super) delete_on_termination: bool,
    /// The last modification: milliseconds since 1970.
    pub(super) modified: Option<u64>,
    /// When it was attached.
    pub(super) attached: u64,
}

impl Volume {
    /// How long a modification is at work, and keeps the next one away.
    pub(super) const MODIFYING: u64 = MINUTE;
    pub(super) const NEXT_MODIFICATION: u64 = 6 * HOUR;
}

/// An instance, as a test sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenInstance {
    /// Its id.
    pub id: String,
    /// The account.
    pub account: String,
    /// The region.
    pub region: String,
    /// What it is doing.
    pub state: State,
    /// Its type.
    pub instance_type: String,
    /// How it is paid.
    pub market: Market,
    /// Its zone.
    pub zone: String,
    /// Its subnet.
    pub subnet_id: String,
    /// Its security groups.
    pub security_groups: Vec<String>,
    /// Its image.
    pub image_id: String,
    /// The ARN of its instance profile.
    pub instance_profile: Option<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Tags of its network interface and spot request, by resource type.
    pub other_tags: BTreeMap<String, BTreeMap<String, String>>,
    /// The client token of its launch.
    pub client_token: Option<String>,
    /// When it was launched: milliseconds since 1970.
    pub launched_at: u64,
    /// Its volumes.
    pub volumes: Vec<SeenVolume>,
    /// Why it ended, as EC2 says.
    pub state_reason: Option<String>,
}

/// A volume, as a test sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenVolume {
    /// Its id.
    pub id: String,
    /// Its device name.
    pub device: String,
    /// `gp3` …
    pub kind: String,
    /// Size in GiB.
    pub gib: u32,
    /// IOPS.
    pub iops: u32,
    /// Throughput in MiB/s.
    pub mib_per_second: u32,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// With which key, if not AWS's own.
    pub kms_key: Option<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Whether it goes with its instance.
    pub delete_on_termination: bool,
}
