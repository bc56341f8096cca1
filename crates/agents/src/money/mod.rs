//! Amounts of money in folded text, in English and German notation, and bank accounts.

pub mod iban;

use crate::phrases::compile;
use domain::insight::Amount;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub amount: Amount,
    /// In the folded text.
    pub range: Range<usize>,
}

const NUMBER: &str = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,](?:\d{2}|-{1,2}))?|\d+(?:[.,](?:\d{1,2}|-{1,2}))?";
const CURRENCY: &str = r"us\$|usd|eur|euros?|gbp|chf|fr\.|sfr|jpy|cad|aud|sgd|s\$|inr|sek|nok|dkk|pln|czk|\$";

static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?:({CURRENCY}) ?({NUMBER})|\b({NUMBER}) ?({CURRENCY}|dollars?|pounds?|franken)(?:\b|\W|$))"
    ))
});

/// The amount that is owed or was paid, by what stands before it.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:amount due|balance due|total due|amount owed|total amount|grand total|new balance|amount payable|outstanding(?: balance| amount)?|invoice total|order total|total(?: paid| charged)?|amount|sum of|rechnungsbetrag|rechnungssumme|gesamtbetrag|gesamtsumme|endbetrag|offener betrag|zahlbetrag|zu zahlen(?:der betrag)?|betrag(?: von| in hoehe von)?|summe|in hoehe von|gesamt|brutto(?:betrag)?)\b[^\d\n$]{0,25}$",
    )
});
static STRONG: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:due|owed|payable|outstanding|balance|grand total|total|rechnungsbetrag|gesamtbetrag|endbetrag|offener betrag|zahlbetrag|zu zahlen)[^\n]*$",
    )
});

/// All amounts, in the order of the text.
pub fn amounts(text: &str) -> Vec<Found> {
    AMOUNT
        .captures_iter(text.as_bytes())
        .filter_map(|captures| {
            let (currency, number) = match (captures.get(1), captures.get(2)) {
                (Some(currency), Some(number)) => (currency, number),
                _ => (captures.get(4)?, captures.get(3)?),
            };
            let value = decimal(text.get(number.range())?)?;
            let currency = iso_currency(text.get(currency.range())?)?.to_owned();
            let range =
                number.start().min(currency_start(&captures))..number.end().max(currency_end(&captures));
            Some(Found { amount: Amount { value, currency }, range })
        })
        .collect()
}

/// The amount that the mail is about: a labelled one before others, then the first; none where nothing is labelled
/// and several differ.
pub fn main_amount(text: &str) -> Option<Found> {
    let all = amounts(text);
    let before = |found: &Found| {
        let start = text[..found.range.start]
            .rfind('\n')
            .map_or(0, |at| at + 1)
            .max(found.range.start.saturating_sub(60));
        // A table's label may stand in the line before.
        let line = text.get(start..found.range.start).unwrap_or_default();
        if line.trim().is_empty() && start > 0 {
            let previous = text[..start - 1].rfind('\n').map_or(0, |at| at + 1);
            return text.get(previous.max(start.saturating_sub(60))..start - 1).unwrap_or_default();
        }
        line
    };
    let rank = |found: &Found| {
        let label = before(found);
        if !LABEL.is_match(label.as_bytes()) {
            0
        } else if STRONG.is_match(label.as_bytes()) {
            2
        } else {
            1
        }
    };
    let best = all.iter().map(&rank).max()?;
    let mut candidates = all.iter().filter(|f| rank(f) == best);
    let first = candidates.next()?;
    if best == 0 && candidates.any(|other| other.amount != first.amount) {
        return all.iter().max_by_key(|f| cents(&f.amount.value)).cloned();
    }
    // "Total … 100.00 / Total due 119.00": the last of the strongest labels is the one after tax.
    if best == 2 {
        return all.iter().filter(|f| rank(f) == 2).max_by_key(|f| cents(&f.amount.value)).cloned();
    }
    Some(first.clone())
}

/// Hundredths, for comparing.
pub fn cents(value: &str) -> u64 {
    let (whole, part) = value.split_once('.').unwrap_or((value, ""));
    let part = format!("{part:0<2}");
    format!("{whole}{}", part.get(..2).unwrap_or("00")).parse().unwrap_or(u64::MAX)
}

fn currency_start(captures: &regex::bytes::Captures<'_>) -> usize {
    captures.get(1).or(captures.get(4)).map_or(usize::MAX, |m| m.start())
}

fn currency_end(captures: &regex::bytes::Captures<'_>) -> usize {
    captures.get(1).or(captures.get(4)).map_or(0, |m| m.end())
}

/// `1.234,5` and `1,234.50` as `1234.50`; digits are kept as written, so nothing is rounded.
fn decimal(written: &str) -> Option<String> {
    let written = written.trim_end_matches('-').trim_end_matches(['.', ',', ' ']);
    let point = written.rfind(['.', ',']).filter(|at| written.len() - at - 1 != 3);
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
    let whole = digits(&written[..point.unwrap_or(written.len())]);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if whole.len() > 15 {
        return None;
    }
    let part = point.map(|at| digits(&written[at + 1..])).unwrap_or_default();
    Some(format!("{whole}.{part:0<2}"))
}

fn iso_currency(written: &str) -> Option<&'static str> {
    Some(match written {
        "$" | "us$" | "usd" | "dollar" | "dollars" => "USD",
        "eur" | "euro" | "euros" => "EUR",
        "gbp" | "pound" | "pounds" => "GBP",
        "chf" | "fr." | "sfr" | "franken" => "CHF",
        "jpy" => "JPY",
        "cad" => "CAD",
        "aud" => "AUD",
        "sgd" | "s$" => "SGD",
        "inr" => "INR",
        "sek" => "SEK",
        "nok" => "NOK",
        "dkk" => "DKK",
        "pln" => "PLN",
        "czk" => "CZK",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Folded;

    fn all(text: &str) -> Vec<String> {
        let folded = Folded::new(text.to_owned());
        amounts(folded.text())
            .into_iter()
            .map(|f| format!("{} {}", f.amount.value, f.amount.currency))
            .collect()
    }

    #[test]
    fn reads_both_notations() {
        assert_eq!(all("1.234,56 €"), ["1234.56 EUR"]);
        assert_eq!(all("€ 1,234.56"), ["1234.56 EUR"]);
        assert_eq!(all("$19 or £7.50"), ["19.00 USD", "7.50 GBP"]);
        assert_eq!(all("12,5 Euro und CHF 1'200.–"), ["12.50 EUR", "1200.00 CHF"]);
        assert_eq!(all("1.000 EUR, 2,000 USD"), ["1000.00 EUR", "2000.00 USD"]);
        assert!(all("3 March, 20 people, version 2.0").is_empty());
    }

    #[test]
    fn picks_the_one_that_is_owed() {
        let text = Folded::new("Netto: 100,00 €\nMwSt 19 %: 19,00 €\nGesamtbetrag: 119,00 €".into());
        assert_eq!(main_amount(text.text()).map(|f| f.amount.value).as_deref(), Some("119.00"));
        let text = Folded::new("Amount due\n$42.10\nlate fee $5.00".into());
        assert_eq!(main_amount(text.text()).map(|f| f.amount.value).as_deref(), Some("42.10"));
    }
}
