//! One RFC 5322 mailbox as a person types it, checked before it can become a recipient.

use domain::Address;
use mail_parser::{HeaderName, HeaderValue, MessageParser};

/// Longest mailbox that is read: 254 for the address (RFC 5321 §4.5.3.1) and room for a name.
const LONGEST: usize = 998;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("the address is empty")]
    Empty,
    #[error("the address contains control characters")]
    ControlCharacter,
    #[error("the address is too long")]
    TooLong,
    #[error("`{0}` is more than one address")]
    Several(String),
    #[error("`{0}` is not a mail address")]
    Invalid(String),
}

impl AddressError {
    pub fn code(&self) -> &'static str {
        "bad_address"
    }
}

/// Reads `local@domain` or `Name <local@domain>`; the name decoded, the domain as written (IDN kept).
pub fn parse(mailbox: &str) -> Result<Address, AddressError> {
    let mailbox = mailbox.trim_matches(' ');
    if mailbox.is_empty() {
        return Err(AddressError::Empty);
    }
    if mailbox.chars().any(char::is_control) {
        return Err(AddressError::ControlCharacter);
    }
    if mailbox.len() > LONGEST {
        return Err(AddressError::TooLong);
    }
    let header = format!("To: {mailbox}\r\n\r\n");
    let invalid = || AddressError::Invalid(mailbox.to_owned());
    let message =
        MessageParser::new().header_address(HeaderName::To).parse_headers(&header).ok_or_else(invalid)?;
    let list = message.header(HeaderName::To).and_then(HeaderValue::as_address).ok_or_else(invalid)?;
    if list.as_group().is_some() {
        return Err(invalid());
    }
    let mut found = list.iter();
    let only = found.next().ok_or_else(invalid)?;
    if found.next().is_some() {
        return Err(AddressError::Several(mailbox.to_owned()));
    }
    let address = only.address.as_deref().map(str::trim).ok_or_else(invalid)?;
    // The lenient parser mends what it can; a recipient must stand in the input as it is.
    if !is_valid(address) || !mailbox.contains(address) {
        return Err(invalid());
    }
    let name = only.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    if name.is_some_and(|name| name.chars().any(char::is_control)) {
        return Err(AddressError::ControlCharacter);
    }
    Ok(Address::new(name, address))
}

/// Whether a bare address can be a recipient: RFC 5321 with internationalised parts (RFC 6531).
pub fn is_valid(address: &str) -> bool {
    address.len() <= 320
        && !address.chars().any(|c| c.is_control())
        && address.parse::<lettre::Address>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_are_read() {
        let cases = [
            ("ada@example.org", None, "ada@example.org"),
            ("<ada@example.org>", None, "ada@example.org"),
            ("Ada Lovelace <ada@example.org>", Some("Ada Lovelace"), "ada@example.org"),
            ("\"Lovelace, Ada\" <ada@example.org>", Some("Lovelace, Ada"), "ada@example.org"),
            ("Jörg Müller <joerg@müller.example>", Some("Jörg Müller"), "joerg@müller.example"),
            ("=?utf-8?Q?J=C3=B6rg?= <j@example.org>", Some("Jörg"), "j@example.org"),
            ("o'hara+list@sub.example.co.uk", None, "o'hara+list@sub.example.co.uk"),
            ("ada@localhost", None, "ada@localhost"),
        ];
        for (input, name, address) in cases {
            assert_eq!(parse(input), Ok(Address::new(name, address)), "{input}");
        }
    }

    #[test]
    fn what_is_no_single_mailbox_is_refused() {
        let inputs = [
            "",
            " ",
            "ada",
            "ada@",
            "@example.org",
            "ada example.org",
            "a@b@c.example",
            "ada@exa mple.org",
            "a@example.org, b@example.org",
            "Team: a@example.org, b@example.org;",
            "ada@example.org\r\nBcc: x@y.example",
            "ada@example.org\nBcc: x@y.example",
            "ada@example.org\0",
            "\"x\r\n\" <a@example.org>",
            "Ada <>",
            "<a@example.org> <b@example.org>",
            "ada@-example-.org..",
        ];
        for input in inputs {
            assert!(parse(input).is_err(), "{input:?} gave {:?}", parse(input));
        }
    }

    #[test]
    fn what_is_shown_reads_back() {
        for name in
            [None, Some("Ada"), Some("Lovelace, Ada"), Some("Q \"uote\" \\ slash"), Some("Jörg (privat)")]
        {
            let address = Address::new(name, "ada@example.org");
            assert_eq!(parse(&address.to_string()), Ok(address));
        }
    }
}
