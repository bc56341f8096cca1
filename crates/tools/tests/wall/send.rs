//! A mailbox takes no bytes without authority.

use connectors::mail::mailbox::Ready;

async fn send(ready: Box<dyn Ready>) {
    let _ = ready.send(b"hello".to_vec()).await;
}

fn main() {}
