//! First syncs, deltas and everything between them, on each server.

use super::elsewhere::Elsewhere;
use super::kept::Kept;
use super::*;
use domain::source::Cursor;
use testkit::eventually;

#[tokio::test]
async fn every_change_made_elsewhere_arrives_once() {
    for server in Server::all() {
        let name = server.name();
        let elsewhere = Elsewhere::new(&server);
        let source = server.source();
        source.check_login().await.unwrap_or_else(|error| panic!("{name}: {error}"));
        elsewhere.make_calendar("work/", "Work &amp; more").await;
        elsewhere.make_calendar("home/", "Zuhause").await;
        for (path, summary) in [("work/a.ics", "A"), ("work/b.ics", "B"), ("home/c%20c.ics", "C")] {
            elsewhere.put(path, &event(&format!("{summary}@x"), summary)).await;
        }
        let mut kept = Kept::default();
        assert_eq!(kept.sync(&source).await.unwrap(), ["+ A", "+ B", "+ C"], "{name}");
        let a = kept.named("A");
        assert!(String::from_utf8_lossy(&a.raw).contains("X-STRANGE;X-P=1:kept"), "{name}");
        assert_eq!((a.events[0].calendar.as_str(), a.place.key.as_str()), ("Work & more", "a.ics"), "{name}");
        assert_eq!(kept.named("C").place.key, "c c.ics", "{name}");
        assert!(a.etag.is_some() && a.problems.is_empty() && a.occurrences.len() == 1, "{name}: {a:?}");

        let no_news: &[String] = &[];
        assert_eq!(kept.sync(&source).await.unwrap(), no_news, "{name}");
        elsewhere.put("work/a.ics", &event("A@x", "A2")).await;
        elsewhere.put("work/d.ics", &event("D@x", "D")).await;
        elsewhere.delete("work/b.ics").await;
        assert_eq!(kept.sync(&source).await.unwrap(), ["+ A2", "+ D", "- B"], "{name}");
        // The same from another process, with nothing but the cursor.
        assert_eq!(kept.sync(&server.source()).await.unwrap(), no_news, "{name}");

        elsewhere.rename_calendar("home/", "Home").await;
        assert_eq!(kept.sync(&source).await.unwrap(), ["+ C"], "{name}");
        assert_eq!(kept.named("C").events[0].calendar, "Home", "{name}");
        elsewhere.make_calendar("new/", "New").await;
        elsewhere.put("new/e.ics", &event("E@x", "E")).await;
        elsewhere.delete("work/").await;
        assert_eq!(kept.sync(&source).await.unwrap(), ["+ E", "- A2", "- D"], "{name}");
        assert_eq!(kept.summaries(), ["C", "E"], "{name}");
    }
}

#[tokio::test]
async fn an_expired_token_reads_only_what_changed() {
    for server in Server::all() {
        let name = server.name();
        let elsewhere = Elsewhere::new(&server);
        let source = server.source();
        elsewhere.make_calendar("work/", "Work").await;
        for summary in ["A", "B", "C"] {
            elsewhere.put(&format!("work/{summary}.ics"), &event(&format!("{summary}@x"), summary)).await;
        }
        let mut kept = Kept::default();
        kept.sync(&source).await.unwrap();
        elsewhere.put("work/A.ics", &event("A@x", "A2")).await;
        elsewhere.delete("work/B.ics").await;
        // The server forgot what it once gave out.
        let mut marks: serde_json::Value = serde_json::from_str(&kept.cursor.unwrap().0).unwrap();
        for (path, mark) in marks["calendars"].as_object_mut().unwrap() {
            if path.contains("work") {
                assert!(mark["token"].is_string(), "{name}: {mark}");
                mark["token"] = "http://radicale.org/ns/sync/0000000000000000000000000000000000000000000000000000000000000000".into();
            }
        }
        kept.cursor = Some(Cursor(marks.to_string()));
        if let Server::Radicale(radicale) = &server {
            radicale.forget_sync_tokens().unwrap();
        }
        assert_eq!(kept.sync(&source).await.unwrap(), ["+ A2", "- B"], "{name}");
        // A cursor that cannot be read at all.
        kept.cursor = Some(Cursor("{".into()));
        assert_eq!(kept.sync(&source).await.unwrap(), ["+ A2", "+ C"], "{name}");
    }
}

#[tokio::test]
async fn a_sync_that_was_broken_off_goes_on() {
    let server = Server::Radicale(Radicale::start().unwrap());
    let elsewhere = Elsewhere::new(&server);
    server.source().check_login().await.unwrap();
    elsewhere.make_calendar("work/", "Work").await;
    let events: String = (0..450)
        .map(|n| format!("BEGIN:VEVENT\r\nUID:{n}@x\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260503T090000Z\r\nSUMMARY:{n}\r\nEND:VEVENT\r\n"))
        .collect();
    // Radicale takes a whole calendar at once.
    elsewhere
        .put("work/", &format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n"))
        .await;
    let mut kept = Kept { room: Some(3), ..Kept::default() };
    kept.sync(&server.source()).await.unwrap_err();
    assert_eq!(kept.events.len(), 300);
    kept.room = None;
    let again = kept.sync(&server.source()).await.unwrap().len();
    assert_eq!(kept.events.len(), 450);
    assert!(again < 450, "{again} again");
    assert!(kept.largest <= 100);
}

#[tokio::test]
async fn who_mails_attendees_is_known() {
    for server in Server::all() {
        let calendars = {
            let elsewhere = Elsewhere::new(&server);
            server.source().check_login().await.unwrap();
            elsewhere.make_calendar("work/", "Work").await;
            server.source().list_calendars().await.unwrap()
        };
        let work = calendars.iter().find(|calendar| calendar.name == "Work").expect("the new calendar");
        // Xandikos announces it as well, and whether it mails is its own configuration.
        assert_eq!(work.schedules, !matches!(server, Server::Radicale(_)), "{}", server.name());
        assert!(!work.read_only, "{}", server.name());
        assert!(calendars.iter().all(|calendar| !calendar.path.contains("Inbox")), "{calendars:?}");
    }
}

#[tokio::test]
async fn an_invitation_arrives_by_itself_where_the_server_schedules() {
    let cyrus = Cyrus::start(&[ANNA, BORIS]).unwrap();
    let url = cyrus.url();
    let boris = CalDavSource::new(&CalDavServer::new(&url, BORIS, Secret::Password("x".into()))).unwrap();
    let mut kept = Kept::default();
    kept.sync(&boris).await.unwrap();
    let server = Server::Cyrus(cyrus);
    let elsewhere = Elsewhere::new(&server);
    server.source().check_login().await.unwrap();
    elsewhere.make_calendar("work/", "Work").await;
    let people = "ORGANIZER:mailto:anna@example.org\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@example.org\r\nATTENDEE;RSVP=TRUE;PARTSTAT=NEEDS-ACTION:mailto:boris@example.org\r\nX-STRANGE";
    // Nobody is invited to what is over.
    let text = event("A@x", "Lunch").replace("X-STRANGE", people).replace(":2026", ":2036");
    elsewhere.put("work/a.ics", &text).await;
    eventually("the invitation", PATIENCE, async || {
        kept.sync(&boris).await?;
        Ok(kept.summaries().contains(&"Lunch".to_owned()).then_some(()))
    })
    .await
    .unwrap();
    assert_eq!(kept.named("Lunch").events[0].attendees.len(), 2);
}
