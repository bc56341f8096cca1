//! Exit codes, and what goes where: documents to stdout, sentences to stderr.

use serde_json::json;

use super::fixtures::{approved, document, page, reply};
use super::harness::{Person, StandIn, TOKEN, folder_with, nowhere, problem, run, run_line};

#[tokio::test]
async fn each_answer_of_the_server_has_its_code() {
    let codes = [
        (400, "bad_query", 2),
        (401, "unauthorized", 1),
        (403, "forbidden", 3),
        (404, "not_found", 1),
        (409, "already_decided", 3),
        (410, "proposal_expired", 3),
        (413, "too_large", 1),
        (422, "digest_required", 3),
        (500, "internal", 1),
    ];
    for (status, code, expected) in codes {
        let server = StandIn::start(move |_, _| problem(status, code)).await;
        let text = run(&server, Person::nobody(), &["undo", "p1"]).await;
        assert_eq!((text.code, text.out.as_str()), (expected, ""), "{code}");
        assert!(text.err.starts_with(&format!("error: p1: It is {code}.")), "{}", text.err);
        let json = run(&server, Person::nobody(), &["undo", "p1", "--json"]).await;
        assert_eq!((json.code, json.document()), (expected, problem(status, code).1));
    }
}

#[tokio::test]
async fn an_answer_of_something_else_is_a_failure() {
    let server = StandIn::start(|_, _| (200, json!({"hello": "world"}))).await;
    assert_eq!(run(&server, Person::nobody(), &["stop", "--json"]).await.code, 1);
}

#[tokio::test]
async fn no_server_is_exit_code_4_and_says_what_to_do() {
    let url = nowhere().await;
    let (_folder, data) = folder_with(&[]);
    let data = data.to_str().unwrap();
    for line in [
        &["inbox", "--url", &url, "--data", data][..],
        &["undo", "p1", "--url", &url, "--data", data, "--json"],
        &["inbox", "--data", data],
        &["doctor", "--data", data],
        &["doctor", "--url", &url, "--data", data],
    ] {
        let outcome = run_line(None, Person::nobody(), line).await;
        assert_eq!(outcome.code, 4, "{line:?} {outcome:?}");
        assert!(format!("{}{}", outcome.out, outcome.err).contains("factotum serve"), "{outcome:?}");
    }
}

#[tokio::test]
async fn server_and_token_come_from_the_data_folder() {
    let server = StandIn::start(|_, _| (200, json!({"stopped": true}))).await;
    let address = json!({"url": server.url}).to_string();
    let (_folder, data) = folder_with(&[("server.json", &address), ("token", "fct_file\n")]);
    let data = data.to_str().unwrap();
    assert_eq!(run_line(None, Person::nobody(), &["stop", "--data", data]).await.code, 0);
    assert_eq!(run_line(Some("fct_env"), Person::nobody(), &["stop", "--data", data]).await.code, 0);
    let tokens: Vec<_> = server.asked().into_iter().map(|asked| asked.token.unwrap()).collect();
    assert_eq!(tokens, ["Bearer fct_file", "Bearer fct_env"]);
}

#[tokio::test]
async fn several_ids_print_a_list_and_exit_with_the_worst() {
    let server = StandIn::start(|line, _| match line {
        "POST /api/action-proposals/p1/reject" => (200, document(&reply())),
        "POST /api/action-proposals/p2/reject" => problem(409, "already_decided"),
        _ => problem(404, "not_found"),
    })
    .await;
    let outcome = run(&server, Person::nobody(), &["reject", "p1", "p2", "p3", "--json"]).await;
    let expected =
        json!([document(&reply()), problem(409, "already_decided").1, problem(404, "not_found").1]);
    assert_eq!((outcome.code, outcome.document()), (3, expected));
}

#[tokio::test]
async fn one_id_prints_exactly_the_apis_document() {
    let server = StandIn::start(|_, _| (200, document(&approved(reply())))).await;
    let outcome = run(&server, Person::nobody(), &["retry", "p1", "--json"]).await;
    assert_eq!((outcome.code, outcome.document()), (0, document(&approved(reply()))));
    assert_eq!((outcome.out.lines().count(), outcome.err.as_str()), (1, ""));
}

#[tokio::test]
async fn empty_lists_say_what_fills_them() {
    let server = StandIn::start(|_, _| (200, page::<()>(&[]))).await;
    for (line, hint) in [
        (&["inbox"][..], "factotum account add"),
        (&["account", "list"], "factotum account add"),
        (&["proposals"], "factotum run draft_reply"),
        (&["proposals", "--status", "expired"], "No proposal is expired"),
        (&["inbox", "--query", "x y"], "x y"),
    ] {
        let outcome = run(&server, Person::nobody(), line).await;
        assert_eq!(outcome.code, 0);
        assert!(outcome.out.contains(hint), "{line:?}: {}", outcome.out);
    }
}

#[tokio::test]
async fn the_token_is_never_said() {
    let server = StandIn::start(|_, _| problem(401, "unauthorized")).await;
    for line in [&["inbox"][..], &["doctor"], &["inbox", "--json"]] {
        let outcome = run(&server, Person::nobody(), line).await;
        assert_eq!(outcome.code, 1);
        assert!(!format!("{}{}", outcome.out, outcome.err).contains(TOKEN));
    }
    assert_eq!(server.asked()[0].token.as_deref(), Some("Bearer fct_very_secret_token"));
}

#[cfg(unix)]
#[tokio::test]
async fn doctor_names_files_that_are_open_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let server = StandIn::start(|line, _| match line {
        "GET /api/sync/status" => (200, page(&[super::fixtures::sync_state("error", 3, 0)])),
        "GET /api/accounts" => (200, page(&[super::fixtures::account()])),
        _ => (200, json!("ready")),
    })
    .await;
    let (_folder, data) = folder_with(&[("token", "t"), ("key", "k")]);
    for (name, mode) in [("", 0o700), ("token", 0o644), ("key", 0o600)] {
        std::fs::set_permissions(data.join(name), std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let line = ["doctor", "--json", "--url", &server.url, "--data", data.to_str().unwrap()];
    let outcome = run_line(None, Person::nobody(), &line).await;
    let report = outcome.document();
    let failed: Vec<_> =
        report["checks"].as_array().unwrap().iter().filter(|check| check["health"] == "fail").collect();
    assert_eq!(outcome.code, 1);
    assert_eq!(failed.len(), 2, "{report:#}");
    assert!(failed[0]["advice"].as_str().unwrap().starts_with("chmod 600"), "{report:#}");
    assert_eq!(failed[1]["detail"], "anna@demo.example: no route to host");
}
