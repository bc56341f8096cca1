//! A calendar behind a URL, asked for again only where it may have changed.

use super::Content;
use crate::calendar::ical;
use crate::wall::{Fetched, Validators, Wall, WallError};
use domain::source::SourceError;

pub(super) async fn read(url: &str, wall: &Wall, state: Option<&str>) -> Result<Content, SourceError> {
    let (etag, modified) = state.and_then(|state| state.split_once('\n')).unwrap_or_default();
    let validators = Validators { etag: some(etag), last_modified: some(modified) };
    match wall.get_if_changed(url, &validators, ical::LONGEST).await {
        Ok(Fetched::Unchanged) => Ok(None),
        Ok(Fetched::Body { bytes, validators }) => {
            let state = format!(
                "{}\n{}",
                validators.etag.unwrap_or_default(),
                validators.last_modified.unwrap_or_default()
            );
            Ok(Some((bytes, Some(state).filter(|state| state.len() > 1))))
        }
        Err(error) => Err(match error {
            WallError::Answer(401 | 403) => {
                SourceError::Unauthorized(format!("{url} needs a login: {error}"))
            }
            WallError::Answer(404 | 410) | WallError::BadUrl | WallError::BadScheme | WallError::TooLarge => {
                SourceError::Protocol(format!("{url}: {error}"))
            }
            _ => SourceError::Unavailable(format!("{url}: {error}")),
        }),
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
