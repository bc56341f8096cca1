//! Tables of phrases, one family of tricks a file.

pub mod accounts;
pub mod injection;
pub mod locked;
pub mod money;
pub mod office;
pub mod pressure;
pub mod promises;
pub mod warning;
