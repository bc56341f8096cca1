//! Asks one agent: gathers what it may know, runs its reflex off the async threads, gates its drafts.

use agents::{Agent, AgentError, Context, Draft, Found, Part, ThreadFacts};
use domain::policy::MAX_OPEN_REPLIES;
use domain::run::{Drafted, Input, Intent};
use domain::{Address, Item, TenantCtx};
use executor::EffectDraft;
use std::collections::HashMap;
use store::{ClaimedRun, InsightPart, NewProposal, StoreError};

use crate::Engine;
use crate::config::{Preferences, Replies};
use crate::drive::{Brought, proposed};

impl Engine {
    /// An agent that fails is named in the journal; the others go on.
    pub(crate) async fn ask(&self, ctx: &TenantCtx, claimed: &ClaimedRun, name: &str) -> Brought {
        let ctx = TenantCtx::agent(ctx.tenant.clone(), name);
        match self.answer(&ctx, claimed, name).await {
            Ok(brought) => brought,
            Err(code) => {
                tracing::warn!(run = %claimed.row.id, agent = name, code, "the agent could not answer");
                Input::AgentFailed { agent: name.to_owned(), code: code.to_owned() }.into()
            }
        }
    }

    async fn answer(
        &self,
        ctx: &TenantCtx,
        claimed: &ClaimedRun,
        name: &str,
    ) -> Result<Brought, &'static str> {
        let agent = *self.inner.agents.iter().find(|a| a.name() == name).ok_or("no_such_agent")?;
        let items = &claimed.row.events.first().map(|first| items_of(&first.event)).unwrap_or_default();
        let items = self.inner.store.items_by_id(ctx, items).await.map_err(|e| e.code())?;
        let preferences = self.preferences(ctx).await.map_err(|e| e.code())?;
        let context = self.context(ctx, claimed, &items, &preferences).await.map_err(|e| e.code())?;
        let count = items.len() as u64;
        let found = reflex(agent, context, items).await?;
        let (proposals, drafts) = self.gate_drafts(ctx, claimed, found.drafts, &preferences).await?;
        Ok(Brought {
            input: Input::AgentAnswered {
                agent: name.to_owned(),
                answered_by: "reflex".into(),
                items: count,
                drafts,
            },
            insights: found.parts.into_iter().map(|(item, part)| (item, stored(part))).collect(),
            proposals,
        })
    }

    /// What agents propose on their own is bounded; what the user asked for is not.
    async fn gate_drafts(
        &self,
        ctx: &TenantCtx,
        claimed: &ClaimedRun,
        drafts: Vec<Draft>,
        preferences: &Preferences,
    ) -> Result<(Vec<NewProposal>, Vec<Drafted>), &'static str> {
        if drafts.is_empty() {
            return Ok(Default::default());
        }
        let asked = claimed.row.intent == Intent::DraftReply;
        let open = self.inner.store.open_replies(ctx).await.map_err(|e| e.code())?;
        let room = if asked {
            usize::MAX
        } else {
            MAX_OPEN_REPLIES.saturating_sub(usize::try_from(open).unwrap_or(usize::MAX))
        };
        let (mut proposals, mut outcomes) = (Vec::new(), Vec::new());
        for draft in drafts.into_iter().take(room) {
            let item = Some(draft.item_id.clone());
            let mut wanted = EffectDraft::by_agent(draft.payload, draft.reason);
            wanted.item_id = item.clone();
            wanted.run_id = Some(claimed.row.id.clone());
            match self.inner.gate.prepare(ctx, wanted, preferences.reject_dangerous).await {
                Ok(proposal) => {
                    outcomes.push(proposed(&proposal));
                    proposals.push(proposal);
                }
                Err(refused) => outcomes.push(Drafted::Refused { item, code: refused.code().to_owned() }),
            }
        }
        Ok((proposals, outcomes))
    }

    async fn context(
        &self,
        ctx: &TenantCtx,
        claimed: &ClaimedRun,
        items: &[Item],
        preferences: &Preferences,
    ) -> Result<Context, StoreError> {
        let around = self.inner.store.surroundings(ctx, items).await?;
        let accounts: HashMap<String, Address> = self
            .inner
            .store
            .accounts(ctx)
            .await?
            .into_iter()
            .map(|a| (a.id.into_string(), Address { name: a.name, address: a.address }))
            .collect();
        let text = |key: &str| claimed.row.content.get(key).and_then(|v| v.as_str()).map(str::to_owned);
        let as_drafts = match text("as").as_deref() {
            Some("draft") => true,
            Some("send") => false,
            _ => preferences.replies == Replies::Draft,
        };
        Ok(Context {
            now: self.inner.clock.now(),
            zone: preferences.zone(),
            language: preferences.language.clone(),
            own: accounts.values().map(Address::key).collect(),
            accounts,
            signature: preferences.signature.clone(),
            replies_as_drafts: as_drafts,
            known: around.known,
            seen_domains: around.seen_domains,
            contact_names: around.contact_names,
            bank_details: around.bank_details,
            threads: around
                .threads
                .into_iter()
                .map(|(item, (is_newest, answered, user_took_part))| {
                    (item, ThreadFacts { is_newest, answered, user_took_part })
                })
                .collect(),
            reply_text: text("text").filter(|words| !words.trim().is_empty()),
            reply_asked: claimed.row.intent == Intent::DraftReply,
        })
    }

    /// Of the tenant's first user, while there is one user a tenant.
    pub(crate) async fn preferences(&self, ctx: &TenantCtx) -> Result<Preferences, StoreError> {
        let value = self.inner.store.tenant_preferences(ctx).await?;
        Ok(serde_json::from_value(value).unwrap_or_default())
    }
}

/// A reflex is pure computation: it runs on a blocking thread, and a panic in it is a failed agent.
async fn reflex(
    agent: &'static dyn Agent,
    context: Context,
    items: Vec<Item>,
) -> Result<Found, &'static str> {
    match tokio::task::spawn_blocking(move || agent.reflex(&context, &items)).await {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(AgentError { code, .. })) => Err(code),
        Err(_) => Err("panicked"),
    }
}

fn items_of(event: &domain::run::RunEvent) -> Vec<domain::ItemId> {
    match event {
        domain::run::RunEvent::Requested { items, .. } => items.clone(),
        _ => Vec::new(),
    }
}

fn stored(part: Part) -> InsightPart {
    match part {
        Part::Triage(triage) => InsightPart::Triage(triage),
        Part::Safety(safety) => InsightPart::Safety(safety),
        Part::Summary(summary) => InsightPart::Summary(summary),
    }
}
