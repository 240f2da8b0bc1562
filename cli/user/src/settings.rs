//! Which control plane, and with which token: the environment first, then a file that only its owner reads.

use crate::failure::Failure;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

/// What commands call with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) url: Option<String>,
    pub(crate) token: Option<String>,
    /// Where the token comes from, for people.
    pub(crate) token_from: &'static str,
}

/// Where the file is.
pub(crate) fn file() -> Option<PathBuf> {
    let home = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = home("XDG_CONFIG_HOME").or_else(|| home("HOME").map(|home| home.join(".config")))?;
    Some(folder.join("sprinters").join("config.toml"))
}

/// Reads both.
pub(crate) fn read() -> Result<Settings, Failure> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let mut settings = Settings { token_from: "not set", ..Settings::default() };
    if let Some(path) = file().filter(|path| path.exists()) {
        let unreadable = |why: String| Failure::input(format!("{} can't be read: {why}", path.display()));
        let text = fs::read_to_string(&path).map_err(|error| unreadable(error.to_string()))?;
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| unreadable(error.to_string()))?;
        let text = |key: &str| table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        (settings.url, settings.token) = (text("url"), text("token"));
        settings.token_from = "the configuration file";
    }
    if let Some(token) = variable("SPRINTERS_TOKEN") {
        (settings.token, settings.token_from) = (Some(token), "SPRINTERS_TOKEN");
    }
    settings.url = variable("SPRINTERS_URL").or(settings.url);
    Ok(settings)
}

/// Writes the file, readable by its owner alone; it is there as a whole or as it was.
pub(crate) fn write(url: &str, token: &str) -> Result<PathBuf, Failure> {
    let path = file().ok_or_else(|| Failure::input("neither HOME nor XDG_CONFIG_HOME is set"))?;
    let failed = |error: std::io::Error| Failure::outside(format!("{} can't be written: {error}", path.display()));
    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
    fs::create_dir_all(&folder).map_err(failed)?;
    let mut table = toml::Table::new();
    table.insert("url".to_owned(), url.into());
    table.insert("token".to_owned(), token.into());
    // A temporary file has mode 0600 from its first byte on.
    let mut fresh = tempfile::NamedTempFile::new_in(&folder).map_err(failed)?;
    fresh.write_all(table.to_string().as_bytes()).map_err(failed)?;
    fresh.persist(&path).map_err(|error| failed(error.error))?;
    Ok(path)
}

/// Removes the file; whether there was one.
pub(crate) fn remove() -> Result<bool, Failure> {
    match file() {
        Some(path) if path.exists() => {
            fs::remove_file(&path)
                .map_err(|error| Failure::outside(format!("{} can't be removed: {error}", path.display())))?;
            Ok(true)
        }
        Some(_) | None => Ok(false),
    }
}
