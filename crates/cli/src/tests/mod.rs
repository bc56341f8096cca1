//! The commands against a stand-in of the server and a scripted person at the terminal.

mod accounts;
mod approve;
mod audit;
mod exit_codes;
mod fixtures;
mod harness;
mod parsing;
mod progress;
mod text;
mod writing;
