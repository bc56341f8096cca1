//! The real clock, and ids that sort by the time they were made (UUID version 7).

use domain::ports::Clock;
use jiff::Timestamp;

pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        // Databases keep microseconds: what is answered now is what is read later.
        let now = Timestamp::now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    fn new_id(&self) -> String {
        uuid::Uuid::now_v7().simple().to_string()
    }
}
