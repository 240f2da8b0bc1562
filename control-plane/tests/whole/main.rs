//! The control plane from outside: what somebody sends, and what is there afterwards. On both databases.

mod intake;
mod support;
