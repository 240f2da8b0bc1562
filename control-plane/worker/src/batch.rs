//! Deliveries, many in one change: each costs a share of its statements and of its commit. Those that can't be applied
//! together are applied one by one.

use super::context::Context;
use super::deliveries;
use super::run::{Limits, MOST_FAILURES, backoff};
use sprinters_common::Chain;
use sprinters_common::random;
use sprinters_core::delivery::DeliveryFacts;
use sprinters_core::ids::JobId;
use sprinters_core::time::Timestamp;
use sprinters_store::{Change, DueDelivery, StoreError, in_change};

/// What was taken.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Delivered {
    /// How many deliveries.
    pub(super) count: usize,
    /// Whether something is to be done because of them.
    pub(super) wants_effects: bool,
}

/// Takes and applies deliveries that are due.
///
/// # Errors
/// If the database is away.
pub(super) async fn take(context: &Context, limits: Limits) -> Result<Delivered, StoreError> {
    let now = context.services.clock.now();
    match take_together(context, limits.deliveries, now).await {
        Err(error) => {
            tracing::warn!(error = %Chain(&error), "a batch of deliveries was not applied; one by one");
            take_one_by_one(context, limits, now).await
        }
        taken => taken,
    }
}

async fn take_together(context: &Context, limit: u32, now: Timestamp) -> Result<Delivered, StoreError> {
    in_change!(context.services.store, change => {
        let mut taken = change.take_deliveries(now, limit).await?;
        if taken.is_empty() {
            change.discard();
            return Ok(Delivered::default());
        }
        // Jobs and their runners are taken in one order everywhere; the deliveries of one job stay in theirs.
        taken.sort_by_cached_key(|delivery| (job_of(delivery), delivery.id));
        apply_and_finish(context, change, &taken, None, now).await?;
        Ok(Delivered { count: taken.len(), wants_effects: change.wants_effects() })
    })
}

/// One delivery that can't be applied must not cost the others. Leased, it counts its attempts.
async fn take_one_by_one(context: &Context, limits: Limits, now: Timestamp) -> Result<Delivered, StoreError> {
    let lease = random::number_63()?;
    let leased = context.services.store.lease_deliveries(lease, now, limits.lease, limits.deliveries).await?;
    for delivery in &leased {
        take_one(context, delivery, lease, now).await?;
    }
    Ok(Delivered { count: leased.len(), wants_effects: true })
}

async fn take_one(context: &Context, delivery: &DueDelivery, lease: i64, now: Timestamp) -> Result<(), StoreError> {
    match apply_one(context, delivery, lease, now).await {
        Err(error @ StoreError::Inconsistent { .. }) => {
            tracing::error!(delivery = delivery.id, error = %Chain(&error), "a delivery is put aside");
            context.services.store.finish_delivery(delivery.id, lease, now).await
        }
        Err(error) if error.is_lost_lease() => Ok(()),
        Err(error) if delivery.attempts < MOST_FAILURES => {
            tracing::warn!(delivery = delivery.id, error = %Chain(&error), "a delivery was not applied; it is tried again");
            let again = now.after(backoff(delivery.attempts));
            context.services.store.return_delivery(delivery.id, lease, again).await
        }
        result => result,
    }
}

async fn apply_one(context: &Context, delivery: &DueDelivery, lease: i64, now: Timestamp) -> Result<(), StoreError> {
    let delivery = std::slice::from_ref(delivery);
    in_change!(context.services.store, change => apply_and_finish(context, change, delivery, Some(lease), now).await)
}

async fn apply_and_finish(
    context: &Context,
    change: &mut Change,
    deliveries: &[DueDelivery],
    lease: Option<i64>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let jobs: Vec<JobId> = deliveries.iter().filter_map(job_of).collect();
    change.hold_jobs(&jobs).await?;
    for delivery in deliveries {
        deliveries::apply(change, delivery, now, &context.services.metrics).await?;
    }
    let ids: Vec<i64> = deliveries.iter().map(|delivery| delivery.id).collect();
    change.finish_deliveries(&ids, lease, now).await
}

/// The job that a delivery tells of.
fn job_of(delivery: &DueDelivery) -> Option<JobId> {
    match &delivery.facts {
        Ok(DeliveryFacts::Job(_, fields)) => Some(JobId(fields.job_id.unsigned_abs())),
        Ok(
            DeliveryFacts::Installation(..)
            | DeliveryFacts::Repositories(..)
            | DeliveryFacts::AuthorizationRevoked(_)
            | DeliveryFacts::Ping(_),
        )
        | Err(_) => None,
    }
}
