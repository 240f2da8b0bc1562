//! Which types, where, bought how, in which order.

use super::{Candidate, Circumstances, Market, PlanError, Pool, Price, Site, TempVolume, TypePattern, price};
use crate::catalogue::{self, InstanceType};
use crate::label::{Machine, RunnerSpec};
use std::cmp::Reverse;

/// Most candidates of a plan. Each costs a RunInstances call and some seconds of the job's patience; AWS refills two
/// calls a second.
pub const MAX_CANDIDATES: usize = 24;
/// Most types that `cpu=`, `ram=`, `family=` fall through. Later ones cost far more than the first.
pub const MAX_TYPES: usize = 6;

pub(super) fn candidates(spec: &RunnerSpec, world: &Circumstances<'_>) -> Result<Vec<Candidate>, PlanError> {
    let types = types(spec, world)?;
    let sites = sites(spec, world)?;
    let spot = spec.spot().tries_spot() && !world.on_demand_only;
    let on_demand = spec.spot().tries_on_demand() || world.on_demand_only;
    // With both markets in play each is sure of half the places.
    let most = if spot && on_demand { MAX_CANDIDATES / 2 } else { MAX_CANDIDATES };
    let mut found = Vec::new();
    if spot {
        found.extend(spot_candidates(spec, world, &types, &sites, on_demand).into_iter().take(most));
    }
    if on_demand {
        let pairs = types.iter().filter(|t| t.on_demand()).flat_map(|t| sites.iter().map(move |site| (*t, site)));
        let made = pairs.map(|(t, site)| {
            candidate(spec, world, t, site, Market::OnDemand, world.on_demand.of(spec.placement().region(), t))
        });
        let mut made: Vec<Candidate> = made.collect();
        made.sort_by_key(|c| c.refused_lately);
        found.extend(made.into_iter().take(most));
    }
    // Stable, so each market keeps its order and spot stays before on demand.
    found.sort_by_key(|c| c.refused_lately);
    if found.is_empty() { Err(PlanError::NoMarket) } else { Ok(found) }
}

fn spot_candidates(
    spec: &RunnerSpec,
    world: &Circumstances<'_>,
    types: &[&'static InstanceType],
    sites: &[Site],
    on_demand_too: bool,
) -> Vec<Candidate> {
    let region = spec.placement().region();
    let mut made = Vec::new();
    for (rank, t) in types.iter().enumerate().filter(|(_, t)| t.spot()) {
        let list = world.on_demand.of(region, t).map(|price| price.micro_usd_per_hour);
        for site in sites {
            // With prices by zone, whoever leaves the zone to EC2 buys blindly.
            if site.zone.is_none() && site.subnet.is_none() && !world.spot.is_empty() && 1 < sites.len() {
                continue;
            }
            let now = spot_price(world, t, site);
            // In a tight market spot can cost as much as on demand; then on demand is the better bargain.
            let dearer = now.zip(list).is_some_and(|(now, list)| list <= now.micro_usd_per_hour);
            if on_demand_too && dearer {
                continue;
            }
            let unknown = now.is_none();
            made.push((
                unknown,
                now.map(|p| p.micro_usd_per_hour),
                rank,
                candidate(spec, world, t, site, Market::Spot, now),
            ));
        }
    }
    made.sort_by_key(|(unknown, price, rank, c)| (c.refused_lately, *unknown, *price, *rank));
    made.into_iter().map(|(_, _, _, c)| c).collect()
}

fn spot_price(world: &Circumstances<'_>, t: &InstanceType, site: &Site) -> Option<Price> {
    let of_type = world.spot.iter().filter(|quote| quote.instance_type == t.name());
    let micro_usd_per_hour = match site.zone {
        Some(zone) => of_type.filter(|quote| quote.zone == zone).map(|quote| quote.micro_usd_per_hour).min()?,
        None => return None,
    };
    Some(Price { micro_usd_per_hour, basis: price::Basis::Aws })
}

fn candidate(
    spec: &RunnerSpec,
    world: &Circumstances<'_>,
    t: &'static InstanceType,
    site: &Site,
    market: Market,
    price: Option<Price>,
) -> Candidate {
    let pool = Pool { region: spec.placement().region(), instance_type: t.name(), zone: site.zone, market };
    Candidate {
        instance_type: t,
        market,
        zone: site.zone,
        subnet: site.subnet.clone(),
        temp: TempVolume::on(spec.temp(), t),
        price,
        refused_lately: world.capacity.recently_refused(pool, world.now),
    }
}

/// The allowed types, cheapest first. Those of unknown price come after the priced ones: the smallest, then the
/// youngest.
fn types(spec: &RunnerSpec, world: &Circumstances<'_>) -> Result<Vec<&'static InstanceType>, PlanError> {
    let region = spec.placement().region();
    let mut found: Vec<&'static InstanceType> = spec.fitting_types().collect();
    found.sort_by_cached_key(|t| {
        let price = world.on_demand.of(region, t).map(|price| price.micro_usd_per_hour);
        (price.is_none(), price, t.vcpu(), t.memory_mib(), Reverse(generation(t)), t.name())
    });
    let asked = found.first().copied().ok_or(PlanError::NothingFits)?;
    if world.stand_ins && *spec.machine() == Machine::Default {
        found.extend(stand_ins(asked, spec, world));
    }
    let lists = || world.allowed_types.iter().filter(|list| !list.is_empty());
    found.retain(|t| lists().all(|list| list.iter().any(|pattern| pattern.matches(t.name()))));
    found.truncate(MAX_TYPES);
    if found.is_empty() {
        let words = |list: &&[TypePattern]| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let allowed = lists().map(words).collect::<Vec<_>>().join(" and ");
        return Err(PlanError::TypesNotAllowed { asked: asked.name(), allowed });
    }
    Ok(found)
}

/// Ordinary types with the same vCPU and memory that cost at most twice as much, cheapest first: whoever names no type
/// wants a machine of that size, not that one.
fn stand_ins(
    asked: &'static InstanceType,
    spec: &RunnerSpec,
    world: &Circumstances<'_>,
) -> impl Iterator<Item = &'static InstanceType> {
    let region = spec.placement().region();
    let price = |t: &InstanceType| world.on_demand.of(region, t).map(|price| price.micro_usd_per_hour);
    let most = price(asked).map_or(0, |price| price.saturating_mul(2));
    let as_good = |t: &&'static InstanceType| {
        t.name() != asked.name()
            && t.ordinary()
            && t.disks() == 0
            && (t.arch(), t.vcpu(), t.memory_mib()) == (asked.arch(), asked.vcpu(), asked.memory_mib())
            && t.offered_in(region) != Some(false)
            && price(t).is_some_and(|price| price <= most)
    };
    let mut found: Vec<&'static InstanceType> = catalogue::types().iter().filter(as_good).collect();
    found.sort_by_cached_key(|t| (price(t), Reverse(generation(t)), t.name()));
    found.into_iter()
}

/// The number in the family's name: 7 for m7i.
fn generation(t: &InstanceType) -> u32 {
    let digits = t.family().trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end).and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

fn sites(spec: &RunnerSpec, world: &Circumstances<'_>) -> Result<Vec<Site>, PlanError> {
    let placement = spec.placement();
    let region = placement.region();
    if let Some(subnet) = placement.subnet() {
        let known = world.sites.iter().find(|site| site.subnet.as_ref() == Some(subnet)).and_then(|site| site.zone);
        return Ok(vec![Site { zone: placement.zone().or(known), subnet: Some(subnet.clone()) }]);
    }
    let here = |site: &&Site| site.zone.is_none_or(|zone| zone.region() == region);
    let known: Vec<Site> = world.sites.iter().filter(here).cloned().collect();
    match (placement.zone(), known.is_empty()) {
        (Some(zone), true) => Ok(vec![Site { zone: Some(zone), subnet: None }]),
        (Some(zone), false) => {
            let inside: Vec<Site> = known.into_iter().filter(|site| site.zone == Some(zone)).collect();
            if inside.is_empty() { Err(PlanError::NoSubnetInZone { zone }) } else { Ok(inside) }
        }
        (None, false) => Ok(known),
        (None, true) => {
            let mut zones: Vec<_> =
                world.spot.iter().map(|quote| quote.zone).filter(|zone| zone.region() == region).collect();
            zones.extend(world.zones.iter().filter(|zone| zone.region() == region));
            zones.sort_unstable();
            zones.dedup();
            // EC2 goes where there is room if it is let; where it finds none, each zone is worth a call of its own.
            let free = (zones.is_empty() || !world.zones.is_empty()).then_some(Site { zone: None, subnet: None });
            Ok(free.into_iter().chain(zones.into_iter().map(|zone| Site { zone: Some(zone), subnet: None })).collect())
        }
    }
}
