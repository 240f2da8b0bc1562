//! How a command ended, for scripts.

use std::process::ExitCode;

/// The exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, and nothing to object to.
    Fine,
    /// Done, and the check or comparison found something.
    Found,
    /// Bad usage or bad input; nothing was done.
    BadInput,
    /// AWS, the network or the file system failed.
    OutsideFailed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Fine => 0,
            Exit::Found => 1,
            Exit::BadInput => 2,
            Exit::OutsideFailed => 3,
        })
    }
}
