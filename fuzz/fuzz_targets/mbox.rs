//! Any bytes are a mbox: its messages follow each other without a gap, each beginning with `From `.
#![no_main]

use connectors::mail::mbox;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &[u8]| {
    let mut end = None;
    for message in mbox::messages(raw, 0).map_while(Result::ok) {
        assert!(raw[message.start as usize..].starts_with(b"From "));
        assert!(end.is_none_or(|end| end == message.start));
        end = Some(message.end);
    }
    assert!(end.is_none_or(|end| end as usize == raw.len()));
});
