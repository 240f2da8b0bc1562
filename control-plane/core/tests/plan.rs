//! What would be launched for a label.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop the test")]

use proptest::prelude::*;
use sprinters_core::catalogue::{self, InstanceType, Region};
use sprinters_core::label::{RunnerSpec, Spot};
use sprinters_core::plan::{
    Basis, Candidate, CapacityMemory, Circumstances, LaunchPlan, MAX_CANDIDATES, Market, Notice, PlanError, Pool, Site,
    SpotPrice, TempVolume, explain, plan,
};
use sprinters_core::time::Timestamp;

fn spec(label: &str) -> RunnerSpec {
    label.parse().unwrap_or_else(|error| panic!("{label}: {error}"))
}

fn planned(label: &str) -> LaunchPlan {
    plan(&spec(label), &Circumstances::unknown()).unwrap()
}

fn quote(instance_type: &str, zone: &str, micro_usd_per_hour: u64) -> SpotPrice {
    let instance_type = catalogue::find(instance_type).unwrap().name();
    SpotPrice { instance_type, zone: zone.parse().unwrap(), micro_usd_per_hour }
}

/// `m7i.large spot us-east-1a`
fn words(candidate: &Candidate) -> String {
    let zone = candidate.zone.map(|zone| format!(" {zone}")).unwrap_or_default();
    let market = match candidate.market {
        Market::Spot => "spot",
        Market::OnDemand => "on-demand",
    };
    format!("{} {market}{zone}", candidate.instance_type.name())
}

fn order(plan: &LaunchPlan) -> Vec<String> {
    plan.candidates.iter().map(words).collect()
}

#[test]
fn the_default_is_one_candidate() {
    let plan = planned("sprinters:aws");
    assert_eq!(order(&plan), ["t3.large on-demand"]);
    let TempVolume::Gp3(temp) = plan.candidates[0].temp else { panic!() };
    assert_eq!((temp.gib, temp.iops, temp.mib_per_second), (14, 3_000, 150));
    assert_eq!((plan.root.iops, plan.root.mib_per_second, plan.swap_gib), (3_000, 150, 4));
    assert_eq!(plan.notices, []);
}

#[test]
fn a_type_with_a_local_disk_uses_it_unless_told_otherwise() {
    let temp = |label: &str| planned(label).candidates[0].temp;
    assert_eq!(temp("sprinters:aws:m6id.large"), TempVolume::Ephemeral { gib: 109 });
    assert_eq!(temp("sprinters:aws:m6id.large:temp=100"), TempVolume::Ephemeral { gib: 109 });
    assert!(
        matches!(temp("sprinters:aws:m6id.large:temp=200"), TempVolume::Gp3(v) if v.gib == 200),
        "the disk is too small"
    );
    assert!(matches!(temp("sprinters:aws:m6id.large:temp=gp3"), TempVolume::Gp3(v) if v.gib == 14));
    assert!(matches!(temp("sprinters:aws:d2.xlarge"), TempVolume::Gp3(_)), "its disks are not NVMe");
    assert_eq!(temp("sprinters:aws:temp=zram/20"), TempVolume::Zram { gib: 20 });
}

#[test]
fn spot_modes_decide_the_order_of_markets() {
    let markets = |label: &str| order(&planned(label));
    assert_eq!(markets("sprinters:aws:m7i.large:spot=false"), ["m7i.large on-demand"]);
    assert_eq!(markets("sprinters:aws:m7i.large:spot=true"), ["m7i.large spot"]);
    assert_eq!(markets("sprinters:aws:m7i.large:spot=auto"), ["m7i.large spot", "m7i.large on-demand"]);
    assert_eq!(markets("sprinters:aws:m7i.large:spot=rerun"), ["m7i.large spot", "m7i.large on-demand"]);
}

#[test]
fn a_reclaimed_job_is_run_again_on_demand() {
    let world = Circumstances { on_demand_only: true, ..Circumstances::unknown() };
    let again = plan(&spec("sprinters:aws:m7i.large:spot=rerun"), &world).unwrap();
    assert_eq!(order(&again), ["m7i.large on-demand"]);
}

#[test]
fn the_cheapest_zone_for_spot_comes_first() {
    let spot = [
        quote("m7i.large", "us-east-1a", 50_000),
        quote("m7i.large", "us-east-1b", 30_000),
        quote("m7i.large", "us-east-1c", 40_000),
        quote("m7i.large", "eu-west-1a", 10_000),
    ];
    let world = Circumstances { spot: &spot, ..Circumstances::unknown() };
    let plan = plan(&spec("sprinters:aws:m7i.large:spot=auto"), &world).unwrap();
    let expected = [
        "m7i.large spot us-east-1b",
        "m7i.large spot us-east-1c",
        "m7i.large spot us-east-1a",
        "m7i.large on-demand us-east-1a",
        "m7i.large on-demand us-east-1b",
        "m7i.large on-demand us-east-1c",
    ];
    assert_eq!(order(&plan), expected);
    assert_eq!(plan.candidates[0].price.unwrap().micro_usd_per_hour, 30_000);
    assert_eq!(plan.candidates[0].price.unwrap().basis, Basis::Aws);
}

#[test]
fn spot_that_costs_more_than_on_demand_is_not_a_bargain() {
    let spot = [quote("m7i.large", "us-east-1a", 900_000), quote("m7i.large", "us-east-1b", 30_000)];
    let world = Circumstances { spot: &spot, ..Circumstances::unknown() };
    let auto = plan(&spec("sprinters:aws:m7i.large:spot=auto"), &world).unwrap();
    assert_eq!(auto.candidates.iter().filter(|c| c.market == Market::Spot).count(), 1);
    let forced = plan(&spec("sprinters:aws:m7i.large:spot=true"), &world).unwrap();
    assert_eq!(forced.candidates.len(), 2, "who says spot=true gets spot");
}

#[test]
fn a_recent_refusal_goes_to_the_back() {
    let spot = [quote("m7i.large", "us-east-1a", 30_000), quote("m7i.large", "us-east-1b", 40_000)];
    let mut capacity = CapacityMemory::default();
    let refused = Pool {
        region: Region::us_east_1(),
        instance_type: "m7i.large",
        zone: Some("us-east-1a".parse().unwrap()),
        market: Market::Spot,
    };
    capacity.refused(refused, Timestamp::from_secs(1_000));
    let world = |now| Circumstances {
        spot: &spot,
        capacity: &capacity,
        now: Timestamp::from_secs(now),
        ..Circumstances::unknown()
    };
    let soon = plan(&spec("sprinters:aws:m7i.large:spot=auto"), &world(1_060)).unwrap();
    assert_eq!(order(&soon)[0], "m7i.large spot us-east-1b");
    assert_eq!(order(&soon).last().unwrap(), "m7i.large spot us-east-1a");
    let later = plan(&spec("sprinters:aws:m7i.large:spot=auto"), &world(2_000)).unwrap();
    assert_eq!(order(&later)[0], "m7i.large spot us-east-1a");
}

#[test]
fn subnets_of_the_stack_are_where_we_launch() {
    let site = |zone: &str, subnet: &str| Site { zone: zone.parse().ok(), subnet: Some(subnet.parse().unwrap()) };
    let sites =
        [site("us-east-1a", "subnet-0000000a"), site("us-east-1b", "subnet-0000000b"), site("", "subnet-0000000c")];
    let world = Circumstances { sites: &sites, ..Circumstances::unknown() };
    let subnets = |label: &str| -> Vec<String> {
        let plan = plan(&spec(label), &world).unwrap();
        plan.candidates.iter().map(|c| format!("{} {:?}", c.subnet.as_ref().unwrap(), c.zone)).collect()
    };
    assert_eq!(
        subnets("sprinters:aws"),
        ["subnet-0000000a Some(us-east-1a)", "subnet-0000000b Some(us-east-1b)", "subnet-0000000c None"]
    );
    assert_eq!(subnets("sprinters:aws:us-east-1b"), ["subnet-0000000b Some(us-east-1b)"]);
    assert_eq!(subnets("sprinters:aws:us-east-1/subnet-0000000a"), ["subnet-0000000a Some(us-east-1a)"]);
    assert_eq!(subnets("sprinters:aws:us-east-1/subnet-11111111"), ["subnet-11111111 None"]);
    let nowhere = plan(&spec("sprinters:aws:us-east-1f"), &world).unwrap_err();
    assert_eq!(nowhere, PlanError::NoSubnetInZone { zone: "us-east-1f".parse().unwrap() });
}

#[test]
fn cpu_ram_and_family_pick_the_cheapest_fitting_types() {
    let plan = planned("sprinters:aws:cpu=4:ram=16:family=m7i+m6i+m5+m7a");
    let names: Vec<&str> = plan.candidates.iter().map(|c| c.instance_type.name()).collect();
    assert_eq!(
        names,
        ["m6i.xlarge", "m5.xlarge", "m7i.xlarge", "m7a.xlarge"],
        "m5 and m6i cost the same, and the younger is faster"
    );
    let prices: Vec<u64> = plan.candidates.iter().map(|c| c.price.unwrap().micro_usd_per_hour).collect();
    assert!(prices.is_sorted(), "{prices:?}");
    for candidate in &planned("sprinters:aws:cpu=8-16:ram=32-64:ubuntu-24.04-arm").candidates {
        let t: &InstanceType = candidate.instance_type;
        assert!((8..=16).contains(&t.vcpu()) && (32 * 1024..=64 * 1024).contains(&t.memory_mib()), "{}", t.name());
        assert!(t.arch().name() == "arm64" && t.ordinary(), "{}", t.name());
    }
}

#[test]
fn types_of_unknown_price_come_after_the_priced_ones_smallest_and_youngest_first() {
    let plan = planned("sprinters:aws:cpu=4-8:ram=16-32:family=m8i+m7i");
    let known: Vec<bool> = plan.candidates.iter().map(|c| c.price.is_some()).collect();
    assert!(known.is_sorted_by(|a, b| b <= a), "{known:?}");
    assert_eq!(order(&plan)[0], "m7i.xlarge on-demand");
}

#[test]
fn what_the_stack_does_not_allow_is_not_planned() {
    let allowed = ["m7i.*".parse().unwrap(), "t3.large".parse().unwrap()];
    let lists = [allowed.as_slice(), &[], &["*.xlarge".parse().unwrap(), "*.large".parse().unwrap()]];
    let world = Circumstances { allowed_types: &lists, ..Circumstances::unknown() };
    assert!(plan(&spec("sprinters:aws"), &world).is_ok());
    let choice = plan(&spec("sprinters:aws:cpu=4:ram=16"), &world).unwrap();
    assert_eq!(order(&choice), ["m7i.xlarge on-demand"]);
    let refused = plan(&spec("sprinters:aws:c7i.large"), &world).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "no type of this label is allowed here: c7i.large is outside m7i.*, t3.large and *.xlarge, *.large"
    );
}

#[test]
fn what_is_right_but_odd_is_said() {
    let notices = |label: &str| planned(label).notices;
    assert_eq!(notices("sprinters:aws:events=true"), [Notice::EventsHaveNoEffect]);
    assert_eq!(notices("sprinters:aws:m4.large"), [Notice::LegacyBoot { instance_type: "m4.large" }]);
    let region = "ap-southeast-4".parse().unwrap();
    assert_eq!(
        notices("sprinters:aws:ap-southeast-4:c9g.large:ubuntu-24.04-arm"),
        [Notice::PerhapsNotOffered { instance_type: "c9g.large", region }]
    );
    let faster =
        Notice::VolumeFasterThanInstance { volume: "temp", instance_type: "t3.large", iops: 32_000, most: 15_700 };
    assert_eq!(notices("sprinters:aws:temp=gp3/64/max/max"), [faster]);
}

#[test]
fn a_plan_in_words() {
    let mut out = String::new();
    for label in [
        "sprinters:aws",
        "sprinters:aws:ubuntu-22.04-arm-minimal:eu-central-1b:m7gd.2xlarge:spot=rerun:temp=64:swap=0",
        "sprinters/7-1-test:aws/123456789012/ci:cpu=4+8:ram=16-32:family=m7-m8:spot=auto:root=gp3/max/max:temp=gp3/100/max/1000",
    ] {
        let spec = spec(label);
        let explained = explain(&spec, &plan(&spec, &Circumstances::unknown()).unwrap());
        out.push_str(&format!("{}\n", explained.label));
        for line in explained.lines {
            let origin = serde_json::to_string(&line.origin).unwrap();
            out.push_str(&format!("  {:<15}{}  [{}]\n", line.what, line.value, origin.trim_matches('"')));
        }
        for text in explained.candidates.iter().chain(&explained.notices).chain(&explained.price_note) {
            out.push_str(&format!("  - {text}\n"));
        }
        out.push('\n');
    }
    insta::assert_snapshot!(out);
}

#[test]
fn a_plan_for_programs() {
    insta::assert_json_snapshot!(planned("sprinters:aws/123456789012:m6id.large:us-east-1b:spot=auto:sg-0123abcd"));
}

fn any_label() -> impl Strategy<Value = String> {
    let machine = prop::sample::select(vec![
        "",
        ":m7i.large",
        ":cpu=2-8",
        ":cpu=4+8:ram=8-64",
        ":family=c7+m7+r7",
        ":ram=16-128:family=m6i-m8i",
    ]);
    let place = prop::sample::select(vec!["", ":us-east-1", ":us-east-1a", ":eu-west-1", ":us-east-1/subnet-0000000a"]);
    let spot = prop::sample::select(Spot::ALL.to_vec());
    (machine, place, spot).prop_map(|(machine, place, spot)| format!("sprinters:aws{machine}{place}:spot={spot}"))
}

proptest! {
    #[test]
    fn a_plan_is_bounded_complete_and_in_order(
        label in any_label(),
        prices in prop::collection::vec((0usize..60, "[a-f]", 1_000u64..2_000_000), 0..40),
        refusals in prop::collection::vec((0usize..60, "[a-f]", any::<bool>()), 0..40),
    ) {
        let spec = spec(&label);
        let types: Vec<&'static InstanceType> = spec.fitting_types().collect();
        let zone = |letter: &str| format!("us-east-1{letter}").parse().unwrap();
        let spot: Vec<SpotPrice> = prices
            .iter()
            .map(|(t, letter, price)| SpotPrice { instance_type: types[t % types.len()].name(), zone: zone(letter), micro_usd_per_hour: *price })
            .collect();
        let mut capacity = CapacityMemory::default();
        for (t, letter, on_demand) in &refusals {
            let market = if *on_demand { Market::OnDemand } else { Market::Spot };
            let instance_type = types[t % types.len()].name();
            capacity.refused(Pool { region: Region::us_east_1(), instance_type, zone: Some(zone(letter)), market }, Timestamp::from_secs(10));
        }
        let world = Circumstances { spot: &spot, capacity: &capacity, now: Timestamp::from_secs(20), ..Circumstances::unknown() };
        let plan = plan(&spec, &world).unwrap();
        prop_assert!(!plan.candidates.is_empty() && plan.candidates.len() <= MAX_CANDIDATES);
        let refused: Vec<bool> = plan.candidates.iter().map(|c| c.refused_lately).collect();
        prop_assert!(refused.is_sorted(), "a refused candidate before a fresh one");
        for (at, c) in plan.candidates.iter().enumerate() {
            prop_assert!(types.iter().any(|t| t.name() == c.instance_type.name()));
            prop_assert!(c.zone.is_none_or(|zone| zone.region() == plan.region));
            let wanted = match c.market {
                Market::Spot => spec.spot().tries_spot(),
                Market::OnDemand => spec.spot().tries_on_demand(),
            };
            prop_assert!(wanted);
            prop_assert!(!plan.candidates[..at].iter().any(|d| d.pool(plan.region) == c.pool(plan.region) && d.subnet == c.subnet), "twice the same");
        }
        if spec.spot().tries_spot() && spec.spot().tries_on_demand() {
            prop_assert!(plan.candidates.iter().any(|c| c.market == Market::OnDemand), "no fallback");
        }
    }
}

#[test]
fn without_a_zone_each_zone_is_a_candidate_and_then_types_that_are_as_good() {
    let region = Region::us_east_1();
    let zones: Vec<_> = region.zones().collect();
    assert_eq!(zones.len(), 6);
    let world = Circumstances { zones: &zones, stand_ins: true, ..Circumstances::unknown() };
    let default = order(&plan(&spec("sprinters:aws"), &world).unwrap());
    assert_eq!(default[..3], ["t3.large on-demand", "t3.large on-demand us-east-1a", "t3.large on-demand us-east-1b"]);
    assert!(default[7].starts_with("t3a.large ") && default.len() == MAX_CANDIDATES, "{default:?}");
    let named = order(&plan(&spec("sprinters:aws:m7i.large"), &world).unwrap());
    assert!(named.len() == 7 && named.iter().all(|one| one.starts_with("m7i.large ")), "who names a type gets it");
    let placed = order(&plan(&spec("sprinters:aws:us-east-1b:m7i.large"), &world).unwrap());
    assert_eq!(placed, ["m7i.large on-demand us-east-1b"], "who names a zone gets it");
    let nobody_knows = "mx-central-1".parse::<Region>().unwrap();
    assert_eq!(nobody_knows.zones().count(), 0);
}

#[test]
fn a_stand_in_is_as_large_and_costs_at_most_twice_as_much() {
    let world = Circumstances { stand_ins: true, ..Circumstances::unknown() };
    for label in ["sprinters:aws", "sprinters:aws:ubuntu-24.04-arm"] {
        let plan = plan(&spec(label), &world).unwrap();
        let price = |candidate: &Candidate| candidate.price.unwrap().micro_usd_per_hour;
        assert!(3 < plan.candidates.len(), "{label}");
        for candidate in &plan.candidates {
            let t = candidate.instance_type;
            assert_eq!((t.vcpu(), t.memory_mib()), (2, 8_192), "{}", t.name());
            assert!(price(candidate) <= 2 * price(&plan.candidates[0]), "{}", t.name());
        }
    }
}

#[test]
fn a_label_that_says_nothing_of_memory_gets_enough_of_it() {
    for (label, least) in [
        ("sprinters:aws:cpu=2", 4_096),
        ("sprinters:aws:cpu=2:ubuntu-24.04-arm", 4_096),
        ("sprinters:aws:cpu=4", 8_192),
        ("sprinters:aws:family=t3:cpu=2", 4_096),
        ("sprinters:aws:cpu=2:ram=1-2", 1_024),
    ] {
        for candidate in planned(label).candidates {
            let t = candidate.instance_type;
            assert!(least <= t.memory_mib(), "{label}: {}", t.name());
        }
    }
    assert_eq!(planned("sprinters:aws:family=c7g:cpu=1:ubuntu-24.04-arm").candidates.len(), 1, "or what there is");
}
