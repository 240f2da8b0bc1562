//! What there is to look at: a scan for every connection that was connected since, and for every site where a runner
//! was planned.

use super::registrations::LATELY;
use super::{Held, Looked, Scan};
use sprinters_store::StoreError;

pub(super) async fn run(held: &Held<'_>) -> Result<Looked, StoreError> {
    let now = held.context.services.clock.now();
    held.context.services.store.add_scans(now, now.before(LATELY), Scan::Instances.period()).await?;
    Ok(Looked::seen(Scan::Subjects, String::new()))
}
