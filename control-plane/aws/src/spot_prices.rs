//! `ec2:DescribeSpotPriceHistory`: the latest price of each type in each zone, kept for five minutes.

use super::error::{AwsError, Call};
use super::{Access, Aws, SpotQuery};
use aws_sdk_ec2::primitives::DateTime;
use aws_sdk_ec2::types::InstanceType;
use sprinters_core::catalogue::{self, Zone};
use sprinters_core::plan::SpotPrice;
use sprinters_core::time::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Prices change a few times a day; five minutes old ones choose the same zone.
const KEPT: Duration = Duration::from_mins(5);

/// Most answers kept. Beyond that, old ones go.
const MOST_KEPT: usize = 512;

/// Most pages of one question: 100 types in six zones are one.
const MOST_PAGES: usize = 10;

/// Most types of one question.
const MOST_TYPES: usize = 100;

/// Linux without a licence in the price.
const PRODUCT: &str = "Linux/UNIX";

type Key = (String, &'static str, Vec<&'static str>);

/// Answers of the last five minutes, by AWS account, region and types.
#[derive(Debug, Default)]
pub(super) struct Prices {
    kept: Mutex<BTreeMap<Key, (Timestamp, Vec<SpotPrice>)>>,
}

pub(super) async fn call(aws: &Aws, access: &Access, query: &SpotQuery) -> Result<Vec<SpotPrice>, AwsError> {
    let mut types = query.instance_types.clone();
    types.sort_unstable();
    types.dedup();
    types.truncate(MOST_TYPES);
    if types.is_empty() {
        return Ok(Vec::new());
    }
    let now = aws.shared.clock.now();
    let key = (access.account().to_owned(), access.region.name(), types);
    if let Some((at, prices)) = aws.shared.prices.lock().get(&key)
        && now.since(*at) < KEPT
    {
        return Ok(prices.clone());
    }
    let prices = ask(aws, access, &key.2, now).await?;
    let mut kept = aws.shared.prices.lock();
    if MOST_KEPT <= kept.len() {
        kept.retain(|_, (at, _)| now.since(*at) < KEPT);
    }
    if kept.len() < MOST_KEPT {
        kept.insert(key, (now, prices.clone()));
    }
    Ok(prices)
}

impl Prices {
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<Key, (Timestamp, Vec<SpotPrice>)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn ask(aws: &Aws, access: &Access, types: &[&'static str], now: Timestamp) -> Result<Vec<SpotPrice>, AwsError> {
    let context = access.context(Call::DescribeSpotPriceHistory, None);
    let wanted: Vec<InstanceType> = types.iter().map(|name| InstanceType::from(*name)).collect();
    // From now on: that is the price that counts at this moment, once for each type and zone.
    let from = DateTime::from_millis(i64::try_from(now.as_millis()).unwrap_or(i64::MAX));
    let mut latest: BTreeMap<(&'static str, Zone), (i64, u64)> = BTreeMap::new();
    let mut next: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let send = |ec2: aws_sdk_ec2::Client| {
            ec2.describe_spot_price_history()
                .set_instance_types(Some(wanted.clone()))
                .product_descriptions(PRODUCT)
                .start_time(from)
                .set_next_token(next.clone())
                .send()
        };
        let answer = aws.call(access, &context, send).await?;
        for line in answer.spot_price_history.unwrap_or_default() {
            let name = line.instance_type().and_then(|kind| catalogue::find(kind.as_str()));
            // Local zones have prices too, and names that are none of ours.
            let zone = line.availability_zone().and_then(|zone| zone.parse::<Zone>().ok());
            // A price of nothing is one that AWS does not know.
            let price = line.spot_price().and_then(micro_usd).filter(|price| 0 < *price);
            let (Some(kind), Some(zone), Some(price)) = (name, zone, price) else { continue };
            let at = line.timestamp().map_or(i64::MIN, DateTime::secs);
            let known = latest.entry((kind.name(), zone)).or_insert((at, price));
            if known.0 < at {
                *known = (at, price);
            }
        }
        next = answer.next_token.filter(|token| !token.is_empty());
        if next.is_none() {
            break;
        }
    }
    let price =
        |((instance_type, zone), (_, micro_usd_per_hour))| SpotPrice { instance_type, zone, micro_usd_per_hour };
    Ok(latest.into_iter().map(price).collect())
}

/// `0.034100` in millionths; none if it is no such number.
fn micro_usd(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) {
        return None;
    }
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    whole.parse::<u64>().ok()?.checked_mul(1_000_000)?.checked_add(part.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_to_the_millionth() {
        for (text, expected) in [
            ("0.034100", Some(34_100)),
            ("1", Some(1_000_000)),
            ("12.5", Some(12_500_000)),
            ("0.0000019", Some(1)),
            ("", None),
            (".5", None),
            ("1e3", None),
            ("-1", None),
        ] {
            assert_eq!(micro_usd(text), expected, "{text}");
        }
    }
}
