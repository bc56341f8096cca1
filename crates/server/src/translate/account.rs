//! Accounts and their sync states as the contract shows them.

use store::Account;

pub fn account(account: &Account) -> protocol::accounts::Account {
    protocol::accounts::Account {
        id: account.id.to_string(),
        address: account.address.clone(),
        kind: account.kind.clone(),
        state: state(account).to_owned(),
        created_at: account.created_at,
    }
}

pub fn sync_state(account: &Account) -> protocol::sync::SyncState {
    protocol::sync::SyncState {
        account_id: account.id.to_string(),
        state: state(account).to_owned(),
        last_synced_at: account.last_synced_at,
        items: account.items,
        pending: account.pending,
        error: account
            .error
            .as_ref()
            .map(|e| protocol::effects::EffectError { code: e.code.clone(), detail: e.detail.clone() }),
    }
}

/// `idle` means that nothing is pending.
fn state(account: &Account) -> &'static str {
    let never_synced = account.last_synced_at.is_none();
    if account.error.is_some() && !account.syncing {
        "error"
    } else if account.syncing || account.pending > 0 || never_synced {
        "syncing"
    } else {
        "idle"
    }
}
