//! `sprinters sign-in`, `sign-out` and `config`.

use crate::api::Api;
use crate::args::Cli;
use crate::failure::{Exit, Failure};
use crate::out::{Out, text};
use crate::settings;
use serde_json::json;
use std::io::{self, BufRead as _, IsTerminal as _, Read as _};

/// Longest token that is read; they have some fifty characters.
const MAX_TOKEN_BYTES: u64 = 1_024;

/// Keep the address of a control plane and a token for it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Create a token in the console, under Settings, API tokens. It is read from standard input, checked, and kept in a file that\nonly you can read.\n\nExamples:\n  sprinters sign-in --url https://sprinters.example\n  pass sprinters/token | sprinters sign-in --url https://sprinters.example"
)]
pub(crate) struct SignInArgs {}

/// Show which control plane and token are used, and where they come from
#[derive(Debug, clap::Args)]
pub(crate) struct ConfigArgs {
    /// For programs
    #[arg(long)]
    json: bool,
}

pub(crate) fn sign_in(_: &SignInArgs, cli: &Cli, out: &Out) -> Result<Exit, Failure> {
    let known = settings::read()?.url;
    let url = cli.url.clone().or(known).ok_or_else(|| Failure::input("say which control plane: --url https://HOST"))?;
    if io::stdin().is_terminal() {
        out.note(&format!("Create a token at {url} under Settings, API tokens, paste it here, and press Enter:"));
    }
    let mut token = String::new();
    let read = io::stdin().lock().take(MAX_TOKEN_BYTES).read_line(&mut token);
    read.map_err(|error| Failure::input(format!("the token can't be read: {error}")))?;
    let token = token.trim().to_owned();
    if token.is_empty() {
        return Err(Failure::input("the token is empty"));
    }
    let me = Api::new(&url, Some(token.clone()), cli.verbose)?.get("me", &[])?;
    let path = settings::write(&url, &token)?;
    out.say(&format!("Signed in to {} as {}. Kept in {}.", text(&me, "account"), text(&me, "name"), path.display()));
    Ok(Exit::Fine)
}

pub(crate) fn sign_out(out: &Out) -> Result<Exit, Failure> {
    let was = settings::remove()?;
    out.say(if was {
        "Signed out. Revoke the token in the console if you don't need it elsewhere."
    } else {
        "Not signed in."
    });
    Ok(Exit::Fine)
}

pub(crate) fn config(args: &ConfigArgs, cli: &Cli, out: &Out) -> Result<Exit, Failure> {
    let settings = settings::read()?;
    let url = cli.url.clone().or(settings.url).unwrap_or_else(|| "not set".to_owned());
    let file = settings::file().map(|file| file.display().to_string()).unwrap_or_default();
    // A token is a secret: that there is one is all that is said.
    let from = if settings.token.is_some() { settings.token_from } else { "not set" };
    if args.json {
        out.json(&json!({"url": url, "token_from": from, "file": file}))?;
    } else {
        out.data(&format!("url    {url}\ntoken  {from}\nfile   {file}\n"))?;
    }
    Ok(Exit::Fine)
}
