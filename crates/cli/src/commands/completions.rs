//! `completions SHELL`: prints a script that the shell reads.

use clap_complete::Shell;

use crate::failure::Failure;
use crate::session::Session;

#[derive(Debug, clap::Args)]
pub struct Completions {
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, session: &mut Session, mut program: clap::Command) -> Result<(), Failure> {
        let name = program.get_name().to_owned();
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut program, name, &mut script);
        session.console.out.write_all(&script)?;
        Ok(session.console.out.flush()?)
    }
}
