//! Why the wall let nothing through, or what came back.

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WallError {
    #[error("The address is not a URL that can be reached.")]
    BadUrl,
    #[error("Only https addresses are called, and none that leads away from https.")]
    BadScheme,
    #[error("{0} leads into a private network. An administrator can allow it with --allow-host.")]
    Private(String),
    #[error("{0} could not be found.")]
    NotFound(String),
    #[error("It leads on to other addresses without an end.")]
    TooManyRedirects,
    #[error("The answer is over 1 MB.")]
    TooLarge,
    /// The other side answered with this HTTP status.
    #[error("The other side answered with status {0}.")]
    Answer(u16),
    /// No connection: nothing of the request left.
    #[error("The other side could not be reached.")]
    NoConnection,
    #[error("The other side took too long or broke off.")]
    Broken,
    #[error("No HTTP client could be made.")]
    NoClient,
}

impl WallError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadUrl => "bad_url",
            Self::BadScheme => "bad_scheme",
            Self::Private(_) => "private_address",
            Self::NotFound(_) => "host_not_found",
            Self::TooManyRedirects => "too_many_redirects",
            Self::TooLarge => "too_large",
            Self::Answer(_) => "refused",
            Self::NoConnection => "unavailable",
            Self::Broken => "no_answer",
            Self::NoClient => "no_client",
        }
    }

    /// The request did not leave.
    pub fn proves_nothing_was_sent(&self) -> bool {
        !matches!(self, Self::Broken | Self::Answer(_) | Self::TooLarge)
    }

    /// The other side understood and said no.
    pub fn is_answer(&self) -> bool {
        matches!(self, Self::Answer(_))
    }

    pub(super) fn of_request(error: reqwest::Error) -> Self {
        let private = std::iter::successors(std::error::Error::source(&error), |e| e.source())
            .find_map(|cause| cause.downcast_ref::<WallError>().cloned());
        match private {
            Some(refused) => refused,
            None if error.is_connect() => Self::NoConnection,
            None if error.is_builder() => Self::BadUrl,
            None => Self::Broken,
        }
    }
}
