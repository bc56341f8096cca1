//! The audit log: list, and the export that anybody can verify.

use protocol::Page;
use protocol::audit::AuditRecord;

use crate::{Client, ClientError, PageFilter};

impl Client {
    pub async fn audit(&self, filter: &PageFilter) -> Result<Page<AuditRecord>, ClientError> {
        self.get_with(&["api", "audit"], filter).await
    }

    /// The whole chain with its checkpoints, as JSON lines.
    pub async fn audit_export(&self) -> Result<Vec<u8>, ClientError> {
        self.get_bytes(&["api", "audit", "export"]).await
    }
}
