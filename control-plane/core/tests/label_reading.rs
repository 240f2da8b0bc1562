//! What labels mean.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop the test")]

use proptest::prelude::*;
use sprinters_core::catalogue::{self, Region};
use sprinters_core::label::{Gib, Image, Reading, RunnerSpec, Spot, Temp, parse, read};

fn spec(label: &str) -> RunnerSpec {
    match parse(label) {
        Ok(spec) => spec,
        Err(problems) => panic!("{label}: {problems}"),
    }
}

#[test]
fn the_shortest_label_means_the_defaults() {
    let spec = spec("sprinters:aws");
    assert_eq!(spec.image(), Image::UbuntuLatest);
    assert_eq!(spec.placement().region().name(), "us-east-1");
    assert_eq!((spec.placement().zone(), spec.placement().subnet()), (None, None));
    assert_eq!(spec.machine().single(spec.image().arch()).unwrap().name(), "t3.large");
    assert_eq!(spec.spot(), Spot::False);
    let root = spec.image().root_size();
    assert_eq!((spec.root().iops(root), spec.root().throughput(root)), (3_000, 150));
    assert_eq!(spec.temp(), Temp::Auto { size: None });
    assert_eq!(spec.swap(), Gib::new(4));
    assert_eq!((spec.pin(), spec.account(), spec.role(), spec.security_group()), (None, None, None, None));
}

#[test]
fn an_arm_image_gets_an_arm_type() {
    let spec = spec("sprinters:aws:ubuntu-24.04-arm");
    assert_eq!(spec.machine().single(spec.image().arch()).unwrap().name(), "t4g.large");
}

#[test]
fn everything_at_once_in_any_order() {
    let label = "sprinters/1234-1-build:aws/123456789012/ci-role:spot=auto:temp=gp3/64/max/max:m7i.8xlarge:swap=8\
                 :eu-central-1/eu-central-1b/subnet-0123456789abcdef0:ubuntu-22.04:sg-01234567890abcdef:root=gp3/4000/1000:events=true";
    let spec = spec(label);
    assert_eq!(spec.pin().unwrap().as_str(), "1234-1-build");
    assert_eq!(spec.account().unwrap().as_str(), "123456789012");
    assert_eq!(spec.role().unwrap().as_str(), "ci-role");
    assert_eq!(spec.image(), Image::Ubuntu2204);
    assert_eq!(spec.placement().zone().unwrap().to_string(), "eu-central-1b");
    assert_eq!(spec.placement().subnet().unwrap().as_str(), "subnet-0123456789abcdef0");
    assert_eq!(spec.security_group().unwrap().as_str(), "sg-01234567890abcdef");
    assert_eq!(spec.spot(), Spot::Auto);
    assert_eq!(spec.swap(), Gib::new(8));
    assert_eq!(spec.events(), Some(true));
    let Temp::Gp3 { size, performance } = spec.temp() else { panic!("{:?}", spec.temp()) };
    assert_eq!((size.get(), performance.iops(size), performance.throughput(size)), (64, 32_000, 2_000));
    insta::assert_snapshot!(spec, @"sprinters/1234-1-build:aws/123456789012/ci-role:ubuntu-22.04:eu-central-1b/subnet-0123456789abcdef0:m7i.8xlarge:spot=auto:sg-01234567890abcdef:root=gp3/4000/1000:temp=gp3/64/max/max:swap=8:events=true");
}

#[test]
fn each_form_of_placement() {
    let subnet = "subnet-0123abcd";
    for (form, region, zone, has_subnet) in [
        ("eu-west-1".to_owned(), "eu-west-1", None, false),
        ("eu-west-1b".to_owned(), "eu-west-1", Some('b'), false),
        ("eu-west-1/eu-west-1b".to_owned(), "eu-west-1", Some('b'), false),
        (format!("eu-west-1/{subnet}"), "eu-west-1", None, true),
        (format!("eu-west-1/eu-west-1b/{subnet}"), "eu-west-1", Some('b'), true),
        (format!("eu-west-1b/{subnet}"), "eu-west-1", Some('b'), true),
    ] {
        let spec = spec(&format!("sprinters:aws:{form}"));
        let placement = spec.placement();
        assert_eq!(placement.region().name(), region, "{form}");
        assert_eq!(placement.zone().map(|zone| zone.letter()), zone, "{form}");
        assert_eq!(placement.subnet().is_some(), has_subnet, "{form}");
    }
}

#[test]
fn each_form_of_temp() {
    let gp3 = |size| match spec("sprinters:aws:temp=gp3").temp() {
        Temp::Gp3 { performance, .. } => Temp::Gp3 { size: Gib::new(size), performance },
        other => panic!("{other:?}"),
    };
    for (label, temp) in [
        ("sprinters:aws:temp=64", Temp::Auto { size: Some(Gib::new(64)) }),
        ("sprinters:aws:temp=gp3", gp3(14)),
        ("sprinters:aws:temp=gp3/64", gp3(64)),
        ("sprinters:aws:temp=gp3/64/3000/150", gp3(64)),
        ("sprinters:aws:m6id.large:temp=ephemeral", Temp::Ephemeral { size: None }),
        ("sprinters:aws:m6id.large:temp=ephemeral/100", Temp::Ephemeral { size: Some(Gib::new(100)) }),
        ("sprinters:aws:temp=zram", Temp::Zram { size: Gib::new(14) }),
        ("sprinters:aws:temp=zram/24", Temp::Zram { size: Gib::new(24) }),
    ] {
        assert_eq!(spec(label).temp(), temp, "{label}");
    }
}

#[test]
fn a_choice_is_a_value_a_list_or_a_range() {
    for (label, canonical) in [
        ("sprinters:aws:cpu=4", "sprinters:aws:ubuntu-latest:cpu=4"),
        ("sprinters:aws:cpu=8+4+4", "sprinters:aws:ubuntu-latest:cpu=4+8"),
        ("sprinters:aws:ram=16-64:cpu=4-4", "sprinters:aws:ubuntu-latest:cpu=4:ram=16-64"),
        ("sprinters:aws:family=m7i+c7i", "sprinters:aws:ubuntu-latest:family=c7i+m7i"),
        ("sprinters:aws:family=m6i-m8i", "sprinters:aws:ubuntu-latest:family=m6i-m8i"),
        ("sprinters:aws:family=m7i-flex", "sprinters:aws:ubuntu-latest:family=m7i-flex"),
        ("sprinters:aws:family=m6-m8:cpu=2", "sprinters:aws:ubuntu-latest:cpu=2:family=m6-m8"),
    ] {
        assert_eq!(spec(label).to_string(), canonical);
    }
}

#[test]
fn other_peoples_labels_are_left_alone() {
    for label in [
        "ubuntu-latest",
        "self-hosted",
        "runs-on/runner=2cpu",
        "",
        "x",
        "linux",
        "sprint",
        "printing:aws",
        "pr:aws",
        "é:aws",
        "sp:aws",
    ] {
        assert_eq!(read(label), Reading::NotOurs, "{label}");
    }
}

#[test]
fn a_near_miss_is_told_from_both() {
    for (label, meant) in [
        ("sprinter:aws", "sprinters:aws"),
        ("Sprinters:aws:m7i.large", "sprinters:aws:m7i.large"),
        ("spritners:aws:m7i.large", "sprinters:aws:m7i.large"),
        ("SPRINTERS/1-2:AWS", "sprinters/1-2:AWS"),
        ("sprinters-aws", "sprinters:aws"),
        ("sprinters=aws:ubuntu-latest", "sprinters:aws:ubuntu-latest"),
        ("sprinters-large", "sprinters:aws"),
    ] {
        assert_eq!(read(label), Reading::NearMiss { meant: meant.to_owned() }, "{label}");
        assert_eq!(label.parse::<RunnerSpec>().unwrap_err().code(), "label-not-ours");
    }
}

#[test]
fn a_label_of_ours_is_ours_even_when_it_is_wrong() {
    for label in ["sprinters", "sprinters:", "sprinters/", "sprinters:gcp", "sprinters:aws:", "sprinters:aws:nonsense"]
    {
        assert!(matches!(read(label), Reading::Wrong(_)), "{label}");
    }
}

/// A whole label of well-formed parts, which need not fit each other.
fn labels() -> impl Strategy<Value = String> {
    let type_names: Vec<&'static str> = catalogue::types().iter().map(|t| t.name()).collect();
    let regions: Vec<&'static str> = Region::all().map(Region::name).collect();
    let image = prop::sample::select(Image::ALL.to_vec()).prop_map(|image| image.to_string());
    let region = prop::sample::select(regions.clone());
    let zone = (prop::sample::select(regions), prop::sample::select(vec!['a', 'b', 'c', 'f']))
        .prop_map(|(r, z)| (r, format!("{r}{z}")));
    let subnet = "subnet-([0-9a-f]{8}|[0-9a-f]{17})";
    let placement = prop_oneof![
        region.clone().prop_map(str::to_owned),
        zone.clone().prop_map(|(_, zone)| zone),
        zone.clone().prop_map(|(region, zone)| format!("{region}/{zone}")),
        (region, subnet).prop_map(|(region, subnet)| format!("{region}/{subnet}")),
        (zone.clone(), subnet).prop_map(|((region, zone), subnet)| format!("{region}/{zone}/{subnet}")),
        (zone, subnet).prop_map(|((_, zone), subnet)| format!("{zone}/{subnet}")),
    ];
    let number = |key: &'static str| {
        let amount = prop::sample::select(vec![1u32, 2, 4, 8, 16, 32, 64]);
        prop_oneof![
            amount.clone().prop_map(move |n| format!("{key}={n}")),
            prop::collection::vec(amount.clone(), 1..5)
                .prop_map(move |ns| format!("{key}={}", ns.iter().map(u32::to_string).collect::<Vec<_>>().join("+"))),
            (amount.clone(), amount).prop_map(move |(a, b)| format!("{key}={}-{}", a.min(b), a.max(b))),
        ]
    };
    let family =
        prop::sample::select(vec!["m7i", "c7", "m", "m6-m8", "m6i-m8i", "r7g+m7g", "m7i-flex", "t3", "c8i-flex+c8i"]);
    let machine = prop_oneof![
        prop::sample::select(type_names).prop_map(str::to_owned),
        (number("cpu"), number("ram")).prop_map(|(cpu, ram)| format!("{cpu}:{ram}")),
        (number("cpu"), family).prop_map(|(cpu, family)| format!("{cpu}:family={family}")),
    ];
    let level = |least: u32, most: u32| prop_oneof![Just("max".to_owned()), (least..=most).prop_map(|n| n.to_string())];
    let root = (level(3_000, 9_000), level(125, 900)).prop_map(|(iops, mib)| format!("root=gp3/{iops}/{mib}"));
    let size = 1u32..=200;
    let temp = prop_oneof![
        size.clone().prop_map(|n| format!("temp={n}")),
        Just("temp=ephemeral".to_owned()),
        size.clone().prop_map(|n| format!("temp=ephemeral/{n}")),
        size.clone().prop_map(|n| format!("temp=zram/{n}")),
        Just("temp=zram".to_owned()),
        Just("temp=gp3".to_owned()),
        size.clone().prop_map(|n| format!("temp=gp3/{n}")),
        (size, level(3_000, 20_000), level(125, 2_000)).prop_map(|(n, iops, mib)| format!("temp=gp3/{n}/{iops}/{mib}")),
    ];
    let rest = prop_oneof![
        prop::sample::select(Spot::ALL.to_vec()).prop_map(|spot| format!("spot={spot}")),
        "sg-([0-9a-f]{8}|[0-9a-f]{17})",
        (0u32..=1024).prop_map(|n| format!("swap={n}")),
        any::<bool>().prop_map(|b| format!("events={b}")),
    ];
    let maybe = |strategy: BoxedStrategy<String>| prop::option::of(strategy);
    let head = ("(/[A-Za-z0-9._-]{1,20})?", "(/[0-9]{12}(/[A-Za-z0-9+=,.@_-]{1,20})?)?");
    let parts = (
        maybe(image.boxed()),
        maybe(placement.boxed()),
        maybe(machine.boxed()),
        maybe(root.boxed()),
        maybe(temp.boxed()),
        maybe(rest.boxed()),
    );
    (head, parts, any::<u64>()).prop_map(|((pin, account), (a, b, c, d, e, f), seed)| {
        let mut parts: Vec<String> = [a, b, c, d, e, f].into_iter().flatten().collect();
        // Any order: rotate and perhaps reverse, as the seed says.
        let by = usize::try_from(seed % 7).unwrap() % parts.len().max(1);
        parts.rotate_left(by);
        if seed % 2 == 1 {
            parts.reverse();
        }
        let parts: String = parts.into_iter().map(|part| format!(":{part}")).collect();
        format!("sprinters{pin}:aws{account}{parts}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_printed_is_read_back_the_same(label in labels()) {
        if let Ok(spec) = parse(&label) {
            let printed = spec.to_string();
            let again = parse(&printed);
            prop_assert_eq!(again.as_ref(), Ok(&spec), "{}", printed);
            prop_assert_eq!(again.map(|s| s.to_string()), Ok(printed));
        }
    }

    #[test]
    fn no_string_is_too_strange(text in "\\PC*") {
        check_any(&text)?;
    }

    #[test]
    fn no_string_that_begins_like_ours_is_too_strange(text in "sprinters[:/]([a-z0-9:/=+._-]|\\PC){0,40}") {
        check_any(&text)?;
    }

    #[test]
    fn no_slip_of_a_finger_is_too_strange(label in labels(), at in any::<prop::sample::Index>(), with in any::<char>()) {
        let mut chars: Vec<char> = label.chars().collect();
        let at = at.index(chars.len());
        chars[at] = with;
        check_any(&chars.iter().collect::<String>())?;
        chars.remove(at);
        check_any(&chars.iter().collect::<String>())?;
    }
}

/// Whatever it is, it is answered; a place that is pointed at exists; a correction changes something.
fn check_any(text: &str) -> Result<(), TestCaseError> {
    let Err(problems) = parse(text) else { return Ok(()) };
    for error in problems.iter() {
        let span = error.span();
        prop_assert!(text.get(span.clone()).is_some(), "{:?} {:?}", text, span);
        prop_assert!(!error.help().is_empty() && !error.to_string().is_empty());
        if let Some(corrected) = error.corrected(text) {
            prop_assert_ne!(corrected, text);
        }
    }
    Ok(())
}
