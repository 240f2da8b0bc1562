// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::Logs::LogGroup`.

use crate::value::{self};

value::text_enum! {
    /// One of `STANDARD`, `INFREQUENT_ACCESS`, `DELIVERY`.
    LogGroupClass {
        /// `STANDARD`.
        Standard = "STANDARD",
        /// `INFREQUENT_ACCESS`.
        InfrequentAccess = "INFREQUENT_ACCESS",
        /// `DELIVERY`.
        Delivery = "DELIVERY",
    }
}

