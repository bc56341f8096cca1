//! One attempt at one claimed effect: the only caller of `Tool::run`.

use domain::effect::EffectError;
use domain::policy;
use domain::ports::{BoxFuture, NotStarted, Outcome, Start};
use domain::{Effect, EffectState, TenantCtx};
use jiff::{SignedDuration, Timestamp};
use std::sync::Mutex;
use std::time::Duration;
use store::{ClaimedEffect, ItemPatch, Settlement, Started, StoreError};

use crate::gate::Gate;

/// An attempt that takes longer is given up; what had started by then is unknown.
const LONGEST_ATTEMPT: Duration = Duration::from_secs(240);
/// Longer than any attempt, so that a lease ends only with its worker.
pub const LEASE: SignedDuration = SignedDuration::from_secs(300);
const OVER_QUOTA_WAIT: SignedDuration = SignedDuration::from_mins(10);

impl Gate {
    /// Claims what is due: fresh approvals, and what a dead worker left behind.
    pub async fn claim(&self, worker: &str, limit: u32) -> Result<Vec<ClaimedEffect>, StoreError> {
        let now = self.clock.now();
        let mut claimed = self.store.claim_stale(worker, now, now + LEASE, limit).await?;
        let left = limit.saturating_sub(u32::try_from(claimed.len()).unwrap_or(u32::MAX));
        if left > 0 {
            claimed.extend(self.store.claim_effects(worker, now, now + LEASE, left).await?);
        }
        Ok(claimed)
    }

    /// Brings one claimed effect as far as it goes now, and records what is known after it.
    pub async fn attempt(&self, claimed: ClaimedEffect) -> Result<(), StoreError> {
        let ctx = TenantCtx::system(claimed.tenant.clone());
        let effect = claimed.effect.clone();
        let settlement = match effect.state {
            EffectState::Claimed => self.run(&ctx, &claimed).await,
            EffectState::Started => Some(self.reconcile(&ctx, &effect).await),
            // Whoever claimed in between has settled it.
            _ => None,
        };
        let Some(mut settlement) = settlement else { return Ok(()) };
        if settlement.state == EffectState::Succeeded {
            settlement.patch = settlement.patch.or_else(|| patch_of(&effect));
            settlement.follow_up = self.next_step(&ctx, &effect).await;
        }
        match self.store.settle(&ctx, &effect.id, effect.epoch, settlement).await {
            Ok(_) | Err(StoreError::Fenced) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn run(&self, ctx: &TenantCtx, claimed: &ClaimedEffect) -> Option<Settlement> {
        let effect = &claimed.effect;
        let now = self.clock.now();
        let Some(tool) = self.toolbox.tool(effect.kind()) else {
            return Some(settlement(
                EffectState::Failed,
                now,
                error("unknown_kind", "Nothing here can carry this out."),
            ));
        };
        let point = PointOfNoReturn { gate: self, ctx, effect, said: Mutex::new(None) };
        let authorized = self.mint.authorize(effect.clone());
        let outcome = tokio::time::timeout(LONGEST_ATTEMPT, tool.run(ctx, authorized, &point)).await;
        let said = point.said.into_inner().unwrap_or(None);
        let now = self.clock.now();
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(_) if matches!(said, Some(Started::Yes)) => Outcome::Unknown(timed_out()),
            Err(_) => Outcome::NothingDone(timed_out()),
        };
        match outcome {
            Outcome::Succeeded => {
                Some(Settlement { error: None, ..settlement(EffectState::Succeeded, now, timed_out()) })
            }
            Outcome::Moved(place) => Some(Settlement {
                error: None,
                patch: moved(effect, place),
                ..settlement(EffectState::Succeeded, now, timed_out())
            }),
            Outcome::Failed(why) => Some(settlement(EffectState::Failed, now, why)),
            Outcome::Unknown(why) => Some(settlement(EffectState::Unknown, now, why)),
            // Past the point of no return nothing is withdrawn any more; the reason is shown with the failure.
            Outcome::Overtaken(why) if matches!(said, Some(Started::Yes)) => {
                Some(settlement(EffectState::Failed, now, why))
            }
            Outcome::Overtaken(why) => Some(settlement(EffectState::Withdrawn, now, why)),
            Outcome::NothingDone(why) => Some(self.again_or_failed(claimed, why, now)),
            Outcome::NotStarted => not_started(said, now),
        }
    }

    fn again_or_failed(&self, claimed: &ClaimedEffect, why: EffectError, now: Timestamp) -> Settlement {
        match policy::retry_after(claimed.effect.attempts, claimed.first_attempt_at, now) {
            Some(delay) => {
                Settlement { not_before: Some(now + delay), ..settlement(EffectState::Approved, now, why) }
            }
            None => settlement(EffectState::Failed, now, why),
        }
    }

    /// A follow-up that cannot be prepared must not undo the record of what has happened.
    async fn next_step(&self, ctx: &TenantCtx, effect: &Effect) -> Option<store::NewProposal> {
        let payload = self.toolbox.tool(effect.kind())?.follow_up(effect)?;
        match self.follow_up(ctx, effect, payload).await {
            Ok(step) => Some(step),
            Err(why) => {
                tracing::error!(effect = %effect.id, code = why.code(), "the follow-up step could not be prepared");
                None
            }
        }
    }
}

/// Commits `Started`; everything that may forbid it is looked at in the same transaction.
struct PointOfNoReturn<'a> {
    gate: &'a Gate,
    ctx: &'a TenantCtx,
    effect: &'a Effect,
    said: Mutex<Option<Started>>,
}

impl Start for PointOfNoReturn<'_> {
    fn started<'a>(&'a self) -> BoxFuture<'a, Result<(), NotStarted>> {
        Box::pin(async move {
            let quota = policy::hourly_quota(self.effect.kind());
            let at = self.gate.clock.now();
            let said =
                self.gate.store.effect_started(self.ctx, &self.effect.id, self.effect.epoch, quota, at).await;
            let said = said.unwrap_or_else(|error| {
                tracing::error!(effect = %self.effect.id, code = error.code(), "the start could not be recorded");
                Started::Fenced
            });
            let may = matches!(said, Started::Yes);
            if let Ok(mut slot) = self.said.lock() {
                *slot = Some(said);
            }
            if may { Ok(()) } else { Err(NotStarted) }
        })
    }
}

fn not_started(said: Option<Started>, now: Timestamp) -> Option<Settlement> {
    match said {
        // The approval is kept; nothing is claimed while stopped.
        Some(Started::Stopped) => {
            Some(Settlement { error: None, ..settlement(EffectState::Approved, now, timed_out()) })
        }
        Some(Started::OverQuota) => Some(Settlement {
            not_before: Some(now + OVER_QUOTA_WAIT),
            ..settlement(
                EffectState::Approved,
                now,
                error("over_quota", "Too many effects of this kind within an hour; it goes on by itself."),
            )
        }),
        Some(Started::Overtaken(code)) => {
            Some(settlement(EffectState::Withdrawn, now, error(code, "The reason for this is gone.")))
        }
        Some(Started::Yes | Started::Fenced) | None => None,
    }
}

/// What the item looks like here until the next sync confirms it.
fn patch_of(effect: &Effect) -> Option<(domain::ItemId, ItemPatch)> {
    use domain::Payload;
    use domain::payload::Flag;
    let patch = match &effect.payload {
        Payload::Archive(_) => ItemPatch { archived: Some(true), ..Default::default() },
        Payload::Move(to) => ItemPatch { folder: Some(to.folder.clone()), ..Default::default() },
        Payload::Flag(set) if set.flag == Flag::Seen => {
            ItemPatch { unread: Some(!set.value), ..Default::default() }
        }
        Payload::Flag(set) => ItemPatch { flagged: Some(set.value), ..Default::default() },
        Payload::SendEmail(mail) if mail.in_reply_to.is_some() => {
            ItemPatch { answered: Some(true), ..Default::default() }
        }
        _ => return None,
    };
    Some((effect.item_id.clone().or_else(|| effect.payload.item().cloned())?, patch))
}

/// The provider told the new place, so nothing has to be awaited.
fn moved(effect: &Effect, to: domain::item::Place) -> Option<(domain::ItemId, ItemPatch)> {
    let item = effect.item_id.clone().or_else(|| effect.payload.item().cloned())?;
    Some((item, ItemPatch { place: Some(to), ..Default::default() }))
}

pub(crate) fn settlement(state: EffectState, at: Timestamp, why: EffectError) -> Settlement {
    Settlement { state, error: Some(why), not_before: None, follow_up: None, patch: None, at }
}

pub(crate) fn error(code: &str, detail: &str) -> EffectError {
    EffectError { code: code.to_owned(), detail: detail.to_owned() }
}

fn timed_out() -> EffectError {
    error("deadline", "The other side took too long.")
}
