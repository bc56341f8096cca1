//! A vdir beside other programs that write to it.

use super::*;
use crate::authority::authorized;
use crate::calendar::write::{Calendars, Condition, Delete, Put, Trouble, key_for};
use domain::item::Place;
use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Batch, Change, Cursor, SourceError};
use std::path::Path;
use tempfile::TempDir;

#[derive(Default)]
struct Kept(Vec<Batch>);

impl Sink for Kept {
    fn store<'a>(&'a mut self, batch: Batch) -> BoxFuture<'a, Result<(), SourceError>> {
        self.0.push(batch);
        Box::pin(async { Ok(()) })
    }
}

async fn news(source: &VdirSource, cursor: &mut Option<Cursor>) -> Vec<String> {
    let mut kept = Kept::default();
    *cursor = Some(source.sync(cursor.take(), &mut kept).await.unwrap());
    let words = |change: &Change| match change {
        Change::Event(event) => {
            format!(
                "+ {}/{} {} {}",
                event.place.folder, event.place.key, event.events[0].calendar, event.events[0].summary
            )
        }
        Change::Gone { place } => format!("- {}/{}", place.folder, place.key),
        other => format!("{other:?}"),
    };
    kept.0.iter().flat_map(|batch| &batch.changes).map(words).collect()
}

fn text(uid: &str, summary: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:{uid}\nDTSTART:20260503T090000Z\nSUMMARY:{summary}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[tokio::test]
async fn changes_by_others_arrive_once() {
    let root = TempDir::new().unwrap();
    write(root.path(), "work/a.ics", &text("a", "A"));
    write(root.path(), "work/broken.ics", "no calendar");
    write(root.path(), "work/.hidden.ics", &text("h", "H"));
    write(root.path(), "work/displayname", "Work\n");
    write(root.path(), "work/color", "#ff0000");
    let source = VdirSource::new(root.path());
    let mut cursor = None;
    assert_eq!(news(&source, &mut cursor).await, ["+ work/a.ics Work A"]);
    let calendars = source.list_calendars().await.unwrap();
    assert_eq!((calendars[0].name.as_str(), calendars[0].color.as_deref()), ("Work", Some("#ff0000")));
    assert!(news(&source, &mut cursor).await.is_empty());
    write(root.path(), "work/a.ics", &text("a", "Changed"));
    write(root.path(), "work/broken.ics", &text("b", "B"));
    write(root.path(), "home/c.ics", &text("c", "C"));
    let found = news(&source, &mut cursor).await;
    assert_eq!(found, ["+ home/c.ics home C", "+ work/a.ics Work Changed", "+ work/broken.ics Work B"]);
    std::fs::remove_file(root.path().join("work/a.ics")).unwrap();
    std::fs::remove_dir_all(root.path().join("home")).unwrap();
    assert_eq!(news(&source, &mut cursor).await, ["- home/c.ics", "- work/a.ics"]);
    write(root.path(), "work/displayname", "Job");
    assert_eq!(news(&source, &mut cursor).await, ["+ work/broken.ics Job B"]);
    write(root.path(), "work/broken.ics", "gone bad");
    assert_eq!(news(&source, &mut cursor).await, ["- work/broken.ics"]);
}

#[tokio::test]
async fn the_file_system_tells_of_changes() {
    let root = TempDir::new().unwrap();
    write(root.path(), "a/1.ics", &text("1", "One"));
    let source = VdirSource::new(root.path());
    let mut cursor = None;
    news(&source, &mut cursor).await;
    write(root.path(), "a/2.ics", &text("2", "Two"));
    source.watch().await.unwrap();
    assert_eq!(news(&source, &mut cursor).await, ["+ a/2.ics a Two"]);
}

#[tokio::test]
async fn writes_hold_their_conditions() {
    let root = TempDir::new().unwrap();
    write(root.path(), "work/other.ics", &text("other", "O"));
    let calendars = VdirCalendars::new(root.path());
    let put = |summary: &str, condition: Condition| {
        let bytes = text("u@x", summary).into_bytes();
        calendars.put(authorized(Put { calendar: "work".into(), key: key_for("u@x"), bytes, condition }))
    };
    let first = put("1", Condition::IfNew).await.unwrap();
    assert_eq!(put("2", Condition::IfNew).await.unwrap_err().kind, Trouble::Changed);
    let second = put("2", Condition::IfEtag(first.clone())).await.unwrap();
    assert_eq!(put("3", Condition::IfEtag(first)).await.unwrap_err().kind, Trouble::Changed);
    let found = calendars.find("u@x").await.unwrap().unwrap();
    assert_eq!((found.etag.as_str(), &found.raw[..]), (second.as_str(), text("u@x", "2").as_bytes()));
    assert_eq!(calendars.find("other").await.unwrap().unwrap().place.key, "other.ics");
    assert!(calendars.find("none").await.unwrap().is_none());
    let delete =
        |etag: &str| calendars.delete(authorized(Delete { place: found.place.clone(), etag: etag.into() }));
    assert_eq!(delete("old").await.unwrap_err().kind, Trouble::Changed);
    delete(&second).await.unwrap();
    assert_eq!(delete(&second).await.unwrap_err().kind, Trouble::Gone);
    assert_eq!(put("3", Condition::IfEtag(second)).await.unwrap_err().kind, Trouble::Gone);
    for (folder, key) in [("..", "a.ics"), ("work", "../a.ics"), ("work", "a.txt"), ("a/b", "a.ics")] {
        let place = Place { folder: folder.into(), key: key.into() };
        assert_eq!(calendars.get(&place).await.unwrap_err().kind, Trouble::Permanent, "{folder} {key}");
    }
    // Nothing is left over.
    assert_eq!(std::fs::read_dir(root.path().join("work")).unwrap().count(), 1);
}
