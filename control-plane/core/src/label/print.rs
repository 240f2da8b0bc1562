//! The one way to write each specification: `parse(print(x)) == x`, and equal specifications print equal.

use super::{Gp3, Machine, Placement, RunnerSpec, Spot, Temp};
use std::fmt;

impl fmt::Display for RunnerSpec {
    /// The image always, everything else where it is not the default.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sprinters")?;
        if let Some(pin) = &self.pin {
            write!(f, "/{pin}")?;
        }
        f.write_str(":aws")?;
        if let Some(account) = &self.account {
            write!(f, "/{account}")?;
        }
        if let Some(role) = &self.role {
            write!(f, "/{role}")?;
        }
        write!(f, ":{}", self.image)?;
        if self.placement != Placement::default() {
            write!(f, ":{}", self.placement)?;
        }
        match &self.machine {
            Machine::Default => {}
            Machine::Type(instance_type) => write!(f, ":{}", instance_type.name())?,
            Machine::Fitting(fitting) => {
                if let Some(cpu) = &fitting.cpu {
                    write!(f, ":cpu={cpu}")?;
                }
                if let Some(ram) = &fitting.ram {
                    write!(f, ":ram={ram}")?;
                }
                if let Some(family) = &fitting.family {
                    write!(f, ":family={family}")?;
                }
            }
        }
        if self.spot != Spot::default() {
            write!(f, ":spot={}", self.spot)?;
        }
        if let Some(group) = &self.security_group {
            write!(f, ":{group}")?;
        }
        if self.root != Gp3::DEFAULT {
            write!(f, ":root=gp3/{}", self.root)?;
        }
        match self.temp {
            Temp::Auto { size: None } => {}
            Temp::Auto { size: Some(size) } => write!(f, ":temp={size}")?,
            Temp::Gp3 { size, performance } if performance == Gp3::DEFAULT => write!(f, ":temp=gp3/{size}")?,
            Temp::Gp3 { size, performance } => write!(f, ":temp=gp3/{size}/{performance}")?,
            Temp::Ephemeral { size: None } => f.write_str(":temp=ephemeral")?,
            Temp::Ephemeral { size: Some(size) } => write!(f, ":temp=ephemeral/{size}")?,
            Temp::Zram { size } => write!(f, ":temp=zram/{size}")?,
        }
        if self.swap != RunnerSpec::DEFAULT_SWAP {
            write!(f, ":swap={}", self.swap)?;
        }
        match self.events {
            Some(events) => write!(f, ":events={events}"),
            None => Ok(()),
        }
    }
}
