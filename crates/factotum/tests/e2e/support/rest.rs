//! The API as a script speaks to it.

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

/// One server and one token; cheap to clone.
#[derive(Clone)]
pub struct Rest {
    http: Client,
    url: String,
    token: String,
}

/// One answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    pub request: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Rest {
    pub fn new(url: &str, token: &str) -> Rest {
        // A second installation means that another scenario was first, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().no_proxy().build().unwrap();
        Rest { http, url: url.to_owned(), token: token.to_owned() }
    }

    /// The same server with another token, or with none at all when it is empty.
    pub fn with_token(&self, token: &str) -> Rest {
        Rest { token: token.to_owned(), ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> Value {
        self.send(self.request(Method::GET, path)).await.ok()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// With an `Idempotency-Key`.
    pub async fn post_once(&self, path: &str, key: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).header("idempotency-key", key).json(body)).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(body)).await
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        match HeaderValue::from_str(&format!("Bearer {}", self.token)) {
            Ok(value) if !self.token.is_empty() => request.header("authorization", value),
            _ => request,
        }
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        match self.try_send(request).await {
            Ok(answer) => answer,
            Err(error) => panic!("no answer: {error:?}"),
        }
    }

    /// An error when the server is gone.
    pub async fn try_send(&self, request: RequestBuilder) -> Result<Answer, reqwest::Error> {
        let request = request.build()?;
        let name = format!("{} {}", request.method(), request.url());
        let response = self.http.execute(request).await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Answer { request: name, status, headers, body: response.bytes().await?.to_vec() })
    }

    /// Every page of a list, from the first to the last.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut cursor = String::new();
        loop {
            let separator = if path.contains('?') { '&' } else { '?' };
            let page = self.get(&format!("{path}{separator}limit=200{cursor}")).await;
            all.extend(super::data(&page));
            match page.get("next_cursor").and_then(Value::as_str) {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return all,
            }
        }
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.request, self.shown()))
    }

    /// The document of a success.
    pub fn ok(&self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {}", self.request, self.shown());
        self.json()
    }

    /// The problem document of this refusal.
    pub fn refused(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.request, self.shown());
        let kind = self.headers.get("content-type").and_then(|value| value.to_str().ok());
        assert_eq!(kind, Some("application/problem+json"), "{}", self.request);
        let problem = self.json();
        assert_eq!(super::text(&problem, "/code"), code, "{}: {problem:#}", self.request);
        assert_eq!(problem["status"], status, "{problem:#}");
        for field in ["/type", "/title", "/detail"] {
            assert!(!super::text(&problem, field).is_empty(), "{problem:#}");
        }
        problem
    }

    fn shown(&self) -> String {
        format!("{} {}", self.status, String::from_utf8_lossy(&self.body))
    }
}
