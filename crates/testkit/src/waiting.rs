//! Waiting for a state of the outside world: ask again until it holds, never a fixed pause.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// Blocks until `look` gives a value. `what` names the awaited state in the error.
pub fn wait_for<T>(what: &str, limit: Duration, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(value) = look()? {
            return Ok(value);
        }
        if begun.elapsed() > limit {
            bail!("waited {limit:?} in vain for {what}");
        }
        std::thread::park_timeout(BETWEEN_LOOKS);
    }
}

/// The same inside an async test, where the code under test runs on while this waits.
/// It counts looks and real time, so that a paused tokio clock cannot shorten it.
pub async fn eventually<T>(
    what: &str,
    limit: Duration,
    mut look: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(value) = look().await? {
            return Ok(value);
        }
        if begun.elapsed() > limit {
            bail!("waited {limit:?} in vain for {what}");
        }
        tokio::task::spawn_blocking(|| std::thread::park_timeout(BETWEEN_LOOKS)).await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_that_comes_is_returned_and_one_that_does_not_is_named() {
        let mut looks = 0;
        let third = wait_for("the third look", Duration::from_secs(5), || {
            looks += 1;
            Ok((looks == 3).then_some(looks))
        });
        assert_eq!(third.unwrap(), 3);
        let never = wait_for("the moon", Duration::from_millis(30), || Ok(None::<()>));
        assert_eq!(never.unwrap_err().to_string(), "waited 30ms in vain for the moon");
    }

    #[tokio::test]
    async fn waiting_leaves_the_runtime_free() {
        let (sender, mut receiver) = tokio::sync::mpsc::channel(1);
        let sending = tokio::spawn(async move { sender.send(7).await });
        let seven =
            eventually("a message", Duration::from_secs(5), async || Ok(receiver.try_recv().ok())).await;
        assert_eq!(seven.unwrap(), 7);
        sending.await.unwrap().unwrap();
    }
}
