//! What holds at the moment and somebody should know of before it stops jobs: budgets that are nearly spent, images
//! that grow too old. Nothing of it is an entry of the timeline; it is looked for again and again, and told once.

use super::{Kind, Notification};
use crate::budget::{Month, SHARE_PERCENT, Standing};
use sprinters_core::calendar::month_began;
use sprinters_core::images::PublishedImages;
use sprinters_core::time::Timestamp;
use sprinters_store::{Store, StoreError};

/// Of every account with a budget: whether it is nearly spent, or will be. Once a month and standing.
///
/// # Errors
/// If the database is away.
pub async fn budgets(store: &Store, now: Timestamp) -> Result<Vec<(i64, Notification)>, StoreError> {
    let mut matters = Vec::new();
    for (account, budget) in store.budgets().await? {
        let spent = store.spent_since(account, month_began(now), now).await?;
        let month = Month::of(now, spent, Some(budget));
        let (word, cause) = match month.standing() {
            Standing::Fine => continue,
            Standing::WillBeSpent => {
                ("forecast", "At this rate, this month's budget will be used up before the month ends")
            }
            Standing::NearlySpent => ("share", "This month's budget is nearly used up"),
            Standing::Spent => ("spent", "This month's budget is used up"),
        };
        let detail = match month.standing() {
            Standing::NearlySpent => Some(format!("{SHARE_PERCENT} % or more")),
            Standing::Fine | Standing::WillBeSpent | Standing::Spent => None,
        };
        let mut facts = vec![("Cost so far", dollars(spent)), ("Budget", dollars(budget))];
        facts.extend(month.forecast.map(|forecast| ("Forecast for the month", dollars(forecast))));
        let matter = Notification {
            kind: Kind::Budget,
            about: word.to_owned(),
            period: month.began.as_millis().to_string(),
            cause,
            remedy: "Raise the budget in Settings, or run fewer jobs. When it is used up, no runner is launched until next month",
            detail,
            facts,
            page: "costs".to_owned(),
        };
        matters.push((account, matter));
    }
    Ok(matters)
}

/// For every connected account: whether an image that is launched is old, as [`PublishedImages::oldest`] has it. Once
/// for each day on which images were built.
///
/// # Errors
/// If the database is away.
pub async fn images(
    store: &Store,
    images: &PublishedImages,
    now: Timestamp,
) -> Result<Vec<(i64, Notification)>, StoreError> {
    let Some(oldest) = images.oldest(now) else { return Ok(Vec::new()) };
    let matter = Notification {
        kind: Kind::Image,
        about: "old".to_owned(),
        period: oldest.built.to_string(),
        cause: "A runner image is nearly too old: GitHub gives no jobs to a runner a month after its successor",
        remedy: "Publish new images with the current runner, and list them in SPRINTERS_IMAGES",
        detail: Some(format!("built on {}", oldest.built)),
        facts: vec![
            ("Image", format!("{} in {}", oldest.name.name(), oldest.region)),
            ("Runner", oldest.runner_version.clone()),
        ],
        page: "runners".to_owned(),
    };
    Ok(store.connected_accounts().await?.into_iter().map(|account| (account, matter.clone())).collect())
}

fn dollars(micro_usd: u64) -> String {
    format!("${}.{:02}", micro_usd / 1_000_000, micro_usd / 10_000 % 100)
}
