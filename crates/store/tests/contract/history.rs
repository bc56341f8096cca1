//! What is append-only: the audit chain and the activity stream.

use crate::on_both;
use crate::world::*;
use audit::{Checkpoint, Draft, Hash, SigningKey, Subject, verify_chain};
use domain::EffectState;
use store::PageRequest;

on_both!(the_chain_is_whole, activity_has_no_gaps, history_holds_no_content);

async fn the_chain_is_whole(world: World) {
    let World { store, ctx, stranger, .. } = &world;
    assert_eq!(store.audit_head(stranger).await.unwrap(), None);
    let effect = world.started("p").await;
    store.settle(ctx, &effect, 1, crate::effects::ended(EffectState::Succeeded, at(2))).await.unwrap();
    let draft = |kind: &str| Draft {
        time: at(3),
        actor: ctx.actor.to_string(),
        kind: kind.to_owned(),
        subject: Subject::new("export", "1"),
        reason: Some("asked".to_owned()),
    };
    store.audit_append(ctx, vec![draft("export.began"), draft("export.ended")]).await.unwrap();
    let records = store.audit_after(ctx, 0, 100).await.unwrap();
    let (seq, head) = store.audit_head(ctx).await.unwrap().unwrap();
    assert_eq!((seq, records.len() as u64), (records.last().unwrap().seq, seq));
    assert_eq!(records.last().unwrap().hash.to_string(), head);

    let key = SigningKey::from_seed(&[7; 32]);
    let checkpoint = Checkpoint::sign(ctx.tenant.as_str(), seq, Hash::parse(&head).unwrap(), at(4), &key);
    store.save_checkpoint(ctx, &checkpoint).await.unwrap();
    assert_eq!(store.checkpoints(ctx).await.unwrap(), std::slice::from_ref(&checkpoint));
    let report =
        verify_chain(ctx.tenant.as_str(), records.clone(), [&checkpoint], &key.public_key()).unwrap();
    assert_eq!((report.records, report.signed_to), (seq, seq));
    assert_eq!(store.audit_after(ctx, 2, 2).await.unwrap(), records[2..4]);

    let mut request = PageRequest { limit: 3, cursor: None };
    let mut newest_first = Vec::new();
    loop {
        let page = store.audit_records(ctx, &request).await.unwrap();
        newest_first.extend(page.data);
        let Some(next) = page.next else { break };
        request.cursor = Some(next);
    }
    newest_first.reverse();
    assert_eq!(newest_first, records);
}

async fn activity_has_no_gaps(world: World) {
    let World { store, ctx, stranger, .. } = &world;
    assert_eq!(store.activity_head(ctx).await.unwrap(), 0);
    let some: Vec<_> = (0..20).map(|n| proposal(&format!("p{n}"))).collect();
    let all = some.iter().map(|proposal| world.submit(proposal.clone()));
    futures_join(all).await;
    assert_eq!(store.activity_head(ctx).await.unwrap(), 20);
    let lines = store.activity_after(ctx, 5, 10).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.seq).collect::<Vec<_>>(), (6..16).collect::<Vec<_>>());
    assert_eq!(store.activity_after(ctx, 20, 10).await.unwrap().len(), 0);
    assert_eq!(store.activity_head(stranger).await.unwrap(), 0);
    assert_eq!(lines[0].data["type"], "proposal");
    assert!(lines[0].data["id"].as_str().unwrap().starts_with('p'));
}

async fn history_holds_no_content(world: World) {
    let World { store, ctx, .. } = &world;
    let mut canary = mail("a", 0);
    canary.item.subject = Some("CANARY".to_owned());
    canary.item.text = "CANARY".to_owned();
    world.ingest(vec![arrived(canary)]).await;
    let mut secret = in_run(about(proposal("p"), "a"), "r");
    secret.reason = "CANARY".to_owned();
    secret.preview.text = "CANARY".to_owned();
    world.submit(secret).await;
    store.decide(ctx, vec![crate::proposals::approve("p")], at(1)).await.unwrap();
    store.request_run(ctx, store::NewRun { content: "CANARY".into(), ..new_run("r", at(0)) }).await.unwrap();
    let mut history = format!("{:?}", store.audit_after(ctx, 0, 100).await.unwrap());
    history += &format!("{:?}", store.activity_after(ctx, 0, 100).await.unwrap());
    history += &format!("{:?}", store.journal_after(ctx, &"r".into(), 0).await.unwrap());
    assert!(history.contains("proposal.approved") && !history.contains("CANARY"), "{history}");
}

async fn futures_join<F: std::future::Future>(futures: impl Iterator<Item = F>) {
    let mut waiting: Vec<_> = futures.map(Box::pin).collect();
    std::future::poll_fn(|cx| {
        waiting.retain_mut(|future| future.as_mut().poll(cx).is_pending());
        if waiting.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}
