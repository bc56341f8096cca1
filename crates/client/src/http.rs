//! One exchange with the server: address, token, keys, one retry, problems.

use protocol::Problem;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Request, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use url::{Host, Url};

use crate::error::ClientError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Checking the logins of a new account is the slowest thing that a server does before it answers.
const SILENCE_TIMEOUT: Duration = Duration::from_secs(180);
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Talks to one server as one user. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
}

/// A whole answer that is a success.
pub(crate) struct Answer {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Client {
    /// `base_url` is what `serve` prints, such as `http://127.0.0.1:8787`; a path before `/api` is kept.
    /// An empty token sends none, and the server says what it misses.
    pub fn new(base_url: &str, token: &str) -> Result<Self, ClientError> {
        let base = Url::parse(base_url).map_err(|_| {
            ClientError::BadAddress("the server's address is not a URL such as http://127.0.0.1:8787")
        })?;
        if !matches!(base.scheme(), "http" | "https") || base.host().is_none() {
            return Err(ClientError::BadAddress("the server's address starts with http:// or https://"));
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(ClientError::BadAddress(
                "the server's address holds no user and password; use the token",
            ));
        }
        // reqwest would panic without a provider; whoever composes the program may have chosen one already.
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let mut builder = reqwest::Client::builder()
            .default_headers(authorization(token)?)
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(SILENCE_TIMEOUT)
            // The API never redirects, and a token must not follow where another server points.
            .redirect(reqwest::redirect::Policy::none());
        if base.scheme() == "http" {
            // Spares reading the system's certificates, which takes longer than most commands.
            builder = builder.tls_certs_only([]);
        }
        if is_loopback(&base) {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|source| unreachable(&base, source))?;
        Ok(Self { http, base })
    }

    /// The server's address, as it was given.
    pub fn base_url(&self) -> &str {
        self.base.as_str()
    }

    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &[&str]) -> Result<T, ClientError> {
        self.get_with(path, &()).await
    }

    /// `filter` is a struct of optional fields, each a query parameter.
    pub(crate) async fn get_with<T: DeserializeOwned>(
        &self,
        path: &[&str],
        filter: &impl Serialize,
    ) -> Result<T, ClientError> {
        let request = Request::new(Method::GET, self.url(path, filter));
        self.parsed(request).await
    }

    /// A POST with a fresh `Idempotency-Key`.
    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        path: &[&str],
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let request = self.json(Method::POST, path, body)?;
        self.parsed(with_key(request)).await
    }

    pub(crate) async fn put<T: DeserializeOwned>(
        &self,
        path: &[&str],
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let request = self.json(Method::PUT, path, body)?;
        self.parsed(request).await
    }

    pub(crate) async fn delete<T: DeserializeOwned>(&self, path: &[&str]) -> Result<T, ClientError> {
        let request = Request::new(Method::DELETE, self.url(path, &()));
        self.parsed(request).await
    }

    pub(crate) async fn get_bytes(&self, path: &[&str]) -> Result<Vec<u8>, ClientError> {
        Ok(self.answer(Request::new(Method::GET, self.url(path, &()))).await?.body)
    }

    /// A POST of raw bytes with a fresh `Idempotency-Key`.
    pub(crate) async fn post_bytes<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &impl Serialize,
        media_type: &str,
        bytes: Vec<u8>,
    ) -> Result<T, ClientError> {
        let mut request = Request::new(Method::POST, self.url(path, query));
        let media_type = HeaderValue::from_str(media_type)
            .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
        request.headers_mut().insert(CONTENT_TYPE, media_type);
        *request.body_mut() = Some(bytes.into());
        self.parsed(with_key(request)).await
    }

    /// The whole answer, or the server's problem.
    pub(crate) async fn answer(&self, request: Request) -> Result<Answer, ClientError> {
        let name = name_of(&request);
        let (status, headers, body) = self.exchange(request).await?;
        if status.is_success() { Ok(Answer { headers, body }) } else { Err(problem(name, status, &body)) }
    }

    /// The answer's head only, for streams: a refusal is read to its end.
    pub(crate) async fn open(&self, request: Request) -> Result<reqwest::Response, ClientError> {
        let name = name_of(&request);
        let response = self.http.execute(request).await.map_err(|source| self.unreachable(source))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let body = response.bytes().await.map_err(|source| self.unreachable(source))?;
        Err(problem(name, status, &body))
    }

    /// Each part of the path is one segment, whatever characters it holds.
    pub(crate) fn url(&self, path: &[&str], query: &impl Serialize) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        if let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(query) {
            for (name, value) in fields {
                let text = match value {
                    serde_json::Value::Null => continue,
                    serde_json::Value::String(text) => text,
                    other => other.to_string(),
                };
                url.query_pairs_mut().append_pair(&name, &text);
            }
        }
        url
    }

    pub(crate) fn unreachable(&self, source: reqwest::Error) -> ClientError {
        unreachable(&self.base, source)
    }

    fn json(&self, method: Method, path: &[&str], body: &impl Serialize) -> Result<Request, ClientError> {
        let mut request = Request::new(method, self.url(path, &()));
        let bytes = serde_json::to_vec(body).map_err(|error| ClientError::Malformed {
            request: name_of(&request),
            detail: error.to_string(),
        })?;
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *request.body_mut() = Some(bytes.into());
        Ok(request)
    }

    async fn parsed<T: DeserializeOwned>(&self, request: Request) -> Result<T, ClientError> {
        let name = name_of(&request);
        let Answer { body, .. } = self.answer(request).await?;
        serde_json::from_slice(&body)
            .map_err(|error| ClientError::Malformed { request: name, detail: error.to_string() })
    }

    /// A connection that broke says nothing about the request. Asking again is free for a GET, and for a
    /// POST the key makes it so; a PUT or DELETE is left to the caller.
    async fn exchange(&self, request: Request) -> Result<(StatusCode, HeaderMap, Vec<u8>), ClientError> {
        let repeatable = request.method() == Method::GET || request.headers().contains_key(IDEMPOTENCY_KEY);
        let again = request.try_clone().filter(|_| repeatable);
        match (self.once(request).await, again) {
            (Err(error), Some(again))
                if !error.is_connect() && !error.is_timeout() && !error.is_builder() =>
            {
                self.once(again).await.map_err(|source| self.unreachable(source))
            }
            (answer, _) => answer.map_err(|source| self.unreachable(source)),
        }
    }

    async fn once(&self, request: Request) -> Result<(StatusCode, HeaderMap, Vec<u8>), reqwest::Error> {
        let mut response = self.http.execute(request).await?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        Ok((status, headers, response.bytes().await?.to_vec()))
    }
}

fn authorization(token: &str) -> Result<HeaderMap, ClientError> {
    let mut headers = HeaderMap::new();
    if !token.is_empty() {
        let mut value = HeaderValue::from_str(&format!("Bearer {token}"))
            .map_err(|_| ClientError::BadAddress("the token holds characters that no token has"))?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    Ok(headers)
}

fn with_key(mut request: Request) -> Request {
    if let Ok(key) = HeaderValue::from_str(&uuid::Uuid::now_v7().to_string()) {
        request.headers_mut().insert(IDEMPOTENCY_KEY, key);
    }
    request
}

fn problem(request: String, status: StatusCode, body: &[u8]) -> ClientError {
    match serde_json::from_slice::<Problem>(body) {
        Ok(problem) => ClientError::Problem(problem),
        Err(_) => {
            ClientError::Malformed { request, detail: format!("status {status} without a problem document") }
        }
    }
}

fn name_of(request: &Request) -> String {
    format!("{} {}", request.method(), request.url().path())
}

fn unreachable(base: &Url, source: reqwest::Error) -> ClientError {
    ClientError::Unreachable { url: base.to_string(), source: source.without_url() }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
