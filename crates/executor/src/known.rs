//! How the user knows each target of a plan, and how far its value is trusted.

use domain::ports::PlanTarget;
use domain::proposal::{Known, Origin, PreviewTarget};
use domain::{Integrity, Item, SourceRef, TenantCtx};
use store::Store;

use crate::GateError;

/// `earlier` are the targets of the proposal that an edit replaces: an address that stays keeps its
/// source, an address that the user typed is the user's own word.
pub(crate) async fn targets(
    store: &Store,
    ctx: &TenantCtx,
    plan: Vec<PlanTarget>,
    origin: Origin,
    item: Option<&Item>,
    earlier: Option<&[PreviewTarget]>,
) -> Result<Vec<PreviewTarget>, GateError> {
    let addresses: Vec<String> = plan.iter().map(|t| t.address.key()).collect();
    let known = store.known(ctx, &addresses).await?;
    let target = |plan: PlanTarget| {
        let known = known.get(&plan.address.key()).copied().unwrap_or(Known::New);
        let kept = earlier
            .and_then(|all| all.iter().find(|t| t.address.eq_ignore_ascii_case(&plan.address.address)));
        let (integrity, source) = match (kept, earlier.is_some() || origin == Origin::User) {
            (Some(kept), _) => (kept.integrity, kept.source.clone()),
            (None, true) => (Integrity::Trusted, None),
            (None, false) => read(known, plan.source, item),
        };
        PreviewTarget { name: plan.address.name, address: plan.address.address, known, integrity, source }
    };
    Ok(plan.into_iter().map(target).collect())
}

/// Trust of a value that an agent took from an item.
fn read(known: Known, source: Option<SourceRef>, item: Option<&Item>) -> (Integrity, Option<SourceRef>) {
    let source = source.or_else(|| item.map(|item| SourceRef::item(&item.id)));
    let integrity = match known {
        Known::Own => Integrity::Trusted,
        // The user chose this address once, whatever mail repeats it now.
        Known::Contact => Integrity::Known,
        Known::Seen | Known::New => item.map_or(Integrity::Untrusted, |item| item.integrity),
    };
    (integrity, source)
}
