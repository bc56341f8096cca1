//! A tool runs only with authority.

use domain::ports::{Start, Tool};
use domain::{Effect, TenantCtx};

async fn run(tool: &dyn Tool, ctx: &TenantCtx, effect: Effect, start: &dyn Start) {
    let _ = tool.run(ctx, effect, start).await;
}

fn main() {}
