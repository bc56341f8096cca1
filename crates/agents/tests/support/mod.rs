//! Labelled mails: reading them, asking all agents about them, and counting how often they are right.

use agents::{Context, Part, ThreadFacts};
use connectors::mail::mime;
use domain::insight::{ActionType, Category, Importance, Insight, Triage, Verdict};
use domain::item::{AuthResult, Authentication, ItemKind};
use domain::label::Integrity;
use domain::proposal::Known;
use domain::{Address, Item};
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::{Duration, Instant};

#[derive(Debug, Deserialize)]
pub struct Line {
    pub id: String,
    pub raw: String,
    pub user: String,
    pub zone: String,
    pub known_senders: Vec<String>,
    pub labels: Labels,
}

#[derive(Debug, Deserialize)]
pub struct Labels {
    pub category: Category,
    pub importance: Importance,
    pub action_type: ActionType,
    pub needs_reply: bool,
    /// A local date, or date and time.
    pub due: Option<String>,
    pub verdict: Verdict,
}

pub struct Case {
    pub item: Item,
    pub context: Context,
    pub labels: Labels,
}

/// What the agents said about one mail.
pub struct Said {
    pub insight: Insight,
    pub needs_reply: bool,
    pub drafted: bool,
    /// In the three agents alone.
    pub took: Duration,
}

pub fn read(path: &Path) -> anyhow::Result<Vec<Case>> {
    let text = std::fs::read_to_string(path)?;
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| case(serde_json::from_str(line)?))
        .collect()
}

fn case(line: Line) -> anyhow::Result<Case> {
    let item = item(&line.id, line.raw.as_bytes());
    let context = context(&line, &item)?;
    Ok(Case { item, context, labels: line.labels })
}

pub fn item(id: &str, raw: &[u8]) -> Item {
    let mail = mime::parse(raw);
    Item {
        id: id.into(),
        kind: ItemKind::Email,
        account_id: "account".into(),
        thread_id: None,
        message_id: mail.message_id,
        duplicate_of: None,
        in_reply_to: mail.in_reply_to,
        references: mail.references,
        folders: vec!["INBOX".into()],
        subject: mail.subject,
        from: mail.from,
        reply_to: mail.reply_to,
        to: mail.to,
        cc: mail.cc,
        received_at: mail.sent_at.unwrap_or_default(),
        sent_at: mail.sent_at,
        sent_offset: mail.sent_offset,
        unread: true,
        flagged: false,
        answered: false,
        archived: false,
        outgoing: false,
        awaiting_reply: false,
        attachments: mail.attachments,
        text: mail.text,
        has_html: mail.has_html,
        links: mail.links,
        list: mail.list,
        auth: authentication(&String::from_utf8_lossy(raw)),
        structured: mail.structured,
        integrity: Integrity::Untrusted,
        raw: None,
        size: raw.len() as u64,
        insight: None,
        event: None,
        invitations: Vec::new(),
    }
}

/// The first Authentication-Results header, as the user's own host wrote it.
fn authentication(raw: &str) -> Authentication {
    let head = raw
        .split("\n\n")
        .next()
        .unwrap_or_default()
        .replace("\r\n", "\n")
        .replace("\n ", " ")
        .replace("\n\t", " ");
    let Some(line) = head.lines().find_map(|l| l.strip_prefix("Authentication-Results:")) else {
        return Authentication::default();
    };
    let result = |method: &str| {
        let word = line.split(&format!(" {method}=")).nth(1).unwrap_or_default();
        match word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default() {
            "pass" => AuthResult::Pass,
            "fail" => AuthResult::Fail,
            "none" | "neutral" | "softfail" => AuthResult::None,
            _ => AuthResult::Unknown,
        }
    };
    let signer = line.split("header.d=").nth(1).and_then(|d| d.split([' ', ';']).next()).map(str::to_owned);
    Authentication {
        dkim: result("dkim"),
        spf: result("spf"),
        dmarc: result("dmarc"),
        domain: signer,
        by: Some(line.split(';').next().unwrap_or_default().trim().to_owned()),
    }
}

fn context(line: &Line, item: &Item) -> anyhow::Result<Context> {
    let known: HashMap<String, Known> =
        line.known_senders.iter().map(|a| (a.to_lowercase(), Known::Contact)).collect();
    let seen_domains = known.keys().filter_map(|a| a.rsplit_once('@')).map(|(_, d)| d.to_owned()).collect();
    // Contacts wrote before under the names that their addresses spell.
    let mut contact_names: HashMap<String, HashSet<String>> = HashMap::new();
    for address in known.keys() {
        let local = address.split('@').next().unwrap_or_default();
        if local.split('.').filter(|part| part.len() > 1).count() == 2 {
            contact_names.entry(local.replace('.', " ")).or_default().insert(address.clone());
        }
    }
    let to = item.to.iter().find(|a| a.key() == line.user.to_lowercase());
    let me = Address::new(to.and_then(|a| a.name.as_deref()), &line.user);
    Ok(Context {
        now: item.received_at,
        zone: TimeZone::get(&line.zone)?,
        language: None,
        own: HashSet::from([line.user.to_lowercase()]),
        accounts: HashMap::from([("account".to_owned(), me)]),
        signature: None,
        replies_as_drafts: false,
        known,
        seen_domains,
        contact_names,
        bank_details: HashMap::new(),
        threads: HashMap::from([(
            item.id.clone(),
            ThreadFacts { is_newest: true, answered: false, user_took_part: item.in_reply_to.is_some() },
        )]),
        reply_text: None,
        reply_asked: false,
    })
}

/// All agents on one mail, in the phases of the product: triage and safety, then email.
pub fn ask(case: &Case) -> Said {
    let mut item = case.item.clone();
    let mut insight = Insight::default();
    let mut drafted = false;
    let mut took = Duration::ZERO;
    for agent in agents::all() {
        item.insight = Some(insight.clone());
        let started = Instant::now();
        let found = agent.reflex(&case.context, std::slice::from_ref(&item)).expect("answers");
        took += started.elapsed();
        drafted |= !found.drafts.is_empty();
        for (_, part) in found.parts {
            match part {
                Part::Triage(triage) => insight.triage = Some(triage),
                Part::Safety(safety) => insight.safety = Some(safety),
                Part::Summary(summary) => insight.summary = Some(summary),
            }
        }
    }
    let needs_reply = agents::study::needs_reply(&case.context, &item)
        && insight.safety.as_ref().is_some_and(|s| s.verdict != Verdict::Scam);
    Said { insight, needs_reply, drafted, took }
}

/// Right and wrong of a yes-or-no question.
#[derive(Debug, Default, Clone, Copy)]
pub struct Binary {
    pub hits: usize,
    pub false_alarms: usize,
    pub missed: usize,
    pub rest: usize,
}

impl Binary {
    fn count(&mut self, said: bool, wanted: bool) {
        match (said, wanted) {
            (true, true) => self.hits += 1,
            (true, false) => self.false_alarms += 1,
            (false, true) => self.missed += 1,
            (false, false) => self.rest += 1,
        }
    }
    pub fn precision(self) -> f64 {
        ratio(self.hits, self.hits + self.false_alarms)
    }
    pub fn recall(self) -> f64 {
        ratio(self.hits, self.hits + self.missed)
    }
    pub fn f1(self) -> f64 {
        ratio(2 * self.hits, 2 * self.hits + self.false_alarms + self.missed)
    }
    /// Of those where no was right.
    pub fn false_alarm_rate(self) -> f64 {
        self.false_alarms as f64 / (self.false_alarms + self.rest).max(1) as f64
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[derive(Debug, Default)]
pub struct Report {
    pub mails: usize,
    /// Those labelled safe: needs reply, action, category, importance and due dates are counted on them alone.
    pub safe: usize,
    pub needs_reply: Binary,
    /// Scams found (scam or suspicious) among scams and safe mails; those labelled suspicious stay out.
    pub scam: Binary,
    /// The same, with the verdict scam alone counting as found.
    pub scam_strict: Binary,
    pub suspicious: Binary,
    pub action: usize,
    pub category: usize,
    pub importance: usize,
    pub due_wanted: usize,
    pub due_right: usize,
    pub due_invented: usize,
    pub drafts: Binary,
    pub took: Duration,
    pub errors: Vec<String>,
}

pub fn measure(cases: &[Case]) -> Report {
    let mut report = Report { mails: cases.len(), ..Report::default() };
    for case in cases {
        let said = ask(case);
        report.took += said.took;
        report.compare(case, &said);
    }
    report
}

impl Report {
    fn compare(&mut self, case: &Case, said: &Said) {
        let labels = &case.labels;
        let triage = said.insight.triage.clone().expect("triage answered");
        let safety = said.insight.safety.clone().expect("safety answered");
        let id = case.item.id.as_str();
        let mut errors = Vec::new();
        match labels.verdict {
            Verdict::Suspicious => self.suspicious.count(safety.verdict != Verdict::Safe, true),
            wanted => {
                let scam = wanted == Verdict::Scam;
                self.scam.count(safety.verdict != Verdict::Safe, scam);
                self.scam_strict.count(safety.verdict == Verdict::Scam, scam);
            }
        }
        if safety.verdict != labels.verdict {
            let codes: Vec<&str> = safety.reasons.iter().map(|r| r.code.as_str()).collect();
            errors.push(format!("verdict {} wanted {} {codes:?}", safety.verdict, labels.verdict));
        }
        // Of mails that are not safe only the verdict means anything.
        if labels.verdict == Verdict::Safe {
            self.compare_triage(case, said, &triage, &mut errors);
        }
        if !errors.is_empty() {
            let subject = case.item.subject.as_deref().unwrap_or_default();
            self.errors.push(format!("{id} {subject:?}: {}", errors.join("; ")));
        }
    }

    fn compare_triage(&mut self, case: &Case, said: &Said, triage: &Triage, errors: &mut Vec<String>) {
        let labels = &case.labels;
        self.safe += 1;
        self.needs_reply.count(said.needs_reply, labels.needs_reply);
        if said.needs_reply != labels.needs_reply {
            errors.push(format!("needs_reply {}", said.needs_reply));
        }
        self.action += usize::from(triage.action_type == labels.action_type);
        if triage.action_type != labels.action_type {
            errors.push(format!("action {} wanted {}", triage.action_type, labels.action_type));
        }
        self.category += usize::from(triage.category == labels.category);
        if triage.category != labels.category {
            errors.push(format!("category {} wanted {}", triage.category, labels.category));
        }
        self.importance += usize::from(triage.importance == labels.importance);
        if triage.importance != labels.importance {
            errors.push(format!("importance {} wanted {}", triage.importance, labels.importance));
        }
        let due = triage.due_at.map(|at| at.to_zoned(zone_of(case)).datetime());
        match &labels.due {
            Some(wanted) => {
                self.due_wanted += 1;
                let right = due.is_some_and(|due| same_due(due, wanted));
                self.due_right += usize::from(right);
                if !right {
                    errors.push(format!("due {due:?} wanted {wanted}"));
                }
            }
            None => {
                self.due_invented += usize::from(due.is_some());
                if let Some(due) = due {
                    errors.push(format!("due {due} invented"));
                }
            }
        }
        self.drafts.count(said.drafted, labels.needs_reply);
    }

    pub fn mails_per_second(&self) -> f64 {
        self.mails as f64 / self.took.as_secs_f64().max(1e-9)
    }
}

/// A label without a time wants the day; one with a time wants both.
fn same_due(due: DateTime, wanted: &str) -> bool {
    match (wanted.parse::<DateTime>(), wanted.parse::<Date>()) {
        (Ok(at), _) if wanted.contains('T') => due == at,
        (_, Ok(day)) => due.date() == day,
        _ => false,
    }
}

/// Where the sender's days begin: the sender's offset, unless it is the user's.
fn zone_of(case: &Case) -> TimeZone {
    let at = case.item.sent_at.unwrap_or(case.item.received_at);
    match case.item.sent_offset.and_then(|s| Offset::from_seconds(s).ok()) {
        Some(offset) if offset != case.context.zone.to_offset(at) && offset != Offset::UTC => {
            TimeZone::fixed(offset)
        }
        _ => case.context.zone.clone(),
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent =
            |part: usize, whole: usize| format!("{:5.1} %  ({part}/{whole})", 100.0 * ratio(part, whole));
        let binary = |b: Binary| {
            format!(
                "precision {:5.1} %  recall {:5.1} %  F1 {:.3}  ({} hits, {} false, {} missed)",
                100.0 * b.precision(),
                100.0 * b.recall(),
                b.f1(),
                b.hits,
                b.false_alarms,
                b.missed
            )
        };
        writeln!(f, "mails            {} ({} safe)", self.mails, self.safe)?;
        writeln!(f, "needs reply      {}", binary(self.needs_reply))?;
        writeln!(f, "drafts           {}", binary(self.drafts))?;
        writeln!(f, "scams            {}", binary(self.scam))?;
        writeln!(f, "  false alarms   {:5.1} % of safe mails", 100.0 * self.scam.false_alarm_rate())?;
        writeln!(f, "  as 'scam'      {}", binary(self.scam_strict))?;
        writeln!(
            f,
            "suspicious       {}",
            percent(self.suspicious.hits, self.suspicious.hits + self.suspicious.missed)
        )?;
        writeln!(f, "action type      {}", percent(self.action, self.safe))?;
        writeln!(f, "category         {}", percent(self.category, self.safe))?;
        writeln!(f, "importance       {}", percent(self.importance, self.safe))?;
        writeln!(
            f,
            "due dates        {}  {} invented",
            percent(self.due_right, self.due_wanted),
            self.due_invented
        )?;
        write!(f, "speed            {:.0} mails/s, all agents, one core", self.mails_per_second())
    }
}
