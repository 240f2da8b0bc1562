//! E-mail: what is worth a mail, to whom, once; from templates as text and HTML; sent from an outbox by whoever of the
//! processes has time.

mod compose;
mod digest;
mod outbox;
mod send;
mod unsubscribe;

pub use compose::{Message, Notification, compose};
pub use digest::{budgets, images};
pub use outbox::{announce, announce_standing, send_due};
use secrecy::SecretString;
pub use send::{Mailer, SendError};
pub use unsubscribe::{Unsubscribe, unsubscribe_key};

/// How e-mail is sent.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// The server, with user name and password.
    pub server: SecretString,
    /// The sender.
    pub from: String,
}

/// What a mail is about, as people choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A label or the account's policy stops jobs.
    Configuration,
    /// The month's budget is spent, or nearly.
    Budget,
    /// A connection does not work any more.
    Connection,
    /// The runner image is too old or missing.
    Image,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 4] = [Kind::Configuration, Kind::Budget, Kind::Connection, Kind::Image];

    /// As it is stored. A name once given stays.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Configuration => "configuration",
            Kind::Budget => "budget",
            Kind::Connection => "connection",
            Kind::Image => "image",
        }
    }

    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Kind::Configuration => "A job can't run as it is configured",
            Kind::Budget => "The monthly budget is used up, or will be",
            Kind::Connection => "A connection to AWS is broken",
            Kind::Image => "The runner image is too old or missing",
        }
    }

    /// Whether somebody who chose nothing is told.
    #[must_use]
    pub fn by_default(self, is_admin: bool) -> bool {
        match self {
            Kind::Configuration | Kind::Budget | Kind::Connection | Kind::Image => is_admin,
        }
    }

    /// By its stored name.
    #[must_use]
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}
