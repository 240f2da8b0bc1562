//! The console of a serving process, from its settings and from what the set-up wizard stored.

use super::secret;
use super::state::{Console, Making, Parts};
use crate::app::App;
use crate::launch::PublishedImages;
use crate::settings::Settings;
use crate::the_app::{self, TheApp};
use anyhow::Context as _;
use secrecy::{ExposeSecret as _, SecretString};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

/// Puts it together. Nothing runs yet; see [`super::start`].
///
/// # Errors
/// If the code that lets somebody make the App can't be kept.
pub fn of_settings(
    settings: &Settings,
    app: &App,
    theirs: &TheApp,
    images: Arc<PublishedImages>,
) -> anyhow::Result<Console> {
    let making = match theirs.sign_in {
        Some(_) => None,
        None => {
            let (api, web) = the_app::addresses(&settings.github)?;
            Some(Making { code: setup_code(&settings.state_dir)?, api, web })
        }
    };
    Ok(Console::new(Parts {
        store: app.store.clone(),
        clock: app.clock.clone(),
        public_url: settings.public_url.clone(),
        sign_in: theirs.sign_in.clone(),
        making,
        github: theirs.github.clone(),
        control_plane_role: settings.control_plane_role.clone(),
        template_url: settings.template_url.clone(),
        retention_days: settings.retention.days(),
        images,
        sends_mail: settings.mail.is_some() && settings.public_url.is_some(),
        wake: Arc::clone(&app.wake),
    }))
}

/// The code that lets somebody make the App: in a file that only whoever runs this process can read. So no stranger does it first.
fn setup_code(state_dir: &Path) -> anyhow::Result<SecretString> {
    let path = state_dir.join("setup-code");
    if let Ok(text) = std::fs::read_to_string(&path)
        && 20 < text.trim().len()
    {
        return Ok(SecretString::from(text.trim()));
    }
    let code = secret::draw().context("no randomness")?;
    let file = std::fs::OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&path);
    let mut file = file.with_context(|| format!("can't keep the set-up code in {}", path.display()))?;
    file.write_all(code.expose_secret().as_bytes()).and_then(|()| file.write_all(b"\n"))?;
    tracing::info!(file = %path.display(), "no GitHub App is set up; the set-up page asks for the code in this file");
    Ok(code)
}
