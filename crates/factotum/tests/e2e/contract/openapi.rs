//! The OpenAPI document: served, of version 3.1, and true of every GET it names.

use reqwest::Method;
use serde_json::Value;

use super::demo;
use crate::support::{Server, text};

#[tokio::test]
async fn every_documented_get_answers_and_asks_for_the_token() {
    let server = demo().await;
    let stranger = server.rest.with_token("");
    let document = stranger.get("/api/openapi.json").await;
    assert!(text(&document, "/openapi").starts_with("3.1"), "{}", document["openapi"]);
    let paths = document["paths"].as_object().unwrap();
    let gets: Vec<&String> =
        paths.iter().filter(|(_, verbs)| verbs.get("get").is_some()).map(|(p, _)| p).collect();
    assert!(gets.len() >= 15, "{gets:?}");
    for template in gets {
        let path = filled(&server, template).await;
        let answer = server.rest.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(answer.status(), 200, "GET {path}");
        let documented = &document["paths"][template]["get"]["responses"]["200"]["content"];
        let kind = answer.headers()["content-type"].to_str().unwrap().split(';').next().unwrap_or_default();
        assert!(documented.get(kind).is_some(), "GET {path} is {kind}, documented as {documented}");
        stranger.send(stranger.request(Method::GET, &path)).await.refused(401, "unauthorized");
    }
}

#[tokio::test]
async fn every_documented_operation_has_a_summary_and_its_errors_are_problems() {
    let server = demo().await;
    let document = server.rest.get("/api/openapi.json").await;
    for (path, verbs) in document["paths"].as_object().unwrap() {
        for (verb, operation) in verbs.as_object().unwrap() {
            assert!(!text(operation, "/summary").is_empty(), "{verb} {path}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                if status.starts_with('4') || status.starts_with('5') {
                    let content = response["content"].to_string();
                    assert!(content.contains("Problem"), "{verb} {path} {status}: {content}");
                }
            }
        }
    }
}

/// A path of this demo for the template of the document.
async fn filled(server: &Server, template: &str) -> String {
    let first = async |list: &str, wanted: &dyn Fn(&Value) -> bool| -> String {
        let all = server.rest.all(list).await;
        let found =
            all.iter().find(|entry| wanted(entry)).unwrap_or_else(|| panic!("nothing fits in {list}"));
        text(found, "/id").to_owned()
    };
    let id = match template {
        path if path.contains("/attachments/") => {
            let attached = |item: &Value| !item["attachments"].as_array().unwrap().is_empty();
            first("/api/items", &attached).await
        }
        path if path.starts_with("/api/items/") => first("/api/items", &|_| true).await,
        path if path.starts_with("/api/action-proposals/") => first("/api/action-proposals", &|_| true).await,
        path if path.starts_with("/api/orchestrator/") => first("/api/orchestrator/runs", &|_| true).await,
        path if path.starts_with("/api/accounts/") => first("/api/accounts", &|_| true).await,
        path if path.starts_with("/api/users/") => "me".to_owned(),
        _ => String::new(),
    };
    let path = template.replace("{id}", &id).replace("{n}", "0");
    assert!(!path.contains('{'), "a new parameter needs a value here: {path}");
    path
}
