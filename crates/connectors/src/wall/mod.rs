//! The one HTTP client for URLs that a mail or a provider names: public addresses only, little, and soon over.
//!
//! Every host is resolved by us, its addresses are checked after resolution and after each redirect, and the
//! connection goes to an address that was checked. An administrator may allow hosts of the own network by name.

mod address;
mod conditional;
mod error;
mod resolve;

pub use conditional::{Fetched, Validators};
pub use error::WallError;

use domain::Authorized;
use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{Client, ClientBuilder, Method, Response, StatusCode, redirect};
use resolve::CheckedResolver;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use url::{Host, Url};

const TIME: Duration = Duration::from_secs(10);
const LONGEST_BODY: usize = 1024 * 1024;
const REDIRECTS: usize = 5;

/// The POST of RFC 8058 to the URL that a list published for it.
#[derive(Clone, Debug)]
pub struct OneClick {
    pub url: String,
}

/// Cheap to share; makes its client when it is first needed.
pub struct Wall {
    resolver: Arc<CheckedResolver>,
    client: OnceLock<Client>,
}

impl Wall {
    /// `allowed_hosts`: names in the own network that may be reached all the same.
    pub fn new(allowed_hosts: Vec<String>) -> Self {
        Self { resolver: Arc::new(CheckedResolver::new(allowed_hosts)), client: OnceLock::new() }
    }

    /// Whether a one-click POST to this URL would pass: scheme, host, and where the name leads now.
    pub async fn check(&self, url: &str) -> Result<(), WallError> {
        let url = one_click_url(url)?;
        self.check_host(&url).await
    }

    /// The body of a GET, at most 1 MB; follows up to five redirects, each through the wall.
    pub async fn get(&self, url: &str) -> Result<Vec<u8>, WallError> {
        let mut url = parse(url)?;
        for _ in 0..=REDIRECTS {
            let response = self.send(Method::GET, &url, None).await?;
            match redirect_of(&response, &url)? {
                Some(next) => url = next,
                None if response.status().is_success() => return body(response).await,
                None => return Err(WallError::Answer(response.status().as_u16())),
            }
        }
        Err(WallError::TooManyRedirects)
    }

    /// Unsubscribes. A redirect is not followed: RFC 8058 asks for none, and a POST that wanders could be
    /// turned against somebody.
    pub async fn post_one_click(&self, wanted: &Authorized<OneClick>) -> Result<(), WallError> {
        let url = one_click_url(&wanted.url)?;
        let response = self.send(Method::POST, &url, Some("List-Unsubscribe=One-Click")).await?;
        match response.status() {
            status if status.is_success() || status.is_redirection() => Ok(()),
            status => Err(WallError::Answer(status.as_u16())),
        }
    }

    async fn send(
        &self,
        method: Method,
        url: &Url,
        form: Option<&'static str>,
    ) -> Result<Response, WallError> {
        self.check_host(url).await?;
        let mut request = self.client()?.request(method, url.clone());
        if let Some(form) = form {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form);
        }
        request.send().await.map_err(WallError::of_request)
    }

    /// The resolver checks again when the connection is made; this gives the better sentence, and covers
    /// addresses that are written out and never resolved.
    async fn check_host(&self, url: &Url) -> Result<(), WallError> {
        match url.host() {
            Some(Host::Domain(name)) => self.resolver.checked(name).await.map(|_| ()),
            Some(Host::Ipv4(ip)) => self.resolver.check_literal(ip.into()),
            Some(Host::Ipv6(ip)) => self.resolver.check_literal(ip.into()),
            None => Err(WallError::BadUrl),
        }
    }

    fn client(&self) -> Result<&Client, WallError> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = self.builder().build().map_err(|_| WallError::NoClient)?;
        Ok(self.client.get_or_init(|| client))
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder()
            .dns_resolver(self.resolver.clone())
            .redirect(redirect::Policy::none())
            .no_proxy()
            .timeout(TIME)
            .connect_timeout(TIME)
            .pool_max_idle_per_host(0)
    }
}

fn parse(text: &str) -> Result<Url, WallError> {
    let url = Url::parse(text).map_err(|_| WallError::BadUrl)?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        _ => Err(WallError::BadScheme),
    }
}

fn one_click_url(text: &str) -> Result<Url, WallError> {
    let url = parse(text)?;
    if url.scheme() == "https" { Ok(url) } else { Err(WallError::BadScheme) }
}

fn redirect_of(response: &Response, from: &Url) -> Result<Option<Url>, WallError> {
    let follows = matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    if !follows {
        return Ok(None);
    }
    let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    let next = location.and_then(|location| from.join(location).ok()).ok_or(WallError::BadUrl)?;
    if from.scheme() == "https" && next.scheme() != "https" {
        return Err(WallError::BadScheme);
    }
    parse(next.as_str()).map(Some)
}

async fn body(mut response: Response) -> Result<Vec<u8>, WallError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(WallError::of_request)? {
        if body.len() + chunk.len() > LONGEST_BODY {
            return Err(WallError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

#[cfg(test)]
mod tests;
