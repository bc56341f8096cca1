//! Tables of words that the learned weights look at by meaning.

pub mod concepts;
