//! What goes wrong on purpose. Every fault is bounded: it strikes a number of times and is used up.

use std::time::Duration;

/// A fault to come.
#[derive(Debug, Clone)]
pub struct Fault {
    action: String,
    account: Option<String>,
    instance_type: Option<String>,
    times: u32,
    kind: Kind,
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// An error instead of the effect.
    Refuse { status: u16, code: String, message: String },
    /// The effect, and then the connection breaks off without an answer.
    LoseAnswer,
    /// The connection breaks off before the effect.
    LoseRequest,
    /// The effect and its answer, late.
    Delay(Duration),
    /// No effect and no answer: the connection stays open.
    Hang,
    /// Something that is no answer of AWS.
    Garbage,
    /// The instance ends while it is starting.
    DieStarting { after: Duration, code: String, message: String },
}

/// A fault of which is not said yet what happens.
#[derive(Debug, Clone)]
pub struct FaultOn {
    action: String,
    account: Option<String>,
    instance_type: Option<String>,
    times: u32,
}

impl Fault {
    /// A fault of one action (`RunInstances`, `AssumeRole`, `Decrypt` …), once.
    #[must_use]
    pub fn on(action: &str) -> FaultOn {
        FaultOn { action: action.to_owned(), account: None, instance_type: None, times: 1 }
    }

    pub(super) fn is_of(&self, action: &str, account: &str, instance_type: Option<&str>) -> bool {
        let same = |wanted: &Option<String>, found: Option<&str>| wanted.is_none() || wanted.as_deref() == found;
        0 < self.times
            && self.action == action
            && same(&self.account, Some(account))
            && same(&self.instance_type, instance_type)
    }
}

impl FaultOn {
    /// Only for callers of this account, or for those who assume a role in it.
    #[must_use]
    pub fn in_account(mut self, account: &str) -> FaultOn {
        self.account = Some(account.to_owned());
        self
    }

    /// Only for launches of this type.
    #[must_use]
    pub fn of_type(mut self, instance_type: &str) -> FaultOn {
        self.instance_type = Some(instance_type.to_owned());
        self
    }

    /// So often, instead of once.
    #[must_use]
    pub fn times(mut self, times: u32) -> FaultOn {
        self.times = times;
        self
    }

    /// AWS refuses with this status, code and sentence.
    #[must_use]
    pub fn refuse(self, status: u16, code: &str, message: &str) -> Fault {
        self.kind(Kind::Refuse { status, code: code.to_owned(), message: message.to_owned() })
    }

    /// It is done, but nobody hears of it.
    #[must_use]
    pub fn lose_answer(self) -> Fault {
        self.kind(Kind::LoseAnswer)
    }

    /// It is not done, and nobody hears of that.
    #[must_use]
    pub fn lose_request(self) -> Fault {
        self.kind(Kind::LoseRequest)
    }

    /// It is answered so late, in the time of the machine.
    #[must_use]
    pub fn delay(self, by: Duration) -> Fault {
        self.kind(Kind::Delay(by))
    }

    /// The request is taken and never answered, as by a host that is up and does nothing.
    #[must_use]
    pub fn hang(self) -> Fault {
        self.kind(Kind::Hang)
    }

    /// A proxy's page instead of an answer.
    #[must_use]
    pub fn garbage(self) -> Fault {
        self.kind(Kind::Garbage)
    }

    /// The instance is made, and ends while it is starting, with EC2's reason: `Server.InternalError`,
    /// `Client.VolumeLimitExceeded` …
    #[must_use]
    pub fn die_starting(self, after: Duration, code: &str, message: &str) -> Fault {
        self.kind(Kind::DieStarting { after, code: code.to_owned(), message: message.to_owned() })
    }

    fn kind(self, kind: Kind) -> Fault {
        let FaultOn { action, account, instance_type, times } = self;
        Fault { action, account, instance_type, times, kind }
    }
}

/// The faults to come, in the order in which they were ordered.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    /// Most faults at once: a test that orders more has a bug.
    const MOST: usize = 1_000;

    pub(super) fn order(&mut self, fault: Fault) {
        if self.0.len() < Faults::MOST {
            self.0.push(fault);
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The next fault of a call, and one time less of it.
    pub(super) fn strike(&mut self, action: &str, account: &str, instance_type: Option<&str>) -> Option<Kind> {
        let fault = self.0.iter_mut().find(|fault| fault.is_of(action, account, instance_type))?;
        fault.times -= 1;
        let kind = fault.kind.clone();
        self.0.retain(|fault| 0 < fault.times);
        Some(kind)
    }
}
