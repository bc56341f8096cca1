//! The sums for one mail, with the features that made them.

use super::answer::{Answer, COUNT};
use super::features::Sink;
use super::table::{Key, TABLE, Table, share};
use domain::insight::{ActionType, Category, Importance};
use std::ops::Range;

#[derive(Clone, Debug)]
pub struct Scores {
    sums: [f32; COUNT],
    /// What was found in the text, and where.
    found: Vec<(u32, Range<u32>)>,
}

impl Scores {
    pub fn of(&self, answer: Answer) -> f32 {
        self.sums[answer.place() as usize]
    }

    pub fn needs(&self) -> bool {
        self.of(Answer::Needs) > 0.0
    }

    /// The action that fits: only a reply or an appointment goes with an answer that is owed.
    pub fn action(&self, needs: bool) -> ActionType {
        let fits = |action: &ActionType| match action {
            ActionType::Schedule => true,
            ActionType::Reply => needs,
            _ => !needs,
        };
        best(ActionType::ALL.iter().copied().filter(fits), |action| self.of(Answer::Action(action)))
    }

    pub fn category(&self) -> Category {
        best(Category::ALL.iter().copied(), |category| self.of(Answer::Category(category)))
    }

    pub fn importance(&self) -> Importance {
        best(Importance::ALL.iter().copied(), |importance| self.of(Answer::Importance(importance)))
    }

    /// The places that speak most for an answer, the strongest first: of those given, by what stands in each.
    pub fn strongest(&self, answer: Answer, places: &[Range<usize>]) -> Vec<Range<usize>> {
        let mut points = vec![0.0; places.len()];
        for (row, range) in &self.found {
            let weight = TABLE.weights(*row).iter().find(|(place, _)| *place == answer.place());
            let Some((_, weight)) = weight else { continue };
            let start = range.start as usize;
            let at = places.partition_point(|place| place.end <= start);
            if places.get(at).is_some_and(|place| place.start <= start) {
                points[at] += weight;
            }
        }
        let mut order: Vec<usize> = (0..places.len()).filter(|at| points[*at] > 0.0).collect();
        order.sort_by(|a, b| points[*b].total_cmp(&points[*a]));
        order.into_iter().map(|at| places[at].clone()).collect()
    }
}

/// The first of the best.
fn best<T: Copy + Default>(choices: impl Iterator<Item = T>, points: impl Fn(T) -> f32) -> T {
    let mut found: Option<(T, f32)> = None;
    for choice in choices {
        let points = points(choice);
        if found.is_none_or(|(_, most)| points > most) {
            found = Some((choice, points));
        }
    }
    found.map(|(choice, _)| choice).unwrap_or_default()
}

/// Adds up weights.
pub struct Sum {
    table: &'static Table,
    facts: [f32; COUNT],
    words: [f32; COUNT],
    /// Rows that counted already: a feature counts once a mail.
    met: Vec<u64>,
    found: Vec<(u32, Range<u32>)>,
    length: usize,
}

impl Sum {
    pub fn new() -> Self {
        let table = &*TABLE;
        let met = vec![0; table.rows() / 64 + 1];
        Self { table, facts: table.bias, words: [0.0; COUNT], met, found: Vec::with_capacity(128), length: 0 }
    }

    pub fn scores(self) -> Scores {
        let share = share(self.length);
        let mut sums = self.facts;
        for (sum, words) in sums.iter_mut().zip(self.words) {
            *sum += share * words;
        }
        Scores { sums, found: self.found }
    }

    /// The row of a feature, with its place kept; none where it is unknown or counted before.
    fn fresh(&mut self, family: &str, name: &[&str], range: Range<usize>) -> Option<u32> {
        let row = self.table.row(Key::of(family, name))?;
        let (word, bit) = (row as usize / 64, 1u64 << (row % 64));
        let met = self.met.get_mut(word)?;
        if range.end > range.start {
            self.found.push((row, range.start as u32..range.end as u32));
        }
        let new = *met & bit == 0;
        *met |= bit;
        new.then_some(row)
    }
}

impl Sink for Sum {
    fn fact(&mut self, family: &'static str, name: &[&str], range: Range<usize>) {
        if let Some(row) = self.fresh(family, name, range) {
            for (place, weight) in self.table.weights(row) {
                self.facts[*place as usize] += weight;
            }
        }
    }

    fn word(&mut self, family: &'static str, name: &[&str], range: Range<usize>) {
        if let Some(row) = self.fresh(family, name, range) {
            for (place, weight) in self.table.weights(row) {
                self.words[*place as usize] += weight;
            }
        }
    }

    fn length(&mut self, words: usize) {
        self.length = words;
    }
}
