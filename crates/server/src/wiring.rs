//! Composition: every part is made here and handed to who needs it; the one place that claims the mint.

use anyhow::{Context, Result, bail};
use blobs::Blobs;
use bus::Bus;
use connectors::mail::authentication::DkimVerifier;
use connectors::wall::Wall;
use domain::ports::{Clock, Content};
use domain::{Mint, TenantCtx, TenantId, UserId};
use engine::{Engine, EngineConfig};
use executor::{Gate, GateConfig};
use jiff::SignedDuration;
use std::sync::Arc;
use store::{NewUser, Store, StoreConfig};
use tools::Registry;
use vault::{KeySource, Vault};

use crate::accounts::Accounts;
use crate::auditor::Auditor;
use crate::clock::SystemClock;
use crate::config::ServeArgs;
use crate::content::StoredContent;
use crate::data_folder::DataFolder;
use crate::identity::token_hash;
use crate::state::App;

/// The one tenant and user of a local installation.
pub const TENANT: &str = "local";
pub const USER: &str = "owner";

pub struct Wired {
    pub app: App,
    pub folder: DataFolder,
}

impl Wired {
    pub async fn close(self) {
        self.app.store.clone().close().await;
        drop(self.folder);
    }

    pub fn owner(&self) -> TenantCtx {
        TenantCtx::user(TenantId::from(TENANT), UserId::from(USER))
    }
}

pub async fn wire(arguments: &ServeArgs) -> Result<Wired> {
    let folder = DataFolder::open(&arguments.data_folder())?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let store = open_store(arguments, &folder).await?;
    // The lock of the folder proves that no other process works on its database.
    if arguments.database_url.is_none() {
        store.reclaim(clock.now()).await?;
    }
    let vault = Arc::new(Vault::open(&KeySource::choose(folder.file("key")))?);
    same_root(&store, &vault, &folder).await?;
    let tenant = TenantId::from(TENANT);
    let token = folder.token()?;
    let user = NewUser {
        tenant: tenant.clone(),
        user: UserId::from(USER),
        name: "Owner".into(),
        token_hash: token_hash(&token),
        at: clock.now(),
    };
    store.create_user(user).await?;
    store.set_token(&TenantCtx::system(tenant.clone()), &UserId::from(USER), &token_hash(&token)).await?;

    let bus = Bus::new();
    let keys = vault.clone();
    let blobs = Blobs::open(
        folder.file("blobs"),
        Arc::new(move |tenant| keys.derive(tenant, "blobs")),
        Default::default(),
    )?;
    let content: Arc<dyn Content> =
        Arc::new(StoredContent { blobs: blobs.asynchronous(), store: store.clone() });
    let wall = Arc::new(Wall::new(arguments.allow_host.clone()));
    let accounts = Arc::new(Accounts::new(store.clone(), vault.clone(), wall.clone(), clock.clone()));
    let Some(mint) = Mint::claim() else { bail!("another part of this process holds the gate") };
    let gate = Arc::new(Gate::new(executor::Parts {
        store: store.clone(),
        toolbox: Arc::new(Registry::new(accounts.clone(), content.clone(), wall)),
        mint,
        clock: clock.clone(),
        config: GateConfig {
            undo_window: SignedDuration::from_secs_f64(arguments.undo_window),
            proposal_ttl: SignedDuration::from_secs_f64(arguments.proposal_ttl),
        },
    }));
    let engine = Engine::new(engine::Parts {
        store: store.clone(),
        bus: bus.clone(),
        gate: gate.clone(),
        sources: accounts.clone(),
        content: content.clone(),
        authenticator: Arc::new(DkimVerifier::from_system()?),
        agents: agents::all().to_vec(),
        clock: clock.clone(),
        config: EngineConfig::default(),
    });
    let seed = vault.derive(&tenant, "audit");
    let auditor = Arc::new(Auditor::new(audit::SigningKey::from_seed(&seed)));
    let in_flight = Default::default();
    let app = App { store, bus, gate, engine, content, accounts, clock, in_flight, auditor };
    Ok(Wired { app, folder })
}

async fn open_store(arguments: &ServeArgs, folder: &DataFolder) -> Result<Store> {
    let url = match arguments.database_url.as_ref().filter(|url| !url.is_empty()) {
        Some(url) => url.clone(),
        None => {
            let file = folder.file("factotum.db");
            let is_empty = std::fs::metadata(&file).map_or(true, |file| file.len() == 0);
            let has_mail =
                std::fs::read_dir(folder.file("blobs")).is_ok_and(|mut blobs| blobs.next().is_some());
            if is_empty && has_mail {
                bail!(
                    "The data folder {} cannot be used: its database {} is missing or empty while mail lies beside it. Restore a backup of the file, name the right database with --database-url, or move the folder away to begin anew.",
                    folder.path.display(),
                    file.display()
                );
            }
            file.to_string_lossy().into_owned()
        }
    };
    let store = Store::open(StoreConfig { url, writers: 4, readers: 3 }).await;
    store.with_context(|| format!("The data folder {} cannot be used", folder.path.display()))
}

/// With another root key every blob would have another name and no secret would open: say so at once.
async fn same_root(store: &Store, vault: &Vault, folder: &DataFolder) -> Result<()> {
    match store.installation_value("vault_root").await? {
        None => Ok(store.set_installation_value("vault_root", vault.root_id()).await?),
        Some(known) if known == vault.root_id() => Ok(()),
        Some(_) => bail!(
            "The key in {} is not the one that this database was written with. Put the old key file back, or set FACTOTUM_KEY to it.",
            folder.file("key").display()
        ),
    }
}
