//! The command line as a script reads it: one document on stdout, in the shape that the API has.

use serde_json::{Value, json};

use super::{demo, pending};
use crate::support::{data, text};

#[tokio::test]
async fn a_command_prints_what_the_api_answers() {
    let server = demo().await;
    let item = text(&server.rest.all("/api/items").await[0], "/id").to_owned();
    for (command, path) in [
        (vec!["account", "list"], "/api/accounts".to_owned()),
        (vec!["inbox", "--limit", "5"], "/api/items?archived=false&limit=5".to_owned()),
        (vec!["proposals", "--status", "pending"], "/api/action-proposals?status=pending".to_owned()),
        (vec!["show", &item], format!("/api/items/{item}")),
    ] {
        let (printed, answered) = (server.cli(&command).await.ok(), server.rest.get(&path).await);
        let kind = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(kind(&printed), kind(&answered), "{command:?}");
        if printed.get("data").is_some() && command[0] != "inbox" {
            assert_eq!(data(&printed), data(&answered), "{command:?}");
        }
    }
    assert_eq!(data(&server.cli(&["inbox", "--limit", "5"]).await.ok()).len(), 5);
    assert_eq!(server.cli(&["sign-in"]).await.ok(), json!({"sign_in_url": null}));
    let doctor = server.cli(&["doctor"]).await;
    assert_eq!(doctor.code, 0, "{doctor:#?}");
    assert!(doctor.document().is_object() || doctor.document().is_array());
}

#[tokio::test]
async fn several_ids_print_a_list_in_their_order() {
    let server = demo().await;
    let low = pending(&server).await;
    let (one, other) = (text(&low[0], "/id"), text(&low[1], "/id"));
    let rejected = server.cli(&["reject", other, one]).await.ok();
    let ids: Vec<_> = rejected.as_array().unwrap().iter().map(|proposal| text(proposal, "/id")).collect();
    assert_eq!(ids, [other, one]);
    assert!(rejected.as_array().unwrap().iter().all(|proposal| proposal["status"] == "rejected"));
    // One that fails keeps its place, and the exit code tells.
    let third = text(&low[2], "/id");
    let mixed = server.cli(&["reject", one, third]).await;
    assert_eq!(mixed.code, 3, "{mixed:#?}");
    let document = mixed.document();
    assert_eq!((text(&document, "/0/code"), text(&document, "/1/status")), ("already_decided", "rejected"));
}

#[tokio::test]
async fn without_json_people_get_words_and_no_escape_codes_in_a_pipe() {
    let server = demo().await;
    for command in [["inbox"].as_slice(), &["proposals"], &["account", "list"], &["completions", "bash"]] {
        let ran = crate::support::command::run_plain(&server.home, command).await;
        assert_eq!(ran.code, 0, "{ran:#?}");
        assert!(ran.stdout.len() > 40 && !ran.stdout.contains('\u{1b}'), "{ran:#?}");
        assert!(serde_json::from_str::<Value>(&ran.stdout).is_err(), "{ran:#?}");
    }
}
