//! Another calendar program of Anna's.

use super::{ANNA, PASSWORD, Server};
use reqwest::Method;

pub struct Elsewhere {
    client: reqwest::Client,
    home: String,
    pub user: &'static str,
}

impl Elsewhere {
    pub fn new(server: &Server) -> Self {
        Self::at(format!("{}{}", server.url(), server.home()), ANNA)
    }

    pub fn at(home: String, user: &'static str) -> Self {
        let _ = rustls_provider();
        Self { client: reqwest::Client::builder().no_proxy().build().unwrap(), home, user }
    }

    pub async fn send(&self, method: &str, path: &str, depth: &str, body: String) -> (u16, String) {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let kind = if method == Method::PUT { "text/calendar; charset=utf-8" } else { "application/xml" };
        let request = self.client.request(method, format!("{}{path}", self.home));
        let request = request.basic_auth(self.user, Some(PASSWORD)).header("depth", depth);
        let answer = request.header("content-type", kind).body(body).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn must(&self, method: &str, path: &str, body: String) {
        let (status, text) = self.send(method, path, "0", body).await;
        assert!((200..300).contains(&status), "{method} {path}: {status} {text}");
    }

    pub async fn make_calendar(&self, path: &str, name: &str) {
        let body = format!(
            r#"<C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop><displayname>{name}</displayname><C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set></prop></set></C:mkcalendar>"#
        );
        self.must("MKCALENDAR", path, body).await;
    }

    pub async fn rename_calendar(&self, path: &str, name: &str) {
        let body = format!(
            r#"<propertyupdate xmlns="DAV:"><set><prop><displayname>{name}</displayname></prop></set></propertyupdate>"#
        );
        self.must("PROPPATCH", path, body).await;
    }

    pub async fn put(&self, path: &str, text: &str) {
        self.must("PUT", path, text.to_owned()).await;
    }

    pub async fn delete(&self, path: &str) {
        self.must("DELETE", path, String::new()).await;
    }
}

/// Making our own source installs it.
fn rustls_provider() -> connectors::calendar::caldav::CalDavSource {
    super::source("http://127.0.0.1:1/")
}
