//! The questions that the table answers, each with its place in the sums.

use domain::insight::{ActionType, Category, Importance};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Needs,
    Action(ActionType),
    Category(Category),
    Importance(Importance),
    Scam,
}

const ACTIONS: usize = 1;
const CATEGORIES: usize = ACTIONS + ActionType::ALL.len();
const IMPORTANCES: usize = CATEGORIES + Category::ALL.len();
const SCAM: usize = IMPORTANCES + Importance::ALL.len();
pub const COUNT: usize = SCAM + 1;

impl Answer {
    /// As the table writes it: `needs`, `scam`, or the word of an action, a category or an importance, of which no
    /// two are the same.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "needs" => Some(Answer::Needs),
            "scam" => Some(Answer::Scam),
            _ => ActionType::parse(name)
                .map(Answer::Action)
                .or_else(|| Category::parse(name).map(Answer::Category))
                .or_else(|| Importance::parse(name).map(Answer::Importance)),
        }
    }

    pub fn place(self) -> u8 {
        let place = match self {
            Answer::Needs => 0,
            Answer::Action(action) => ACTIONS + action as usize,
            Answer::Category(category) => CATEGORIES + category as usize,
            Answer::Importance(importance) => IMPORTANCES + importance as usize,
            Answer::Scam => SCAM,
        };
        place as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_has_its_own_place() {
        let mut places = vec![Answer::Needs.place(), Answer::Scam.place()];
        places.extend(ActionType::ALL.iter().map(|a| Answer::Action(*a).place()));
        places.extend(Category::ALL.iter().map(|c| Answer::Category(*c).place()));
        places.extend(Importance::ALL.iter().map(|i| Answer::Importance(*i).place()));
        places.sort_unstable();
        assert_eq!(places, (0..COUNT as u8).collect::<Vec<_>>());
        let words = ActionType::ALL.iter().map(|a| a.as_str());
        let words = words.chain(Category::ALL.iter().map(|c| c.as_str()));
        let mut words: Vec<&str> = words.chain(Importance::ALL.iter().map(|i| i.as_str())).collect();
        words.sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "{words:?}");
        assert_eq!(Answer::parse("pay"), Some(Answer::Action(ActionType::Pay)));
        assert_eq!(Answer::parse("action"), None);
    }
}
