//! News from the file system about a Maildir, with a poll where it tells none.

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::timeout;

/// How long to wait where the file system tells what changes (network folders may tell only some).
const TRUSTING: Duration = Duration::from_secs(300);
/// How long to wait where it does not.
const POLLING: Duration = Duration::from_secs(20);
/// A delivery is several events; this much quiet ends it.
const SETTLED: Duration = Duration::from_millis(50);

pub struct Watch {
    root: PathBuf,
    news: Arc<Notify>,
    watcher: Mutex<Option<RecommendedWatcher>>,
}

impl Watch {
    pub fn new(root: PathBuf) -> Self {
        Self { root, news: Arc::new(Notify::new()), watcher: Mutex::new(None) }
    }

    /// Begins to listen, once; events since then are kept for `changed`.
    pub fn start(&self) {
        let mut watcher = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        if watcher.is_some() {
            return;
        }
        match listen(&self.root, Arc::clone(&self.news)) {
            Ok(listening) => *watcher = Some(listening),
            Err(error) => tracing::info!(%error, "the file system does not tell of changes; polling"),
        }
    }

    /// Returns when something changed since the last call, or might have.
    pub async fn changed(&self) {
        self.start();
        let is_listening = self.watcher.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        if timeout(if is_listening { TRUSTING } else { POLLING }, self.news.notified()).await.is_ok() {
            while timeout(SETTLED, self.news.notified()).await.is_ok() {}
        }
    }
}

fn listen(root: &Path, news: Arc<Notify>) -> notify::Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // An overflow of the queue comes as an error: something changed.
        if event.map_or(true, |event| matters(&event)) {
            news.notify_one();
        }
    })?;
    watcher.watch(root, RecursiveMode::Recursive)?;
    Ok(watcher)
}

/// Our own reading makes events too, and files in `tmp` are nobody's yet.
fn matters(event: &Event) -> bool {
    let kind = matches!(
        event.kind,
        EventKind::Create(_)
            | EventKind::Remove(_)
            | EventKind::Modify(ModifyKind::Name(_))
            | EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Other
            | EventKind::Any
    );
    let in_tmp = |path: &PathBuf| path.parent().and_then(Path::file_name).is_some_and(|name| name == "tmp");
    kind && (event.paths.is_empty() || !event.paths.iter().all(in_tmp))
}
