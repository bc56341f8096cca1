//! Categories by the words of the mail and the kind of its sender.

use super::sender::Sender;
use crate::domains::brands;
use crate::phrases::{Hit, Topic};
use crate::text::Reading;
use domain::Item;
use domain::insight::Category;
use domain::proposal::Known;
use std::ops::Range;

/// A category and the words that speak for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorted {
    pub category: Category,
    pub words: Option<Range<usize>>,
}

/// The category; a subject counts double because people sort by it too.
pub fn sort(item: &Item, reading: &Reading, sender: &Sender) -> Sorted {
    let hits = reading.hits(Topic::Category);
    let points = |category: Category| -> i32 {
        hits.iter()
            .filter(|hit| hit.code == category.as_str())
            .map(|hit| if hit.range.start < reading.body_start { 2 * hit.weight } else { hit.weight })
            .sum()
    };
    let words = |category: Category| {
        hits.iter()
            .filter(|hit| hit.code == category.as_str())
            .max_by_key(|hit| hit.weight)
            .map(|hit| hit.range.clone())
    };
    let sorted = |category| Sorted { category, words: words(category) };
    if item.structured.iter().any(|media| media.eq_ignore_ascii_case("text/calendar"))
        && points(Category::Travel) < 8
    {
        return sorted(Category::Calendar);
    }
    let service =
        item.from.as_ref().is_some_and(|a| !sender.free_mail && brands::owner(a.domain()).is_some());
    // An office of an organisation that the user writes with posts to its people, without a way to unsubscribe.
    let circular = sender.bulk
        && sender.known == Known::Contact
        && item.list.unsubscribe.is_none()
        && item.list.one_click.is_none();
    if circular || sender.discussion || (sender.colleague && !sender.no_reply && !sender.role) {
        return person(item, sender, &points, &sorted);
    }
    if away(item, reading) {
        return sorted(Category::Work);
    }
    if sender.automated || sender.role || service {
        program(item, sender, &points, &sorted, &hits)
    } else {
        person(item, sender, &points, &sorted)
    }
}

/// Somebody's automatic answer belongs to the thread that it answers.
pub fn away(item: &Item, reading: &Reading) -> bool {
    item.list.auto_submitted && reading.occurs(Topic::Away)
}

fn program(
    item: &Item,
    sender: &Sender,
    points: &dyn Fn(Category) -> i32,
    sorted: &dyn Fn(Category) -> Sorted,
    hits: &[Hit],
) -> Sorted {
    use Category::{Calendar, Invoice, Newsletter, Notification, Promotion, Receipt, Security, Travel, Work};
    let listed = i32::from(sender.bulk);
    let tagged = item.subject.as_deref().is_some_and(|s| s.contains('[') || s.starts_with("Re:"));
    let scores = [
        (Security, points(Security) + i32::from(sender.no_reply && points(Security) > 0)),
        (Calendar, points(Calendar)),
        (Travel, points(Travel) + i32::from(points(Travel) >= 8)),
        (Invoice, points(Invoice)),
        (Receipt, points(Receipt)),
        (Promotion, points(Promotion) + if points(Promotion) > 0 { 2 * listed } else { 0 }),
        (Newsletter, points(Newsletter) + if tagged { 0 } else { 3 * listed }),
        (Notification, points(Notification) + 1 - listed + if tagged { 4 } else { 0 }),
    ];
    let best = scores.iter().copied().max_by_key(|(category, score)| (*score, rank(*category)));
    match best {
        Some((category, score)) if score >= 2 => sorted(category),
        _ if hits.iter().any(|h| h.code == "work") && !sender.automated => sorted(Work),
        _ => sorted(Notification),
    }
}

fn person(
    item: &Item,
    sender: &Sender,
    points: &dyn Fn(Category) -> i32,
    sorted: &dyn Fn(Category) -> Sorted,
) -> Sorted {
    use Category::{Calendar, Invoice, Other, Personal, Promotion, Receipt, Travel, Work};
    let bill = item.attachments.iter().any(|a| {
        let name = a.name.to_lowercase();
        ["invoice", "rechnung", "mahnung", "bill"].iter().any(|word| name.contains(word))
    });
    if points(Invoice) >= 8 || (bill && points(Invoice) >= 4) {
        return sorted(Invoice);
    }
    if points(Receipt) >= 12 {
        return sorted(Receipt);
    }
    if points(Travel) >= 12 && !sender.free_mail {
        return sorted(Travel);
    }
    if points(Calendar) >= 8 {
        return sorted(Calendar);
    }
    let new = sender.known == Known::New;
    if points(Promotion) >= 8 && new {
        return sorted(Promotion);
    }
    let work = points(Work)
        + if sender.colleague {
            6
        } else if sender.free_mail {
            -4
        } else {
            3
        };
    let personal = points(Personal) + if sender.free_mail { 3 } else { 0 };
    if work > personal {
        sorted(Work)
    } else if sender.free_mail || personal > 0 {
        sorted(Personal)
    } else {
        sorted(Other)
    }
}

/// Between equals: what a person would not want to overlook.
fn rank(category: Category) -> u8 {
    match category {
        Category::Security => 7,
        Category::Invoice => 6,
        Category::Travel => 5,
        Category::Calendar => 4,
        Category::Receipt => 3,
        Category::Notification => 2,
        Category::Promotion => 1,
        _ => 0,
    }
}
