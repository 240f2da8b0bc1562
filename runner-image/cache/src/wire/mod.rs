//! What clients of GitHub's cache service say: version 2 (Twirp, in JSON or protobuf, with Azure's blobs behind it) and
//! version 1.

pub mod blocks;
pub mod v1;
pub mod v2;
