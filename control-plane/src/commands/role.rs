//! `serve --role`.

use clap::ValueEnum;

/// What a serving process does. Whatever its role, it answers `/healthz`, `/readyz` and `/metrics`, and keeps a
/// delivery that reaches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Role {
    /// Everything: deliveries, console, effects.
    #[default]
    All,
    /// Deliveries and console alone; others perform effects.
    Web,
    /// Effects; others are what GitHub and browsers reach.
    Worker,
}

impl Role {
    /// Whether this process performs effects.
    #[must_use]
    pub fn performs_effects(self) -> bool {
        match self {
            Role::All | Role::Worker => true,
            Role::Web => false,
        }
    }

    /// Whether it can be the only process.
    #[must_use]
    pub fn is_whole(self) -> bool {
        match self {
            Role::All => true,
            Role::Web | Role::Worker => false,
        }
    }

    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::All => "all",
            Role::Web => "web",
            Role::Worker => "worker",
        }
    }
}
