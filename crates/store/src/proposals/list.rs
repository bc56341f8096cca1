//! Lists of proposals, newest first.

use super::row::{read, select};
use crate::backend::Value;
use crate::cursor::by_time;
use crate::error::Result;
use crate::{Page, PageRequest, ProposalQuery, Store};
use domain::proposal::Status;
use domain::{Proposal, TenantCtx};

impl Store {
    pub async fn proposals(
        &self,
        ctx: &TenantCtx,
        query: &ProposalQuery,
        page: &PageRequest,
    ) -> Result<Page<Proposal>> {
        let (query, page) = (query.clone(), page.clone());
        self.read(ctx, move |tx, ctx| {
            let mut values = vec![Value::from(ctx.tenant.to_string())];
            let mut conditions = String::new();
            for (column, wanted) in filters(&query) {
                if let Some(wanted) = wanted {
                    values.push(wanted.into());
                    conditions += &format!(" AND p.{column} = ${}", values.len());
                }
            }
            if query.status == Some(Status::Pending) {
                // Written out, so that the planner sees the index of the few that wait.
                conditions += " AND p.status = 'pending'";
            }
            if let Some((after, id)) = page.after()? {
                values.extend([Value::from(after), Value::from(id)]);
                conditions +=
                    &format!(" AND (p.created_at, p.id) < (${}, ${})", values.len() - 1, values.len());
            }
            values.push(page.rows().into());
            let order = format!(" ORDER BY p.created_at DESC, p.id DESC LIMIT ${}", values.len());
            let rows = tx.query(&select(&(conditions + &order)), &values)?;
            let found = rows.into_iter().map(|row| Ok(read(row)?.proposal)).collect::<Result<Vec<_>>>()?;
            Ok(Page::cut(found, &page, |last| by_time(last.created_at, last.id.as_str())))
        })
        .await
    }
}

fn filters(query: &ProposalQuery) -> [(&'static str, Option<String>); 6] {
    [
        ("status", query.status.map(|word| word.to_string())),
        ("state", query.state.map(|word| word.to_string())),
        ("origin", query.origin.map(|word| word.to_string())),
        ("item_id", query.item_id.as_ref().map(ToString::to_string)),
        ("run_id", query.run_id.as_ref().map(ToString::to_string)),
        ("group_id", query.group.as_ref().map(ToString::to_string)),
    ]
}
