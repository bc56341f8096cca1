//! Answers about several ids: told one by one to a person, as one list to a program.

use protocol::Problem;
use serde::Serialize;

use crate::console::Console;
use crate::failure::Failure;
use crate::look::Look;

/// One id gives its document, several give a list in their order; the exit code is the worst.
pub(crate) struct Answers {
    as_list: bool,
    documents: Vec<serde_json::Value>,
    worst: Option<u8>,
}

impl Answers {
    pub(crate) fn about(ids: usize) -> Self {
        Self { as_list: ids > 1, documents: Vec::new(), worst: None }
    }

    pub(crate) fn add<T: Serialize>(
        &mut self,
        console: &mut Console,
        id: &str,
        answer: Result<T, Failure>,
        text: impl FnOnce(&T, &Look) -> String,
    ) -> Result<(), Failure> {
        match answer {
            Ok(document) if console.json => {
                let value = serde_json::to_value(&document).map_err(std::io::Error::from)?;
                self.documents.push(value);
                Ok(())
            }
            Ok(document) => {
                let text = text(&document, &console.look);
                console.print(&text)
            }
            Err(failure) => {
                self.fail(console, id, &failure);
                Ok(())
            }
        }
    }

    pub(crate) fn finish(self, console: &mut Console) -> Result<(), Failure> {
        if console.json {
            match (self.as_list, self.documents.first()) {
                (true, _) => console.document(&self.documents)?,
                (false, Some(only)) => console.document(only)?,
                (false, None) => {}
            }
        }
        self.worst.map_or(Ok(()), |code| Err(Failure::Told(code)))
    }

    fn fail(&mut self, console: &mut Console, id: &str, failure: &Failure) {
        self.worst = self.worst.max(Some(failure.exit_code()));
        let sentence = failure.sentence();
        if let Some(sentence) = &sentence {
            let word = console.err_look.bad("error:");
            console.note(&format!("{word} {id}: {}", crate::words::clean(sentence)));
        }
        let document = match failure.problem() {
            Some(problem) => Some(problem.clone()),
            // A list keeps the places of its ids.
            None if self.as_list => {
                Some(own_problem(sentence.unwrap_or_else(|| "It was not done.".to_owned())))
            }
            None => None,
        };
        self.documents.extend(document.and_then(|problem| serde_json::to_value(problem).ok()));
    }
}

/// What we say where the server said nothing.
fn own_problem(detail: String) -> Problem {
    Problem {
        kind: "/docs/errors/not_done".to_owned(),
        title: "Not done".to_owned(),
        status: 0,
        detail,
        code: "not_done".to_owned(),
    }
}
