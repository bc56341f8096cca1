//! Someone who may log in to a test server.

/// The password goes with PLAIN and LOGIN, the token with XOAUTH2 and OAUTHBEARER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailUser {
    pub name: String,
    pub password: String,
    pub token: Option<String>,
}

impl MailUser {
    pub fn new(name: &str, password: &str) -> MailUser {
        MailUser { name: name.to_owned(), password: password.to_owned(), token: None }
    }

    #[must_use]
    pub fn with_token(mut self, token: &str) -> MailUser {
        self.token = Some(token.to_owned());
        self
    }

    /// `anna@example.org` with the password `secret` and the token `token-of-anna`.
    pub fn anna() -> MailUser {
        MailUser::new("anna@example.org", "secret").with_token("token-of-anna")
    }
}
