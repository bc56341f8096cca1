//! Spares a dead DNS the questions, and us the waiting.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many failures in a row, and nothing is asked for a while.
const FAILURES: u32 = 3;
const REST: Duration = Duration::from_secs(60);

#[derive(Default)]
pub struct Breaker {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    failures: u32,
    resting_until: Option<Instant>,
}

impl Breaker {
    pub fn is_open(&self, now: Instant) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.resting_until.is_some_and(|until| now < until)
    }

    pub fn record(&self, answered: bool, now: Instant) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if answered {
            *state = State::default();
            return;
        }
        state.failures += 1;
        if state.failures >= FAILURES {
            state.resting_until = Some(now + REST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_after_failures_in_a_row_and_closes_by_itself() {
        let (breaker, now) = (Breaker::default(), Instant::now());
        for answered in [false, false, true, false, false] {
            breaker.record(answered, now);
        }
        assert!(!breaker.is_open(now));
        breaker.record(false, now);
        assert!(breaker.is_open(now));
        assert!(!breaker.is_open(now + REST));
        breaker.record(false, now + REST);
        assert!(breaker.is_open(now + REST), "one more failure and it rests again");
        breaker.record(true, now + REST + REST);
        breaker.record(false, now + REST + REST);
        assert!(!breaker.is_open(now + REST + REST));
    }
}
