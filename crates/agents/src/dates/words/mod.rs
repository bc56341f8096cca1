//! Words that announce deadlines, and words that tell whom they bind.

mod cues;
mod duty;
mod elsewhere;
mod verbs;

pub use cues::CUES;
pub use duty::DUTY;
pub use elsewhere::ELSEWHERE;
pub use verbs::{NOUNS, OBJECTS, STATING, VERBS};
