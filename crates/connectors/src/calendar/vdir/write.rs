//! Writing to a vdir: every write is one step for all who look, and durable before it is reported.

use super::layout;
use crate::calendar::ical;
use crate::calendar::write::{
    CalendarError, Calendars, Condition, Delete, Done, Found, Put, Trouble, key_for,
};
use domain::Authorized;
use domain::event::Calendar;
use domain::item::Place;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An ETag here is a hash of the file.
#[derive(Clone, Debug)]
pub struct VdirCalendars {
    root: PathBuf,
}

impl VdirCalendars {
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn blocking<'a, T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path) -> Result<T, CalendarError> + Send + 'static,
    ) -> Done<'a, T> {
        let root = self.root.clone();
        Box::pin(async move {
            let done = tokio::task::spawn_blocking(move || work(&root)).await;
            done.unwrap_or_else(|error| {
                Err(CalendarError::new(Trouble::Unanswered, "broken_off", error.to_string()))
            })
        })
    }
}

impl Calendars for VdirCalendars {
    fn put(&self, put: Authorized<Put>) -> Done<'_, String> {
        let put = put.into_inner();
        self.blocking(move |root| store(root, &put))
    }

    fn delete(&self, delete: Authorized<Delete>) -> Done<'_> {
        let delete = delete.into_inner();
        self.blocking(move |root| {
            let path = path_of(root, &delete.place)?;
            expect(&path, &delete.etag)?;
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Err(gone()),
                done => done.map_err(before),
            }?;
            sync_parent(&path).map_err(after)
        })
    }

    fn find<'a>(&'a self, uid: &'a str) -> Done<'a, Option<Found>> {
        let uid = uid.to_owned();
        self.blocking(move |root| {
            let calendars = layout::calendars(root).map_err(before)?;
            let key = key_for(&uid);
            let is_it = |raw: &[u8]| ical::read(raw).objects.iter().any(|object| object.uid == uid);
            for calendar in &calendars {
                let place = Place { folder: calendar.path.clone(), key: key.clone() };
                if let Some(found) = read(root, &place)?.filter(|found| is_it(&found.raw)) {
                    return Ok(Some(found));
                }
            }
            // Other programs choose other names.
            for calendar in &calendars {
                let Some(folder) = layout::folder_of(root, &calendar.path) else { continue };
                for entry in layout::entries(&folder).map_err(before)? {
                    let place = Place { folder: calendar.path.clone(), key: entry.key };
                    if let Some(found) = read(root, &place)?.filter(|found| is_it(&found.raw)) {
                        return Ok(Some(found));
                    }
                }
            }
            Ok(None)
        })
    }

    fn get<'a>(&'a self, place: &'a Place) -> Done<'a, Option<Found>> {
        let place = place.clone();
        self.blocking(move |root| read(root, &place))
    }

    fn calendars(&self) -> Done<'_, Vec<Calendar>> {
        self.blocking(|root| layout::calendars(root).map_err(before))
    }
}

/// A new file is linked to its name, which fails where there is one; a changed one is renamed over the old.
/// Between the look at the old one and the rename another program could still write: vdirs have no lock for that.
fn store(root: &Path, put: &Put) -> Result<String, CalendarError> {
    let place = Place { folder: put.calendar.clone(), key: put.key.clone() };
    let path = path_of(root, &place)?;
    let folder = path.parent().unwrap_or(root);
    std::fs::create_dir_all(folder).map_err(before)?;
    if let Condition::IfEtag(etag) = &put.condition {
        expect(&path, etag)?;
    }
    let temporary = folder.join(format!(".{}.{}.tmp", layout::etag(put.key.as_bytes()), std::process::id()));
    let write = || -> io::Result<()> {
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
        file.write_all(&put.bytes)?;
        file.sync_all()
    };
    let done = write().and_then(|()| match put.condition {
        Condition::IfNew => std::fs::hard_link(&temporary, &path),
        Condition::IfEtag(_) => std::fs::rename(&temporary, &path),
    });
    // After a rename there is none left.
    if let Err(error) = std::fs::remove_file(&temporary)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::debug!(%error, "a temporary file stays");
    }
    match done {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let said = "There is an event with this name already.";
            return Err(CalendarError::new(Trouble::Changed, "event_exists", said));
        }
        done => done.map_err(before)?,
    }
    sync_parent(&path).map_err(after)?;
    Ok(layout::etag(&put.bytes))
}

fn read(root: &Path, place: &Place) -> Result<Option<Found>, CalendarError> {
    let path = path_of(root, place)?;
    match std::fs::read(&path) {
        Ok(raw) => Ok(Some(Found { place: place.clone(), etag: layout::etag(&raw), raw: Arc::from(raw) })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(before(error)),
    }
}

fn expect(path: &Path, etag: &str) -> Result<(), CalendarError> {
    let now = match std::fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(gone()),
        read => read.map_err(before)?,
    };
    if layout::etag(&now) == etag {
        return Ok(());
    }
    Err(CalendarError::new(Trouble::Changed, "event_changed", "The event was changed elsewhere."))
}

fn path_of(root: &Path, place: &Place) -> Result<PathBuf, CalendarError> {
    let folder = layout::folder_of(root, &place.folder).filter(|_| layout::is_key(&place.key));
    folder.map(|folder| folder.join(&place.key)).ok_or_else(|| {
        CalendarError::new(
            Trouble::Permanent,
            "bad_place",
            "This is no place of an event in these calendars.",
        )
    })
}

fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}

fn gone() -> CalendarError {
    CalendarError::new(Trouble::Gone, "gone", "The event is not where it was.")
}

/// An error while nothing was visible yet.
fn before(error: io::Error) -> CalendarError {
    let (kind, code) = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            (Trouble::Permanent, "not_permitted")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (Trouble::Passing, "disk_full"),
        _ => (Trouble::Passing, "unavailable"),
    };
    CalendarError::new(kind, code, format!("The calendar's folder refused: {error}"))
}

/// An error when the change was made and may not outlast a power cut.
fn after(error: io::Error) -> CalendarError {
    CalendarError::new(
        Trouble::Unanswered,
        "not_durable",
        format!("The folder may not have kept it: {error}"),
    )
}
