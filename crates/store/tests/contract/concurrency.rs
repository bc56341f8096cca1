//! Many at once: groups of operations, competing workers.

use crate::on_both;
use crate::world::*;
use domain::EffectState;
use std::collections::BTreeSet;
use store::{NewProposal, Store, StoreError};

on_both!(
    a_refused_operation_leaves_its_neighbours,
    no_effect_is_claimed_twice,
    no_run_is_claimed_twice,
    counters_agree
);

async fn a_refused_operation_leaves_its_neighbours(world: World) {
    let World { store, ctx, .. } = &world;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..60 {
        let (store, ctx) = (store.clone(), ctx.clone());
        tasks.spawn(async move {
            let good = NewProposal { proposal: proposal(&format!("good-{n}")) };
            let mut bad = proposal(&format!("bad-{n}"));
            bad.effect.state = EffectState::Succeeded;
            // The first of the two is written before the second is refused.
            let half = NewProposal { proposal: proposal(&format!("half-{n}")) };
            let (kept, refused) = tokio::join!(
                store.submit(&ctx, vec![good], at(0)),
                store.submit(&ctx, vec![half, NewProposal { proposal: bad }], at(0)),
            );
            (kept.is_ok(), refused.unwrap_err().code())
        });
    }
    while let Some(outcome) = tasks.join_next().await {
        assert_eq!(outcome.unwrap(), (true, "wrong_state"));
    }
    for n in 0..60 {
        assert_eq!(world.proposal(&format!("good-{n}")).await.effect.state, EffectState::Proposed);
        assert!(store.proposal(ctx, &proposal_id(&format!("half-{n}"))).await.unwrap().is_none());
    }
    assert_eq!(store.activity_head(ctx).await.unwrap(), 60);
    assert_eq!(store.audit_head(ctx).await.unwrap().unwrap().0, 61);
}

/// Workers with stores of their own, as processes have.
async fn workers(world: &World, count: usize) -> Vec<Store> {
    let is_shared = world.url.starts_with("postgres://");
    let mut stores = Vec::new();
    for _ in 0..count {
        stores.push(if is_shared {
            Store::open(config(&world.url)).await.unwrap()
        } else {
            world.store.clone()
        });
    }
    stores
}

async fn no_effect_is_claimed_twice(world: World) {
    let proposals = (0..90).map(|n| NewProposal { proposal: approved(proposal(&format!("p{n}"))) }).collect();
    world.store.submit(&world.ctx, proposals, at(0)).await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for (number, store) in workers(&world, 4).await.into_iter().enumerate() {
        let ctx = world.ctx.clone();
        tasks.spawn(async move {
            let mut mine = Vec::new();
            loop {
                let worker = format!("worker-{number}");
                let claimed = store.claim_effects(&worker, at(1), at(2), 5).await.unwrap();
                if claimed.is_empty() {
                    return mine;
                }
                for claim in claimed {
                    let id = claim.effect.id;
                    let started =
                        store.effect_started(&ctx, &id, claim.effect.epoch, 1_000, at(1)).await.unwrap();
                    assert_eq!(started, store::Started::Yes);
                    mine.push(id.to_string());
                }
            }
        });
    }
    let all = tasks.join_all().await.concat();
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (90, 90));
}

async fn no_run_is_claimed_twice(world: World) {
    for n in 0..24 {
        world.store.request_run(&world.ctx, new_run(&format!("r{n}"), at(n))).await.unwrap();
    }
    let mut tasks = tokio::task::JoinSet::new();
    for store in workers(&world, 4).await {
        tasks.spawn(async move {
            let mut mine = Vec::new();
            while let Some(claim) = store.claim_run("worker", at(100), at(200)).await.unwrap() {
                assert_eq!(claim.epoch, 1);
                mine.push(claim.row.id.to_string());
            }
            mine
        });
    }
    let all = tasks.join_all().await.concat();
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (24, 24));
}

/// Two processes write the same tenant's history: no number is taken twice and none is missing.
async fn counters_agree(world: World) {
    let mut tasks = tokio::task::JoinSet::new();
    for (number, store) in workers(&world, 3).await.into_iter().enumerate() {
        let ctx = world.ctx.clone();
        tasks.spawn(async move {
            for n in 0..15 {
                let proposal = proposal(&format!("p{number}-{n}"));
                store.submit(&ctx, vec![NewProposal { proposal }], at(0)).await?;
            }
            Ok::<_, StoreError>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap().unwrap();
    }
    let World { store, ctx, .. } = &world;
    let lines = store.activity_after(ctx, 0, 100).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.seq).collect::<Vec<_>>(), (1..=45).collect::<Vec<_>>());
    let records = store.audit_after(ctx, 0, 100).await.unwrap();
    let key = audit::SigningKey::from_seed(&[1; 32]).public_key();
    audit::verify_chain(ctx.tenant.as_str(), records, [], &key).unwrap();
}
