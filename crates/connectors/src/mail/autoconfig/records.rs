//! DNS: service records (RFC 6186, RFC 8314) and mail hosts.

use super::{Found, Server};
use hickory_resolver::TokioResolver;
use hickory_resolver::proto::rr::RData;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(4);

pub async fn services(domain: &str) -> Option<Found> {
    let resolver = resolver()?;
    let imap = service(&resolver, &format!("_imaps._tcp.{domain}.")).await?;
    let smtp = service(&resolver, &format!("_submissions._tcp.{domain}.")).await;
    let smtp = match smtp {
        Some(server) => Some(server),
        None => service(&resolver, &format!("_submission._tcp.{domain}.")).await,
    };
    Some(Found { imap, smtp, user: None })
}

pub async fn mail_hosts(domain: &str) -> Vec<String> {
    let Some(resolver) = resolver() else { return Vec::new() };
    let looked = tokio::time::timeout(PATIENCE, resolver.mx_lookup(format!("{domain}."))).await;
    let Ok(Ok(found)) = looked else { return Vec::new() };
    let mut hosts: Vec<(u16, String)> = found
        .answers()
        .iter()
        .filter_map(|record| match &record.data {
            RData::MX(mx) => Some((mx.preference, mx.exchange.to_ascii())),
            _ => None,
        })
        .collect();
    hosts.sort();
    hosts.into_iter().map(|(_, host)| host).collect()
}

async fn service(resolver: &TokioResolver, name: &str) -> Option<Server> {
    let found = tokio::time::timeout(PATIENCE, resolver.srv_lookup(name.to_owned())).await.ok()?.ok()?;
    let best = found
        .answers()
        .iter()
        .filter_map(|record| match &record.data {
            RData::SRV(srv) => Some(srv),
            _ => None,
        })
        .min_by_key(|srv| (srv.priority, u16::MAX - srv.weight))?;
    let host = best.target.to_ascii();
    let host = host.trim_end_matches('.');
    // "." says that the service is not offered (RFC 2782).
    (!host.is_empty()).then(|| Server::new(host, best.port))
}

fn resolver() -> Option<TokioResolver> {
    TokioResolver::builder_tokio().ok()?.build().ok()
}
