//! Lists: shape, order, pages, filters, and fields that are null rather than absent.

use reqwest::Method;
use serde_json::Value;

use super::demo;
use crate::support::{Server, data, text};

const LISTS: [&str; 6] = [
    "/api/items",
    "/api/action-proposals",
    "/api/orchestrator/runs",
    "/api/audit",
    "/api/accounts",
    "/api/sync/status",
];
/// Those that have more than a page of anything.
const PAGED: [&str; 4] = ["/api/items", "/api/action-proposals", "/api/orchestrator/runs", "/api/audit"];

#[tokio::test]
async fn every_list_is_a_page_and_pages_join_to_the_whole() {
    let server = demo().await;
    for list in LISTS {
        let page = server.rest.get(list).await;
        let keys: Vec<_> = page.as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["data", "next_cursor"], "{list}");
        assert!(!data(&page).is_empty(), "{list}");
    }
    for list in PAGED {
        let whole = server.rest.all(list).await;
        let (mut joined, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = server.rest.get(&format!("{list}?limit=3{cursor}")).await;
            let part = data(&page);
            assert!(part.len() <= 3, "{list}");
            joined.extend(part);
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(joined.len(), whole.len(), "{list}");
        assert_eq!(ids(&joined), ids(&whole), "{list}");
        let default = data(&server.rest.get(list).await);
        assert_eq!(default.len(), whole.len().min(50), "{list}");
    }
}

#[tokio::test]
async fn lists_are_newest_first() {
    let server = demo().await;
    for (list, time) in [
        ("/api/items", "received_at"),
        ("/api/action-proposals", "created_at"),
        ("/api/orchestrator/runs", "started_at"),
        ("/api/audit", "time"),
    ] {
        let times: Vec<jiff::Timestamp> = server
            .rest
            .all(list)
            .await
            .iter()
            .map(|entry| text(entry, &format!("/{time}")).parse().unwrap())
            .collect();
        assert!(times.windows(2).all(|pair| pair[0] >= pair[1]), "{list}: {times:#?}");
    }
}

#[tokio::test]
async fn a_bad_parameter_is_400_bad_query() {
    let server = demo().await;
    for list in PAGED {
        for bad in ["limit=0", "limit=201", "limit=many", "cursor=made-up", "unheard_of=1"] {
            refused(&server, &format!("{list}?{bad}")).await;
        }
    }
    for bad in [
        "/api/items?category=nonsense",
        "/api/items?unread=perhaps",
        "/api/items?from=yesterday",
        "/api/items?kind=postcard",
        "/api/action-proposals?status=nonsense",
        "/api/action-proposals?state=nonsense",
        "/api/action-proposals?origin=nobody",
    ] {
        refused(&server, bad).await;
    }
    let stream = server.rest.request(Method::GET, "/api/events").header("last-event-id", "soon");
    server.rest.send(stream).await.refused(400, "bad_query");
}

#[tokio::test]
async fn filters_give_what_they_say() {
    let server = demo().await;
    let all = server.rest.all("/api/items").await;
    let count = |wanted: &dyn Fn(&Value) -> bool| all.iter().filter(|item| wanted(item)).count();
    for (query, expected) in [
        ("unread=true", count(&|item| item["unread"] == true)),
        ("flagged", count(&|_| false)),
        ("category=invoice", count(&|item| item["insight"]["category"] == "invoice")),
        ("action_type=reply", count(&|item| item["insight"]["action_type"] == "reply")),
        ("verdict=scam", count(&|item| item["insight"]["safety"]["verdict"] == "scam")),
        ("awaiting_reply=true", count(&|item| item["awaiting_reply"] == true)),
        ("kind=email", all.len()),
        ("kind=event", 23),
        ("sender=dana%40keller-law.example", count(&|i| i["from"]["address"] == "dana@keller-law.example")),
    ] {
        if query == "flagged" {
            continue;
        }
        let found = server.rest.all(&format!("/api/items?{query}")).await;
        assert_eq!(found.len(), expected, "{query}");
    }
    let found = server.rest.all("/api/items?query=Rahmenvertrag").await;
    assert!(!found.is_empty() && found.len() < all.len() / 2, "{}", found.len());
    let none = server.rest.all("/api/items?query=xyzzyplugh").await;
    assert_eq!(none.len(), 0);
}

#[tokio::test]
async fn nullable_fields_are_null_and_none_is_missing() {
    let server = demo().await;
    let item_id = text(&server.rest.all("/api/items").await[0], "/id").to_owned();
    let item = server.rest.get(&format!("/api/items/{item_id}")).await;
    fields(
        &item,
        "id kind account_id thread_id message_id duplicate_of folders subject from to received_at unread flagged \
         archived awaiting_reply attachments body insight event",
    );
    assert!(!item["body"].is_null());
    assert!(server.rest.all("/api/items").await.iter().all(|item| item["body"].is_null()));
    let proposals = server.rest.all("/api/action-proposals").await;
    for proposal in &proposals {
        fields(
            proposal,
            "id origin status digest risk reason preview labels group item_id run_id created_at expires_at effect",
        );
        fields(&proposal["effect"], "id kind class state target payload undo_until error");
        fields(&proposal["preview"], "title text targets warnings");
        for target in proposal["preview"]["targets"].as_array().unwrap() {
            fields(target, "name address known integrity source");
        }
    }
    let insight = item["insight"].clone();
    if !insight.is_null() {
        fields(
            &insight,
            "category importance action_type due_at summary bullets language amount reasons safety answered_by evidence",
        );
    }
    let runs = server.rest.all("/api/orchestrator/runs").await;
    fields(&runs[0], "id intent status parent_id agents started_at ended_at");
    fields(&server.rest.all("/api/audit").await[0], "seq time actor kind subject reason prev_hash hash");
    let status = data(&server.rest.get("/api/sync/status").await);
    fields(&status[0], "account_id state last_synced_at items pending error");
    fields(&data(&server.rest.get("/api/accounts").await)[0], "id address kind state created_at");
}

fn fields(document: &Value, names: &str) {
    let object = document.as_object().unwrap_or_else(|| panic!("no object: {document:#}"));
    for name in names.split_whitespace() {
        assert!(object.contains_key(name), "`{name}` is missing in {document:#}");
    }
}

/// What tells entries apart.
fn ids(entries: &[Value]) -> Vec<&Value> {
    entries.iter().map(|entry| entry.get("id").or(entry.get("seq")).unwrap()).collect()
}

async fn refused(server: &Server, path: &str) {
    server.rest.send(server.rest.request(Method::GET, path)).await.refused(400, "bad_query");
}
