//! Tables of phrases, one family a file.

pub mod action;
pub mod asking;
pub mod category;
pub mod hollow;
pub mod pressing;
