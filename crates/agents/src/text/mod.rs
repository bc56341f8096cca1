//! Text grammar: what of a mail are its sender's own words, in a form that rules can match quickly.

pub mod fold;
pub mod reading;
pub mod sentence;
pub mod strip;

pub use fold::Folded;
pub use reading::Reading;
