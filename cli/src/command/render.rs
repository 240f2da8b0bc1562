//! `sprinters-iac render`

use super::{Stack, rendered};
use crate::exit::Exit;
use crate::failure::{Failure, Problem};
use crate::printer::Printer;
use sprinters_stacks::terraform;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Print the template of a stack, the same bytes every time
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  sprinters-iac render\n  sprinters-iac render organization --format json\n  sprinters-iac render --format terraform --out main.tf\n  sprinters-iac render --out runner.yaml"
)]
pub(crate) struct Args {
    /// Which stack
    #[arg(value_enum, default_value_t = Stack::Runner)]
    stack: Stack,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Yaml)]
    format: Format,
    /// Write into this file, all at once or not at all
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// With short intrinsic forms
    Yaml,
    /// With long intrinsic forms
    Json,
    /// A module for Terraform and OpenTofu, of the customer stack
    Terraform,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let template = rendered(args.stack.kind())?;
    let text = match args.format {
        Format::Yaml => template.to_yaml(),
        Format::Json => template.to_json(),
        Format::Terraform if args.stack == Stack::Organization => {
            return Err(Failure::input(
                Problem::new("the organisation's stack is a CloudFormation stack set and has no Terraform form")
                    .help("call the module of the customer stack once for each account: sprinters-iac render --format terraform"),
            ));
        }
        Format::Terraform if args.stack == Stack::Platform => {
            return Err(Failure::input(
                Problem::new("the control plane's stack has no Terraform form").help("give --format yaml or json"),
            ));
        }
        Format::Terraform => terraform::module(&template).map_err(|error| {
            Failure::input(Problem::new("our own runner stack has no translation").note(error.to_string()))
        })?,
    };
    match &args.out {
        None => printer.data(&text)?,
        Some(path) => {
            write_whole(path, &text).map_err(|error| {
                Failure::outside(Problem::new(format!("{} can't be written: {error}", path.display())))
            })?;
            printer.say(&format!("Wrote {} ({} bytes).", path.display(), text.len()));
        }
    }
    Ok(Exit::Fine)
}

/// Writes beside the file and renames, so that nobody ever reads half a template.
fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    // A template is no secret: what the umask allows, as for any file that a program writes.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.prefix(".sprinters-").tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}
