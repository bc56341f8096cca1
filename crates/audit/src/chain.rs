//! Verification of a tenant's chain: each record links to the one before, each checkpoint to its record.

use crate::checkpoint::{Checkpoint, PublicKey};
use crate::hash::Hash;
use crate::record::{Record, genesis};

/// What a whole and unbroken chain was found to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub tenant: String,
    pub records: u64,
    pub checkpoints: u64,
    /// The last record that a checkpoint vouches for; 0 without a checkpoint.
    pub signed_to: u64,
    /// Records after it: linked, but not yet signed.
    pub unsigned: u64,
    pub last_hash: Hash,
    pub public_key: PublicKey,
    /// False if the key is the export's own, which proves only that the export agrees with itself.
    pub key_trusted: bool,
}

/// Where the chain is broken, and how.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the audit log is broken at record {seq}: {what}")]
pub struct Broken {
    pub seq: u64,
    pub what: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("it belongs to another tenant")]
    WrongTenant,
    #[error("its number does not follow the one before; records were removed, added or swapped")]
    WrongSequence,
    #[error("it does not link to the record before it")]
    WrongLink,
    #[error("its fields do not have its hash; it was changed")]
    WrongHash,
    #[error("the checkpoint there has a signature that the key did not make")]
    WrongSignature,
    #[error("the checkpoint there was signed for another hash; the log was rewritten after it")]
    WrongCheckpoint,
    #[error("the checkpoint there does not follow the one before")]
    CheckpointOutOfOrder,
    #[error("a checkpoint was signed there, but the records end earlier; they were cut off")]
    Truncated,
}

impl Fault {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::WrongTenant => "wrong_tenant",
            Fault::WrongSequence => "wrong_sequence",
            Fault::WrongLink => "wrong_link",
            Fault::WrongHash => "wrong_hash",
            Fault::WrongSignature => "wrong_signature",
            Fault::WrongCheckpoint => "wrong_checkpoint",
            Fault::CheckpointOutOfOrder => "checkpoint_out_of_order",
            Fault::Truncated => "truncated",
        }
    }
}

/// Verifies record by record; keeps 32 bytes of each.
pub struct Chain {
    tenant: String,
    key: PublicKey,
    hashes: Vec<Hash>,
    last_hash: Hash,
    checkpoints: u64,
    signed_to: u64,
}

impl Chain {
    pub fn new(tenant: &str, key: PublicKey) -> Self {
        let last_hash = genesis(tenant);
        Self { tenant: tenant.to_owned(), key, hashes: Vec::new(), last_hash, checkpoints: 0, signed_to: 0 }
    }

    pub fn record(&mut self, record: &Record) -> Result<(), Broken> {
        let expected_seq = self.hashes.len() as u64 + 1;
        let what = if record.seq != expected_seq {
            Fault::WrongSequence
        } else if record.tenant != self.tenant {
            Fault::WrongTenant
        } else if record.prev_hash != self.last_hash {
            Fault::WrongLink
        } else if record.hash != record.expected_hash() {
            Fault::WrongHash
        } else {
            self.hashes.push(record.hash);
            self.last_hash = record.hash;
            return Ok(());
        };
        // The place in the log, not what the record says of itself.
        Err(Broken { seq: expected_seq, what })
    }

    /// Checks a checkpoint against records already seen.
    pub fn checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), Broken> {
        let signed_hash =
            checkpoint.seq.checked_sub(1).and_then(|at| self.hashes.get(usize::try_from(at).ok()?));
        let what = if checkpoint.tenant != self.tenant {
            Fault::WrongTenant
        } else if !checkpoint.is_signed_by(&self.key) {
            Fault::WrongSignature
        } else if checkpoint.seq <= self.signed_to {
            Fault::CheckpointOutOfOrder
        } else if signed_hash.is_none() {
            Fault::Truncated
        } else if signed_hash != Some(&checkpoint.hash) {
            Fault::WrongCheckpoint
        } else {
            self.checkpoints += 1;
            self.signed_to = checkpoint.seq;
            return Ok(());
        };
        Err(Broken { seq: checkpoint.seq, what })
    }

    pub fn finish(self) -> Report {
        let records = self.hashes.len() as u64;
        Report {
            tenant: self.tenant,
            records,
            checkpoints: self.checkpoints,
            signed_to: self.signed_to,
            unsigned: records - self.signed_to,
            last_hash: self.last_hash,
            public_key: self.key,
            key_trusted: true,
        }
    }
}

/// Verifies a whole chain from its first record, and its checkpoints in order, against a trusted key.
pub fn verify_chain<'a>(
    tenant: &str,
    records: impl IntoIterator<Item = Record>,
    checkpoints: impl IntoIterator<Item = &'a Checkpoint>,
    key: &PublicKey,
) -> Result<Report, Broken> {
    let mut chain = Chain::new(tenant, *key);
    records.into_iter().try_for_each(|record| chain.record(&record))?;
    checkpoints.into_iter().try_for_each(|checkpoint| chain.checkpoint(checkpoint))?;
    Ok(chain.finish())
}
