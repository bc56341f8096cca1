//! Content by keyed hash, per tenant, in a folder. Never knows what the bytes mean.
//!
//! Small blobs (mails) are appended to segment files, a whole batch with one write and one sync, because
//! ten thousand single files cost seconds and ten thousand syncs minutes. Large ones are files of their own.
//! Either way a blob is found by its id alone and its bytes are checked against it whenever they are read.

mod asynchronous;
mod error;
mod index;
mod large;
mod path;
mod reader;
mod segment;
mod store;
mod tenant;

pub use asynchronous::AsyncBlobs;
pub use error::BlobError;
pub use reader::BlobReader;
pub use store::{Blobs, Durability, Keys, LARGEST, Options};
