//! DescribeSpotPriceHistory: the latest price of each type in each zone.

use crate::aws::moment::iso_8601;
use crate::aws::refusal::Refusal;
use crate::aws::request::{Answer, Request};
use crate::aws::state::ZONES;

/// Most lines of a page.
const MOST: usize = 1_000;

const PRODUCT: &str = "Linux/UNIX";

pub(super) fn call(request: &mut Request<'_>) -> Result<Answer, Refusal> {
    request.throttled(1)?;
    request.only(&[
        "AvailabilityZone",
        "EndTime",
        "Filter",
        "InstanceType",
        "MaxResults",
        "NextToken",
        "ProductDescription",
        "StartTime",
    ])?;
    let keys = request.usual_keys();
    request.must("DescribeSpotPriceHistory", "*", "*", keys)?;
    request.dry_run_ends()?;

    let form = request.form;
    let products = form.list("ProductDescription");
    let wanted = products.is_empty() || products.iter().any(|product| product.starts_with(PRODUCT));
    let zones = ZONES.map(|letter| format!("{}{letter}", request.region));
    let in_zone = |zone: &&String| form.text("AvailabilityZone").is_none_or(|wanted| wanted == zone.as_str());
    let mut lines = Vec::new();
    for name in form.list("InstanceType").into_iter().filter(|_| wanted) {
        let kind = sprinters_core::catalogue::find(name)
            .ok_or_else(|| Refusal::client("InvalidParameterValue", format!("Invalid instance type: {name}")))?;
        for zone in zones.iter().filter(in_zone) {
            lines.extend(request.world.spot_price(zone, kind).map(|price| (name, zone, price)));
        }
    }
    let most = form
        .number("MaxResults")
        .and_then(|most| usize::try_from(most).ok())
        .filter(|most| *most != 0)
        .unwrap_or(MOST)
        .min(MOST);
    let from = match form.text("NextToken") {
        None => 0,
        Some(token) => {
            token.parse::<usize>().map_err(|_| Refusal::client("InvalidNextToken", "The NextToken is invalid"))?
        }
    };
    let now = iso_8601(request.now);
    let until = from.saturating_add(most);
    Ok(request.body(|xml| {
        xml.items("spotPriceHistorySet", lines.iter().skip(from).take(most), |xml, (name, zone, price)| {
            xml.text("instanceType", name);
            xml.text("productDescription", PRODUCT);
            xml.text("spotPrice", &format!("{}.{:06}", price / 1_000_000, price % 1_000_000));
            xml.text("timestamp", &now);
            xml.text("availabilityZone", zone);
        });
        // EC2 writes an empty token on the last page of this one.
        xml.text("nextToken", &if until < lines.len() { until.to_string() } else { String::new() });
    }))
}
