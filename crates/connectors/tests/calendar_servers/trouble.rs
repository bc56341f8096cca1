//! What goes wrong on the way to a CalDAV server has its right name, and nothing is lost by it.

use super::elsewhere::Elsewhere;
use super::kept::Kept;
use super::standin::{Asked, Reply, Standin, resource};
use super::*;
use connectors::calendar::write::{Calendars, Condition, Put, Trouble};
use domain::source::SourceError;
use std::sync::Mutex;

const HOME: &str = "<C:calendar-home-set><href>/home/</href></C:calendar-home-set><current-user-principal><href>/me/</href></current-user-principal>";
const CALENDAR: &str =
    "<resourcetype><collection/><C:calendar/></resourcetype><displayname>Big</displayname>";

/// A server with one calendar of so many events, which cuts its lists after `part` of them.
fn healthy(asked: &Asked, count: usize, part: usize) -> Reply {
    match (asked.method.as_str(), asked.path.as_str()) {
        ("PROPFIND", "/home/") => Reply::multistatus(&resource(
            "/home/big/",
            &format!("{CALENDAR}<sync-token>t-{count}</sync-token>"),
        )),
        ("PROPFIND", _) => Reply::multistatus(&resource("/", HOME)),
        ("REPORT", _) if asked.body.contains("sync-collection") => {
            let said = asked.body.split("<sync-token>").nth(1).and_then(|rest| rest.split('<').next());
            let from: usize =
                said.and_then(|token| token.strip_prefix("t-")).map_or(0, |from| from.parse().unwrap());
            let to = count.min(from + part);
            let list: String = (from..to)
                .map(|n| resource(&format!("/home/big/{n}.ics"), &format!("<getetag>\"{n}\"</getetag>")))
                .collect();
            let cut = if to < count {
                "<response><href>/home/big/</href><status>HTTP/1.1 507 Insufficient Storage</status></response>"
            } else {
                ""
            };
            Reply::multistatus(&format!("{list}{cut}<sync-token>t-{to}</sync-token>"))
        }
        ("REPORT", _) => {
            let hrefs = asked.body.split("<href>").skip(1).map(|rest| rest.split('<').next().unwrap());
            let list: String = hrefs
                .map(|href| {
                    let n = href.trim_start_matches("/home/big/").trim_end_matches(".ics");
                    let data = event(&format!("{n}@x"), n).replace("kept", &"k".repeat(2_000));
                    resource(
                        href,
                        &format!("<getetag>\"{n}\"</getetag><C:calendar-data>{data}</C:calendar-data>"),
                    )
                })
                .collect();
            Reply::multistatus(&list)
        }
        _ => Reply::of(200, ""),
    }
}

/// The most memory this process ever had, in MB.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() / 1024
}

#[tokio::test]
async fn twenty_thousand_events_come_in_bounded_memory_and_cut_lists_go_on() {
    let standin = Standin::start(|asked| healthy(&asked, 20_000, 7_000)).await;
    let mut kept = Kept { count_only: true, ..Kept::default() };
    let before = peak();
    kept.sync(&source(&standin.url())).await.unwrap();
    assert_eq!((kept.count, kept.largest), (20_000, 100));
    // The events alone are 45 MB.
    assert!(peak() - before < 200, "{} MB more", peak() - before);
    let requests = standin.requests();
    kept.sync(&source(&standin.url())).await.unwrap();
    assert_eq!((standin.requests() - requests, kept.count), (1, 20_000));
}

#[tokio::test]
async fn a_resync_without_changes_is_one_request_on_each_server() {
    for server in Server::all() {
        let counting = Standin::before(server.port()).await;
        let elsewhere = Elsewhere::new(&server);
        server.source().check_login().await.unwrap();
        for calendar in ["a/", "b/"] {
            elsewhere.make_calendar(calendar, calendar).await;
        }
        elsewhere.put("a/1.ics", &event("1@x", "1")).await;
        let mut kept = Kept::default();
        kept.sync(&source(&counting.url())).await.unwrap();
        let before = counting.requests();
        assert!(kept.sync(&source(&counting.url())).await.unwrap().is_empty());
        assert_eq!(counting.requests() - before, 1, "{}", server.name());
    }
}

async fn failure(answer: impl Fn(Asked) -> Reply + Send + Sync + 'static) -> SourceError {
    let standin = Standin::start(answer).await;
    Kept::default().sync(&impatient(&standin.url())).await.unwrap_err()
}

#[tokio::test]
async fn each_failure_has_its_name() {
    let unauthorized = failure(|_| Reply::of(401, "")).await;
    assert!(
        matches!(&unauthorized, SourceError::Unauthorized(said) if said.contains(ANNA) && !said.contains(PASSWORD))
    );
    assert!(matches!(failure(|_| Reply::of(503, "")).await, SourceError::Unavailable(_)));
    assert!(matches!(failure(|_| Reply::of(429, "")).await, SourceError::Unavailable(_)));
    assert!(matches!(failure(|_| Reply::of(200, "<html>")).await, SourceError::Protocol(_)));
    assert!(matches!(
        failure(|_| Reply::of(207, "<multistatus xmlns='DAV:'>")).await,
        SourceError::Protocol(_)
    ));
    assert!(matches!(failure(|_| Reply::of(404, "")).await, SourceError::Protocol(_)));
    let endless = failure(|asked| Reply::of(301, "").header("location", format!("{}x", asked.path))).await;
    assert!(matches!(endless, SourceError::Protocol(_)), "{endless}");
    let half = failure(|asked| Reply { cut: Some(20), ..healthy(&asked, 3, 3) }).await;
    assert!(matches!(half, SourceError::Unavailable(_)), "{half}");
    let dead = Kept::default().sync(&impatient("http://127.0.0.1:1/")).await.unwrap_err();
    assert!(matches!(dead, SourceError::Unavailable(_)), "{dead}");
    let astray = failure(|_| Reply::of(302, "").header("location", "http://evil.example/")).await;
    assert!(matches!(&astray, SourceError::Unavailable(said) if said.contains("evil.example")), "{astray}");
}

#[tokio::test]
async fn redirects_of_the_same_host_are_followed_with_the_password() {
    let standin = Standin::start(|asked| match asked.path.as_str() {
        _ if !asked.authorized => Reply::of(401, ""),
        "/.well-known/caldav" => Reply::of(301, "").header("location", "/dav/"),
        _ => healthy(&asked, 3, 3),
    });
    let standin = standin.await;
    let mut kept = Kept::default();
    assert_eq!(kept.sync(&source(&standin.url())).await.unwrap(), ["+ 0", "+ 1", "+ 2"]);
}

/// The last answer decides: what came before a break stays, and the rest comes later.
#[tokio::test]
async fn nothing_is_lost_when_a_server_stops_half_way() {
    let reports = Mutex::new(0);
    let standin = Standin::start(move |asked| {
        let is_fetch = asked.body.contains("multiget");
        let reply = healthy(&asked, 250, 250);
        let mut reports = reports.lock().unwrap();
        *reports += usize::from(is_fetch);
        match *reports {
            2 if is_fetch => Reply { cut: Some(reply.body.len() / 2), ..reply },
            3 if is_fetch => Reply::of(500, ""),
            4 if is_fetch => Reply::of(207, "garbage"),
            _ => reply,
        }
    })
    .await;
    let source = impatient(&standin.url());
    let mut kept = Kept::default();
    for _ in 0..3 {
        kept.sync(&source).await.unwrap_err();
        assert!(kept.events.len() < 250);
    }
    kept.sync(&source).await.unwrap();
    assert_eq!(kept.events.len(), 250);
}

#[tokio::test]
async fn servers_without_sync_collection_are_compared_by_etag() {
    let tag = std::sync::Arc::new(Mutex::new(1));
    let shared = std::sync::Arc::clone(&tag);
    let standin = Standin::start(move |asked| {
        let tag = *shared.lock().unwrap();
        match (asked.method.as_str(), asked.path.as_str(), asked.depth.as_str()) {
            ("PROPFIND", "/home/", _) => Reply::multistatus(&resource(
                "/home/big/",
                &format!("{CALENDAR}<S:getctag>{tag}</S:getctag>"),
            )),
            ("PROPFIND", "/home/big/", "1") => {
                // The first event changes with the tag, the last goes.
                let list: String = (0..4 - tag)
                    .map(|n| {
                        let etag = if n == 0 { tag * 100 } else { n };
                        resource(
                            &format!("/home/big/{n}.ics"),
                            &format!("<resourcetype/><getetag>\"{etag}\"</getetag>"),
                        )
                    })
                    .collect();
                let own = resource(
                    "/home/big/",
                    "<resourcetype><collection/></resourcetype><getetag>\"x\"</getetag>",
                );
                Reply::multistatus(&format!("{own}{list}"))
            }
            ("REPORT", ..) if asked.body.contains("sync-collection") => Reply::of(501, ""),
            // The ETags of the list are what counts, so that they come with the objects as well.
            ("REPORT", ..) => {
                let reply = healthy(&asked, 4, 4);
                Reply { body: reply.body.replace("\"0\"", &format!("\"{}\"", tag * 100)), ..reply }
            }
            _ => healthy(&asked, 4, 4),
        }
    })
    .await;
    let source = source(&standin.url());
    let mut kept = Kept::default();
    assert_eq!(kept.sync(&source).await.unwrap(), ["+ 0", "+ 1", "+ 2"]);
    assert!(kept.sync(&source).await.unwrap().is_empty());
    *tag.lock().unwrap() = 2;
    assert_eq!(kept.sync(&source).await.unwrap(), ["+ 0", "- 2"]);
}

#[tokio::test]
async fn a_write_says_what_is_known_of_it() {
    for (status, kind) in [
        (503, Trouble::Passing),
        (507, Trouble::Passing),
        (500, Trouble::Unanswered),
        (403, Trouble::Permanent),
        (412, Trouble::Changed),
        (401, Trouble::Permanent),
    ] {
        let standin = Standin::start(move |asked| match asked.method.as_str() {
            "PUT" => Reply::of(status, ""),
            _ => healthy(&asked, 1, 1),
        })
        .await;
        assert_eq!(write(&standin.url()).await, kind, "{status}");
    }
    let cut = Standin::start(|asked| match asked.method.as_str() {
        "PUT" => Reply { cut: Some(0), ..Reply::of(201, "x") },
        _ => healthy(&asked, 1, 1),
    })
    .await;
    assert_eq!(write(&cut.url()).await, Trouble::Unanswered);
    assert_eq!(write("http://127.0.0.1:1/").await, Trouble::Passing);
}

async fn write(url: &str) -> Trouble {
    let bytes = event("a@x", "A").into_bytes();
    let put = Put { calendar: "/home/big/".into(), key: "a.ics".into(), bytes, condition: Condition::IfNew };
    impatient(url).writer().put(mint().authorize(put)).await.unwrap_err().kind
}
