//! Bad input and a bad world: a clear error, and nothing lost.

mod databases;
mod disk;
mod mails;
mod tls;
