//! A TCP proxy before another peer, which breaks or starves the connections through it.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;

/// What becomes of connections made from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    #[default]
    Pass,
    /// Broken once the server has sent so many bytes, which still arrive.
    CutAfter(usize),
    /// Broken at once.
    Refuse,
    /// Open, and nothing ever comes.
    Starve,
}

pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    fate: Mutex<Fate>,
    open: Mutex<Vec<TcpStream>>,
    connections: AtomicUsize,
    ended: AtomicBool,
}

impl Proxy {
    /// Before the server on this loopback port.
    pub fn start(target: u16) -> Result<Proxy> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared::default());
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || serve(&listener, target, &serving));
        Ok(Proxy { port, shared })
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn set(&self, fate: Fate) {
        *lock(&self.shared.fate) = fate;
    }

    /// Breaks every open connection.
    pub fn cut(&self) {
        for stream in lock(&self.shared.open).drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// How many connections were made so far.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Relaxed)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        self.cut();
        // A last connection wakes the thread, which then sees the end.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

fn serve(listener: &TcpListener, target: u16, shared: &Arc<Shared>) {
    for client in listener.incoming().flatten() {
        if shared.ended.load(Ordering::Relaxed) {
            return;
        }
        shared.connections.fetch_add(1, Ordering::Relaxed);
        let fate = *lock(&shared.fate);
        // A broken connection is what a proxy is for: its errors are the client's to see.
        let _ = connect(client, target, fate, shared);
    }
}

fn connect(client: TcpStream, target: u16, fate: Fate, shared: &Arc<Shared>) -> Result<()> {
    let allowance = match fate {
        Fate::Refuse => return Ok(()),
        Fate::Starve => {
            lock(&shared.open).push(client);
            return Ok(());
        }
        Fate::Pass => usize::MAX,
        Fate::CutAfter(bytes) => bytes,
    };
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, target))?;
    lock(&shared.open).extend([client.try_clone()?, server.try_clone()?]);
    let (client_reader, server_writer) = (client.try_clone()?, server.try_clone()?);
    std::thread::spawn(move || copy(client_reader, server_writer, usize::MAX));
    std::thread::spawn(move || copy(server, client, allowance));
    Ok(())
}

/// Ends both directions when the source ends or the allowance is used up.
fn copy(mut source: TcpStream, mut sink: TcpStream, mut allowance: usize) {
    let mut buffer = [0; 16 << 10];
    while allowance > 0 {
        let wanted = buffer.len().min(allowance);
        let Ok(length) = source.read(&mut buffer[..wanted]) else { break };
        if length == 0 || sink.write_all(&buffer[..length]).is_err() {
            break;
        }
        allowance -= length;
    }
    let _ = sink.shutdown(Shutdown::Both);
    let _ = source.shutdown(Shutdown::Both);
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Sends "0123456789" to whoever connects.
    fn digits() -> u16 {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.write_all(b"0123456789");
            }
        });
        port
    }

    fn read_through(proxy: &Proxy) -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, proxy.port()))?;
        stream.set_read_timeout(Some(Duration::from_millis(300)))?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).map(|_| bytes)
    }

    #[test]
    fn each_fate_shows() {
        let proxy = Proxy::start(digits()).unwrap();
        assert_eq!(read_through(&proxy).unwrap(), b"0123456789");
        proxy.set(Fate::CutAfter(4));
        assert_eq!(read_through(&proxy).unwrap(), b"0123");
        proxy.set(Fate::Refuse);
        assert_eq!(read_through(&proxy).unwrap_or_default(), b"");
        proxy.set(Fate::Starve);
        let starved = read_through(&proxy).unwrap_err();
        assert_eq!(starved.kind(), std::io::ErrorKind::WouldBlock);
        assert_eq!(proxy.connections(), 4);
    }
}
