//! AWS: requests, errors, sessions, verification, against a fake in which the rendered stack is installed.

mod boto;
mod cloud;
mod denials;
mod emulators;
mod errors;
mod kms;
mod launch;
mod lists;
mod sessions;
mod tls;
mod tokens;
mod verify;
mod volumes;
