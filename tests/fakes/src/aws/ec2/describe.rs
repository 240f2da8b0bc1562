//! DescribeInstances: by filters, page by page, and late, as lists are.

use super::show;
use crate::aws::form::Form;
use crate::aws::instance::Instance;
use crate::aws::policy::matches;
use crate::aws::refusal::Refusal;
use crate::aws::request::{Answer, Request};
use crate::aws::state::{Regional, Timing};
use crate::aws::xml::Xml;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Most instances of a page, and of a page that says nothing.
const MOST: u32 = 1_000;

/// Most values of all filters together.
const MOST_VALUES: usize = 200;

pub(super) fn call(request: &mut Request<'_>) -> Result<Answer, Refusal> {
    request.throttled(1)?;
    request.only(&["Filter", "InstanceId", "MaxResults", "NextToken"])?;
    let keys = request.usual_keys();
    request.must("DescribeInstances", "*", "*", keys)?;
    request.dry_run_ends()?;

    let form = request.form;
    let filters: Vec<Filter> = form.parts("Filter").iter().map(Filter::read).collect::<Result<_, _>>()?;
    if MOST_VALUES < filters.iter().map(|filter| filter.values.len()).sum() {
        return Err(Refusal::client(
            "FilterLimitExceeded",
            "The maximum number of filter values specified on a single call is 200",
        ));
    }
    let most = match form.text("MaxResults") {
        None => MOST,
        Some(_) => form.number("MaxResults").filter(|most| (5..=MOST).contains(most)).ok_or_else(|| {
            Refusal::client(
                "InvalidParameterValue",
                "Value for parameter maxResults is invalid. Expecting a value from 5 to 1000.",
            )
        })?,
    };
    let after = match form.text("NextToken") {
        None => 0,
        Some(token) => page(token).ok_or_else(|| Refusal::client("InvalidNextToken", "The NextToken is invalid"))?,
    };
    let ids = form.list("InstanceId");
    let (account, region, now, timing) = (request.account(), request.region.clone(), request.now, request.world.timing);
    let id = request.id.clone();
    let regional = &*request.world.regional(&account, &region);
    if let Some(missing) =
        ids.iter().find(|id| regional.instance(id).is_none_or(|instance| hidden(instance, now, timing)))
    {
        return Err(Refusal::client(
            "InvalidInstanceID.NotFound",
            format!("The instance ID '{missing}' does not exist"),
        ));
    }
    let fits = |instance: &&Instance| {
        !hidden(instance, now, timing)
            && (ids.is_empty() || ids.contains(&instance.id.as_str()))
            && filters.iter().all(|filter| filter.fits(instance, now, timing))
    };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut found: Vec<&Instance> = candidates(regional, &filters, after).filter(fits).take(most + 1).collect();
    let more = most < found.len();
    found.truncate(most);
    let next = found.last().filter(|_| more).map(|last| token(last.number));
    let body = Xml::document("DescribeInstancesResponse", super::NAMESPACE, |xml| {
        xml.text("requestId", &id);
        xml.items("reservationSet", found, |xml, instance| {
            xml.text("reservationId", &instance.reservation);
            xml.text("ownerId", &account);
            xml.items("groupSet", Vec::<String>::new(), |_, _| {});
            xml.items("instancesSet", [instance], |xml, instance| {
                show::instance(xml, instance, Some(regional), now, timing);
            });
        });
        xml.maybe("nextToken", next.as_deref());
    });
    Ok(Answer::Body(body))
}

fn hidden(instance: &Instance, now: u64, timing: Timing) -> bool {
    now < instance.launched + timing.hidden
}

/// All of them, or the few that client tokens name.
fn candidates<'a>(
    regional: &'a Regional,
    filters: &'a [Filter],
    after: u64,
) -> Box<dyn Iterator<Item = &'a Instance> + 'a> {
    let by_token = filters
        .iter()
        .find(|filter| filter.name == "client-token" && !filter.values.iter().any(|v| v.contains(['*', '?'])));
    match by_token {
        None => Box::new(regional.instances.range(after + 1..).map(|(_, instance)| instance)),
        Some(filter) => {
            let known = filter.values.iter().filter_map(|token| regional.by_token.get(token)?.instance.as_ref());
            let mut numbers: Vec<u64> =
                known.map(|instance| instance.number).filter(|number| after < *number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            Box::new(numbers.into_iter().filter_map(|number| regional.instances.get(&number)))
        }
    }
}

fn token(after: u64) -> String {
    STANDARD.encode(format!("after {after}"))
}

fn page(token: &str) -> Option<u64> {
    String::from_utf8(STANDARD.decode(token).ok()?).ok()?.strip_prefix("after ")?.parse().ok()
}

#[derive(Debug)]
struct Filter {
    name: String,
    values: Vec<String>,
}

impl Filter {
    fn read(part: &Form) -> Result<Filter, Refusal> {
        let name = part.text("Name").unwrap_or_default().to_owned();
        let known = [
            "client-token",
            "image-id",
            "instance-id",
            "instance-lifecycle",
            "instance-state-name",
            "instance-type",
            "subnet-id",
            "tag-key",
        ];
        if !known.contains(&name.as_str()) && !name.starts_with("tag:") {
            return Err(Refusal::client("InvalidParameterValue", format!("The filter '{name}' is invalid")));
        }
        Ok(Filter { name, values: part.list("Value").into_iter().map(str::to_owned).collect() })
    }

    fn fits(&self, instance: &Instance, now: u64, timing: Timing) -> bool {
        let is = |text: &str| self.values.iter().any(|value| matches(value, text));
        match self.name.as_str() {
            "client-token" => instance.token.as_deref().is_some_and(is),
            "image-id" => is(&instance.image),
            "instance-id" => is(&instance.id),
            "instance-lifecycle" => instance.spot_request.is_some() && is("spot"),
            "instance-state-name" => is(instance.state(now, timing).name()),
            "instance-type" => is(instance.kind),
            "subnet-id" => is(&instance.subnet),
            "tag-key" => instance.tags.keys().any(|key| is(key)),
            name => name.strip_prefix("tag:").and_then(|key| instance.tags.get(key)).is_some_and(|value| is(value)),
        }
    }
}
