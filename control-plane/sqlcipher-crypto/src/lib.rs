#![doc = include_str!("../README.md")]

// Named so that it is linked.
extern crate aws_lc_rs;
