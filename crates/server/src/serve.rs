//! Starts, serves, drains: from arguments to the exit code.

use anyhow::{Context, Result};
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::ServeArgs;
use crate::wiring::{self, Wired};
use crate::{demo, ready, routes};

/// What this process is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Serve,
    /// Serve, with the demo tenant's mailbox.
    Demo,
    /// No API, only the work.
    Worker,
}

/// After the start has settled.
const BEFORE_THE_CHECK: Duration = Duration::from_secs(60);
/// A drain that takes longer is cut off: leases and the ledger make that safe.
const DRAIN: Duration = Duration::from_secs(8);

pub fn run(role: Role, arguments: ServeArgs) -> ExitCode {
    log_to_stderr();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&anyhow::Error::from(error)),
    };
    let ended = runtime.block_on(serve(role, arguments));
    // Blocking threads that hang in a system call do not hold up the exit.
    runtime.shutdown_timeout(Duration::from_secs(1));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

#[expect(clippy::print_stderr, reason = "the one sentence that says why nothing runs")]
fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("factotum: {error:#}");
    ExitCode::FAILURE
}

fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("FACTOTUM_LOG").unwrap_or_else(|_| {
        tracing_subscriber::EnvFilter::new("info,mail_auth=warn,hickory_resolver=error,hickory_net=error")
    });
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

async fn serve(role: Role, arguments: ServeArgs) -> Result<()> {
    let mut stop = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let wired = wiring::wire(&arguments).await?;
    if role == Role::Demo {
        demo::connect(&wired).await?;
    }
    let engine = wired.app.engine.clone();
    let working = tokio::spawn(async move { engine.run().await });
    let served = if role == Role::Worker {
        tokio::select! { _ = stop.0.recv() => {} _ = stop.1.recv() => {} }
        Ok(())
    } else {
        answer(role, &arguments, &wired, &mut stop).await
    };
    wired.app.engine.drain();
    if tokio::time::timeout(DRAIN, working).await.is_err() {
        tracing::warn!("some work is cut off; the next start takes it up");
    }
    wired.close().await;
    served
}

async fn answer(
    role: Role,
    arguments: &ServeArgs,
    wired: &Wired,
    stop: &mut (tokio::signal::unix::Signal, tokio::signal::unix::Signal),
) -> Result<()> {
    let listener = TcpListener::bind(arguments.listen).with_context(|| {
        format!(
            "{} cannot be listened on. Choose another address with --listen; port 0 takes a free one",
            arguments.listen
        )
    })?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let handle: Handle<SocketAddr> = Handle::new();
    let service = routes::router(wired.app.clone()).into_make_service();
    let tls = match (&arguments.tls_cert, &arguments.tls_key) {
        (Some(certificate), Some(key)) => {
            Some(RustlsConfig::from_pem_file(certificate, key).await.with_context(|| {
                format!("the certificate {} or its key cannot be used", certificate.display())
            })?)
        }
        _ => None,
    };
    let url = format!("{}://{address}", if tls.is_some() { "https" } else { "http" });
    let serving = {
        let handle = handle.clone();
        tokio::spawn(async move {
            match tls {
                Some(tls) => axum_server::from_tcp_rustls(listener, tls)?.handle(handle).serve(service).await,
                None => axum_server::from_tcp(listener)?.handle(handle).serve(service).await,
            }
        })
    };
    handle.listening().await;
    wired.folder.announce(&url)?;
    ready::tell(role, arguments, &url)?;
    let damage = tokio::select! {
        _ = stop.0.recv() => Ok(()),
        _ = stop.1.recv() => Ok(()),
        damage = found_damage(&wired.app.store) => Err(damage),
    };
    tracing::info!("draining");
    // Streams never end by themselves: they get a moment, requests get the rest of it.
    handle.graceful_shutdown(Some(Duration::from_secs(2)));
    serving.await??;
    damage.with_context(|| format!("The data folder {} cannot be used", wired.folder.path.display()))
}

/// A large database is read through once, while nobody waits for it; a damaged one is not served any longer.
async fn found_damage(store: &store::Store) -> store::StoreError {
    tokio::time::sleep(BEFORE_THE_CHECK).await;
    match store.verify().await {
        Err(damage @ store::StoreError::Damaged(_)) => damage,
        Err(error) => {
            tracing::warn!(code = error.code(), "the database could not be checked: {error}");
            std::future::pending().await
        }
        Ok(()) => std::future::pending().await,
    }
}
