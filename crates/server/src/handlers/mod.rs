//! Thin handlers: translate, call one operation, translate back.

pub mod accounts;
pub mod audit;
pub mod blobs;
pub mod effects;
pub mod events;
pub mod health;
pub mod items;
pub mod page;
pub mod preferences;
pub mod proposals;
pub mod runs;
pub mod stop;
pub mod sync;
pub mod today;
