//! The parts with a key: `temp=…`, `cpu=…`.

use super::draft::Placed;
use super::error::{LabelError, Part, Problem};
use super::nearest::nearest;
use super::parse::{MAX_LIST, MAX_SWAP, Reader};
use super::suggest::meant_key;
use super::token::Piece;
use super::volume::Gp3Problem;
use super::{FamilyChoice, Gib, Gp3, Level, NumberChoice, Spot, Temp};
use crate::catalogue::{self, FamilyName};
use std::ops::Range;

impl<'a> Reader<'a> {
    pub(super) fn keyed(&mut self, piece: Piece<'a>, key: Piece<'a>, value: Piece<'a>) {
        let Some(part) = Part::ALL.into_iter().find(|part| part.key() == Some(key.text)) else {
            let keys = Part::ALL.into_iter().filter_map(Part::key);
            let suggestion = meant_key(key.text).or_else(|| nearest(key.text, keys)).map(str::to_owned);
            return self.wrong(key, Problem::UnknownKey, suggestion);
        };
        if !self.first(part, piece) {
            return;
        }
        if value.text.is_empty() {
            return self.wrong(piece, Problem::NoValue { key: part }, None);
        }
        match part {
            Part::Spot => match value.text.parse() {
                Ok(spot) => self.draft.spot = Some((spot, piece.span())),
                Err(super::spot::UnknownSpot) => {
                    let suggestion = nearest(value.text, Spot::ALL.map(Spot::name)).map(str::to_owned);
                    self.wrong(value, Problem::UnknownSpot, suggestion);
                }
            },
            Part::Events => match value.text {
                "true" => self.draft.events = Some(true),
                "false" => self.draft.events = Some(false),
                other => {
                    let suggestion = nearest(other, ["true", "false"]).map(str::to_owned);
                    self.wrong(value, Problem::BadEvents, suggestion);
                }
            },
            Part::Swap => self.draft.swap = self.number(value, "GiB of swap", 0, MAX_SWAP).map(Gib::new),
            Part::Root => self.root(value),
            Part::Temp => self.temp(value, piece.span()),
            Part::Cpu => self.draft.cpu = self.numbers(Part::Cpu, value, "vCPU", 1024).map(|c| (c, piece.span())),
            Part::Ram => {
                self.draft.ram = self.numbers(Part::Ram, value, "GiB of memory", 32_768).map(|c| (c, piece.span()));
            }
            Part::Family => self.draft.family = self.families(value).map(|c| (c, piece.span())),
            // These have no key, so the search above never finds them.
            Part::Image | Part::Placement | Part::Type | Part::SecurityGroup => {}
        }
    }

    fn number(&mut self, piece: Piece<'a>, unit: &'static str, least: u32, most: u32) -> Option<u32> {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(piece.text) {
            // `64GB`, `4,000`: the number is there, with something that does not belong.
            let bare = piece.text.replace([',', '_'], "");
            let bare = bare.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let suggestion =
                bare.parse::<u32>().ok().filter(|_| digits(bare)).map(|n| n.clamp(least, most).to_string());
            self.wrong(piece, Problem::BadNumber { unit }, suggestion);
            return None;
        }
        match piece.text.parse::<u32>() {
            Ok(number) if (least..=most).contains(&number) => Some(number),
            Ok(number) => {
                let suggestion = Some(number.clamp(least, most).to_string());
                self.wrong(piece, Problem::OutOfRange { unit, least, most }, suggestion);
                None
            }
            // Only too many digits are left.
            Err(_) => {
                self.wrong(piece, Problem::OutOfRange { unit, least, most }, Some(most.to_string()));
                None
            }
        }
    }

    fn level(&mut self, piece: Piece<'a>, unit: &'static str, least: u32, most: u32) -> Option<Placed<Level>> {
        let level = match piece.text {
            "max" => Level::Max,
            other if other.to_ascii_lowercase().starts_with("max") || nearest(other, ["max"]).is_some() => {
                self.wrong(piece, Problem::BadNumber { unit }, Some("max".to_owned()));
                return None;
            }
            _number => Level::Exactly(self.number(piece, unit, least, most)?),
        };
        Some((level, piece.span()))
    }

    fn levels(&mut self, iops: Piece<'a>, throughput: Piece<'a>) -> Option<(Placed<Level>, Placed<Level>)> {
        let iops = self.level(iops, "IOPS", Gp3::MIN_IOPS, Gp3::MAX_IOPS);
        let throughput = self.level(throughput, "MiB/s", Gp3::MIN_THROUGHPUT, Gp3::MAX_THROUGHPUT);
        Some((iops?, throughput?))
    }

    pub(super) fn gp3(&mut self, iops: &Placed<Level>, throughput: &Placed<Level>, size: Gib) -> Option<Gp3> {
        let problem = match Gp3::new(iops.0, throughput.0, size) {
            Ok(gp3) => return Some(gp3),
            Err(problem) => problem,
        };
        let ((level, span), suggestion) = match problem {
            Gp3Problem::Iops => (iops, Gp3::MIN_IOPS),
            Gp3Problem::IopsAboveSize { most, .. } => (iops, most),
            Gp3Problem::Throughput => (throughput, Gp3::MIN_THROUGHPUT),
            Gp3Problem::ThroughputAboveIops { most, .. } => (throughput, most),
        };
        self.errors.push(LabelError {
            span: span.clone(),
            given: level.to_string(),
            problem: Problem::Gp3(problem),
            suggestion: Some(suggestion.to_string()),
        });
        None
    }

    fn root(&mut self, value: Piece<'a>) {
        let pieces: Vec<Piece<'a>> = value.split('/').collect();
        let form = Part::Root.form();
        match pieces.as_slice() {
            [kind, ..] if kind.text != "gp3" => {
                let suggestion = Some("gp3".to_owned());
                self.wrong(*kind, Problem::UnknownVolume { part: Part::Root }, suggestion);
            }
            [_, iops, throughput] => self.draft.root = self.levels(*iops, *throughput),
            [] | [_] | [_, _] | [_, _, _, _, ..] => {
                self.wrong(value, Problem::BadVolume { part: Part::Root, form }, None);
            }
        }
    }

    fn temp(&mut self, value: Piece<'a>, span: Range<usize>) {
        let pieces: Vec<Piece<'a>> = value.split('/').collect();
        let Some(kind) = pieces.first().copied() else { return };
        let bad = |form| Problem::BadVolume { part: Part::Temp, form };
        let temp = match (kind.text, pieces.get(1..).unwrap_or_default()) {
            ("gp3", []) => Some(Temp::Gp3 { size: Temp::DEFAULT_SIZE, performance: Gp3::DEFAULT }),
            ("gp3", [size]) => self.size(*size).map(|size| Temp::Gp3 { size, performance: Gp3::DEFAULT }),
            ("gp3", [size, iops, throughput]) => {
                let size = self.size(*size);
                let levels = self.levels(*iops, *throughput);
                match (size, levels) {
                    (Some(size), Some((iops, throughput))) => {
                        self.gp3(&iops, &throughput, size).map(|performance| Temp::Gp3 { size, performance })
                    }
                    (None, _) | (_, None) => None,
                }
            }
            ("gp3", _) => return self.wrong(value, bad("gp3, gp3/SIZE or gp3/SIZE/IOPS/THROUGHPUT"), None),
            ("ephemeral", []) => Some(Temp::Ephemeral { size: None }),
            ("ephemeral", [size]) => self.size(*size).map(|size| Temp::Ephemeral { size: Some(size) }),
            ("ephemeral", _) => {
                return self.wrong(value, bad("ephemeral or ephemeral/SIZE; a local disk has no IOPS to choose"), None);
            }
            ("zram", []) => Some(Temp::Zram { size: Temp::DEFAULT_SIZE }),
            ("zram", [size]) => self.size(*size).map(|size| Temp::Zram { size }),
            ("zram", _) => return self.wrong(value, bad("zram or zram/SIZE; memory has no IOPS to choose"), None),
            (other, []) if other.starts_with(|c: char| c.is_ascii_digit()) => {
                self.size(kind).map(|size| Temp::Auto { size: Some(size) })
            }
            (other, rest) if other.starts_with(|c: char| c.is_ascii_digit()) => {
                // Most likely `gp3/` was forgotten: only it has performance.
                let suggestion = (rest.len() == 2).then(|| format!("gp3/{}", value.text));
                return self.wrong(value, bad("SIZE alone, or gp3/SIZE/IOPS/THROUGHPUT"), suggestion);
            }
            (other, _) => {
                let suggestion = nearest(other, Temp::KINDS).map(str::to_owned);
                return self.wrong(kind, Problem::UnknownVolume { part: Part::Temp }, suggestion);
            }
        };
        self.draft.temp = temp.map(|temp| (temp, span));
    }

    fn size(&mut self, piece: Piece<'a>) -> Option<Gib> {
        self.number(piece, "GiB", Gp3::MIN_GIB, Gp3::MAX_GIB).map(Gib::new)
    }

    fn numbers(&mut self, part: Part, value: Piece<'a>, unit: &'static str, most: u32) -> Option<NumberChoice> {
        if let Some((first, last)) = value.split_once('-') {
            let least = self.number(first, unit, 1, most);
            let greatest = self.number(last, unit, 1, most);
            let (least, greatest) = (least?, greatest?);
            let choice = NumberChoice::between(least, greatest);
            if choice.is_none() {
                self.wrong(value, Problem::BadRange { part }, Some(format!("{greatest}-{least}")));
            }
            return choice;
        }
        let items = self.list(value)?;
        let numbers: Vec<Option<u32>> = items.into_iter().map(|item| self.number(item, unit, 1, most)).collect();
        NumberChoice::one_of(numbers.into_iter().collect::<Option<_>>()?)
    }

    fn families(&mut self, value: Piece<'a>) -> Option<FamilyChoice> {
        // Some families have a dash in their names, so a range is what is no name.
        let range = value.text.match_indices('-').find_map(|(at, _)| {
            let first: FamilyName = value.text.get(..at)?.parse().ok()?;
            let last: FamilyName = value.text.get(at + 1..)?.parse().ok()?;
            Some((first, last))
        });
        if let Some((first, last)) = range.filter(|_| value.text.parse::<FamilyName>().is_err()) {
            let choice = FamilyChoice::between(first, last);
            if choice.is_none() {
                let turned = FamilyChoice::between(last, first).map(|_| format!("{last}-{first}"));
                self.wrong(value, Problem::BadRange { part: Part::Family }, turned);
            }
            return choice;
        }
        let items = self.list(value)?;
        let names: Vec<Option<FamilyName>> = items.into_iter().map(|item| self.family(item)).collect();
        FamilyChoice::one_of(names.into_iter().collect::<Option<_>>()?)
    }

    fn family(&mut self, piece: Piece<'a>) -> Option<FamilyName> {
        if let Ok(family) = piece.text.parse() {
            return Some(family);
        }
        let suggestion = match piece.text.split_once('.') {
            Some((family, _)) if family.parse::<FamilyName>().is_ok() => Some(family),
            Some(_) | None => nearest(piece.text, catalogue::families()),
        };
        self.wrong(piece, Problem::UnknownFamily, suggestion.map(str::to_owned));
        None
    }

    fn list(&mut self, value: Piece<'a>) -> Option<Vec<Piece<'a>>> {
        let items: Vec<Piece<'a>> = value.split('+').take(MAX_LIST + 1).collect();
        if MAX_LIST < items.len() {
            self.wrong(value, Problem::LongList, None);
            return None;
        }
        Some(items)
    }
}
