//! Requests to a CalDAV server: who asks, how long is waited, where redirects may lead, what a failure is called.

use super::CalDavServer;
use crate::mail::server::{Secret, ServerError, Timing, quoted};
use base64::Engine;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, LOCATION};
use reqwest::{Certificate, Client, Method, Response, StatusCode, redirect};
use secrecy::ExposeSecret;
use url::Url;

const REDIRECTS: usize = 5;
/// A listing of 20,000 objects takes some 10 MB.
const LONGEST_ANSWER: usize = 64 << 20;

/// Cheap to clone; clones share their connections.
#[derive(Clone)]
pub(super) struct Dav {
    client: Client,
    base: Url,
    secret: Secret,
    username: String,
}

pub(super) struct Request<'a> {
    pub method: &'static str,
    pub url: &'a Url,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

pub(super) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// After redirects.
    pub url: Url,
}

/// No answer came.
#[derive(Debug)]
pub(super) struct NoAnswer {
    pub error: ServerError,
    /// The request did not leave.
    pub nothing_sent: bool,
    pub too_large: bool,
}

impl From<NoAnswer> for ServerError {
    fn from(failure: NoAnswer) -> Self {
        failure.error
    }
}

impl Dav {
    pub fn new(server: &CalDavServer, timing: &Timing) -> Result<Self, ServerError> {
        let base = Url::parse(&server.url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let base =
            base.ok_or_else(|| ServerError::Protocol(format!("“{}” is no CalDAV address.", server.url)))?;
        // Tests and tools make a client before any main has.
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let mut builder = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .user_agent("factotum")
            .connect_timeout(timing.connect)
            .read_timeout(timing.inactivity);
        if let Some(pem) = &server.extra_root {
            let root = Certificate::from_pem(pem.as_bytes()).map_err(|_| {
                ServerError::Untrusted("The root certificate given is not one in PEM.".into())
            })?;
            builder = builder.add_root_certificate(root);
        }
        let client = builder
            .build()
            .map_err(|error| ServerError::Protocol(format!("No HTTP client can be made ({error}).")))?;
        Ok(Self { client, base, secret: server.secret.clone(), username: server.username.clone() })
    }

    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Host and port, as errors name it.
    pub fn name(&self) -> String {
        let port = self.base.port().map_or(String::new(), |port| format!(":{port}"));
        format!("{}{port}", self.base.host_str().unwrap_or_default())
    }

    /// Whatever the server answers, after redirects; refused credentials are an error at once.
    pub async fn send(&self, request: Request<'_>) -> Result<Answer, NoAnswer> {
        let method = Method::from_bytes(request.method.as_bytes()).unwrap_or(Method::GET);
        let mut url = request.url.clone();
        for _ in 0..=REDIRECTS {
            self.check(&url)?;
            let mut built =
                self.client.request(method.clone(), url.clone()).header(AUTHORIZATION, self.authorization());
            for (name, value) in &request.headers {
                built = built.header(*name, value);
            }
            if !request.body.is_empty() {
                // In one piece, so that its length is told: some servers refuse chunks.
                built = built.body(request.body.clone());
            }
            let response = built.send().await.map_err(|error| self.not_reached(&error))?;
            let status = response.status();
            if status == StatusCode::UNAUTHORIZED {
                return Err(answered(self.unauthorized()));
            }
            let follows = matches!(status.as_u16(), 301 | 302 | 307 | 308);
            let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            match location.filter(|_| follows).map(|location| url.join(location)) {
                Some(Ok(next)) => {
                    if url.scheme() == "https" && next.scheme() != "https" {
                        return Err(answered(self.astray(&next)));
                    }
                    url = next;
                }
                Some(Err(_)) => return Err(answered(self.protocol("redirects to what is no address"))),
                None => return self.read(response, status, url).await,
            }
        }
        Err(answered(self.protocol("redirects without an end")))
    }

    /// The same for requests with an XML body that must be answered with 207.
    pub async fn ask(
        &self,
        method: &'static str,
        url: &Url,
        depth: &str,
        xml: &str,
    ) -> Result<Answer, NoAnswer> {
        let headers = vec![
            ("depth", depth.to_owned()),
            (CONTENT_TYPE_NAME, "application/xml; charset=utf-8".to_owned()),
        ];
        self.send(Request { method, url, headers, body: xml.as_bytes().to_vec() }).await
    }

    pub fn protocol(&self, what: &str) -> ServerError {
        ServerError::Protocol(format!("{} {what}; check the address of the calendar.", self.name()))
    }

    /// What an unexpected status means for reading.
    pub fn refused(&self, answer: &Answer) -> ServerError {
        let (name, status) = (self.name(), answer.status.as_u16());
        match status {
            408 | 425 | 429 | 500.. => ServerError::Unavailable(format!(
                "{name} answers with status {status}; it is tried again later."
            )),
            403 => ServerError::Refused(format!("{name} forbids it (status 403).")),
            404 | 405 | 410 => ServerError::Protocol(format!(
                "{name} has no calendars at {} (status {status}); check the address.",
                answer.url.path()
            )),
            _ => ServerError::Protocol(format!(
                "{name} answers with status {status}, which CalDAV does not expect."
            )),
        }
    }

    async fn read(&self, mut response: Response, status: StatusCode, url: Url) -> Result<Answer, NoAnswer> {
        let headers = response.headers().clone();
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > LONGEST_ANSWER => {
                    let error = self.protocol("answers with more than 64 MB");
                    return Err(NoAnswer { error, nothing_sent: false, too_large: true });
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => return Ok(Answer { status, headers, body, url }),
                Err(error) => return Err(self.not_reached(&error)),
            }
        }
    }

    fn authorization(&self) -> HeaderValue {
        let text = match &self.secret {
            Secret::Password(password) => {
                let pair = format!("{}:{}", self.username, password.expose_secret());
                format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
            }
            Secret::OAuthToken(token) => format!("Bearer {}", token.expose_secret()),
        };
        // What cannot stand in a header cannot be right, and is then refused as such.
        let mut value = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("Basic Og=="));
        value.set_sensitive(true);
        value
    }

    /// The secret goes to the server it was given for, and over TLS to others of its host and domain. Without TLS
    /// another port is another program, which anybody on that machine may have started.
    fn check(&self, url: &Url) -> Result<(), NoAnswer> {
        let (Some(own), Some(other)) = (self.base.host_str(), url.host_str()) else {
            return Err(answered(self.astray(url)));
        };
        let same_host = own == other && (url.scheme() == "https" || url.origin() == self.base.origin());
        let domain = |host: &str| psl::domain_str(host).map(str::to_owned);
        let same_domain = url.scheme() == "https" && domain(own).is_some() && domain(own) == domain(other);
        if same_host || same_domain { Ok(()) } else { Err(answered(self.astray(url))) }
    }

    fn astray(&self, url: &Url) -> ServerError {
        ServerError::Untrusted(format!(
            "{} leads to {}, where the password was not sent; give that address if it is right.",
            self.name(),
            url.origin().ascii_serialization()
        ))
    }

    fn unauthorized(&self) -> ServerError {
        let name = self.name();
        ServerError::Unauthorized(match &self.secret {
            Secret::Password(_) => format!(
                "{name} does not accept the user name “{}” with this password; check both (some providers want an app password).",
                self.username
            ),
            Secret::OAuthToken(_) => {
                format!("{name} does not accept the access token; sign in again with your token helper.")
            }
        })
    }

    fn not_reached(&self, error: &reqwest::Error) -> NoAnswer {
        let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
        let said = causes.last().map_or(error.to_string(), ToString::to_string);
        let secret = match &self.secret {
            Secret::Password(secret) | Secret::OAuthToken(secret) => secret.expose_secret(),
        };
        let said = quoted(&said, Some(secret));
        let name = self.name();
        let error_of = if said.contains("certificate") {
            ServerError::Untrusted(format!("The certificate of {name} cannot be accepted ({said})."))
        } else {
            ServerError::Unavailable(format!("{name} cannot be reached ({said}); it is tried again later."))
        };
        NoAnswer { error: error_of, nothing_sent: error.is_connect() || error.is_builder(), too_large: false }
    }
}

const CONTENT_TYPE_NAME: &str = "content-type";

fn answered(error: ServerError) -> NoAnswer {
    NoAnswer { error, nothing_sent: true, too_large: false }
}
