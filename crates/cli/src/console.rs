//! Stdout for data, stderr for everything else, and the person at the terminal, if there is one.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::io::{self, IsTerminal, Read, Write};

use crate::failure::Failure;
use crate::look::Look;

/// The person at the keyboard, or a script's stdin.
pub(crate) trait Terminal: Send {
    /// Whether there is somebody to ask: both stdin and stderr are a terminal.
    fn is_interactive(&self) -> bool;
    /// One line, without its end; empty at the end of the input.
    fn ask(&mut self, question: &str) -> io::Result<String>;
    /// The same without echo.
    fn ask_secret(&mut self, question: &str) -> io::Result<String>;
    /// All of stdin.
    fn read_input(&mut self) -> io::Result<Vec<u8>>;
}

pub(crate) struct Console {
    pub(crate) out: Box<dyn Write + Send>,
    pub(crate) err: Box<dyn Write + Send>,
    pub(crate) terminal: Box<dyn Terminal>,
    pub(crate) json: bool,
    /// Of stdout.
    pub(crate) look: Look,
    /// Of stderr.
    pub(crate) err_look: Look,
    /// Stderr is a terminal, so a bar can move there.
    pub(crate) shows_progress: bool,
}

struct ProcessTerminal;

impl Console {
    pub(crate) fn of_this_process(json: bool, now: Timestamp, zone: TimeZone) -> Self {
        let (out_is_terminal, err_is_terminal) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        let colours = colours_wanted(|name| std::env::var_os(name));
        let look = |is_terminal| Look { colours: colours && is_terminal, now, zone: zone.clone() };
        Self {
            out: Box::new(io::stdout()),
            err: Box::new(io::stderr()),
            terminal: Box::new(ProcessTerminal),
            json,
            look: look(out_is_terminal),
            err_look: look(err_is_terminal),
            shows_progress: err_is_terminal,
        }
    }

    /// The answer of a command: the API's document with `--json`, else the text.
    pub(crate) fn answer<T: Serialize>(
        &mut self,
        document: &T,
        text: impl FnOnce(&T, &Look) -> String,
    ) -> Result<(), Failure> {
        if self.json {
            self.document(document)
        } else {
            let text = text(document, &self.look);
            self.print(&text)
        }
    }

    pub(crate) fn document(&mut self, document: &impl Serialize) -> Result<(), Failure> {
        let mut line = serde_json::to_vec(document).map_err(io::Error::from)?;
        line.push(b'\n');
        self.out.write_all(&line)?;
        Ok(self.out.flush()?)
    }

    /// Text to stdout.
    pub(crate) fn print(&mut self, text: &str) -> Result<(), Failure> {
        writeln!(self.out, "{}", text.trim_end())?;
        Ok(self.out.flush()?)
    }

    /// Text to stderr; that nobody reads it is no failure.
    pub(crate) fn note(&mut self, text: &str) {
        let _ = writeln!(self.err, "{}", text.trim_end());
    }

    pub(crate) fn is_interactive(&self) -> bool {
        self.terminal.is_interactive()
    }

    /// A yes takes `y` or `yes`; anything else, and the end of the input, is a no.
    pub(crate) fn agrees(&mut self, question: &str) -> Result<bool, Failure> {
        let answer = self.terminal.ask(&format!("{question} [y/N] "))?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }

    /// Says why it did not work; gives the exit code.
    pub(crate) fn fail(&mut self, failure: &Failure) -> u8 {
        if let Some(problem) = failure.problem().filter(|_| self.json) {
            let _ = self.document(problem);
        }
        if let Some(sentence) = failure.sentence() {
            let word = self.err_look.bad("error:");
            self.note(&format!("{word} {}", crate::words::clean(&sentence)));
        }
        failure.exit_code()
    }
}

impl Terminal for ProcessTerminal {
    fn is_interactive(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    fn ask(&mut self, question: &str) -> io::Result<String> {
        let mut err = io::stderr();
        err.write_all(question.as_bytes())?;
        err.flush()?;
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }

    fn ask_secret(&mut self, question: &str) -> io::Result<String> {
        let mut err = io::stderr();
        err.write_all(question.as_bytes())?;
        err.flush()?;
        rpassword::read_password()
    }

    fn read_input(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// <https://no-color.org>: any value but an empty one counts.
fn colours_wanted(variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> bool {
    let refused = variable("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = variable("TERM").is_some_and(|value| value == "dumb");
    !refused && !dumb
}

#[cfg(test)]
mod tests {
    use super::colours_wanted;

    #[test]
    fn no_color_and_dumb_terminals_get_no_colour() {
        let with = |set: &'static [(&str, &str)]| {
            colours_wanted(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
        };
        assert!(with(&[("TERM", "xterm-256color")]));
        assert!(with(&[("NO_COLOR", "")]));
        assert!(!with(&[("NO_COLOR", "1")]));
        assert!(!with(&[("TERM", "dumb")]));
    }
}
