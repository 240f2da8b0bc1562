//! What is said about each way for a label to be wrong.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

use sprinters_core::label::{Problem, parse};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Wrong labels, at least one for each [`Problem`].
const WRONG: &[&str] = &[
    "ubuntu-latest",
    "Sprinters:aws:m7i.large",
    "sprinters",
    "sprinters:",
    "sprinters:gcp:ubuntu-latest",
    "sprinters:asw:ubuntu-latest",
    "sprinters:ubuntu-latest",
    "sprinters/:aws",
    "sprinters/a b:aws",
    "sprinters/a/b:aws",
    "sprinters:aws/1234",
    "sprinters:aws/1234-5678-9012",
    "sprinters:aws/123456789012/my:role",
    "sprinters:aws/123456789012/a!b",
    "sprinters:aws/123456789012/path/role",
    "sprinters:aws:",
    "sprinters:aws::m7i.large",
    "sprinters:aws: m7i.large",
    "sprinters:aws:ubuntu–latest",
    "sprinters:aws:nonsense",
    "sprinters:aws:minimal",
    "sprinters:aws:ubunt-latest",
    "sprinters:aws:arm64",
    "sprinters:aws:spto=true",
    "sprinters:aws:memory=16",
    "sprinters:aws:foo=bar",
    "sprinters:aws:spot",
    "sprinters:aws:temp=",
    "sprinters:aws:ubuntu-22.04:m7i.large:ubuntu-24.04",
    "sprinters:aws:spot=true:spot=false",
    "sprinters:aws:ubuntu-24.4",
    "sprinters:aws:ubuntu-latest-arm",
    "sprinters:aws:ubuntu-24.04-arm-slim",
    "sprinters:aws:windows-2022",
    "sprinters:aws:eu-centrall-1",
    "sprinters:aws:us-gov-west-1",
    "sprinters:aws:eu-centrall-1b",
    "sprinters:aws:us-east-1z",
    "sprinters:aws:us-east-1/us-east-1q",
    "sprinters:aws:us-west-2-lax-1a",
    "sprinters:aws:us-east-1/eu-west-1a",
    "sprinters:aws:us-east-1/subnet-xyz",
    "sprinters:aws:subnet-0123456789abcdef0",
    "sprinters:aws:us-east-1/us-east-1a/subnet-0123abcd/more",
    "sprinters:aws:us-east-1a/us-east-1a",
    "sprinters:aws:sg-123",
    "sprinters:aws:m7i.3xlarge",
    "sprinters:aws:m7.large",
    "sprinters:aws:m7i.largr",
    "sprinters:aws:M7i.Large",
    "sprinters:aws:q9x.huge",
    "sprinters:aws:m7i",
    "sprinters:aws:spot=ture",
    "sprinters:aws:spot=yes",
    "sprinters:aws:events=on",
    "sprinters:aws:root=io2/3000/150",
    "sprinters:aws:root=gp3/3000",
    "sprinters:aws:root=gp3/2000/150",
    "sprinters:aws:root=gp3/40000/150",
    "sprinters:aws:ubuntu-24.04-minimal:root=gp3/16000/500",
    "sprinters:aws:root=gp3/3000/800",
    "sprinters:aws:root=gp3/maximum/max",
    "sprinters:aws:temp=io2/64",
    "sprinters:aws:temp=gp2/64",
    "sprinters:aws:temp=auto",
    "sprinters:aws:temp=gp3/64/4000",
    "sprinters:aws:temp=ephemeral/64/3000/150",
    "sprinters:aws:temp=zram/4/3000/150",
    "sprinters:aws:temp=64/4000/500",
    "sprinters:aws:temp=64GB",
    "sprinters:aws:temp=gp3/-5",
    "sprinters:aws:temp=0",
    "sprinters:aws:temp=65537",
    "sprinters:aws:temp=99999999999999",
    "sprinters:aws:temp=gp3/10/8000/150",
    "sprinters:aws:temp=gp3/10/3,000/150",
    "sprinters:aws:temp=gp3/64/90000/150",
    "sprinters:aws:temp=gp3/64/3000/2001",
    "sprinters:aws:temp=gp3/10/4000/1001",
    "sprinters:aws:swap=4GiB",
    "sprinters:aws:swap=5000",
    "sprinters:aws:cpu=8-4",
    "sprinters:aws:cpu=4-",
    "sprinters:aws:cpu=four",
    "sprinters:aws:cpu=0",
    "sprinters:aws:cpu=1+2+3+4+5+6+7+8+9+10+11+12+13+14+15+16+17",
    "sprinters:aws:family=m7j",
    "sprinters:aws:family=m7i.large",
    "sprinters:aws:family=m8i-m6i",
    "sprinters:aws:family=m6i-c7i",
    "sprinters:aws:m7i.large:cpu=4",
    "sprinters:aws:ubuntu-24.04:m7g.large",
    "sprinters:aws:m7g.large",
    "sprinters:aws:ubuntu-24.04-slim:m7g.large",
    "sprinters:aws:mac2.metal",
    "sprinters:aws:temp=ephemeral",
    "sprinters:aws:m6id.large:temp=ephemeral/500",
    "sprinters:aws:temp=zram/25",
    "sprinters:aws:hpc7a.96xlarge:spot=true",
    "sprinters:aws:ram=3",
    "sprinters:aws:cpu=3",
    "sprinters:aws:cpu=4:ram=1024",
    "sprinters:aws:ubuntu-24.04-arm:family=m7i",
    "sprinters:aws:unbuntu-24.04",
    "sprinters:aws:eu-centrall-1:m7i.lrge:spot=ture:temp=64GB",
];

#[test]
fn every_wrong_label_is_answered_with_place_and_remedy() {
    let mut out = String::new();
    for label in WRONG {
        let Err(problems) = parse(label) else { panic!("{label} is right") };
        writeln!(out, "{label}").unwrap();
        for error in problems.iter() {
            let span = error.span();
            let before = label[..span.start].chars().count();
            let marks = label[span.clone()].chars().count().max(1);
            writeln!(out, "{}{}", " ".repeat(before), "^".repeat(marks)).unwrap();
            writeln!(out, "  {}: {error}", error.code()).unwrap();
            writeln!(out, "  {}", error.help()).unwrap();
        }
        out.push('\n');
    }
    let long = format!("sprinters:aws:{}", "x".repeat(300));
    let error = parse(&long).unwrap_err().into_first();
    writeln!(out, "(a label of {} bytes)\n  {}: {}\n  {}", long.len(), error.code(), error.problem(), error.help())
        .unwrap();
    insta::assert_snapshot!(out);
}

#[test]
fn every_problem_has_an_example_here() {
    let mut seen: BTreeSet<&str> = WRONG.iter().flat_map(|l| codes(l)).collect();
    seen.extend(codes(&format!("sprinters:aws:{}", "x".repeat(300))));
    let source = include_str!("../src/label/error.rs");
    let all: BTreeSet<&str> = source.split('"').filter(|word| word.starts_with("label-")).collect();
    assert!(38 < all.len(), "the codes are read from the source: {all:?}");
    assert_eq!(all.difference(&seen).collect::<Vec<_>>(), Vec::<&&str>::new());
}

fn codes(label: &str) -> Vec<&'static str> {
    parse(label).unwrap_err().iter().map(|error| error.code()).collect()
}

#[test]
fn a_correction_that_is_offered_repairs_what_it_points_at() {
    let mut repaired = 0;
    for label in WRONG {
        for error in parse(label).unwrap_err().iter() {
            // For somebody else's label the correction is a guess at the whole; `key=` still wants a value.
            let Some(corrected) = error.corrected(label) else { continue };
            let left = parse(&corrected).err().map(|p| p.iter().cloned().collect::<Vec<_>>()).unwrap_or_default();
            let same = left.iter().any(|e| e.code() == error.code() && e.given() == error.given());
            assert!(!same, "{label} -> {corrected}: {left:?}");
            repaired += usize::from(left.is_empty());
        }
    }
    assert!(40 <= repaired, "{repaired} corrections gave a right label");
}

#[test]
fn all_problems_are_told_at_once() {
    let problems = parse("sprinters:aws:eu-centrall-1:m7i.lrge:spot=ture:temp=64GB").unwrap_err();
    let codes: Vec<&str> = problems.iter().map(|error| error.code()).collect();
    assert_eq!(codes, ["label-unknown-region", "label-unknown-type", "label-unknown-spot", "label-bad-number"]);
}

#[test]
fn problems_can_be_matched_on() {
    let error = "sprinters:aws:temp=gp3/10/8000/150".parse::<sprinters_core::label::RunnerSpec>().unwrap_err();
    assert!(matches!(error.problem(), Problem::Gp3(_)));
    assert_eq!((error.span(), error.given(), error.suggestion()), (26..30, "8000", Some("5000")));
}
