//! Why a command could not do what was asked, and how it then exits.

use std::fmt;

/// How a command ended, for scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Fine = 0,
    /// Done, and a check found something.
    Found = 1,
    /// Bad usage or input; nothing was done.
    BadInput = 2,
    /// The control plane, the network or the file system failed.
    OutsideFailed = 3,
}

/// What went wrong, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Failure {
    pub(crate) fn input(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::BadInput, message: message.into(), help: None }
    }

    pub(crate) fn outside(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::OutsideFailed, message: message.into(), help: None }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Failure {
        Failure { help: Some(help.into()), ..self }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
