//! From what an operator wrote to what a control plane is started with.

use crate::settings::Settings;
use anyhow::Context as _;
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_console::{AppSetup, ConsoleSettings};
use sprinters_services::identity::AppIdentity;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

/// The console of a serving process, from its settings and from what the set-up wizard stored.
///
/// # Errors
/// If the code that lets somebody make the App can't be kept.
pub(crate) fn console(settings: &Settings, identity: &AppIdentity) -> anyhow::Result<ConsoleSettings> {
    let (app_setup, app_without_sign_in) = match (&identity.sign_in, settings.github.app_id) {
        (Some(_), _) => (None, None),
        // Another App beside the one of the settings would be nobody's.
        (None, Some(id)) => (None, Some(id)),
        (None, None) => {
            let (api, web) = settings.github.addresses()?;
            (Some(AppSetup { code: setup_code(&settings.state_dir)?, api, web }), None)
        }
    };
    Ok(ConsoleSettings {
        public_url: settings.public_url.clone(),
        app_setup,
        app_without_sign_in,
        image_owner: settings.image_owner.clone(),
        control_plane_role: settings.control_plane_role.clone(),
        template_url: settings.template_url.clone(),
        security_contact: settings.security_contact.clone(),
        retention_days: settings.retention.days(),
        sends_mail: settings.mail.is_some() && settings.public_url.is_some(),
    })
}

/// The code that lets somebody make the App: in a file that only whoever runs this process can read. So no stranger
/// does it first.
fn setup_code(state_dir: &Path) -> anyhow::Result<SecretString> {
    let path = state_dir.join("setup-code");
    if let Ok(text) = std::fs::read_to_string(&path)
        && 20 < text.trim().len()
    {
        return Ok(SecretString::from(text.trim()));
    }
    // With PostgreSQL nobody else makes the directory.
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(state_dir);
    made.with_context(|| format!("can't make the state directory {}", state_dir.display()))?;
    let code = sprinters_seal::secret::draw().context("no randomness")?;
    let file = std::fs::OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&path);
    let mut file = file.with_context(|| format!("can't keep the set-up code in {}", path.display()))?;
    file.write_all(code.expose_secret().as_bytes()).and_then(|()| file.write_all(b"\n"))?;
    tracing::info!(file = %path.display(), "no GitHub App is set up; the set-up page asks for the code in this file");
    Ok(code)
}
