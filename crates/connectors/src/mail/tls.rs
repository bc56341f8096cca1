//! Opens the connection to a mail server and protects it with TLS; says in plain words why that fails.

use super::server::{Endpoint, Security, ServerError, Timing};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{CertificateError, ClientConfig, RootCertStore};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// A connection, protected or not.
#[derive(Debug)]
pub(crate) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// Connects, with TLS where the endpoint asks for it from the first byte.
pub(crate) async fn connect(endpoint: &Endpoint, timing: &Timing) -> Result<Stream, ServerError> {
    let name = endpoint.name();
    let unavailable = |reason: String| {
        ServerError::Unavailable(format!("{name} cannot be reached ({reason}); it is tried again later."))
    };
    let connecting = TcpStream::connect((endpoint.host.as_str(), endpoint.port));
    let stream = timeout(timing.connect, connecting)
        .await
        .map_err(|_| unavailable(format!("no answer within {} s", timing.connect.as_secs_f32())))?
        .map_err(|error| unavailable(error.to_string()))?;
    // A command is one small packet that must not wait for another.
    stream.set_nodelay(true).map_err(|error| unavailable(error.to_string()))?;
    match endpoint.security {
        Security::Tls => protect(stream, endpoint, timing).await,
        _ => Ok(Stream::Plain(stream)),
    }
}

/// The TLS handshake on an open connection.
pub(crate) async fn protect(
    stream: TcpStream,
    endpoint: &Endpoint,
    timing: &Timing,
) -> Result<Stream, ServerError> {
    let host = &endpoint.host;
    let name = ServerName::try_from(host.clone()).map_err(|_| {
        ServerError::Untrusted(format!("“{host}” is not a host name that a certificate can name."))
    })?;
    let connector = TlsConnector::from(client_config(endpoint)?);
    match timeout(timing.connect, connector.connect(name, stream)).await {
        Ok(Ok(stream)) => Ok(Stream::Tls(Box::new(stream))),
        Ok(Err(error)) => Err(handshake_error(endpoint, &error)),
        Err(_) => Err(ServerError::Unavailable(format!(
            "{} did not finish the TLS handshake within {} s; it is tried again later.",
            endpoint.name(),
            timing.connect.as_secs_f32()
        ))),
    }
}

impl Stream {
    pub(crate) fn is_protected(&self) -> bool {
        matches!(self, Stream::Tls(_))
    }

    pub(crate) fn peer_addr(&self) -> io::Result<std::net::SocketAddr> {
        match self {
            Stream::Plain(stream) => stream.peer_addr(),
            Stream::Tls(stream) => stream.get_ref().0.peer_addr(),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_read(cx, buffer),
            Stream::Tls(stream) => Pin::new(stream).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Stream::Tls(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Stream::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Stream::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

fn client_config(endpoint: &Endpoint) -> Result<Arc<ClientConfig>, ServerError> {
    let mut roots = system_roots().clone();
    if let Some(pem) = &endpoint.extra_root {
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            let added = certificate.ok().and_then(|certificate| roots.add(certificate).ok());
            if added.is_none() {
                return Err(ServerError::Untrusted(format!(
                    "The root certificate given for {} is not a certificate in PEM.",
                    endpoint.host
                )));
            }
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| ServerError::Protocol(format!("TLS cannot be set up ({error}).")))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// The system's authorities, else Mozilla's list; read once, because it costs some ten milliseconds.
fn system_roots() -> &'static RootCertStore {
    static ROOTS: OnceLock<RootCertStore> = OnceLock::new();
    ROOTS.get_or_init(|| {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        }
        roots
    })
}

fn handshake_error(endpoint: &Endpoint, error: &io::Error) -> ServerError {
    let host = &endpoint.host;
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let Some(inner) = inner else {
        return ServerError::Unavailable(format!(
            "{} broke off during the TLS handshake ({error}); check the port, else it is tried again later.",
            endpoint.name()
        ));
    };
    let rustls::Error::InvalidCertificate(reason) = inner else {
        return ServerError::Unavailable(format!(
            "{} does not speak TLS as expected ({inner}); check the port and whether it wants STARTTLS.",
            endpoint.name()
        ));
    };
    let said = match reason {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            format!("The certificate of {host} has expired; its operator has to renew it.")
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            format!("The certificate of {host} is not valid yet; check this computer's clock.")
        }
        CertificateError::UnknownIssuer => format!(
            "The certificate of {host} is signed by an authority unknown here; if it is your own, add its root certificate."
        ),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            format!("The certificate shown by {host} is for another name; check the server's name.")
        }
        CertificateError::Revoked => format!("The certificate of {host} was revoked; ask its operator."),
        other => format!("The certificate of {host} cannot be accepted ({other}); ask its operator."),
    };
    ServerError::Untrusted(said)
}
