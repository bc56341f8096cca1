//! Lists: a page of data, newest first, and where the next one starts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    pub data: Vec<T>,
    /// Pass it as `cursor` to get the next page; null at the end.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    pub fn whole(data: Vec<T>) -> Self {
        Self { data, next_cursor: None }
    }
}
