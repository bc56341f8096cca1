//! The table of tools, and what of the outside they may open.

use connectors::mail::mailbox::{Mailbox, MailboxError};
use connectors::wall::Wall;
use domain::ports::{BoxFuture, Content, Tool, Toolbox};
use domain::{AccountId, EffectKind, TenantCtx};
use std::sync::Arc;

use crate::archive::ArchiveTool;
use crate::create_email_draft::CreateEmailDraft;
use crate::delete_email_draft::DeleteEmailDraft;
use crate::file_sent_copy::FileSentCopy;
use crate::flag::FlagTool;
use crate::move_mail::MoveTool;
use crate::send_email::SendEmail;
use crate::unsubscribe::UnsubscribeTool;

/// Opens mailboxes; the composition root knows accounts and secrets.
pub trait Outside: Send + Sync {
    fn mailbox<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        account: &'a AccountId,
    ) -> BoxFuture<'a, Result<Box<dyn Mailbox>, MailboxError>>;
}

/// What every tool reaches the outside through.
#[derive(Clone)]
pub(crate) struct Reach {
    pub outside: Arc<dyn Outside>,
    pub content: Arc<dyn Content>,
    pub wall: Arc<Wall>,
}

pub struct Registry {
    tools: Vec<Box<dyn Tool>>,
}

impl Registry {
    pub fn new(outside: Arc<dyn Outside>, content: Arc<dyn Content>, wall: Arc<Wall>) -> Self {
        let reach = Reach { outside, content, wall };
        let tools: Vec<Box<dyn Tool>> = vec![
            Box::new(SendEmail(reach.clone())),
            Box::new(FileSentCopy(reach.clone())),
            Box::new(CreateEmailDraft(reach.clone())),
            Box::new(DeleteEmailDraft(reach.clone())),
            Box::new(ArchiveTool(reach.clone())),
            Box::new(MoveTool(reach.clone())),
            Box::new(FlagTool(reach.clone())),
            Box::new(UnsubscribeTool(reach)),
        ];
        Self { tools }
    }
}

impl Toolbox for Registry {
    fn tool(&self, kind: EffectKind) -> Option<&dyn Tool> {
        self.tools.iter().find(|tool| tool.kind() == kind).map(|tool| tool.as_ref())
    }
}
