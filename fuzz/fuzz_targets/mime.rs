//! Any bytes are a mail: read whole, by part, as HTML.
#![no_main]

use connectors::mail::mime;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &[u8]| {
    let mail = mime::parse(raw);
    assert!(mail.text.len() <= mime::TEXT_BYTES && mail.links.len() <= mime::LINKS);
    for attached in &mail.attachments {
        assert!(mime::attachment(raw, attached.part).is_some());
    }
    mime::html(raw);
    mime::message_id(raw);
});
