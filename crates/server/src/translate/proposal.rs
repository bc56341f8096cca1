//! Proposals and effects as the contract shows them.

use domain::proposal::PreviewTarget;
use domain::{Effect, Proposal, SourceRef};
use protocol::{effects, proposals as wire};

use super::item::{reason, serde_word};

/// `group_digest` is the digest over the pending members of the proposal's group.
pub fn proposal(proposal: Proposal, group_digest: Option<String>) -> wire::Proposal {
    let group = proposal
        .group
        .as_ref()
        .zip(group_digest)
        .map(|(id, digest)| wire::Group { id: id.to_string(), digest });
    wire::Proposal {
        id: proposal.id.to_string(),
        origin: proposal.origin.to_string(),
        status: proposal.status.to_string(),
        digest: proposal.digest,
        risk: proposal.risk.to_string(),
        reason: proposal.reason,
        preview: wire::Preview {
            title: proposal.preview.title,
            text: proposal.preview.text,
            targets: proposal.preview.targets.into_iter().map(target).collect(),
            warnings: proposal.preview.warnings.into_iter().map(reason).collect(),
        },
        labels: wire::Labels {
            integrity: serde_word(&proposal.labels.integrity),
            sources: proposal.labels.sources.into_iter().map(source).collect(),
        },
        group,
        item_id: proposal.item_id.map(|id| id.to_string()),
        run_id: proposal.run_id.map(|id| id.to_string()),
        created_at: proposal.created_at,
        expires_at: proposal.expires_at,
        effect: effect(proposal.effect),
    }
}

fn effect(effect: Effect) -> effects::Effect {
    let kind = effect.kind();
    effects::Effect {
        id: effect.id.to_string(),
        kind: kind.to_string(),
        class: kind.class().to_string(),
        state: effect.state.to_string(),
        payload: effect.payload.body(),
        target: target_with_message_id(&effect),
        undo_until: effect.undo_until,
        error: effect.error.map(|e| effects::EffectError { code: e.code, detail: e.detail }),
    }
}

/// The derived Message-ID is part of what the target tells: anybody can look for it.
fn target_with_message_id(effect: &Effect) -> serde_json::Value {
    let mut target = effect.target.clone();
    target.message_id = effect.derived_message_id().or(target.message_id);
    serde_json::to_value(target).unwrap_or_default()
}

fn target(target: PreviewTarget) -> wire::Target {
    wire::Target {
        name: target.name,
        address: target.address,
        known: target.known.to_string(),
        integrity: serde_word(&target.integrity),
        source: target.source.map(source),
    }
}

fn source(source: SourceRef) -> wire::Source {
    wire::Source { kind: source.kind, id: source.id }
}
