//! A DNS server on loopback (UDP) that answers what a test scripts, or nothing at all.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use hickory_proto::op::{Message, OpCode, ResponseCode};
use hickory_proto::rr::rdata::{A, MX, PTR, TXT};
use hickory_proto::rr::{Name, RData, Record};

const TIME_TO_LIVE: u32 = 60;
/// A character string inside a TXT record holds no more.
const TEXT_PIECE: usize = 255;

/// A name with no record of any type does not exist (NXDOMAIN); one without a record of the asked type has an empty
/// answer.
pub struct DnsStub {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    records: Mutex<HashMap<Name, Vec<RData>>>,
    questions: AtomicUsize,
    silent: AtomicBool,
    failing: AtomicBool,
    ended: AtomicBool,
}

impl DnsStub {
    pub fn start() -> Result<DnsStub> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = socket.local_addr()?;
        let shared = Arc::new(Shared::default());
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || serve(&socket, &serving));
        Ok(DnsStub { address, shared })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn text(&self, name: &str, text: &str) -> Result<()> {
        let pieces = text.as_bytes().chunks(TEXT_PIECE).collect();
        self.add(name, RData::TXT(TXT::from_bytes(pieces)))
    }

    pub fn mail_exchange(&self, name: &str, preference: u16, host: &str) -> Result<()> {
        self.add(name, RData::MX(MX::new(preference, absolute(host)?)))
    }

    pub fn address_of(&self, name: &str, address: Ipv4Addr) -> Result<()> {
        self.add(name, RData::A(A(address)))
    }

    /// The name that belongs to an address, asked for in reverse.
    pub fn name_of(&self, address: Ipv4Addr, name: &str) -> Result<()> {
        let reverse = Name::from(IpAddr::V4(address)).to_ascii();
        self.add(&reverse, RData::PTR(PTR(absolute(name)?)))
    }

    /// How many questions have come so far.
    pub fn questions(&self) -> usize {
        self.shared.questions.load(Ordering::Relaxed)
    }

    /// A dead server: it takes questions and never answers.
    pub fn silence(&self, silent: bool) {
        self.shared.silent.store(silent, Ordering::Relaxed);
    }

    /// A server in trouble: every answer is SERVFAIL.
    pub fn fail(&self, failing: bool) {
        self.shared.failing.store(failing, Ordering::Relaxed);
    }

    fn add(&self, name: &str, data: RData) -> Result<()> {
        let name = absolute(name)?.to_lowercase();
        let mut records = self.shared.records.lock().unwrap_or_else(PoisonError::into_inner);
        records.entry(name).or_default().push(data);
        Ok(())
    }
}

impl Drop for DnsStub {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        // Any datagram wakes the thread, which then sees the end.
        if let Ok(socket) = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)) {
            let _ = socket.send_to(&[], self.address);
        }
    }
}

fn absolute(name: &str) -> Result<Name> {
    let mut name = Name::from_ascii(name)?;
    name.set_fqdn(true);
    Ok(name)
}

fn serve(socket: &UdpSocket, shared: &Shared) {
    let mut buffer = [0; 4096];
    while let Ok((length, from)) = socket.recv_from(&mut buffer) {
        if shared.ended.load(Ordering::Relaxed) {
            return;
        }
        let Ok(question) = Message::from_vec(&buffer[..length]) else { continue };
        shared.questions.fetch_add(1, Ordering::Relaxed);
        if shared.silent.load(Ordering::Relaxed) {
            continue;
        }
        if let Ok(bytes) = answer(&question, shared).to_vec() {
            let _ = socket.send_to(&bytes, from);
        }
    }
}

fn answer(question: &Message, shared: &Shared) -> Message {
    let mut reply = Message::response(question.metadata.id, OpCode::Query);
    reply.metadata.authoritative = true;
    reply.metadata.recursion_desired = question.metadata.recursion_desired;
    reply.metadata.recursion_available = true;
    reply.add_queries(question.queries.iter().cloned());
    let Some(query) = question.queries.first() else {
        reply.metadata.response_code = ResponseCode::FormErr;
        return reply;
    };
    if shared.failing.load(Ordering::Relaxed) {
        reply.metadata.response_code = ResponseCode::ServFail;
        return reply;
    }
    let records = shared.records.lock().unwrap_or_else(PoisonError::into_inner);
    match records.get(&query.name().to_lowercase()) {
        None => reply.metadata.response_code = ResponseCode::NXDomain,
        Some(known) => {
            let asked = known.iter().filter(|data| data.record_type() == query.query_type());
            let named = |data: &RData| Record::from_rdata(query.name().clone(), TIME_TO_LIVE, data.clone());
            reply.add_answers(asked.map(named));
        }
    }
    reply
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use hickory_proto::op::{MessageType, Query};
    use hickory_proto::rr::RecordType;

    use super::*;

    fn ask(dns: &DnsStub, name: &str, kind: RecordType) -> Option<Message> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
        let mut question = Message::new(7, MessageType::Query, OpCode::Query);
        question.add_query(Query::query(absolute(name).unwrap(), kind));
        socket.send_to(&question.to_vec().unwrap(), dns.address()).unwrap();
        let mut buffer = [0; 4096];
        let length = socket.recv(&mut buffer).ok()?;
        Some(Message::from_vec(&buffer[..length]).unwrap())
    }

    #[test]
    fn scripted_names_are_answered_and_others_do_not_exist() {
        let dns = DnsStub::start().unwrap();
        let key = "v=DKIM1; p=".to_owned() + &"A".repeat(400);
        dns.text("k1._domainkey.example.org", &key).unwrap();
        dns.mail_exchange("example.org", 10, "mx.example.org").unwrap();
        dns.address_of("mx.example.org", Ipv4Addr::new(192, 0, 2, 7)).unwrap();

        let texts = ask(&dns, "K1._domainkey.example.ORG", RecordType::TXT).unwrap();
        let [Record { data: RData::TXT(text), .. }] = texts.answers.as_slice() else { panic!("{texts:?}") };
        assert_eq!(text.txt_data.concat(), key.as_bytes());
        let exchange = ask(&dns, "example.org", RecordType::MX).unwrap();
        assert_eq!(exchange.answers[0].data, RData::MX(MX::new(10, absolute("mx.example.org").unwrap())));
        let address = ask(&dns, "mx.example.org", RecordType::A).unwrap();
        assert_eq!(address.answers[0].data, RData::A(A(Ipv4Addr::new(192, 0, 2, 7))));

        let empty = ask(&dns, "example.org", RecordType::TXT).unwrap();
        assert_eq!((empty.metadata.response_code, empty.answers.len()), (ResponseCode::NoError, 0));
        let unknown = ask(&dns, "elsewhere.example", RecordType::A).unwrap();
        assert_eq!(unknown.metadata.response_code, ResponseCode::NXDomain);
        assert_eq!(dns.questions(), 5);
    }

    #[test]
    fn a_server_in_trouble_fails_and_a_dead_one_is_silent() {
        let dns = DnsStub::start().unwrap();
        dns.fail(true);
        let failed = ask(&dns, "example.org", RecordType::A).unwrap();
        assert_eq!(failed.metadata.response_code, ResponseCode::ServFail);
        dns.silence(true);
        assert!(ask(&dns, "example.org", RecordType::A).is_none());
    }
}
