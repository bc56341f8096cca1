//! The points model in one table: each reason, what it weighs, and what it tells a person.

pub const NAME: &str = "safety";
pub const ANSWERED_BY: &str = "reflex";

/// Points from which a mail is suspicious, and from which it is a scam.
pub const SUSPICIOUS: i32 = 40;
pub const SCAM: i32 = 65;
/// Points from which a mail is suspicious where the learned weights are in doubt, too.
pub const DOUBTFUL: i32 = 52;
pub const LEARNED_DOUBTS: f32 = -0.5;
/// Learned weights speak of fraud from 0 on, and are sure from here on.
pub const LEARNED_SCAM: f32 = 1.0;
/// Where the rules found next to nothing, the learned weights must be surer.
pub const NOTHING_FOUND: i32 = 10;
pub const LEARNED_ALONE: f32 = 1.5;
/// So much more must speak against a sender who is proved and known.
pub const LEARNED_TRUST: f32 = 1.5;
/// Evidence quotes are cut to this many bytes.
pub const QUOTE: usize = 200;

/// How a reason may be outweighed by who wrote the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Who the sender is or pretends to be: no acquaintance outweighs it.
    Identity,
    /// Where links and attachments lead.
    Lure,
    /// What the text says: a person you know may say it.
    Words,
}

#[derive(Clone, Copy, Debug)]
pub struct Weight {
    pub code: &'static str,
    pub points: i32,
    pub kind: Kind,
    pub text: &'static str,
}

const fn weight(code: &'static str, points: i32, kind: Kind, text: &'static str) -> Weight {
    Weight { code, points, kind, text }
}

use Kind::{Identity, Lure, Words};

pub static WEIGHTS: &[Weight] = &[
    // Sender
    weight("dmarc_fail", 30, Identity, "The sender's domain disowns this mail (DMARC failed)."),
    weight("auth_fail", 15, Identity, "The sender's address could not be proved (SPF or DKIM failed)."),
    weight(
        "own_domain_forged",
        45,
        Identity,
        "It claims to come from your own address or organisation, and that is not proved.",
    ),
    weight("look_alike_domain", 55, Identity, "The sender's domain imitates a well-known one."),
    weight("near_brand", 20, Identity, "The sender's domain is a letter or two from a well-known one."),
    weight(
        "reply_mimics",
        50,
        Identity,
        "Answers would go to another address that copies the sender's name.",
    ),
    weight(
        "third_party_note",
        50,
        Identity,
        "A stranger's message inside a genuine notice wants you to call a number.",
    ),
    weight("bare_link", 40, Lure, "A stranger sends hardly more than a link."),
    weight("qr_code", 30, Lure, "It wants you to scan a code with your phone, which hides where it leads."),
    weight("macros", 40, Words, "It wants you to switch off the protection against macros."),
    weight("fake_register", 55, Words, "It looks like a bill for an entry that nobody ordered."),
    weight("marketplace", 34, Words, "It promises money for something sold."),
    weight("loan", 38, Words, "It offers a loan on easy terms."),
    weight("legal_threat", 24, Words, "It threatens with a breach of rights."),
    weight("many_hyphens", 8, Identity, "The sender's domain is strung together with hyphens."),
    weight("rental", 55, Words, "It wants a deposit before a flat can be seen."),
    weight("payroll", 30, Words, "It wants wages paid to another account."),
    weight(
        "foreign_account",
        25,
        Words,
        "The account lies in a country that the mail has nothing to do with.",
    ),
    weight("look_alike_contact", 60, Identity, "The sender's domain imitates one that you know."),
    weight("other_suffix", 30, Identity, "A domain that you know, under another ending."),
    weight("mixed_scripts", 45, Identity, "The sender's domain mixes letters of different alphabets."),
    weight("brand_name", 52, Identity, "The sender's name is a well-known company's, the address is not."),
    weight(
        "brand_claimed",
        30,
        Identity,
        "The text speaks for a well-known company, the address is not its own.",
    ),
    weight("contact_name", 40, Identity, "The name is one of your contacts', the address is not."),
    weight("self_name", 40, Identity, "The name is your own or your organisation's, the address is not."),
    weight(
        "name_is_address",
        40,
        Identity,
        "The sender's name shows another address than the mail comes from.",
    ),
    weight("free_mail_office", 30, Identity, "An office or company that writes from a free mail address."),
    weight("reply_elsewhere", 18, Identity, "Answers would go to another domain."),
    weight("reply_free_mail", 28, Identity, "Answers would go to a free mail address."),
    weight(
        "bait_domain",
        25,
        Identity,
        "The sender's domain is put together from words such as 'secure' or 'verify'.",
    ),
    weight("cheap_domain", 12, Identity, "The sender's domain has an ending that is often used for fraud."),
    weight("new_domain", 5, Identity, "No mail came from this domain before."),
    // Links and attachments
    weight("link_look_alike", 50, Lure, "A link leads to a domain that imitates a well-known one."),
    weight("link_mismatch", 35, Lure, "A link shows one address and leads to another."),
    weight(
        "link_brand_mismatch",
        50,
        Lure,
        "A link shows a well-known company's address and leads elsewhere.",
    ),
    weight("link_ip", 40, Lure, "A link leads to a bare IP address."),
    weight("link_punycode", 30, Lure, "A link leads to a domain with foreign letters."),
    weight("link_user_info", 45, Lure, "A link hides its target behind an '@'."),
    weight("link_script", 50, Lure, "A link carries a program or a page in itself."),
    weight("link_free_page", 25, Lure, "A link leads to a page that anybody can put up."),
    weight("link_shortener", 14, Lure, "A link hides its target behind a shortener."),
    weight(
        "link_cheap_domain",
        18,
        Lure,
        "A link leads to a domain with an ending that is often used for fraud.",
    ),
    weight(
        "link_bait_domain",
        25,
        Lure,
        "A link leads to a domain put together from words such as 'secure' or 'verify'.",
    ),
    weight("link_foreign", 10, Lure, "Its links lead to a domain that is not the sender's."),
    weight("attachment_program", 66, Lure, "An attachment is a program."),
    weight("attachment_image", 66, Lure, "An attachment is a disk image, which hides programs from checks."),
    weight("attachment_html", 30, Lure, "An attachment is a web page, as used to steal passwords."),
    weight("attachment_double", 55, Lure, "An attachment hides its true type behind a second ending."),
    weight("attachment_macro", 34, Lure, "An attachment can run macros."),
    weight("attachment_locked", 54, Lure, "An archive is locked with a password that the mail gives."),
    weight("attachment_vector", 20, Lure, "An attachment is a picture that can carry programs."),
    // Words
    weight("credentials", 24, Words, "It asks you to log in, or to confirm access data."),
    weight("secret_code", 58, Words, "It asks for a code, a recovery phrase or a password."),
    weight("account_threat", 20, Words, "It threatens that an account will be closed or limited."),
    weight("urgency", 10, Words, "It presses for haste."),
    weight("generic_greeting", 8, Words, "It does not greet you by name."),
    weight("gift_card", 50, Words, "It asks for gift cards or vouchers."),
    weight("executive", 32, Words, "It sets up a discreet favour, as in fraud in a boss's name."),
    weight("secrecy", 22, Words, "It asks to keep the matter secret."),
    weight("wire_transfer", 25, Words, "It asks for a transfer of money."),
    weight("extortion", 70, Words, "It blackmails."),
    weight("advance_fee", 60, Words, "It promises money out of nowhere."),
    weight("lottery", 52, Words, "It promises a prize or a gift."),
    weight("investment", 50, Words, "It promises profits."),
    weight("crypto", 18, Words, "It is about crypto money."),
    weight("parcel_fee", 38, Words, "It wants a fee or an address for a parcel."),
    weight("tax_refund", 35, Words, "It promises a refund from an authority or company."),
    weight("fine", 35, Words, "It wants a small fine or toll paid online."),
    weight("job_offer", 42, Words, "It offers easy money for little work."),
    weight("romance", 38, Words, "A stranger seeks closeness."),
    weight("family_emergency", 55, Words, "It pretends to be a relative with a new number."),
    weight("mailbox", 46, Words, "It claims that your mailbox is full, expires or holds mail back."),
    weight("shared_document", 22, Words, "It lures with a document, a voice message or a fax."),
    weight("fake_renewal", 45, Words, "It reports a purchase that you are to cancel by phone."),
    weight("remote_help", 35, Words, "It claims that your computer is infected or needs help."),
    weight("payment_data", 22, Words, "It asks for card or payment data."),
    weight("subscription_payment", 20, Words, "It claims that a payment failed."),
    weight("bank_changed", 40, Words, "It names new bank details for payments."),
    weight("bank_unknown", 42, Identity, "The bank account differs from those that this sender used before."),
    weight("callback", 15, Words, "It wants you to call or write to a number."),
    weight("injection", 45, Identity, "It holds instructions that are aimed at an assistant program."),
    weight("hidden_text", 15, Lure, "It hides characters to get past filters."),
    weight("wording", 0, Words, "Its words and its sender together are like those of fraud."),
    // What several of them together mean
    weight(
        "credentials_with_link",
        18,
        Lure,
        "It asks for access data and gives a link that is not the sender's.",
    ),
    weight("threat_with_link", 12, Lure, "It threatens and gives a link that is not the sender's."),
    weight("payment_from_forged", 30, Identity, "Somebody who is not who they claim to be asks for money."),
    weight("stranger_in_need", 20, Words, "A stranger asks for money or a favour."),
];

/// What speaks for the sender; taken off the points of words and lures, never of identity.
pub const AUTHENTICATED: i32 = 10;
pub const AUTHENTICATED_CONTACT: i32 = 70;
pub const AUTHENTICATED_SEEN: i32 = 30;
/// To subscribers, from a proved sender: advertising promises much.
pub const SUBSCRIBED: i32 = 25;
/// Address known, nothing proved.
pub const KNOWN_UNPROVED: i32 = 18;
pub const TOOK_PART: i32 = 30;
pub const BRAND_PROVED: i32 = 90;
/// A well-known company's own domain, with nothing proved either way.
pub const BRAND_UNPROVED: i32 = 35;
/// The text warns of fraud itself ("we will never ask for your password").
pub const WARNS: i32 = 25;

pub fn of(code: &str) -> Option<&'static Weight> {
    WEIGHTS.iter().find(|weight| weight.code == code)
}
