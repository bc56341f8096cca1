//! The real clock, and ids that sort by the time they were made (UUID version 7).

use domain::ports::Clock;
use jiff::Timestamp;

pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn new_id(&self) -> String {
        uuid::Uuid::now_v7().simple().to_string()
    }
}
