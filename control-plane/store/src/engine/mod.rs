//! What holds the tables: opening, encryption of the file, changes, and the one writer of SQLite.

pub(crate) mod at_rest;
pub(crate) mod change;
pub(crate) mod database;
pub(crate) mod error;
pub(crate) mod group_commit;
pub(crate) mod inspect;
pub(crate) mod lock;
pub(crate) mod migrate;
pub(crate) mod open;
pub(crate) mod postgres;
pub(crate) mod server;
pub(crate) mod templates;
pub(crate) mod url;
pub(crate) mod wake;
