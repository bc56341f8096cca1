//! Calendar objects: taken in and forgotten by their place, found by their UID, and by when they take place.

mod arrival;
mod expand;
mod find;
mod range;

pub(crate) use arrival::{Stored, forget, store};
pub(crate) use find::add_event;
