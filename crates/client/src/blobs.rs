//! Uploads that a mail can attach.

use protocol::items::Blob;
use serde::Serialize;

use crate::{Client, ClientError};

#[derive(Serialize)]
struct Upload<'a> {
    name: &'a str,
}

impl Client {
    pub async fn upload(&self, name: &str, media_type: &str, bytes: Vec<u8>) -> Result<Blob, ClientError> {
        self.post_bytes(&["api", "blobs"], &Upload { name }, media_type, bytes).await
    }
}
