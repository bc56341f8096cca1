//! Any text is an `Authentication-Results` header, and nobody is trusted unless named.
#![no_main]

use connectors::mail::authentication;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &[u8]| {
    let text = String::from_utf8_lossy(raw);
    if let Some(results) = authentication::parse_results(&text) {
        assert!(!results.authserv_id.is_empty());
    }
    let found = authentication::trusted(raw, &["mx.example.net".to_owned()]);
    assert!(found.by.is_none_or(|by| by == "mx.example.net"));
    assert!(authentication::trusted(raw, &[]).by.is_none());
});
