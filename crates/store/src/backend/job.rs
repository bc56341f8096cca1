//! One operation on its way to a connection and its answer on the way back.

use super::{Tx, closed};
use crate::error::StoreError;
use tokio::sync::oneshot;

pub(crate) enum Message {
    Job(Box<dyn Job>),
    Close(oneshot::Sender<()>),
}

/// An operation whose types only its caller knows. It may be run again after its transaction was undone.
pub(crate) trait Job: Send {
    /// Runs it; `false` means that nothing of it may be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// It was not kept after all.
    fn fail(&mut self, error: StoreError);
    fn answer(self: Box<Self>);
    /// Operations of one tenant touch the same counters.
    fn tenant(&self) -> Option<&str>;
}

struct Call<F, T, E> {
    operation: F,
    tenant: Option<String>,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

/// Sends an operation off and waits for its outcome.
pub(crate) async fn call<T, E>(
    tenant: Option<&domain::TenantId>,
    send: impl FnOnce(Box<dyn Job>) -> Result<(), StoreError>,
    operation: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    let tenant = tenant.map(|id| id.as_str().to_owned());
    send(Box::new(Call { operation, tenant, outcome: None, reply }))?;
    answer.await.unwrap_or_else(|_| Err(closed().into()))
}

impl<F, T, E> Job for Call<F, T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let outcome = (self.operation)(tx).and_then(|done| {
            tx.finish()?;
            Ok(done)
        });
        self.outcome.insert(outcome).is_ok()
    }

    fn fail(&mut self, error: StoreError) {
        self.outcome = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>) {
        let outcome = self.outcome.unwrap_or_else(|| Err(closed().into()));
        // Whoever asked may have stopped waiting; what was stored stays stored.
        let _ = self.reply.send(outcome);
    }

    fn tenant(&self) -> Option<&str> {
        self.tenant.as_deref()
    }
}
