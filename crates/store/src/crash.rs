//! Crash points of development builds: the process kills itself before or after the N-th durable write, so that
//! tests can crash everywhere. Release builds have none.

#[cfg(debug_assertions)]
pub fn point() {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicI64, Ordering};

    static LEFT: LazyLock<Option<AtomicI64>> = LazyLock::new(|| {
        let wanted = std::env::var("FACTOTUM_CRASH_POINT").ok()?.parse().ok()?;
        Some(AtomicI64::new(wanted))
    });
    if let Some(left) = LEFT.as_ref()
        && left.fetch_sub(1, Ordering::SeqCst) == 1
    {
        // Like a power cut for the process: nothing is flushed, nothing is dropped.
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
        std::thread::park();
    }
}

#[cfg(not(debug_assertions))]
pub fn point() {}
