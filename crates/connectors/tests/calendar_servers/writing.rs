//! Writes under conditions, on each server.

use super::elsewhere::Elsewhere;
use super::*;
use connectors::calendar::ical::{self, Change};
use connectors::calendar::write::{CalendarError, Calendars, Condition, Delete, Put, Trouble, key_for};
use domain::item::Place;

async fn put(
    calendars: &impl Calendars,
    calendar: &str,
    uid: &str,
    text: &[u8],
    condition: Condition,
) -> Result<String, CalendarError> {
    let put = Put { calendar: calendar.to_owned(), key: key_for(uid), bytes: text.to_vec(), condition };
    calendars.put(mint().authorize(put)).await
}

#[tokio::test]
async fn nothing_changed_elsewhere_is_overwritten() {
    for server in Server::all() {
        let name = server.name();
        let elsewhere = Elsewhere::new(&server);
        server.source().check_login().await.unwrap();
        elsewhere.make_calendar("work/", "Work").await;
        let calendars = server.source().writer();
        let work =
            calendars.calendars().await.unwrap().into_iter().find(|found| found.name == "Work").unwrap().path;
        let uid = "u-1@x.example";
        let first = event(uid, "First");
        let etag = put(&calendars, &work, uid, first.as_bytes(), Condition::IfNew).await.unwrap();
        let again = put(&calendars, &work, uid, first.as_bytes(), Condition::IfNew).await.unwrap_err();
        assert_eq!(again.kind, Trouble::Changed, "{name}: {again}");

        let found = calendars.find(uid).await.unwrap().unwrap_or_else(|| panic!("{name} does not find it"));
        assert_eq!(
            (found.place.folder.as_str(), found.etag.as_str()),
            (work.as_str(), etag.as_str()),
            "{name}"
        );
        assert!(String::from_utf8_lossy(&found.raw).contains("X-STRANGE;X-P=1:kept"), "{name}");
        assert!(calendars.find("u-1").await.unwrap().is_none(), "{name}");
        let change = Change { summary: Some("Second".into()), ..Change::default() };
        let edited = ical::update(&found.raw, None, &change, jiff::Timestamp::UNIX_EPOCH).unwrap();
        let second = put(&calendars, &work, uid, &edited, Condition::IfEtag(etag.clone())).await.unwrap();
        let late = put(&calendars, &work, uid, &edited, Condition::IfEtag(etag.clone())).await.unwrap_err();
        assert_eq!(late.kind, Trouble::Changed, "{name}: {late}");

        let place = Place { folder: work.clone(), key: key_for(uid) };
        let delete = |etag: &str| {
            calendars.delete(mint().authorize(Delete { place: place.clone(), etag: etag.to_owned() }))
        };
        assert_eq!(delete(&etag).await.unwrap_err().kind, Trouble::Changed, "{name}");
        delete(&second).await.unwrap();
        let gone = delete(&second).await.unwrap_err();
        assert_eq!(gone.kind, Trouble::Gone, "{name}: {gone}");
        assert!(calendars.get(&place).await.unwrap().is_none(), "{name}");
        let gone = put(&calendars, &work, uid, &edited, Condition::IfEtag(second)).await.unwrap_err();
        assert_eq!(gone.kind, Trouble::Gone, "{name}: {gone}");
    }
}
