//! Calendars that are read: the demo's, and a folder that changes under our eyes.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::path::Path;

use crate::demo::settle;
use crate::support::{Home, Launch, Server, data, text, until};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn midnight() -> Timestamp {
    let now = Timestamp::now().as_second();
    Timestamp::from_second(now - now % 86_400).unwrap()
}

async fn events(server: &Server, from: Timestamp, to: Timestamp) -> Vec<Value> {
    server.rest.all(&format!("/api/items?kind=event&from={from}&to={to}")).await
}

fn write(folder: &Path, uid: &str, summary: &str, start: Timestamp, more: &str) {
    let start = start.strftime("%Y%m%dT%H%M%SZ");
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:{start}\r\n\
         SUMMARY:{summary}\r\nDTSTART:{start}\r\nDURATION:PT1H\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    std::fs::create_dir_all(folder).unwrap();
    let unfinished = folder.join(format!(".{uid}.tmp"));
    std::fs::write(&unfinished, text).unwrap();
    std::fs::rename(unfinished, folder.join(format!("{uid}.ics"))).unwrap();
}

#[tokio::test]
async fn the_demo_has_a_calendar_and_today_tells_what_it_holds() {
    let server = Launch::demo().start(&Home::new()).await;
    settle(&server).await;
    let today = server.cli(&["today"]).await.ok();
    assert_eq!(text(&today, "/time_zone"), "Europe/Berlin");
    let events_today: Vec<_> =
        today["events"].as_array().unwrap().iter().map(|e| text(e, "/subject")).collect();
    for wanted in ["Review of the process map", "Call with Kiran Patel"] {
        assert!(events_today.contains(&wanted), "{events_today:?}");
    }
    // The two overlap from 11:30 to 12:00.
    let conflict = &today["conflicts"][0];
    assert_eq!(conflict["items"].as_array().unwrap().len(), 2, "{today:#}");
    let (from, to): (Timestamp, Timestamp) =
        (text(conflict, "/from").parse().unwrap(), text(conflict, "/to").parse().unwrap());
    assert_eq!(to.duration_since(from), SignedDuration::from_mins(30));
    assert!(!today["awaiting"].as_array().unwrap().is_empty());
    let two_weeks = events(&server, midnight(), midnight() + DAY * 14).await;
    let choir = two_weeks.iter().filter(|item| text(item, "/event/uid") == "choir@demo.example").count();
    assert_eq!(choir, 2, "a weekly event takes place twice, one of them changed");
    assert!(two_weeks.iter().all(|item| item["kind"] == "event" && item["event"]["calendar"].is_string()));
    let account = &data(&server.rest.get("/api/accounts").await)[0];
    let calendars =
        data(&server.rest.get(&format!("/api/accounts/{}/calendars", text(account, "/id"))).await);
    let mut names: Vec<_> = calendars.iter().map(|calendar| text(calendar, "/name")).collect();
    names.sort_unstable();
    assert_eq!(names, ["Arbeit", "Geburtstage", "Privat"]);
    assert!(server.rest.all("/api/items?folder=INBOX").await.iter().all(|item| item["event"].is_null()));
}

#[tokio::test]
async fn what_changes_in_a_folder_of_calendars_shows() {
    let home = Home::new();
    let folder = home.file("calendars");
    let home_calendar = folder.join("home");
    let start = midnight() + DAY;
    write(&home_calendar, "one", "Dentist", start, "");
    write(&home_calendar, "series", "Choir", start, "RRULE:FREQ=DAILY\r\n");
    std::fs::write(home_calendar.join("rubbish.ics"), b"\xff\x00not a calendar").unwrap();
    let server = Launch::serve().start(&home).await;
    let path = folder.to_str().unwrap();
    let added = server.cli(&["account", "add", "anna@demo.example", "--vdir", path]).await.ok();
    assert_eq!(added["kind"], "vdir");
    let week = async || events(&server, midnight(), midnight() + DAY * 7).await;
    until("both events", async || (week().await.len() == 7).then_some(())).await;
    // Far beyond what is kept expanded.
    let far = midnight() + DAY * 2_000;
    assert_eq!(events(&server, far, far + DAY * 3).await.len(), 3);

    write(&home_calendar, "one", "Dentist, later", start + DAY, "LOCATION:Main street\r\n");
    let moved = until("the change", async || {
        week().await.into_iter().find(|item| text(item, "/subject") == "Dentist, later")
    })
    .await;
    assert_eq!(moved["event"]["location"], "Main street");
    assert_eq!(text(&moved, "/event/start").parse::<Timestamp>().unwrap(), start + DAY);
    let found = server.rest.all("/api/items?query=main+street").await;
    assert_eq!(found.len(), 1);
    let whole = server.rest.get(&format!("/api/items/{}", text(&moved, "/id"))).await;
    assert_eq!(whole["event"]["uid"], "one");

    std::fs::remove_file(home_calendar.join("series.ics")).unwrap();
    until("the series to be gone", async || (week().await.len() == 1).then_some(())).await;
}

#[tokio::test]
async fn calendars_that_are_none_are_refused() {
    let home = Home::new();
    let server = Launch::serve().start(&home).await;
    for (flag, value, code) in [
        ("--vdir", "/nowhere/at/all", 1),
        ("--ics", "/nowhere/at/all.ics", 1),
        ("--caldav", "http://calendar.example", 2),
        ("--caldav", "ftp://calendar.example", 2),
    ] {
        let refused = server
            .cli(&["account", "add", "anna@demo.example", flag, value, "--password-command", "echo x"])
            .await;
        assert_eq!(refused.code, code, "{flag} {value} {}", refused.document());
    }
    let bad = server
        .rest
        .send(server.rest.request(
            reqwest::Method::GET,
            "/api/items?kind=event&from=2026-05-02T00:00:00Z&to=2026-05-01T00:00:00Z",
        ))
        .await;
    let problem: Value = serde_json::from_slice(&bad.body).unwrap();
    assert_eq!((bad.status, text(&problem, "/code")), (400, "bad_query"));
    assert!(data(&server.rest.get("/api/accounts").await).is_empty());
}

/// The calendar as another program writes it.
struct Elsewhere {
    http: reqwest::Client,
    calendar: String,
}

impl Elsewhere {
    async fn request(&self, method: &str, path: &str, body: &str, headers: &[(&'static str, &str)]) -> u16 {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.calendar))
            .basic_auth("anna@example.org", Some("secret"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(body.to_owned()).send().await.unwrap().status().as_u16()
    }

    async fn put(&self, uid: &str, summary: &str, start: Timestamp) {
        let start = start.strftime("%Y%m%dT%H%M%SZ");
        let text = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:{start}\r\n\
             SUMMARY:{summary}\r\nDTSTART:{start}\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        let status =
            self.request("PUT", &format!("{uid}.ics"), &text, &[("content-type", "text/calendar")]).await;
        assert!((200..300).contains(&status), "{status}");
    }
}

#[tokio::test]
async fn a_caldav_account_follows_what_happens_elsewhere() {
    let radicale = testkit::Radicale::start().unwrap();
    let server = Launch::serve().start(&Home::new()).await;
    let url = radicale.url();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let elsewhere =
        Elsewhere { http, calendar: format!("{}/anna%40example.org/work/", url.trim_end_matches('/')) };
    let made = elsewhere.request("MKCALENDAR", "", "", &[]).await;
    assert!((200..300).contains(&made), "{made}");
    let start = midnight() + DAY;
    elsewhere.put("one", "Dentist", start).await;
    elsewhere.put("two", "Lunch", start).await;

    let words = ["account", "add", "anna@example.org", "--caldav", &url, "--password-stdin"];
    let added = server.cli_with_input(&words, "secret").await.ok();
    assert_eq!(added["kind"], "caldav");
    let week = async || {
        let mut found: Vec<_> = events(&server, midnight(), midnight() + DAY * 7)
            .await
            .iter()
            .map(|item| text(item, "/subject").to_owned())
            .collect();
        found.sort();
        found
    };
    let sync = async || server.cli(&["sync", "--wait"]).await.ok();
    sync().await;
    assert_eq!(week().await, ["Dentist", "Lunch"]);

    elsewhere.put("one", "Dentist (later)", start + DAY).await;
    elsewhere.put("three", "Choir", start).await;
    assert!((200..300).contains(&elsewhere.request("DELETE", "two.ics", "", &[]).await));
    sync().await;
    assert_eq!(week().await, ["Choir", "Dentist (later)"]);
    let id = text(&added, "/id");
    let calendars = data(&server.rest.get(&format!("/api/accounts/{id}/calendars")).await);
    assert_eq!(calendars.len(), 1, "{calendars:?}");
}
