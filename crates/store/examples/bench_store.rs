//! What the store is measured by: `bench_store [ITEMS] [EFFECTS]` prints one line of JSON per figure.
//! Ingest with search index, the start on a large store, search, and effects through the whole ledger beside bare
//! durable commits of one row each on the same disk.

use domain::effect::Target;
use domain::item::{Authentication, ItemKind, ListHeaders, Place};
use domain::payload::Archive;
use domain::proposal::{Origin, Preview, Risk, Status};
use domain::source::{Cursor, Flags};
use domain::{
    Address, BlobId, Effect, EffectId, EffectState, Integrity, Item, ItemId, Label, Payload, Proposal,
    TenantCtx, ThreadId, UserId,
};
use jiff::{SignedDuration, Timestamp};
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::Instant;
use store::{
    Arrival, Decision, Ingest, Ingested, ItemQuery, NewAccount, NewProposal, NewUser, PageRequest,
    Settlement, Started, Store, StoreConfig,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A batch of the first sync.
const BATCH: u64 = 200;
/// Users who decide and workers who write at the same time.
const IN_FLIGHT: usize = 256;
const WORDS: usize = 30_000;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let items: u64 = arguments.next().map_or(Ok(10_000), |word| word.parse())?;
    let effects: usize = arguments.next().map_or(Ok(2_000), |word| word.parse())?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("factotum.db");
    let config = StoreConfig { url: path.display().to_string(), writers: 1, readers: 2 };
    let ctx = TenantCtx::user("tenant".into(), "user".into());

    let store = Store::open(config.clone()).await?;
    set_up(&store, &ctx).await?;
    let seconds = ingest(&store, &ctx, items).await?;
    print(serde_json::json!({
        "ingest": items, "seconds": seconds, "per_second": items as f64 / seconds, "rss_mb": resident()?,
    }))?;
    store.close().await;
    let megabytes = std::fs::metadata(&path)?.len() >> 20;
    let begun = Instant::now();
    let store = Store::open(config).await?;
    let ready = begun.elapsed();
    print(serde_json::json!({ "open_ms": ready.as_secs_f64() * 1e3, "items": items, "file_mb": megabytes }))?;
    search(&store, &ctx).await?;
    lists(&store, &ctx).await?;

    let bare = bare_commits(folder.path(), effects)?;
    let through = ledger(&store, &ctx, effects).await?;
    print(serde_json::json!({
        "effects": effects, "bare_commits_per_second": bare, "effects_per_second": through, "ratio": through / bare,
    }))?;
    print(serde_json::json!({ "rss_mb": resident()? }))?;
    store.close().await;
    Ok(())
}

async fn set_up(store: &Store, ctx: &TenantCtx) -> Outcome<()> {
    let (tenant, user) = (ctx.tenant.clone(), UserId::new("user"));
    let at = start();
    store.create_user(NewUser { tenant, user, name: "user".into(), token_hash: "hash".into(), at }).await?;
    let account = NewAccount {
        id: "account".into(),
        address: "anna@home.example".into(),
        name: None,
        kind: "imap".into(),
        config: serde_json::json!({}),
        secret: None,
        created_at: at,
    };
    store.add_account(ctx, account).await?;
    Ok(())
}

/// Newest first, as a first sync delivers.
async fn ingest(store: &Store, ctx: &TenantCtx, items: u64) -> Outcome<f64> {
    let mut seconds = 0.0;
    for batch in 0..items.div_ceil(BATCH) {
        let numbers = batch * BATCH..((batch + 1) * BATCH).min(items);
        let changes = numbers.map(|number| Ingested::Arrived(Box::new(mail(number)))).collect();
        let ingest = Ingest {
            account: "account".into(),
            changes,
            cursor: Cursor(batch.to_string()),
            run: format!("run-{batch}").into(),
            parent: None,
            at: start(),
        };
        let begun = Instant::now();
        store.ingest(ctx, ingest).await?;
        seconds += begun.elapsed().as_secs_f64();
    }
    Ok(seconds)
}

async fn search(store: &Store, ctx: &TenantCtx) -> Outcome<()> {
    let mut random = Random(42);
    let mut times = Vec::new();
    for round in 0..400 {
        let mut question = word(random.skewed(WORDS));
        if round % 2 == 0 {
            let mut second = word(random.skewed(WORDS));
            second.truncate(4);
            question = format!("{question} {second}");
        }
        times.push(timed(store, ctx, ItemQuery { query: Some(question), ..ItemQuery::default() }).await?);
    }
    times.sort_by(f64::total_cmp);
    print(
        serde_json::json!({ "search_p50_ms": times[times.len() / 2], "search_p99_ms": times[times.len() * 99 / 100] }),
    )
}

async fn lists(store: &Store, ctx: &TenantCtx) -> Outcome<()> {
    let inbox = timed(store, ctx, ItemQuery { archived: Some(false), ..ItemQuery::default() }).await?;
    let folder =
        timed(store, ctx, ItemQuery { folder: Some("INBOX".into()), ..ItemQuery::default() }).await?;
    let begun = Instant::now();
    store.item_counts(ctx).await?;
    let counts = begun.elapsed().as_secs_f64() * 1e3;
    print(serde_json::json!({ "inbox_ms": inbox, "folder_ms": folder, "counts_ms": counts }))
}

async fn timed(store: &Store, ctx: &TenantCtx, query: ItemQuery) -> Outcome<f64> {
    let begun = Instant::now();
    store.items(ctx, &query, &PageRequest::default()).await?;
    Ok(begun.elapsed().as_secs_f64() * 1e3)
}

/// Each submitted, approved, claimed, started and settled; many at a time.
async fn ledger(store: &Store, ctx: &TenantCtx, effects: usize) -> Outcome<f64> {
    let begun = Instant::now();
    let mut decisions = tokio::task::JoinSet::new();
    let limit = std::sync::Arc::new(tokio::sync::Semaphore::new(IN_FLIGHT));
    for number in 0..effects {
        let (store, ctx, limit) = (store.clone(), ctx.clone(), limit.clone());
        decisions.spawn(async move {
            let _permit = limit.acquire().await;
            decide(&store, &ctx, number).await.map_err(|error| error.to_string())
        });
    }
    let mut attempts = tokio::task::JoinSet::new();
    let mut claimed = 0;
    while claimed < effects {
        let now = start() + SignedDuration::from_secs(60);
        let claims = store.claim_effects("bench", now, now + SignedDuration::from_mins(5), 64).await?;
        claimed += claims.len();
        for claim in claims {
            let (store, ctx) = (store.clone(), ctx.clone());
            attempts
                .spawn(async move { attempt(&store, &ctx, claim).await.map_err(|error| error.to_string()) });
        }
    }
    while let Some(done) = decisions.join_next().await {
        done??;
    }
    while let Some(done) = attempts.join_next().await {
        done??;
    }
    Ok(effects as f64 / begun.elapsed().as_secs_f64())
}

async fn decide(store: &Store, ctx: &TenantCtx, number: usize) -> Outcome<()> {
    let proposal = proposal(number);
    let (id, digest) = (proposal.id.clone(), Some(proposal.digest.clone()));
    store.submit(ctx, vec![NewProposal { proposal }], start()).await?;
    let decision =
        Decision { proposal: id, digest, status: Status::Approved, not_before: None, undo_until: None };
    store.decide(ctx, vec![decision], start()).await?;
    Ok(())
}

async fn attempt(store: &Store, ctx: &TenantCtx, claim: store::ClaimedEffect) -> Outcome<()> {
    let (id, epoch, at) = (claim.effect.id, claim.effect.epoch, start());
    let started = store.effect_started(ctx, &id, epoch, u32::MAX, at).await?;
    if started != Started::Yes {
        return Err(format!("{started:?}").into());
    }
    let state = EffectState::Succeeded;
    let settlement = Settlement { state, error: None, not_before: None, follow_up: None, patch: None, at };
    store.settle(ctx, &id, epoch, settlement).await?;
    Ok(())
}

fn bare_commits(folder: &Path, commits: usize) -> Outcome<f64> {
    let database = rusqlite::Connection::open(folder.join("bare.db"))?;
    database.pragma_update(None, "journal_mode", "wal")?;
    database.pragma_update(None, "synchronous", "full")?;
    database.execute_batch("CREATE TABLE commits (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")?;
    let body = "x".repeat(300);
    let mut insert = database.prepare("INSERT INTO commits (body) VALUES (?1)")?;
    let begun = Instant::now();
    for _ in 0..commits {
        insert.execute([&body])?;
    }
    Ok(commits as f64 / begun.elapsed().as_secs_f64())
}

fn start() -> Timestamp {
    Timestamp::from_second(1_770_000_000).unwrap_or_default()
}

/// About 150 words by one of 500 senders; every third answers the one before.
fn mail(number: u64) -> Arrival {
    let mut random = Random(number + 1);
    let sender = random.below(500);
    let received_at = start() - SignedDuration::from_secs(i64::try_from(number * 700).unwrap_or(0));
    let text: Vec<String> = (0..150).map(|_| word(random.skewed(WORDS))).collect();
    let message = |number: u64| format!("<{number}@mail.example>");
    Arrival {
        item: Item {
            id: ItemId::new(format!("01900000-0000-7000-8000-{number:012}")),
            kind: ItemKind::Email,
            account_id: "account".into(),
            thread_id: Some(ThreadId::new(format!("01900000-0000-7000-9000-{number:012}"))),
            message_id: Some(message(number)),
            duplicate_of: None,
            in_reply_to: number.is_multiple_of(3).then(|| message(number + 1)),
            references: Vec::new(),
            folders: Vec::new(),
            subject: Some(format!(
                "{} {} {}",
                word(random.skewed(WORDS)),
                word(random.skewed(WORDS)),
                number
            )),
            from: Some(Address::new(
                Some(&format!("Sender {sender}")),
                &format!("s{sender}@d{}.example", sender % 90),
            )),
            reply_to: None,
            to: vec![Address::new(Some("Anna"), "anna@home.example")],
            cc: Vec::new(),
            received_at,
            sent_at: Some(received_at),
            sent_offset: Some(0),
            unread: true,
            flagged: false,
            answered: false,
            archived: false,
            outgoing: false,
            awaiting_reply: false,
            attachments: Vec::new(),
            text: text.join(" "),
            has_html: false,
            links: Vec::new(),
            list: ListHeaders::default(),
            auth: Authentication::default(),
            structured: Vec::new(),
            integrity: Integrity::Untrusted,
            raw: Some(BlobId::new(format!("{number:064x}"))),
            size: 12_500,
            insight: None,
            event: None,
            invitations: Vec::new(),
        },
        place: Place { folder: "INBOX".into(), key: format!("1:{number}") },
        flags: Flags::default(),
        content_hash: blake3::hash(&number.to_le_bytes()).to_hex().to_string(),
        bank_details: Vec::new(),
    }
}

fn proposal(number: usize) -> Proposal {
    Proposal {
        id: format!("01900000-0000-7000-a000-{number:012}").into(),
        origin: Origin::Agent,
        status: Status::Pending,
        digest: format!("{number:064x}"),
        risk: Risk::Low,
        reason: "It is a newsletter that you archive every time.".into(),
        preview: Preview { title: "Archive".into(), text: "To the archive".into(), ..Preview::default() },
        labels: Label::trusted(),
        group: None,
        item_id: None,
        run_id: None,
        created_at: start(),
        expires_at: start() + SignedDuration::from_hours(24),
        effect: Effect {
            id: EffectId::new(format!("01900000-0000-7000-b000-{number:012}")),
            payload: Payload::Archive(Archive { item_id: format!("{number}").into() }),
            target: Target { account_id: Some("account".into()), ..Target::default() },
            state: EffectState::Proposed,
            run_id: None,
            item_id: None,
            undoes: None,
            epoch: 0,
            attempts: 0,
            not_before: None,
            undo_until: None,
            approved_at: None,
            started_at: None,
            error: None,
        },
    }
}

/// A made-up word; small numbers are the frequent ones.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "pa", "de", "gi", "ho", "lu", "fa"];
    let mut word = String::new();
    let mut rest = number + 16;
    while rest > 0 {
        word.push_str(SYLLABLES[rest % 16]);
        rest /= 16;
    }
    word
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
    /// Roughly as frequencies of words fall.
    fn skewed(&mut self, bound: usize) -> usize {
        let unit = self.next() as f64 / (1_u64 << 31) as f64;
        ((bound as f64).powf(unit) as usize).min(bound) - 1
    }
}

/// Of this process, in megabytes.
fn resident() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
    let kilobytes: u64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kilobytes / 1_024)
}

fn print(line: serde_json::Value) -> Outcome<()> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}
