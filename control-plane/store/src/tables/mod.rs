//! One file for each table, or for each list that is read across tables: its rows, and one function a query.

pub(crate) mod account_keys;
pub(crate) mod account_settings;
pub(crate) mod accounts;
pub(crate) mod action_uses;
pub(crate) mod api_tokens;
pub(crate) mod audit;
pub(crate) mod capacity;
pub(crate) mod connections;
pub(crate) mod cost_days;
pub(crate) mod deliveries;
pub(crate) mod effects;
pub(crate) mod installations;
pub(crate) mod job_list;
pub(crate) mod jobs;
pub(crate) mod launches;
pub(crate) mod mail;
pub(crate) mod memberships;
pub(crate) mod people;
pub(crate) mod performance;
pub(crate) mod retention;
pub(crate) mod runners;
pub(crate) mod scans;
pub(crate) mod secrets;
pub(crate) mod timeline;
pub(crate) mod visible_to;
pub(crate) mod writer;
