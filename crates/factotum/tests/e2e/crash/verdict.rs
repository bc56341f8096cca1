//! What the peers hold against what was let through: once, twice, or not at all.

use std::fmt;

use super::Kill;
use super::arena::Arena;
use super::driver::Driver;
use super::scenario::{Scenario, Wanted};
use crate::support::text;

#[derive(Default)]
pub struct Verdict {
    pub kills: usize,
    pub effects: usize,
    pub duplicates: usize,
    pub lost: usize,
    /// Listed as `unknown`, for the user to look at.
    pub unknown: usize,
    pub complaints: Vec<String>,
}

impl Verdict {
    pub fn add(&mut self, other: Verdict) {
        self.kills += other.kills;
        self.effects += other.effects;
        self.duplicates += other.duplicates;
        self.lost += other.lost;
        self.unknown += other.unknown;
        self.complaints.extend(other.complaints);
    }

    /// Exactly one is right.
    fn count(&mut self, what: &str, found: usize) {
        match found {
            0 => {
                self.lost += 1;
                self.complaints.push(format!("lost: {what}"));
            }
            1 => {}
            more => {
                self.duplicates += more - 1;
                self.complaints.push(format!("{more} times: {what}"));
            }
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Verdict { kills, effects, duplicates, lost, unknown, .. } = self;
        write!(
            f,
            "{kills} kills, {effects} effects, {duplicates} duplicates, {lost} lost, {unknown} unknown (listed)"
        )
    }
}

pub async fn judge(driver: &mut Driver, arena: &Arena, scenario: &Scenario, kill: Kill) -> Verdict {
    let mut verdict = Verdict { kills: driver.deaths, effects: scenario.wanted.len(), ..Verdict::default() };
    let seat = scenario.seat;
    for wanted in &scenario.wanted {
        match wanted {
            Wanted::Sent { marker, proposal } => {
                sent(driver, arena, seat, marker, proposal, &mut verdict).await
            }
            Wanted::Draft { marker } => {
                verdict.count(marker, with(&arena.filed(seat, "Drafts"), marker));
            }
            Wanted::Moved { message_id, folder } => {
                verdict
                    .count(&format!("{message_id} in {folder}"), arena.in_folder(seat, folder, message_id));
                if arena.in_folder(seat, "INBOX", message_id) > 0 {
                    verdict.duplicates += 1;
                    verdict.complaints.push(format!("still in the inbox: {message_id}"));
                }
            }
            Wanted::Flagged { message_id } => {
                let flagged = usize::from(arena.is_flagged(seat, message_id));
                verdict.count(&format!("the flag of {message_id}"), flagged);
            }
        }
    }
    let bystanders = arena.sent(seat).iter().filter(|body| !body.contains("marker-")).count();
    verdict.count("mails that nobody asked for", bystanders + 1);
    for (index, complaint) in verdict.complaints.iter_mut().enumerate() {
        *complaint = format!("{kill:?}: {complaint}");
        if index == 0 {
            *complaint = format!("{complaint}\n{}", driver.home.log_tail());
        }
    }
    verdict
}

/// A mail that the ledger calls unknown may be there or not; anything else must be there once.
async fn sent(
    driver: &mut Driver,
    arena: &Arena,
    seat: usize,
    marker: &str,
    proposal: &str,
    verdict: &mut Verdict,
) {
    let proposal = driver.get(&format!("/api/action-proposals/{proposal}")).await;
    let (state, taken) = (text(&proposal, "/effect/state"), with(&arena.sent(seat), marker));
    let filed = with(&arena.filed(seat, "Sent"), marker);
    match state {
        "unknown" => {
            verdict.unknown += 1;
            verdict.count(&format!("{marker} (unknown)"), taken.max(1));
            verdict.count(&format!("the copy of {marker} (unknown)"), filed.max(1));
        }
        "succeeded" => {
            verdict.count(marker, taken);
            verdict.count(&format!("the copy of {marker}"), filed);
        }
        _ => {
            verdict.lost += 1;
            verdict.complaints.push(format!("{marker} is {state}: {}", proposal["effect"]));
        }
    }
}

fn with(bodies: &[String], marker: &str) -> usize {
    bodies.iter().filter(|body| body.contains(marker)).count()
}
