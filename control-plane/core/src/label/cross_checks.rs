//! What only shows when all parts of a label are known.

use super::error::Problem;
use super::fit::{Fitting, Machine, most_zram};
use super::parse::Reader;
use super::token::Piece;
use super::{Gib, Temp};
use crate::catalogue::InstanceType;
use std::ops::Range;

impl<'a> Reader<'a> {
    /// Checks the parts against each other. Parts that were wrong by themselves are not judged again.
    pub(super) fn check_together(&mut self) {
        if let Some((iops, throughput)) = self.draft.root.take() {
            let size = self.draft.image().root_size();
            self.draft.root_performance = self.gp3(&iops, &throughput, size);
        }
        if !self.errors.is_empty() {
            return;
        }
        match (self.draft.instance_type, self.draft.fitting()) {
            (Some((_, piece)), Some((_, span))) => {
                let problem = Problem::TypeAndChoice { named: piece.span() };
                self.wrong_at(span, problem, Some(String::new()));
            }
            (None, Some((fitting, span))) => self.check_fitting(&fitting, span),
            (Some((instance_type, piece)), None) => {
                if self.check_arch(instance_type, piece) {
                    self.check_type(instance_type, Some(piece.span()));
                }
            }
            (None, None) => {
                if let Some(instance_type) = Machine::Default.single(self.draft.image().arch()) {
                    self.check_type(instance_type, None);
                }
            }
        }
    }

    fn check_arch(&mut self, instance_type: &'static InstanceType, piece: Piece<'a>) -> bool {
        let image = self.draft.image();
        if image.arch() == instance_type.arch() {
            return true;
        }
        let other = image.for_arch(instance_type.arch());
        let problem = Problem::ArchMismatch { image, arch: instance_type.arch() };
        match self.draft.image.clone() {
            Some((_, span)) => self.wrong_at(span, problem, other.map(|image| image.to_string())),
            // No image was written, so the right one is added to the type.
            None => self.wrong(piece, problem, other.map(|image| format!("{}:{image}", piece.text))),
        }
        false
    }

    fn check_type(&mut self, instance_type: &'static InstanceType, span: Option<Range<usize>>) {
        let type_name = instance_type.name();
        if let Some((spot, at)) = self.draft.spot.clone()
            && !spot.tries_on_demand()
            && !instance_type.spot()
        {
            self.wrong_at(at, Problem::NotSold { type_name, spot: true }, Some("spot=false".to_owned()));
        }
        let sold = instance_type.on_demand() || self.draft.demands().spot.tries_spot();
        if let (false, Some(span)) = (sold, span) {
            self.wrong_at(span, Problem::NotSold { type_name, spot: false }, None);
        }
        let Some((temp, at)) = self.draft.temp.clone() else { return };
        match temp {
            Temp::Auto { .. } | Temp::Gp3 { .. } => {}
            Temp::Ephemeral { size } => match (instance_type.nvme_disk_gib(), size) {
                (None, _) => self.wrong_at(at, Problem::NoLocalDisk { type_name }, Some("temp=gp3".to_owned())),
                (Some(disk), Some(size)) if disk < size.get() => {
                    let problem = Problem::SmallLocalDisk { type_name, disk: Gib::new(disk) };
                    self.wrong_at(at, problem, Some(format!("temp=gp3/{size}")));
                }
                (Some(_), _) => {}
            },
            Temp::Zram { size } => {
                let most = most_zram(instance_type);
                if most < size {
                    let suggestion = (1 <= most.get()).then(|| format!("temp=zram/{most}"));
                    self.wrong_at(at, Problem::LargeZram { type_name, most }, suggestion);
                }
            }
        }
    }

    fn check_fitting(&mut self, fitting: &Fitting, span: Range<usize>) {
        let demands = self.draft.demands();
        if fitting.types(demands).next().is_some() {
            return;
        }
        let nearest = fitting.nearest(demands);
        // With one condition alone it is clear what would fit.
        let suggestion = match (fitting, nearest) {
            (Fitting { cpu: Some(_), ram: None, family: None }, Some(t)) => Some(format!("cpu={}", t.vcpu())),
            (Fitting { cpu: None, ram: Some(_), family: None }, Some(t)) if t.memory_mib() % 1024 == 0 => {
                Some(format!("ram={}", t.memory_mib() / 1024))
            }
            (_, _) => None,
        };
        let nearest = nearest.map(|t| (t.name(), t.vcpu(), t.memory_mib()));
        let problem = Problem::NothingFits { arch: demands.image.arch(), region: demands.region, nearest };
        self.wrong_at(span, problem, suggestion);
    }
}
