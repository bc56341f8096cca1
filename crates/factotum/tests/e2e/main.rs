//! The real binary beside real peers, judged by what comes out: exit codes, answers, and what the peers hold.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a scenario that fails says so by panicking, and shows the server's log"
)]

mod bad_input;
mod calendar;
mod contract;
mod crash;
mod demo;
mod dovecot;
mod secrets;
mod support;
