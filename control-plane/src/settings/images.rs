//! `SPRINTERS_IMAGES`.

use super::problem::Wrong;
use std::path::PathBuf;

pub(super) fn parse(text: &str) -> Result<PathBuf, Wrong> {
    let path = PathBuf::from(text.trim());
    std::fs::File::open(&path).map_err(|error| {
        let remedy = "name the file of runner images, one JSON object a line, that this user can read";
        Wrong::new(format!("can't read {}: {error}", path.display()), remedy)
    })?;
    Ok(path)
}
