//! A store with a tenant and an account, and builders for what goes in.

use domain::effect::Target;
use domain::insight::{ActionType, Category, Safety, Summary, Triage, Verdict};
use domain::item::{AuthResult, Authentication, ItemKind, ListHeaders, Place};
use domain::payload::{Archive, Mail};
use domain::proposal::{Origin, Preview, Risk, Status};
use domain::source::{Cursor, Flags};
use domain::{
    AccountId, Address, BlobId, Effect, EffectId, EffectState, Integrity, Item, ItemId, Label, Payload,
    Proposal, ProposalId, RunId, TenantCtx, TenantId, ThreadId, UserId,
};
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicU64, Ordering};
use store::{
    Arrival, Ingest, IngestReport, Ingested, InsightPart, NewAccount, NewProposal, NewRun, NewUser, RunStep,
    Store, StoreConfig,
};

pub struct World {
    pub store: Store,
    pub url: String,
    pub ctx: TenantCtx,
    pub stranger: TenantCtx,
    pub account: AccountId,
    _folder: Option<tempfile::TempDir>,
}

static RUNS: AtomicU64 = AtomicU64::new(0);

/// Minutes after a fixed moment.
pub fn at(minutes: i64) -> Timestamp {
    "2026-03-01T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
}

pub fn config(url: &str) -> StoreConfig {
    StoreConfig { url: url.to_owned(), writers: 3, readers: 2 }
}

impl World {
    pub async fn sqlite() -> World {
        let folder = tempfile::tempdir().unwrap();
        let url = folder.path().join("factotum.db").display().to_string();
        World::at(url.clone(), url, Some(folder)).await
    }

    /// With no room for more.
    pub async fn sqlite_of_pages(pages: u32) -> World {
        let folder = tempfile::tempdir().unwrap();
        let url = folder.path().join("factotum.db").display().to_string();
        World::at(format!("sqlite:{url}?max_pages={pages}"), url, Some(folder)).await
    }

    pub async fn postgres() -> World {
        let url = tokio::task::spawn_blocking(|| testkit::Postgres::shared()?.create_database());
        let url = url.await.unwrap().unwrap();
        World::at(url.clone(), url, None).await
    }

    async fn at(opened: String, url: String, folder: Option<tempfile::TempDir>) -> World {
        let store = Store::open(config(&opened)).await.unwrap();
        let (ctx, stranger) = (user("anna"), user("boris"));
        for ctx in [&ctx, &stranger] {
            store.create_user(new_user(ctx)).await.unwrap();
        }
        let account = AccountId::new("account");
        store.add_account(&ctx, new_account("account", "anna@home.example")).await.unwrap();
        World { store, url, ctx, stranger, account, _folder: folder }
    }

    pub async fn ingest(&self, changes: Vec<Ingested>) -> IngestReport {
        self.ingest_at(changes, at(0)).await
    }

    pub async fn ingest_at(&self, changes: Vec<Ingested>, at: Timestamp) -> IngestReport {
        self.store.ingest(&self.ctx, batch(&self.account, changes, at)).await.unwrap()
    }

    pub async fn item(&self, id: &str) -> Item {
        self.store.item(&self.ctx, &id.into()).await.unwrap().unwrap()
    }

    pub async fn submit(&self, proposal: Proposal) -> Proposal {
        let at = proposal.created_at;
        self.store.submit(&self.ctx, vec![NewProposal { proposal }], at).await.unwrap().remove(0)
    }

    pub async fn proposal(&self, id: &str) -> Proposal {
        self.store.proposal(&self.ctx, &id.into()).await.unwrap().unwrap()
    }

    /// An approved effect under lease by `worker`, epoch 1.
    pub async fn claimed(&self, id: &str) -> EffectId {
        self.submit(approved(proposal(id))).await;
        let claimed = self.store.claim_effects("worker", at(1), at(2), 100).await.unwrap();
        assert!(claimed.iter().any(|claim| claim.effect.id == effect_id(id)), "{claimed:?}");
        effect_id(id)
    }

    pub async fn started(&self, id: &str) -> EffectId {
        let effect = self.claimed(id).await;
        let answer = self.store.effect_started(&self.ctx, &effect, 1, 1_000, at(1)).await.unwrap();
        assert_eq!(answer, store::Started::Yes);
        effect
    }

    pub async fn audit_kinds(&self) -> Vec<String> {
        self.store
            .audit_after(&self.ctx, 0, 1_000)
            .await
            .unwrap()
            .into_iter()
            .map(|record| record.kind)
            .collect()
    }

    pub async fn claimed_run(&self, run: NewRun) -> i64 {
        self.store.request_run(&self.ctx, run).await.unwrap();
        self.store.claim_run("worker", at(60), at(90)).await.unwrap().unwrap().epoch
    }

    /// Writes insights as an agent's run does.
    pub async fn found_out(&self, parts: Vec<(ItemId, InsightPart)>) {
        let run = new_run(&format!("run-{}", RUNS.fetch_add(1, Ordering::Relaxed)), at(-1_000));
        let id = run.id.clone();
        let epoch = self.claimed_run(run).await;
        let status = domain::run::RunStatus::Succeeded;
        let step = RunStep { insights: parts, status, release: true, ..RunStep::default() };
        self.store.append_run(&self.ctx, &id, epoch, step, at(60)).await.unwrap();
    }
}

pub fn user(name: &str) -> TenantCtx {
    TenantCtx::user(TenantId::new(format!("tenant-{name}")), UserId::new(name))
}

pub fn new_user(ctx: &TenantCtx) -> NewUser {
    let user = UserId::new(ctx.tenant.as_str().trim_start_matches("tenant-"));
    let (name, token_hash) = (user.to_string(), format!("token of {user}"));
    NewUser { tenant: ctx.tenant.clone(), user, name, token_hash, at: at(0) }
}

pub fn new_account(id: &str, address: &str) -> NewAccount {
    NewAccount {
        id: id.into(),
        address: address.to_owned(),
        name: Some("Anna".to_owned()),
        kind: "imap".to_owned(),
        config: serde_json::json!({ "imap": "imaps://mail.example" }),
        secret: Some("sealed".to_owned()),
        created_at: at(0),
    }
}

pub fn batch(account: &AccountId, changes: Vec<Ingested>, at: Timestamp) -> Ingest {
    let run = RunId::new(format!("ingest-{}", RUNS.fetch_add(1, Ordering::Relaxed)));
    Ingest { account: account.clone(), changes, cursor: Cursor("cursor".to_owned()), run, parent: None, at }
}

/// A mail by Bob to Anna in INBOX, a minute of `minutes`, unread.
pub fn mail(id: &str, minutes: i64) -> Arrival {
    let place = Place { folder: "INBOX".to_owned(), key: format!("1:{id}") };
    Arrival {
        item: Item {
            id: id.into(),
            kind: ItemKind::Email,
            account_id: "account".into(),
            thread_id: Some(ThreadId::new(format!("thread-{id}"))),
            message_id: Some(message_id(id)),
            duplicate_of: None,
            in_reply_to: None,
            references: Vec::new(),
            folders: vec!["INBOX".to_owned()],
            subject: Some(format!("About {id}")),
            from: Some(Address::new(Some("Bob"), "Bob@Work.Example")),
            reply_to: None,
            to: vec![Address::new(Some("Anna"), "anna@home.example")],
            cc: Vec::new(),
            received_at: at(minutes),
            sent_at: Some(at(minutes - 1)),
            sent_offset: Some(3_600),
            unread: true,
            flagged: false,
            answered: false,
            archived: false,
            outgoing: false,
            awaiting_reply: false,
            attachments: Vec::new(),
            text: format!("The text of {id}."),
            has_html: false,
            links: Vec::new(),
            list: ListHeaders::default(),
            auth: Authentication::default(),
            structured: Vec::new(),
            integrity: Integrity::Untrusted,
            raw: Some(BlobId::new(format!("blob-{id}"))),
            size: 1_234,
            insight: None,
            event: None,
            invitations: Vec::new(),
        },
        place,
        flags: Flags::default(),
        content_hash: format!("hash-{id}"),
        bank_details: Vec::new(),
    }
}

/// A mail of Anna's own to Bob, in Sent.
pub fn sent(id: &str, minutes: i64) -> Arrival {
    let mut arrival = mail(id, minutes);
    arrival.place.folder = "Sent".to_owned();
    arrival.flags.seen = true;
    let item = &mut arrival.item;
    item.from = Some(Address::new(Some("Anna"), "anna@home.example"));
    item.to = vec![Address::new(Some("Bob"), "bob@work.example")];
    item.outgoing = true;
    arrival
}

pub fn replying(mut arrival: Arrival, to: &str) -> Arrival {
    arrival.item.in_reply_to = Some(message_id(to));
    arrival.item.references = vec![message_id(to)];
    arrival
}

pub fn in_folder(mut arrival: Arrival, folder: &str, key: &str) -> Arrival {
    arrival.place = place(folder, key);
    arrival
}

pub fn place(folder: &str, key: &str) -> Place {
    Place { folder: folder.to_owned(), key: key.to_owned() }
}

pub fn arrived(arrival: Arrival) -> Ingested {
    Ingested::Arrived(Box::new(arrival))
}

pub fn message_id(id: &str) -> String {
    format!("<{id}@mail.example>")
}

/// DKIM of the sender's own domain, checked by us.
pub fn proof() -> Authentication {
    Authentication {
        dkim: AuthResult::Pass,
        domain: Some("work.example".to_owned()),
        by: Some("local".to_owned()),
        ..Authentication::default()
    }
}

pub fn triage(action_type: ActionType) -> InsightPart {
    InsightPart::Triage(Triage {
        category: Category::Work,
        action_type,
        due_at: Some(at(5_000)),
        ..Triage::default()
    })
}

pub fn safety(verdict: Verdict) -> InsightPart {
    InsightPart::Safety(Safety { verdict, ..Safety::default() })
}

pub fn summary(words: &str) -> InsightPart {
    InsightPart::Summary(Summary { summary: words.to_owned(), ..Summary::default() })
}

pub fn effect_id(proposal: &str) -> EffectId {
    EffectId::new(format!("effect-{proposal}"))
}

/// A pending mail that an agent proposes, about no item.
pub fn proposal(id: &str) -> Proposal {
    let mail =
        Mail { to: vec!["bob@work.example".to_owned()], text: format!("Words of {id}"), ..Mail::default() };
    Proposal {
        id: id.into(),
        origin: Origin::Agent,
        status: Status::Pending,
        digest: format!("digest-{id}"),
        risk: Risk::Medium,
        reason: "Bob asks.".to_owned(),
        preview: Preview { title: "A mail".to_owned(), text: format!("Words of {id}"), ..Preview::default() },
        labels: Label::trusted(),
        group: None,
        item_id: None,
        run_id: None,
        created_at: at(0),
        expires_at: at(10_000),
        effect: Effect {
            id: effect_id(id),
            payload: Payload::SendEmail(mail),
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

pub fn about(mut proposal: Proposal, item: &str) -> Proposal {
    proposal.item_id = Some(item.into());
    proposal.effect.item_id = Some(item.into());
    proposal
}

pub fn archiving(id: &str, item: &str) -> Proposal {
    let mut proposal = about(proposal(id), item);
    proposal.effect.payload = Payload::Archive(Archive { item_id: item.into() });
    proposal.effect.target.places = vec![place("INBOX", "1:1")];
    proposal
}

pub fn in_run(mut proposal: Proposal, run: &str) -> Proposal {
    proposal.run_id = Some(run.into());
    proposal.effect.run_id = Some(run.into());
    proposal
}

/// The user's own effect.
pub fn approved(mut proposal: Proposal) -> Proposal {
    proposal.origin = Origin::User;
    proposal.status = Status::Approved;
    proposal.effect.state = EffectState::Approved;
    proposal.effect.approved_at = Some(proposal.created_at);
    proposal
}

pub fn new_run(id: &str, at: Timestamp) -> NewRun {
    NewRun {
        id: id.into(),
        parent: None,
        intent: domain::run::Intent::HandleItem,
        accounts: Vec::new(),
        items: Vec::new(),
        content: serde_json::json!({ "text": "please" }),
        at,
    }
}

pub fn proposal_id(id: &str) -> ProposalId {
    ProposalId::new(id)
}
