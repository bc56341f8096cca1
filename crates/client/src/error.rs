//! What can go wrong between us and the server.

use protocol::Problem;

#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// No answer, or none that ended: whether a request arrived is not known.
    #[error("the server at {url} does not answer")]
    Unreachable { url: String, source: reqwest::Error },
    /// The server's own refusal, with its stable code.
    #[error("{}", .0.detail)]
    Problem(Problem),
    /// An answer that is not the API's: another program, another version, or a proxy in between.
    #[error("the answer to {request} is not one of a Factotum server: {detail}")]
    Malformed { request: String, detail: String },
    /// The server's address or the token cannot be used at all.
    #[error("{0}")]
    BadAddress(&'static str),
}

impl ClientError {
    /// A stable word for programs.
    pub fn code(&self) -> &str {
        match self {
            ClientError::Unreachable { .. } => "unreachable",
            ClientError::Problem(problem) => &problem.code,
            ClientError::Malformed { .. } => "malformed_answer",
            ClientError::BadAddress(_) => "bad_address",
        }
    }

    /// The HTTP status of the server's refusal.
    pub fn status(&self) -> Option<u16> {
        match self {
            ClientError::Problem(problem) => Some(problem.status),
            _ => None,
        }
    }

    /// The innermost cause in words, such as `Connection refused`.
    pub fn cause(&self) -> Option<String> {
        let mut cause: &dyn std::error::Error = std::error::Error::source(self)?;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        Some(cause.to_string())
    }
}
