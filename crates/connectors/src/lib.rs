//! Typed clients of the outside: one folder per kind, grammar apart from IO; whatever writes takes `&Authorized<…>`.

pub mod calendar;
pub mod mail;

#[cfg(test)]
mod authority;
pub mod wall;
