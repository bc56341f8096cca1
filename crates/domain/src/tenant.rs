//! Who acts, for which tenant: the first argument of everything that reads or writes tenant data.

use crate::ids::{PersonaId, TenantId, UserId};
use serde::{Deserialize, Serialize};

/// Whoever caused a row or an audit record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum Actor {
    User(UserId),
    Agent(String),
    System,
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Actor::User(id) => write!(f, "user:{id}"),
            Actor::Agent(name) => write!(f, "agent:{name}"),
            Actor::System => f.write_str("system"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantCtx {
    pub tenant: TenantId,
    pub actor: Actor,
    pub persona: Option<PersonaId>,
}

impl TenantCtx {
    pub fn system(tenant: TenantId) -> Self {
        Self { tenant, actor: Actor::System, persona: None }
    }
    pub fn agent(tenant: TenantId, name: &str) -> Self {
        Self { tenant, actor: Actor::Agent(name.to_owned()), persona: None }
    }
    pub fn user(tenant: TenantId, user: UserId) -> Self {
        Self { tenant, actor: Actor::User(user), persona: None }
    }
    pub fn is_user(&self) -> bool {
        matches!(self.actor, Actor::User(_))
    }
}
