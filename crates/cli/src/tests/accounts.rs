//! Connecting a mailbox: what is asked, what is sent, and what never shows.

use serde_json::{Value, json};

use super::fixtures::{account, document, page};
use super::harness::{Outcome, Person, StandIn, problem, run};

const SECRET: &str = "hunter2-correct-horse";

async fn accepts() -> StandIn {
    StandIn::start(|_, _| (200, document(&account()))).await
}

fn shows_secret(outcome: &Outcome) -> bool {
    format!("{outcome:?}").contains(SECRET)
}

fn given(body: Value) -> Value {
    let mut body = body;
    let fields = body.as_object_mut().unwrap();
    let login = fields.get_mut("login").unwrap().as_object_mut().unwrap();
    login.retain(|_, value| !value.is_null());
    fields.retain(|_, value| !value.is_null() && *value != json!(false));
    body
}

#[tokio::test]
async fn every_answer_is_also_a_flag() {
    let server = accepts().await;
    let line = [
        "account",
        "add",
        "anna@demo.example",
        "--user",
        "anna",
        "--name",
        "Anna B",
        "--password-stdin",
        "--imap",
        "imaps://mail.demo.example",
        "--smtp",
        "smtp://127.0.0.1:2525",
        "--trusted-authserv",
        "mx.demo.example",
        "--sent-copy",
        "auto",
        "--json",
    ];
    let outcome = run(&server, Person::pipes(&format!("{SECRET}\n")), &line).await;
    assert_eq!((outcome.code, outcome.document()), (0, document(&account())));
    assert_eq!(
        given(server.body_of("POST /api/accounts")),
        json!({
            "address": "anna@demo.example", "name": "Anna B", "login": {"user": "anna", "password": SECRET},
            "imap": "imaps://mail.demo.example", "smtp": "smtp://127.0.0.1:2525",
            "trusted_authserv": "mx.demo.example", "sent_copy": "auto",
        })
    );
    assert!(!shows_secret(&outcome));
}

#[tokio::test]
async fn on_a_terminal_two_questions_do_for_a_provider_that_publishes_its_servers() {
    let server = accepts().await;
    let person = Person { secret: SECRET.into(), ..Person::says(&[" anna@demo.example "]) };
    let outcome = run(&server, person, &["account", "add"]).await;
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert_eq!(
        given(server.body_of("POST /api/accounts")),
        json!({"address": "anna@demo.example", "login": {"password": SECRET}})
    );
    assert_eq!(outcome.err.lines().count(), 2, "{}", outcome.err);
    assert!(!shows_secret(&outcome));
}

#[tokio::test]
async fn servers_are_asked_for_only_when_nobody_published_them() {
    let server = StandIn::start(|_, body| match body["imap"].as_str() {
        None => problem(422, "servers_needed"),
        Some(_) => (200, document(&account())),
    })
    .await;
    let person = Person {
        secret: SECRET.into(),
        ..Person::says(&["imaps://mail.x.example", "smtps://mail.x.example"])
    };
    let outcome = run(&server, person, &["account", "add", "anna@x.example"]).await;
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let sent = server.asked().pop().unwrap().body;
    assert_eq!(
        (sent["imap"].as_str(), sent["smtp"].as_str()),
        (Some("imaps://mail.x.example"), Some("smtps://mail.x.example"))
    );

    let alone =
        run(&server, Person::pipes(SECRET), &["account", "add", "anna@x.example", "--password-stdin"]).await;
    assert_eq!(alone.code, 2, "{}", alone.err);
}

#[tokio::test]
async fn a_refused_login_is_exit_code_1_and_the_secret_does_not_show() {
    let server = StandIn::start(|_, _| problem(422, "login_refused")).await;
    for line in [
        &["account", "add", "a@x.example", "--password-stdin"][..],
        &["account", "add", "a@x.example", "--password-stdin", "--json"],
    ] {
        let outcome = run(&server, Person::pipes(SECRET), line).await;
        assert_eq!(outcome.code, 1, "{}", outcome.err);
        assert!(!shows_secret(&outcome));
    }
    let twice = StandIn::start(|_, _| problem(409, "account_exists")).await;
    assert_eq!(
        run(&twice, Person::pipes(SECRET), &["account", "add", "a@x.example", "--password-stdin"]).await.code,
        3
    );
}

#[tokio::test]
async fn commands_are_passed_on_and_nothing_is_asked() {
    let server = accepts().await;
    let line = ["account", "add", "anna@gmail.example", "--oauth-command", "token-helper anna"];
    assert_eq!(run(&server, Person::says(&[]), &line).await.code, 0);
    assert_eq!(server.body_of("POST /api/accounts")["login"]["oauth_command"], "token-helper anna");
    assert_eq!(server.body_of("POST /api/accounts")["login"]["password"], Value::Null);
}

#[tokio::test]
async fn mailboxes_in_files_need_no_password_and_get_whole_paths() {
    let server = accepts().await;
    let outcome =
        run(&server, Person::nobody(), &["account", "add", "anna@x.example", "--maildir", "Mail"]).await;
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let sent = server.body_of("POST /api/accounts");
    assert!(std::path::Path::new(sent["maildir"].as_str().unwrap()).is_absolute());
    assert_eq!(sent["login"]["password"], Value::Null);
}

#[tokio::test]
async fn no_tls_beyond_this_machine_is_wrong_usage_before_anything_is_sent() {
    let server = accepts().await;
    for url in [
        "imap://mail.x.example",
        "imap://192.168.1.4:143",
        "imap://127.0.0.1.x.example",
        "imap://[2001:db8::1]",
    ] {
        let line = ["account", "add", "a@x.example", "--password-stdin", "--imap", url];
        let outcome = run(&server, Person::pipes(SECRET), &line).await;
        assert_eq!(outcome.code, 2, "{url}");
        assert!(outcome.err.contains("--insecure"), "{}", outcome.err);
    }
    let smtp = ["account", "add", "a@x.example", "--password-stdin", "--smtp", "smtp://mail.x.example:587"];
    assert_eq!(run(&server, Person::pipes(SECRET), &smtp).await.code, 2);
    assert!(server.asked().is_empty());

    for url in
        ["imap://localhost:1143", "imap://127.0.0.1:1143", "imap://[::1]:1143", "imaps://mail.x.example"]
    {
        let line = ["account", "add", "a@x.example", "--password-stdin", "--imap", url];
        assert_eq!(run(&server, Person::pipes(SECRET), &line).await.code, 0, "{url}");
    }
    let insisted = [
        "account",
        "add",
        "a@x.example",
        "--password-stdin",
        "--imap",
        "imap://mail.x.example",
        "--insecure",
    ];
    assert_eq!(run(&server, Person::pipes(SECRET), &insisted).await.code, 0);
}

#[tokio::test]
async fn a_password_in_a_url_or_a_wrong_url_is_refused_and_not_repeated() {
    let server = accepts().await;
    let with_login = format!("imaps://anna:{SECRET}@mail.x.example");
    for url in [with_login.as_str(), "mail.x.example", "https://mail.x.example", "imaps://", SECRET] {
        let line = ["account", "add", "a@x.example", "--password-stdin", "--imap", url];
        let outcome = run(&server, Person::pipes("x"), &line).await;
        assert_eq!(outcome.code, 2, "{url}");
        assert!(!shows_secret(&outcome), "{}", outcome.err);
    }
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn without_a_terminal_nothing_is_asked() {
    let server = accepts().await;
    for line in [&["account", "add"][..], &["account", "add", "a@x.example"], &["account", "add", "nobody"]] {
        assert_eq!(run(&server, Person::nobody(), line).await.code, 2, "{line:?}");
    }
    let empty =
        run(&server, Person::pipes("\n"), &["account", "add", "a@x.example", "--password-stdin"]).await;
    assert_eq!(empty.code, 2);
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn an_account_can_be_named_by_its_address() {
    let server = StandIn::start(|line, _| match line {
        "GET /api/accounts" => (200, page(&[account()])),
        "DELETE /api/accounts/a1" => (200, document(&account())),
        _ => problem(404, "not_found"),
    })
    .await;
    assert_eq!(run(&server, Person::nobody(), &["account", "remove", "Anna@demo.example"]).await.code, 0);
    assert_eq!(run(&server, Person::nobody(), &["account", "remove", "a1"]).await.code, 0);
    assert_eq!(run(&server, Person::nobody(), &["account", "remove", "nobody@demo.example"]).await.code, 1);
}
