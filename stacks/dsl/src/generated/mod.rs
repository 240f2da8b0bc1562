// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! Generated code: the resource types and the IAM vocabulary.

pub(crate) mod iam;
pub mod resources;
