//! One file per command.

pub(crate) mod account;
pub(crate) mod account_add;
pub(crate) mod approve;
pub(crate) mod audit;
pub(crate) mod completions;
pub(crate) mod compose;
pub(crate) mod doctor;
pub(crate) mod edit;
pub(crate) mod inbox;
pub(crate) mod proposals;
pub(crate) mod reject;
pub(crate) mod resolve;
pub(crate) mod retry;
pub(crate) mod run;
pub(crate) mod show;
pub(crate) mod sign_in;
pub(crate) mod stop;
pub(crate) mod sync;
pub(crate) mod today;
pub(crate) mod undo;
