//! Someone who goes on whatever happens to the server: asks again with the same key, and starts it again.

use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::task::AbortHandle;

use super::Kill;
use crate::support::rest::Answer;
use crate::support::{Home, Launch, Rest, Server};

/// A server that broke a connection has died, and its end shows within this time.
const END: Duration = Duration::from_secs(20);

pub struct Driver {
    pub home: Home,
    pub deaths: usize,
    kill: Kill,
    server: Option<Server>,
    killer: Option<AbortHandle>,
}

impl Driver {
    pub fn new(kill: Kill) -> Driver {
        Driver { home: Home::new(), deaths: 0, kill, server: None, killer: None }
    }

    pub async fn get(&mut self, path: &str) -> Value {
        self.ask(|rest| rest.request(Method::GET, path)).await.ok()
    }

    /// With a key, so that asking again after a crash asks for the same thing.
    pub async fn post(&mut self, path: &str, key: &str, body: &Value) -> Answer {
        self.ask(|rest| rest.request(Method::POST, path).header("idempotency-key", key).json(body)).await
    }

    /// Every page of a list.
    pub async fn all(&mut self, path: &str) -> Vec<Value> {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        let separator = if path.contains('?') { '&' } else { '?' };
        loop {
            let page = self.get(&format!("{path}{separator}limit=200{cursor}")).await;
            all.extend(crate::support::data(&page));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return all,
            }
        }
    }

    /// Until the list holds what is awaited.
    pub async fn until<T>(&mut self, what: &str, path: &str, look: impl Fn(&[Value]) -> Option<T>) -> T {
        let mut last = Vec::new();
        let waited = testkit::eventually(what, crate::support::PATIENCE, async || {
            last = self.all(path).await;
            Ok(look(&last))
        })
        .await;
        match waited {
            Ok(value) => value,
            Err(error) => {
                panic!("{:?}: {error:#}; {path} holds {last:#?}; {}", self.kill, self.home.log_tail())
            }
        }
    }

    async fn ask(&mut self, make: impl Fn(&Rest) -> RequestBuilder) -> Answer {
        loop {
            let rest = self.server().await;
            match rest.try_send(make(&rest)).await {
                Ok(answer) if answer.status < 500 => return answer,
                Ok(answer) => panic!("{:?}: {answer:?}; {}", self.kill, self.home.log_tail()),
                Err(_) => self.bury().await,
            }
        }
    }

    /// The running server, started if there is none.
    async fn server(&mut self) -> Rest {
        loop {
            if let Some(server) = &self.server {
                return server.rest.clone();
            }
            let kill = self.next_kill();
            match launch(kill).try_start(&self.home).await {
                Ok(server) => {
                    if let Kill::After(delay) = kill {
                        self.killer = Some(kill_later(server.process_id(), delay));
                    }
                    self.server = Some(server);
                }
                Err(ended) if ended.status.code().is_none() && kill != Kill::Never => self.deaths += 1,
                Err(ended) => panic!("{:?}: the server did not start: {ended:#?}", self.kill),
            }
        }
    }

    /// Only the kill that was ordered may end the server.
    async fn bury(&mut self) {
        let Some(mut server) = self.server.take() else { return };
        let status = match tokio::time::timeout(END, server.wait_end()).await {
            Ok(status) => status,
            Err(_) => panic!("{:?}: no answer from a server that lives; {}", self.kill, self.home.log_tail()),
        };
        let killed = status.code().is_none();
        let was_ordered = self.next_kill() != Kill::Never;
        assert!(killed && was_ordered, "{:?}: {status}; {}", self.kill, self.home.log_tail());
        self.deaths += 1;
    }

    /// What awaits the server that runs now or is started next.
    fn next_kill(&self) -> Kill {
        match (self.deaths, self.kill) {
            (0, Kill::Twice(first, _)) => Kill::AtPoint(first),
            (1, Kill::Twice(_, second)) => Kill::AtPoint(second),
            (0, kill) => kill,
            _ => Kill::Never,
        }
    }
}

impl Drop for Driver {
    /// The number of a process that is gone may belong to another one.
    fn drop(&mut self) {
        if let Some(killer) = &self.killer {
            killer.abort();
        }
    }
}

fn launch(kill: Kill) -> Launch {
    let launch = Launch::serve().undo_window(0.0);
    match kill {
        Kill::AtPoint(point) => launch.environment("FACTOTUM_CRASH_POINT", &point.to_string()),
        Kill::Never | Kill::After(_) | Kill::Twice(..) => launch,
    }
}

fn kill_later(process: u32, delay: Duration) -> AbortHandle {
    let killing = tokio::spawn(async move {
        let _ = tokio::time::timeout(delay, std::future::pending::<()>()).await;
        if let Some(process) = i32::try_from(process).ok().and_then(Pid::from_raw) {
            let _ = kill_process(process, Signal::KILL);
        }
    });
    killing.abort_handle()
}
