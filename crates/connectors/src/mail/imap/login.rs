//! From nothing to a session that is logged in: connect, STARTTLS, the best way to authenticate.

use super::ImapServer;
use super::connection::{Answer, Connection, Event, Failure};
use super::framing::Limits;
use crate::mail::server::{Secret, Security, ServerError, Timing, quoted};
use crate::mail::tls;
use imap_codec::AuthenticateDataCodec;
use imap_codec::encode::Encoder;
use imap_codec::imap_types::auth::{AuthMechanism, AuthenticateData};
use imap_codec::imap_types::command::CommandBody;
use imap_codec::imap_types::core::{AString, IString, NString};
use imap_codec::imap_types::response::{Capability, Code, Response, Status};
use imap_codec::imap_types::secret;
use secrecy::{ExposeSecret, SecretString};

/// Opens a session in the authenticated state.
pub(super) async fn open(server: &ImapServer, timing: &Timing) -> Result<Connection, ServerError> {
    let limits = Limits { whole_below: server.max_message, beginning: server.kept_of_larger() };
    let endpoint = &server.endpoint;
    let stream = tls::connect(endpoint, timing).await?;
    let mut connection = Connection::new(stream, endpoint.name(), *timing, limits);
    greet(&mut connection).await?;
    if matches!(endpoint.security, Security::StartTls | Security::StartTlsWhereOffered) {
        connection = start_tls(connection, server, timing).await?;
    }
    authenticate(&mut connection, server).await?;
    introduce(&mut connection).await?;
    Ok(connection)
}

/// PREAUTH (we are known already) is for tunnels and not understood.
async fn greet(connection: &mut Connection) -> Result<(), ServerError> {
    let Response::Status(Status::Untagged(status)) = connection.receive().await?.response else {
        let said = format!("{} does not greet like an IMAP server; check the port.", connection.name());
        return Err(ServerError::Protocol(said));
    };
    let events = status.code.map(Event::Code).into_iter().collect();
    connection.learn_capabilities(&Answer { events }).await
}

async fn start_tls(
    mut connection: Connection,
    server: &ImapServer,
    timing: &Timing,
) -> Result<Connection, ServerError> {
    let name = connection.name().to_owned();
    if !connection.can(&Capability::StartTls) {
        return match server.endpoint.security {
            Security::StartTlsWhereOffered => Ok(connection),
            _ => Err(ServerError::Untrusted(format!(
                "{name} offers no STARTTLS, so the password was not sent; use imaps:// or another port."
            ))),
        };
    }
    connection.run(CommandBody::StartTLS).await?;
    let limits = Limits { whole_below: server.max_message, beginning: server.kept_of_larger() };
    let stream = tls::protect(connection.into_unprotected()?, &server.endpoint, timing).await?;
    let mut connection = Connection::new(stream, name, *timing, limits);
    // What was said in clear text does not count (RFC 3501 §6.2.1).
    connection.learn_capabilities(&Answer::default()).await?;
    Ok(connection)
}

async fn authenticate(connection: &mut Connection, server: &ImapServer) -> Result<(), ServerError> {
    let (secret, done) = match &server.secret {
        Secret::Password(password) => (password, with_password(connection, server, password).await),
        Secret::OAuthToken(token) => (token, with_token(connection, server, token).await),
    };
    match done {
        Ok(answer) => connection.learn_capabilities(&answer).await,
        Err(Failure::Broken(error)) => Err(error),
        Err(Failure::Refused { code, error }) => {
            let name = connection.name();
            let user = &server.username;
            let said = quoted(&error.to_string(), Some(secret.expose_secret()));
            Err(match (is_passing(code.as_ref()), &server.secret) {
                (true, _) => ServerError::Unavailable(format!("{said} It is tried again later.")),
                (false, Secret::Password(_)) => ServerError::Unauthorized(format!(
                    "{name} does not accept the user name “{user}” with this password; check both (some providers want an app password). {said}"
                )),
                (false, Secret::OAuthToken(_)) => ServerError::Unauthorized(format!(
                    "{name} does not accept the access token of “{user}”; sign in again with your token helper. {said}"
                )),
            })
        }
    }
}

async fn with_password(
    connection: &mut Connection,
    server: &ImapServer,
    password: &SecretString,
) -> Result<Answer, Failure> {
    let user = &server.username;
    let password = password.expose_secret();
    if connection.can(&Capability::Auth(AuthMechanism::Plain)) {
        let response = format!("\0{user}\0{password}").into_bytes();
        return sasl(connection, AuthMechanism::Plain, response, b"").await;
    }
    if connection.can(&Capability::LoginDisabled) {
        let name = connection.name();
        let why = if connection.is_protected() { "wants another way to log in" } else { "wants TLS first" };
        return Err(ServerError::Unauthorized(format!("{name} takes no password here: it {why}.")).into());
    }
    let username = AString::try_from(user.clone()).map_err(|_| connection.own_fault("user name"))?;
    let password = AString::try_from(password.to_owned()).map_err(|_| connection.own_fault("password"))?;
    connection.run(CommandBody::Login { username, password: secret::Secret::new(password) }).await
}

async fn with_token(
    connection: &mut Connection,
    server: &ImapServer,
    token: &SecretString,
) -> Result<Answer, Failure> {
    let user = &server.username;
    let token = token.expose_secret();
    if connection.can(&Capability::Auth(AuthMechanism::XOAuth2)) {
        let response = format!("user={user}\x01auth=Bearer {token}\x01\x01").into_bytes();
        return sasl(connection, AuthMechanism::XOAuth2, response, b"").await;
    }
    if connection.can(&Capability::Auth(AuthMechanism::OAuthBearer)) {
        let authority = user.replace('=', "=3D").replace(',', "=2C");
        let (host, port) = (&server.endpoint.host, server.endpoint.port);
        let response =
            format!("n,a={authority},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01");
        return sasl(connection, AuthMechanism::OAuthBearer, response.into_bytes(), b"\x01").await;
    }
    let said =
        format!("{} takes no access tokens (XOAUTH2, OAUTHBEARER); use a password.", connection.name());
    Err(ServerError::Unauthorized(said).into())
}

/// One SASL exchange whose client speaks first; `resign` answers the reason that OAuth servers give before NO.
async fn sasl(
    connection: &mut Connection,
    mechanism: AuthMechanism<'static>,
    response: Vec<u8>,
    resign: &'static [u8],
) -> Result<Answer, Failure> {
    let mut pending = Some(response);
    let initial_response = connection.can(&Capability::SaslIr).then(|| pending.take()).flatten();
    let initial_response = initial_response.map(|bytes| secret::Secret::new(bytes.into()));
    let tag = connection.send(CommandBody::Authenticate { mechanism, initial_response }).await?;
    let mut answer = Answer::default();
    loop {
        match connection.receive().await?.response {
            Response::CommandContinuationRequest(_) => {
                let bytes = pending.take().unwrap_or_else(|| resign.to_vec());
                let line = AuthenticateData::Continue(secret::Secret::new(bytes.into()));
                let line = AuthenticateDataCodec::new().encode(&line).dump();
                connection.write(&line).await?;
            }
            Response::Status(Status::Tagged(done)) => {
                answer.events.extend(connection.outcome(&tag, done)?.map(Event::Code));
                return Ok(answer);
            }
            Response::Status(Status::Untagged(status)) => answer.events.extend(status.code.map(Event::Code)),
            Response::Data(data) => answer.events.push(Event::Data(data)),
            Response::Status(Status::Bye(_)) => {}
        }
    }
}

/// Some providers (163.com) show no folder to a client that does not say its name.
async fn introduce(connection: &mut Connection) -> Result<(), ServerError> {
    if !connection.can(&Capability::Id) {
        return Ok(());
    }
    let word = |text: &'static str| IString::try_from(text).map_err(|_| connection.own_fault("client name"));
    let parameters = vec![(word("name")?, NString(Some(word("factotum")?)))];
    match connection.run(CommandBody::Id { parameters: Some(parameters) }).await {
        Ok(_) | Err(Failure::Refused { .. }) => Ok(()),
        Err(Failure::Broken(error)) => Err(error),
    }
}

/// RFC 5530: codes of a refusal that is not about the credentials.
fn is_passing(code: Option<&Code<'static>>) -> bool {
    let Some(Code::Other(code)) = code else { return false };
    [&b"UNAVAILABLE"[..], b"LIMIT", b"INUSE", b"SERVERBUG"]
        .iter()
        .any(|passing| code.inner().eq_ignore_ascii_case(passing))
}
