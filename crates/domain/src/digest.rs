//! The digest that binds a decision to what was seen.

use crate::ids::ProposalId;
use crate::payload::Payload;
use crate::proposal::PreviewTarget;

/// BLAKE3 over kind, payload, resolved targets and account, in a canonical JSON (serde's field
/// order of our own structs), as 64 hexadecimal digits.
pub fn of_proposal(payload: &Payload, target: &crate::effect::Target, targets: &[PreviewTarget]) -> String {
    let addresses: Vec<&str> = targets.iter().map(|t| t.address.as_str()).collect();
    let value = serde_json::json!({
        "payload": payload, "account": target.account_id, "from": target.from,
        "places": target.places, "targets": addresses,
    });
    blake3::hash(value.to_string().as_bytes()).to_hex().to_string()
}

/// The digest of a group, over its members' digests in the order of their ids.
pub fn of_group(members: &[(ProposalId, String)]) -> String {
    let mut members: Vec<_> = members.iter().collect();
    members.sort();
    let mut hasher = blake3::Hasher::new();
    for (id, digest) in members {
        hasher.update(id.as_str().as_bytes()).update(b"=").update(digest.as_bytes()).update(b"\n");
    }
    hasher.finalize().to_hex().to_string()
}
