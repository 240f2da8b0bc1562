//! Which rules are run.

use crate::failure::{Failure, Problem};
use sprinters_dsl::rules::{self, Rule};
use sprinters_dsl::template::nearest;

/// How the quotas of CloudFormation and IAM are named among the rules.
pub(super) const QUOTA: &str = "quota";

/// Some of the rules.
pub(super) struct Selection {
    rules: Vec<&'static Rule>,
    quotas: bool,
}

impl Selection {
    /// The rules named, or all where none is, without those to be ignored.
    pub(super) fn new(named: &[String], ignored: &[String]) -> Result<Selection, Failure> {
        let (named, ignored) = (known(named)?, known(ignored)?);
        let wanted = |id: &str| (named.is_empty() || named.contains(&id)) && !ignored.contains(&id);
        Ok(Selection { rules: rules::all().filter(|rule| wanted(rule.id.as_str())).collect(), quotas: wanted(QUOTA) })
    }

    pub(super) fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        self.rules.iter().copied()
    }

    pub(super) fn quotas(&self) -> bool {
        self.quotas
    }

    /// The id and the reason of everything that is asked.
    pub(super) fn ids(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let quotas = self.quotas.then_some((QUOTA, "CloudFormation and IAM refuse what is larger"));
        self.rules().map(|rule| (rule.id.as_str(), rule.why)).chain(quotas)
    }
}

/// The ids of rules given by id, by number or by name, whatever the letter case.
fn known(given: &[String]) -> Result<Vec<&'static str>, Failure> {
    let ids = || rules::all().map(|rule| rule.id.as_str()).chain([QUOTA]);
    given
        .iter()
        .map(|given| {
            let is_it = |id: &&str| {
                let (number, name) = id.split_once('-').unwrap_or((id, id));
                [*id, number, name].iter().any(|form| form.eq_ignore_ascii_case(given.trim()))
            };
            ids().find(is_it).ok_or_else(|| {
                let names = ids().flat_map(|id| {
                    [Some(id), id.split_once('-').map(|(number, _)| number), id.split_once('-').map(|(_, name)| name)]
                });
                let problem = Problem::new(format!("there is no rule {given}"));
                Failure::input(match nearest(given, names.flatten()) {
                    Some(near) => {
                        problem.help(format!("did you mean {near}? `sprinters-iac check --rules` lists them"))
                    }
                    None => problem.help("`sprinters-iac check --rules` lists them"),
                })
            })
        })
        .collect()
}
