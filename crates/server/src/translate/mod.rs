//! Domain → protocol, pure both ways.

pub mod account;
pub mod item;
pub mod proposal;
pub mod run;
