//! A GET that asks only for what changed since (RFC 9110 §13).

use super::{REDIRECTS, Wall, WallError, parse, redirect_of};
use reqwest::StatusCode;
use reqwest::header::{ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};

/// What an answer gave to recognise its content by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    Unchanged,
    Body { bytes: Vec<u8>, validators: Validators },
}

impl Wall {
    /// The body of a GET, at most so many bytes, unless it is still what the validators stand for.
    pub async fn get_if_changed(
        &self,
        url: &str,
        known: &Validators,
        longest: usize,
    ) -> Result<Fetched, WallError> {
        let mut url = parse(url)?;
        for _ in 0..=REDIRECTS {
            self.check_host(&url).await?;
            let mut request = self.client()?.get(url.clone());
            for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
                if let Some(value) = value {
                    request = request.header(name, value);
                }
            }
            let mut response = request.send().await.map_err(WallError::of_request)?;
            if response.status() == StatusCode::NOT_MODIFIED {
                return Ok(Fetched::Unchanged);
            }
            if let Some(next) = redirect_of(&response, &url)? {
                url = next;
                continue;
            }
            if !response.status().is_success() {
                return Err(WallError::Answer(response.status().as_u16()));
            }
            let header = |name: HeaderName| {
                response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
            };
            let validators = Validators { etag: header(ETAG), last_modified: header(LAST_MODIFIED) };
            let mut bytes = Vec::new();
            while let Some(chunk) = response.chunk().await.map_err(WallError::of_request)? {
                if bytes.len() + chunk.len() > longest {
                    return Err(WallError::TooLarge);
                }
                bytes.extend_from_slice(&chunk);
            }
            return Ok(Fetched::Body { bytes, validators });
        }
        Err(WallError::TooManyRedirects)
    }
}
