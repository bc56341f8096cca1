//! Whether the server is ready, and what time it is there.

use jiff::Timestamp;
use reqwest::header::DATE;
use reqwest::{Method, Request};

use crate::{Client, ClientError};

/// What `/readyz` tells besides its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// The server's clock in whole seconds, where its answer names it.
    pub server_time: Option<Timestamp>,
}

impl Client {
    /// Ready means migrated and answering.
    pub async fn ready(&self) -> Result<Health, ClientError> {
        let answer = self.answer(Request::new(Method::GET, self.url(&["readyz"], &()))).await?;
        let date = answer.headers.get(DATE).and_then(|value| value.to_str().ok());
        let server_time = date.and_then(|text| jiff::fmt::rfc2822::parse(text).ok()).map(|at| at.timestamp());
        Ok(Health { server_time })
    }
}
