//! A stand-in that follows a script line by line, for what no real server can be made to do.

use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// `{tag}` in what is said stands for the first word of the line heard last.
pub enum Step {
    Say(&'static str),
    /// The next line must hold this.
    Hear(&'static str),
    /// The client must close the connection now.
    HearEnd,
    /// Closes the connection.
    End,
}

pub struct Scripted {
    port: u16,
    playing: JoinHandle<Vec<String>>,
}

const PATIENCE: Duration = Duration::from_secs(20);

impl Scripted {
    /// One script for each connection, in their order.
    pub async fn start(scripts: Vec<Vec<Step>>) -> Scripted {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let playing = tokio::spawn(async move {
            let mut heard = Vec::new();
            for script in scripts {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::time::timeout(PATIENCE, play(stream, script, &mut heard))
                    .await
                    .expect("the script ends");
            }
            heard
        });
        Scripted { port, playing }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Everything that was heard, once all scripts have ended.
    pub async fn done(self) -> Vec<String> {
        self.playing.await.unwrap()
    }
}

async fn play(stream: TcpStream, script: Vec<Step>, heard: &mut Vec<String>) {
    let mut stream = BufReader::new(stream);
    let mut tag = String::new();
    for step in script {
        match step {
            Step::Say(text) => {
                stream.get_mut().write_all(text.replace("{tag}", &tag).as_bytes()).await.unwrap()
            }
            Step::Hear(expected) => {
                let mut line = String::new();
                stream.read_line(&mut line).await.unwrap();
                assert!(line.contains(expected), "heard {line:?} instead of {expected:?}");
                tag = line.split(' ').next().unwrap_or_default().to_owned();
                heard.push(line);
            }
            Step::HearEnd => {
                let mut rest = Vec::new();
                // A reset is an end as well.
                let _ = stream.read_to_end(&mut rest).await;
                heard.push(String::from_utf8_lossy(&rest).into_owned());
            }
            Step::End => return,
        }
    }
}
