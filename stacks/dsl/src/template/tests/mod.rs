//! What a reader and a writer of templates must hold, told from outside.

mod bad_input;
mod quotas;
mod resolving;
mod round_trip;
mod yaml_versions;
