//! Folder names between people and the wire: modified UTF-7 (RFC 3501 §5.1.3).

use base64::Engine;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};

const BASE64: GeneralPurpose = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);

/// The name as people read it. A wire name that is not the encoding of any name (servers and old clients
/// make such) stays as it is, so that two folders never share a name.
pub(crate) fn decode(wire: &str) -> String {
    match decode_strictly(wire) {
        Some(name) if encode(&name) == wire => name,
        _ => wire.to_owned(),
    }
}

pub(crate) fn encode(name: &str) -> String {
    let mut wire = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let is_direct = |c: char| (' '..='~').contains(&c);
        let end = rest.find(|c| is_direct(c) != is_direct(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if is_direct(first) {
            wire.push_str(&run.replace('&', "&-"));
        } else {
            let bytes: Vec<u8> = run.encode_utf16().flat_map(u16::to_be_bytes).collect();
            wire.push('&');
            wire.push_str(&BASE64.encode(bytes));
            wire.push('-');
        }
        rest = after;
    }
    wire
}

fn decode_strictly(wire: &str) -> Option<String> {
    let mut name = String::with_capacity(wire.len());
    let mut rest = wire;
    while let Some((before, shifted)) = rest.split_once('&') {
        let (coded, after) = shifted.split_once('-')?;
        name.push_str(before);
        if coded.is_empty() {
            name.push('&');
        } else {
            let bytes = BASE64.decode(coded).ok()?;
            let (units, odd) = bytes.as_chunks::<2>();
            if !odd.is_empty() {
                return None;
            }
            let units: Vec<u16> = units.iter().map(|unit| u16::from_be_bytes(*unit)).collect();
            name.push_str(&String::from_utf16(&units).ok()?);
        }
        rest = after;
    }
    name.push_str(rest);
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_the_standard_and_of_real_servers() {
        for (name, wire) in [
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("Entwürfe", "Entw&APw-rfe"),
            ("R&D", "R&-D"),
            ("a \"quoted\" \\ name", "a \"quoted\" \\ name"),
            ("📬", "&2D3c7A-"),
            ("", ""),
        ] {
            assert_eq!(encode(name), wire);
            assert_eq!(decode(wire), name);
        }
    }

    #[test]
    fn what_is_no_encoding_stays_as_it_is() {
        for wire in ["R&D", "&", "&AA-", "&!!!!-", "&2D0-", "&AGE-", "Entwürfe", "&APw", "&APw/-"] {
            assert_eq!(decode(wire), wire);
        }
    }

    proptest! {
        #[test]
        fn every_name_comes_back(name in any::<String>()) {
            let wire = encode(&name);
            prop_assert!(wire.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
            prop_assert_eq!(decode(&wire), name);
        }

        #[test]
        fn no_two_wire_names_share_a_name(a in "[&A-D0-9+,ü-]{0,12}", b in "[&A-D0-9+,ü-]{0,12}") {
            // A name that is its own wire form may still be the decoding of another.
            if a != b && decode(&a) == decode(&b) {
                prop_assert!(decode(&a) == a || decode(&b) == b);
            }
        }
    }
}
