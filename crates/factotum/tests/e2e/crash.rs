//! kill -9 anywhere: a scenario of twenty effects is killed before and after each durable write, and at odd
//! moments from outside; then the peers are asked what they hold.

mod arena;
mod driver;
mod scenario;
mod verdict;

use std::io::Write;
use std::time::{Duration, Instant};

use futures::StreamExt;

use arena::Arena;
use driver::Driver;
use scenario::Scenario;
use verdict::Verdict;

/// How many kills, unless `CRASH_KILLS` says another number.
const KILLS: usize = 100;
/// Scenarios that run side by side.
const AT_ONCE: usize = 2;
/// Mailboxes of one pair of peers; a fresh pair keeps the spool short enough to read at every verdict.
const BATCH: usize = 50;
/// Every fifth kill comes from outside, at a moment that no boundary chose.
const FROM_OUTSIDE: usize = 5;

/// Of the others every eighth scenario is killed a second time.
const TWICE: usize = 8;
/// Durable writes in which a start repairs what a crash left, and a few more.
const REPAIR: u64 = 60;

/// When the server is killed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kill {
    Never,
    /// By itself, at this boundary: each durable write has one before and one after it.
    AtPoint(u64),
    /// The same, and once more at a boundary of the start that repairs it.
    Twice(u64, u64),
    /// From outside, this long after the start.
    After(Duration),
}

#[tokio::test]
async fn nothing_is_done_twice_and_nothing_is_silently_lost() {
    let wanted = match std::env::var("CRASH_KILLS") {
        Ok(number) => number.parse().unwrap(),
        Err(_) => KILLS,
    };
    let mut total = Verdict::default();
    let arena = Arena::start(64);
    let begun = Instant::now();
    total.add(play(&arena, 0, Kill::Never).await);
    let length = begun.elapsed();
    assert_eq!(total.kills, 0, "somebody else killed the server");
    let (points, probes) = count_points(&arena, &mut total).await;
    let mut plan = plan(wanted.saturating_sub(total.kills), points, length);
    let mut played = probes;
    while !plan.is_empty() {
        let batch: Vec<Kill> = plan.drain(..plan.len().min(BATCH)).collect();
        let arena = Arena::start(batch.len());
        let games = batch.iter().enumerate().map(|(seat, kill)| play(&arena, seat, *kill));
        let verdicts: Vec<Verdict> = futures::stream::iter(games).buffer_unordered(AT_ONCE).collect().await;
        verdicts.into_iter().for_each(|verdict| total.add(verdict));
        played += batch.len();
        if plan.is_empty() && total.kills < wanted && played < 2 * wanted + 64 {
            // A point beyond the last write of a run that was shorter than the measured one kills nobody.
            plan = self::plan(wanted - total.kills, points / 2, length / 2);
        }
    }
    // Written past the capture of the test runner: this is the figure that is promised.
    let line = format!("crash: {total} (a scenario has about {points} kill points)\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
    assert!(total.complaints.is_empty(), "{}", total.complaints.join("\n\n"));
    assert!(total.kills >= wanted, "{} of {wanted} kills", total.kills);
}

/// One scenario in the mailbox of this number, and what the peers hold after it.
async fn play(arena: &Arena, seat: usize, kill: Kill) -> Verdict {
    let mut driver = Driver::new(kill);
    let scenario = Scenario::play(&mut driver, arena, seat).await;
    verdict::judge(&mut driver, arena, &scenario, kill).await
}

/// Doubling, then halving the distance; every probe that dies is a kill like any other.
async fn count_points(arena: &Arena, total: &mut Verdict) -> (u64, usize) {
    let (mut below, mut above, mut probes) = (0, None, 1);
    let mut point = 8;
    while above.is_none_or(|above| above - below > 4 + below / 16) {
        assert!(probes < 60, "no end of kill points: {below} to {above:?}");
        let verdict = play(arena, probes, Kill::AtPoint(point)).await;
        probes += 1;
        if verdict.kills > 0 {
            below = point
        } else {
            above = Some(point)
        }
        total.add(verdict);
        point = above.map_or(point * 2, |above| below.midpoint(above));
    }
    assert!(below > 0, "this build does not honour FACTOTUM_CRASH_POINT, or its store writes nothing");
    (below, probes)
}

/// Points at equal distances over the whole scenario, and moments by the golden ratio, which never repeat.
fn plan(kills: usize, points: u64, length: Duration) -> Vec<Kill> {
    let outside = kills / FROM_OUTSIDE;
    let moment = |index: usize| length.mul_f64((0.05 + index as f64 * 0.618_034).fract());
    let mut plan: Vec<Kill> = (0..outside).map(|index| Kill::After(moment(index))).collect();
    let twice = (kills - outside) / TWICE;
    let once = kills - outside - 2 * twice;
    let places = (once + twice).max(1);
    for index in 0..once + twice {
        let point = 1 + (index as u64 * points) / (places as u64);
        let is_twice = index * twice / places != (index + 1) * twice / places;
        plan.push(if is_twice { Kill::Twice(point, 1 + point % REPAIR) } else { Kill::AtPoint(point) });
    }
    plan
}
