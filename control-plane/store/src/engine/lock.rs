//! One process on one SQLite file.

use super::error::OpenStoreError;
use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// Held as long as the file is ours. The operating system lets go when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Drop for Lock {
    /// A program that was started meanwhile has our open files for a moment, until it runs; closing ours would not let
    /// go of the lock then.
    fn drop(&mut self) {
        // What can't be unlocked is let go by the end of the process.
        let _ = self.file.unlock();
    }
}

/// Takes the lock file beside the database.
pub(crate) fn take(database: &Path) -> Result<Lock, OpenStoreError> {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    let path = std::path::PathBuf::from(path);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(&path)
        .map_err(|source| OpenStoreError::File { what: "can't open the lock file", path: path.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { file }),
        Err(TryLockError::WouldBlock) => Err(OpenStoreError::InUse { place: database.to_owned() }),
        Err(TryLockError::Error(source)) => Err(OpenStoreError::File { what: "can't lock", path, source }),
    }
}
