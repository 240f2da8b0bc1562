//! The binary: arguments and environment in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    // A variable that is not text can't be a setting's right value; its name is what matters.
    let environment = std::env::vars_os()
        .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()));
    sprinters_control_plane::commands::run(std::env::args_os(), environment)
}
