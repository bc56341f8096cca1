//! Times the user's own effects through the whole ledger, with a tool that writes nothing outside: prepared and
//! submitted, claimed, started, succeeded. `ledger_rate FOLDER [EFFECTS] [AT_ONCE]` prints one line of JSON.

use std::collections::HashMap;
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use domain::effect::Target;
use domain::item::{Authentication, ItemKind, ListHeaders, Place};
use domain::payload::{Flag, SetFlag};
use domain::ports::{BoxFuture, Clock, Facts, Outcome, Plan, Presence, Refusal, Start, Tool, Toolbox};
use domain::source::{Cursor, Flags};
use domain::{
    AccountId, Address, Authorized, Effect, EffectKind, EffectState, Integrity, Item, ItemId, Mint, Payload,
    RunId, TenantCtx, TenantId, ThreadId, UserId,
};
use executor::{EffectDraft, Gate, GateConfig, Parts};
use futures::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use store::{Arrival, Ingest, Ingested, NewAccount, NewUser, ProposalQuery, Store, StoreConfig};
use tokio::sync::Notify;
use tokio::task::JoinSet;

type Failed = Box<dyn Error + Send + Sync>;

/// Does nothing outside, but passes the point of no return as every tool does.
#[derive(Default)]
struct Nothing {
    ran: AtomicUsize,
}

struct OnlyNothing(Arc<Nothing>);

#[derive(Default)]
struct Counting {
    ids: AtomicU64,
}

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name a folder")?);
    let effects: usize = arguments.next().map_or(Ok(2_000), |word| word.parse())?;
    let at_once: usize = arguments.next().map_or(Ok(256), |word| word.parse())?;

    let url = folder.join("ledger.db").to_string_lossy().into_owned();
    let store = Store::open(StoreConfig { url, writers: 4, readers: 3 }).await?;
    let clock: Arc<Counting> = Arc::default();
    let ctx = TenantCtx::user(TenantId::from("local"), UserId::from("owner"));
    fill(&store, &ctx, effects).await?;
    let tool: Arc<Nothing> = Arc::default();
    let gate = Arc::new(Gate::new(Parts {
        store: store.clone(),
        toolbox: Arc::new(OnlyNothing(tool.clone())),
        mint: Mint::claim().ok_or("the mint is taken")?,
        clock,
        config: GateConfig { undo_window: SignedDuration::ZERO, proposal_ttl: SignedDuration::from_hours(1) },
    }));

    let submitted = Arc::new(Notify::new());
    let begun = Instant::now();
    let working = tokio::spawn(work(gate.clone(), submitted.clone(), effects, at_once));
    let mut submitting = stream::iter(0..effects)
        .map(|number| {
            let (gate, ctx, submitted) = (gate.clone(), ctx.clone(), submitted.clone());
            tokio::spawn(async move {
                let flag = SetFlag { item_id: item_id(number), flag: Flag::Flagged, value: true };
                gate.submit_own(&ctx, EffectDraft::by_user(Payload::Flag(flag))).await?;
                submitted.notify_one();
                Ok::<(), executor::GateError>(())
            })
        })
        .buffer_unordered(at_once);
    while let Some(one) = submitting.next().await {
        one??;
    }
    working.await??;
    let seconds = begun.elapsed().as_secs_f64();

    let succeeded = count_succeeded(&store, &ctx).await?;
    if succeeded != effects || tool.ran.load(Ordering::Relaxed) != effects {
        return Err(format!("{succeeded} of {effects} effects succeeded").into());
    }
    store.close().await;
    let line = serde_json::json!({ "effects": effects, "at_once": at_once, "seconds": seconds });
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

/// Claims and attempts as the engine's worker does, until all are through.
async fn work(gate: Arc<Gate>, submitted: Arc<Notify>, effects: usize, at_once: usize) -> Result<(), Failed> {
    let mut at_work: JoinSet<Result<(), store::StoreError>> = JoinSet::new();
    let mut done = 0;
    while done < effects {
        let room = at_once.saturating_sub(at_work.len());
        if room > 0 {
            for claimed in gate.claim("bench", u32::try_from(room)?).await? {
                let gate = gate.clone();
                at_work.spawn(async move { gate.attempt(claimed).await });
            }
        }
        tokio::select! {
            () = submitted.notified(), if room > 0 => {}
            Some(ended) = at_work.join_next() => {
                ended??;
                done += 1;
            }
        }
        // All that has ended meanwhile makes room for one larger claim.
        while let Some(ended) = at_work.try_join_next() {
            ended??;
            done += 1;
        }
    }
    Ok(())
}

/// One account with a mail for each effect.
async fn fill(store: &Store, ctx: &TenantCtx, mails: usize) -> Result<(), Failed> {
    let at = Timestamp::now();
    let user = NewUser {
        tenant: ctx.tenant.clone(),
        user: UserId::from("owner"),
        name: "Owner".into(),
        token_hash: "none".into(),
        at,
    };
    store.create_user(user).await?;
    let account = NewAccount {
        id: AccountId::from("account"),
        address: "anna@example.org".into(),
        name: None,
        kind: "maildir".into(),
        config: serde_json::json!({}),
        secret: None,
        created_at: at,
    };
    store.add_account(ctx, account).await?;
    let numbers: Vec<usize> = (0..mails).collect();
    for (batch, numbers) in numbers.chunks(200).enumerate() {
        let arrival = |number: &usize| Ingested::Arrived(Box::new(arrival(*number, at)));
        let ingest = Ingest {
            account: AccountId::from("account"),
            changes: numbers.iter().map(arrival).collect(),
            cursor: Cursor(batch.to_string()),
            run: RunId::new(format!("run-{batch}")),
            parent: None,
            at,
        };
        store.ingest(ctx, ingest).await?;
    }
    Ok(())
}

fn item_id(number: usize) -> ItemId {
    ItemId::new(format!("item-{number:06}"))
}

fn arrival(number: usize, at: Timestamp) -> Arrival {
    let place = Place { folder: "INBOX".into(), key: format!("key-{number}") };
    let item = Item {
        id: item_id(number),
        kind: ItemKind::Email,
        account_id: AccountId::from("account"),
        thread_id: Some(ThreadId::new(format!("thread-{number}"))),
        message_id: Some(format!("<{number}@example.net>")),
        duplicate_of: None,
        in_reply_to: None,
        references: Vec::new(),
        folders: vec!["INBOX".into()],
        subject: Some(format!("Figures {number}")),
        from: Some(Address { name: Some("Ben".into()), address: "ben@example.net".into() }),
        reply_to: None,
        to: vec![Address { name: None, address: "anna@example.org".into() }],
        cc: Vec::new(),
        received_at: at,
        sent_at: Some(at),
        sent_offset: Some(0),
        unread: true,
        flagged: false,
        answered: false,
        archived: false,
        outgoing: false,
        awaiting_reply: false,
        attachments: Vec::new(),
        text: "Dear Anna, here are the figures of the quarter.".into(),
        has_html: false,
        links: Vec::new(),
        list: ListHeaders::default(),
        auth: Authentication::default(),
        structured: Vec::new(),
        integrity: Integrity::Untrusted,
        raw: None,
        size: 300,
        insight: None,
        event: None,
        invitations: Vec::new(),
    };
    let content_hash = format!("hash-{number}");
    Arrival { item, place, flags: Flags::default(), content_hash, bank_details: Vec::new() }
}

async fn count_succeeded(store: &Store, ctx: &TenantCtx) -> Result<usize, Failed> {
    let query = ProposalQuery { state: Some(EffectState::Succeeded), ..ProposalQuery::default() };
    let mut page = store::PageRequest { limit: 200, cursor: None };
    let mut count = HashMap::new();
    loop {
        let found = store.proposals(ctx, &query, &page).await?;
        count.extend(found.data.into_iter().map(|proposal| (proposal.id, ())));
        match found.next {
            Some(next) => page.cursor = Some(next),
            None => return Ok(count.len()),
        }
    }
}

impl Tool for Nothing {
    fn kind(&self) -> EffectKind {
        EffectKind::Flag
    }
    fn plan(&self, _: &Payload, facts: &Facts) -> Result<Plan, Refusal> {
        let places = facts.item.as_ref().map(|item| item.places.clone()).unwrap_or_default();
        let resolved = Target { account_id: Some(facts.account_id.clone()), places, ..Target::default() };
        Ok(Plan { title: "Flag a mail".into(), resolved, ..Plan::default() })
    }
    fn run<'a>(
        &'a self,
        _: &'a TenantCtx,
        _: Authorized<Effect>,
        start: &'a dyn Start,
    ) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            if start.started().await.is_err() {
                return Outcome::NotStarted;
            }
            self.ran.fetch_add(1, Ordering::Relaxed);
            Outcome::Succeeded
        })
    }
    fn reconcile<'a>(&'a self, _: &'a TenantCtx, _: &'a Effect) -> BoxFuture<'a, Presence> {
        Box::pin(async { Presence::NotFound })
    }
    fn undo(&self, _: &Effect) -> Option<Payload> {
        None
    }
}

impl Toolbox for OnlyNothing {
    fn tool(&self, kind: EffectKind) -> Option<&dyn Tool> {
        (kind == EffectKind::Flag).then_some(&*self.0 as &dyn Tool)
    }
}

impl Clock for Counting {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
    fn new_id(&self) -> String {
        format!("{:08}", self.ids.fetch_add(1, Ordering::Relaxed))
    }
}
