//! From the text to the specification, with every problem found on the way.

use super::draft::Draft;
use super::error::{LabelError, Part, Problem, Problems};
use super::nearest::{distance, nearest};
use super::shape::{Shape, is_local_zone, looks_like_a_part, region_before_letter, shape_of};
use super::suggest::{meant_image, meant_part, meant_place, meant_type};
use super::token::Piece;
use super::{Placement, RunnerSpec, SubnetId};
use crate::catalogue::{self, Region, Zone};
use std::ops::Range;

/// Longest label in bytes: GitHub's own limit for a runner's label.
pub const MAX_LABEL_BYTES: usize = 256;
/// Longest `+` list. Every value costs a look at the catalogue, and no plan has more candidates than this anyway.
pub(super) const MAX_LIST: usize = 16;
/// Most swap in GiB. It is written to a volume that dies with the job; more than this is a job for a larger type.
pub(super) const MAX_SWAP: u32 = 1_024;

/// Whether a label is ours, judged by how it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Prefix {
    Ours,
    NearMiss { meant: String },
    NotOurs,
}

impl Prefix {
    const NAME: &'static str = "sprinters";

    pub(super) fn parse(label: &str) -> Prefix {
        let end = label.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(label.len());
        let (head, tail) = label.split_at(end);
        if head == Prefix::NAME && (tail.is_empty() || tail.starts_with([':', '/'])) {
            return Prefix::Ours;
        }
        // Two slips; and no need to measure what is far too long.
        let lower = head.get(..head.len().min(16)).unwrap_or_default().to_ascii_lowercase();
        let edits = distance(&lower, Prefix::NAME);
        let rest = tail.get(1..).unwrap_or_default();
        let says_aws = rest.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("aws"));
        if says_aws && edits <= 2 {
            let after = rest.get(3..).unwrap_or_default();
            return Prefix::NearMiss { meant: format!("{}:aws{after}", Prefix::NAME) };
        }
        if edits == 0 && tail.starts_with([':', '/']) {
            return Prefix::NearMiss { meant: format!("{}{tail}", Prefix::NAME) };
        }
        if lower.starts_with(Prefix::NAME) {
            return Prefix::NearMiss { meant: format!("{}:aws", Prefix::NAME) };
        }
        Prefix::NotOurs
    }
}

/// Reads a label of ours.
///
/// # Errors
/// All that is wrong with it, by place in the label. What follows from another problem is left out.
pub fn parse(label: &str) -> Result<RunnerSpec, Problems> {
    let mut reader = Reader::default();
    reader.label(label);
    reader.check_together();
    match Problems::from_errors(reader.errors) {
        Some(problems) => Err(problems),
        None => Ok(reader.draft.into_spec()),
    }
}

#[derive(Debug, Default)]
pub(super) struct Reader<'a> {
    given: &'a str,
    pub(super) draft: Draft<'a>,
    seen: Vec<(Part, Range<usize>)>,
    pub(super) errors: Vec<LabelError>,
}

impl<'a> Reader<'a> {
    pub(super) fn wrong(&mut self, piece: Piece<'a>, problem: Problem, suggestion: Option<String>) {
        self.errors.push(LabelError { span: piece.span(), given: piece.text.to_owned(), problem, suggestion });
    }

    pub(super) fn wrong_at(&mut self, span: Range<usize>, problem: Problem, suggestion: Option<String>) {
        let given = self.given.get(span.clone()).unwrap_or_default().to_owned();
        self.errors.push(LabelError { span, given, problem, suggestion });
    }

    fn label(&mut self, label: &'a str) {
        self.given = label;
        let whole = Piece { text: label, at: 0 };
        if MAX_LABEL_BYTES < label.len() {
            // What is shown back to people is bounded too.
            let end = (0..=MAX_LABEL_BYTES).rev().find(|at| label.is_char_boundary(*at)).unwrap_or_default();
            let start = Piece { text: label.get(..end).unwrap_or_default(), at: 0 };
            return self.wrong(start, Problem::TooLong { bytes: label.len() }, None);
        }
        match Prefix::parse(label) {
            Prefix::Ours => {}
            Prefix::NearMiss { meant } => return self.wrong(whole, Problem::NotOurs, Some(meant)),
            Prefix::NotOurs => return self.wrong(whole, Problem::NotOurs, None),
        }
        if let Some((at, bad)) = label.char_indices().find(|(_, c)| !c.is_ascii_graphic()) {
            let text = label.get(at..at + bad.len_utf8()).unwrap_or_default();
            return self.wrong(Piece { text, at }, Problem::BadCharacter, None);
        }
        let mut pieces = whole.split(':');
        if let Some((_, pin)) = pieces.next().and_then(|first| first.split_once('/')) {
            match pin.text.parse() {
                Ok(pin) => self.draft.pin = Some(pin),
                Err(super::account::BadPin) => self.wrong(pin, Problem::BadPin, None),
            }
        }
        match pieces.next() {
            Some(provider) if !provider.text.is_empty() => self.provider(provider),
            Some(empty) => self.wrong(empty, Problem::NoProvider, Some("aws".to_owned())),
            None => self.wrong(Piece { text: "", at: label.len() }, Problem::NoProvider, Some(":aws".to_owned())),
        }
        for part in pieces {
            self.part(part);
        }
    }

    fn provider(&mut self, provider: Piece<'a>) {
        let mut pieces = provider.split('/');
        let Some(name) = pieces.next() else { return };
        if name.text != "aws" {
            let suggestion = match nearest(name.text, ["aws"]) {
                Some(aws) => Some(aws.to_owned()),
                // `sprinters:ubuntu-latest`: the provider was forgotten.
                None if looks_like_a_part(provider.text) => {
                    return self.wrong(provider, Problem::UnknownProvider, Some(format!("aws:{}", provider.text)));
                }
                None => None,
            };
            return self.wrong(name, Problem::UnknownProvider, suggestion);
        }
        if let Some(account) = pieces.next() {
            match account.text.parse() {
                Ok(id) => self.draft.account = Some(id),
                Err(super::account::BadAccountId) => {
                    let digits: String = account.text.chars().filter(char::is_ascii_digit).collect();
                    let only_dashes = account.text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                    let suggestion = (digits.len() == 12 && only_dashes).then_some(digits);
                    self.wrong(account, Problem::BadAccount, suggestion);
                }
            }
        }
        if let Some(role) = pieces.next() {
            match role.text.parse() {
                Ok(name) => self.draft.role = Some(name),
                Err(super::account::BadRoleName) => self.wrong(role, Problem::BadRole, None),
            }
        }
        if let Some(more) = pieces.next() {
            let rest = more.through(provider, provider.span().end);
            self.wrong(rest, Problem::AfterRole, None);
        }
    }

    /// Whether this is the first part of its kind; the second is an error, and is not looked at.
    pub(super) fn first(&mut self, part: Part, piece: Piece<'a>) -> bool {
        if let Some((_, first)) = self.seen.iter().find(|(seen, _)| *seen == part) {
            let first = first.clone();
            self.wrong(piece, Problem::Repeated { part, first }, Some(String::new()));
            return false;
        }
        self.seen.push((part, piece.span()));
        true
    }

    fn part(&mut self, piece: Piece<'a>) {
        let text = piece.text;
        if text.is_empty() {
            return self.wrong(piece, Problem::EmptyPart, Some(String::new()));
        }
        if let Some((key, value)) = piece.split_once('=') {
            return self.keyed(piece, key, value);
        }
        match shape_of(text) {
            Shape::Image => self.image(piece),
            Shape::Placement => self.placement(piece),
            Shape::Type => self.instance_type(piece),
            Shape::SecurityGroup => self.security_group(piece),
            Shape::Subnet => self.wrong(piece, Problem::SubnetAlone, None),
            Shape::Family => {
                let suggestion = Some(format!("family={text}"));
                self.wrong(piece, Problem::FamilyAlone, suggestion);
            }
            Shape::Key(key) => self.wrong(piece, Problem::NoValue { key }, None),
            Shape::Unknown => {
                let suggestion = meant_part(text);
                self.wrong(piece, Problem::UnknownPart, suggestion);
            }
        }
    }

    fn image(&mut self, piece: Piece<'a>) {
        if !self.first(Part::Image, piece) {
            return;
        }
        match piece.text.parse() {
            Ok(image) => self.draft.image = Some((image, piece.span())),
            Err(super::image::UnknownImage) => {
                let suggestion = meant_image(piece.text);
                self.wrong(piece, Problem::UnknownImage, suggestion);
            }
        }
    }

    fn security_group(&mut self, piece: Piece<'a>) {
        if !self.first(Part::SecurityGroup, piece) {
            return;
        }
        match piece.text.parse() {
            Ok(group) => self.draft.security_group = Some(group),
            Err(super::security_group::BadSecurityGroupId) => self.wrong(piece, Problem::BadSecurityGroup, None),
        }
    }

    fn instance_type(&mut self, piece: Piece<'a>) {
        if !self.first(Part::Type, piece) {
            return;
        }
        match catalogue::find(piece.text) {
            Some(found) if found.mac() => self.wrong(piece, Problem::Mac, None),
            Some(found) => self.draft.instance_type = Some((found, piece)),
            None => self.wrong(piece, Problem::UnknownType, meant_type(piece.text)),
        }
    }

    fn placement(&mut self, piece: Piece<'a>) {
        if !self.first(Part::Placement, piece) {
            return;
        }
        let pieces: Vec<Piece<'a>> = piece.split('/').collect();
        let (place, zone, subnet) = match pieces.as_slice() {
            [place] => (*place, None, None),
            [place, subnet] if subnet.text.starts_with("subnet") => (*place, None, Some(*subnet)),
            [place, zone] => (*place, Some(*zone), None),
            [place, zone, subnet] => (*place, Some(*zone), Some(*subnet)),
            [] | [_, _, _, _, ..] => return self.wrong(piece, Problem::BadPlacement, None),
        };
        let place = self.place(place, zone.is_some());
        let zone = zone.map(|zone| (self.zone(zone), zone));
        let subnet = subnet.map(|subnet| self.subnet(subnet));
        let (Some(place), Some(subnet)) = (place, subnet.map_or(Some(None), |subnet| subnet.map(Some))) else { return };
        let placement = match (place, zone) {
            (Place::Region(region), None) => Placement::in_region(region, subnet),
            (Place::Zone(zone), None) => Placement::in_zone(zone, subnet),
            (Place::Zone(_), Some(_)) => return self.wrong(piece, Problem::BadPlacement, None),
            (Place::Region(_), Some((None, _))) => return,
            (Place::Region(region), Some((Some(zone), written))) => {
                if zone.region() != region {
                    let suggestion = Some(format!("{region}{}", zone.letter()));
                    let problem = Problem::ZoneOutsideRegion { region, zone: zone.region() };
                    return self.wrong(written, problem, suggestion);
                }
                Placement::in_zone(zone, subnet)
            }
        };
        self.draft.placement = Some((placement, piece.span()));
    }

    fn place(&mut self, piece: Piece<'a>, zone_follows: bool) -> Option<Place> {
        if let Ok(region) = piece.text.parse() {
            return Some(Place::Region(region));
        }
        if let Ok(zone) = piece.text.parse() {
            return Some(Place::Zone(zone));
        }
        if piece.text.starts_with("subnet-") {
            self.wrong(piece, Problem::SubnetAlone, None);
        } else if is_local_zone(piece.text) {
            self.wrong(piece, Problem::LocalZone, None);
        } else if !zone_follows && region_before_letter(piece.text).is_some() {
            self.wrong(piece, Problem::UnknownZone, None);
        } else {
            self.wrong(piece, Problem::UnknownRegion, meant_place(piece.text));
        }
        None
    }

    fn zone(&mut self, piece: Piece<'a>) -> Option<Zone> {
        if let Ok(zone) = piece.text.parse() {
            return Some(zone);
        }
        if is_local_zone(piece.text) {
            self.wrong(piece, Problem::LocalZone, None);
        } else {
            self.wrong(
                piece,
                Problem::UnknownZone,
                meant_place(piece.text).filter(|zone| zone.parse::<Zone>().is_ok()),
            );
        }
        None
    }

    fn subnet(&mut self, piece: Piece<'a>) -> Option<SubnetId> {
        match piece.text.parse() {
            Ok(subnet) => Some(subnet),
            Err(super::placement::BadSubnetId) => {
                self.wrong(piece, Problem::BadSubnet, None);
                None
            }
        }
    }
}

enum Place {
    Region(Region),
    Zone(Zone),
}
