//! Every name that a template uses must stand for something in it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::error::{Place, ReferenceKind, TemplateError};
use super::intrinsic::{Intrinsic, as_intrinsic};
use super::read::pointer_join;
use super::sub::{self, Part};
use super::suggest::nearest;

/// The pseudo parameters ("Pseudo parameters reference" in the CloudFormation user guide).
pub const PSEUDO_PARAMETERS: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NotificationARNs",
    "AWS::NoValue",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

/// Checks all references of a canonical document.
pub(super) fn check(sections: &Map<String, Value>) -> Result<(), TemplateError> {
    // A macro may add what the names stand for.
    if sections.contains_key("Transform") || super::order::is_serverless(sections) {
        return Ok(());
    }
    let names = Names::from_sections(sections);
    for section in ["Conditions", "Rules", "Resources", "Outputs"] {
        let Some(Value::Object(entries)) = sections.get(section) else { continue };
        for (id, entry) in entries {
            let path = pointer_join(&format!("/{section}"), id);
            if let (true, Value::Object(entry)) = (section == "Resources" || section == "Outputs", entry) {
                names.attributes(entry, &path)?;
            }
            names.value(entry, &path, section == "Conditions" || section == "Rules")?;
        }
    }
    Ok(())
}

struct Names<'a> {
    parameters: BTreeSet<&'a str>,
    resources: BTreeSet<&'a str>,
    conditions: BTreeSet<&'a str>,
    mappings: BTreeSet<&'a str>,
    modules: Vec<&'a str>,
    sections: &'a Map<String, Value>,
}

impl<'a> Names<'a> {
    fn from_sections(sections: &'a Map<String, Value>) -> Names<'a> {
        let ids = |section| names_in(sections, section).collect();
        Names {
            parameters: ids("Parameters"),
            resources: ids("Resources"),
            conditions: ids("Conditions"),
            mappings: ids("Mappings"),
            modules: modules(sections),
            sections,
        }
    }

    fn attributes(&self, entry: &Map<String, Value>, path: &str) -> Result<(), TemplateError> {
        if let Some(Value::String(name)) = entry.get("Condition") {
            self.expect(ReferenceKind::Condition, name, &format!("{path}/Condition"))?;
        }
        match entry.get("DependsOn") {
            Some(Value::String(name)) => self.expect(ReferenceKind::Resource, name, &format!("{path}/DependsOn")),
            Some(Value::Array(list)) => list.iter().enumerate().try_for_each(|(index, name)| {
                let name = name.as_str().unwrap_or_default();
                self.expect(ReferenceKind::Resource, name, &format!("{path}/DependsOn/{index}"))
            }),
            Some(_) | None => Ok(()),
        }
    }

    fn value(&self, value: &Value, path: &str, in_condition: bool) -> Result<(), TemplateError> {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .filter(|(_, item)| item.is_array() || item.is_object())
                .try_for_each(|(index, item)| self.value(item, &format!("{path}/{index}"), in_condition)),
            Value::Object(map) => {
                if let Some((intrinsic, argument)) = as_intrinsic(value) {
                    self.intrinsic(intrinsic, argument, path, in_condition)?;
                }
                map.iter()
                    .filter(|(_, item)| item.is_array() || item.is_object())
                    .try_for_each(|(key, item)| self.value(item, &pointer_join(path, key), in_condition))
            }
        }
    }

    fn intrinsic(
        &self,
        intrinsic: Intrinsic,
        argument: &Value,
        path: &str,
        in_condition: bool,
    ) -> Result<(), TemplateError> {
        let at = || pointer_join(path, intrinsic.key());
        match (intrinsic, argument) {
            (Intrinsic::Ref, Value::String(name)) => self.expect(ReferenceKind::ParameterOrResource, name, &at()),
            (Intrinsic::Condition, Value::String(name)) if in_condition => {
                self.expect(ReferenceKind::Condition, name, &at())
            }
            (Intrinsic::GetAtt, Value::Array(parts)) => match parts.first() {
                Some(Value::String(name)) => self.expect(ReferenceKind::Resource, name, &format!("{}/0", at())),
                Some(_) | None => Ok(()),
            },
            (Intrinsic::If, Value::Array(parts)) => match parts.first() {
                Some(Value::String(name)) => self.expect(ReferenceKind::Condition, name, &format!("{}/0", at())),
                Some(_) | None => Ok(()),
            },
            (Intrinsic::FindInMap, Value::Array(parts)) => match parts.first() {
                Some(Value::String(name)) => self.expect(ReferenceKind::Mapping, name, &format!("{}/0", at())),
                Some(_) | None => Ok(()),
            },
            (Intrinsic::Sub, Value::String(text)) => self.sub(text, None, &at()),
            (Intrinsic::Sub, Value::Array(parts)) => match parts.as_slice() {
                [Value::String(text), Value::Object(variables)] => {
                    self.sub(text, Some(variables), &format!("{}/0", at()))
                }
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn sub(&self, text: &str, variables: Option<&Map<String, Value>>, path: &str) -> Result<(), TemplateError> {
        for part in sub::parts(text).unwrap_or_default() {
            let Part::Variable(name) = part else { continue };
            if variables.is_some_and(|variables| variables.contains_key(name)) {
                continue;
            }
            match name.split_once('.') {
                Some((id, _)) => self.expect(ReferenceKind::Resource, id, path)?,
                None => self.expect(ReferenceKind::ParameterOrResource, name, path)?,
            }
        }
        Ok(())
    }

    /// Resources of a module are called by the module's logical id followed by their own.
    fn is_of_a_module(&self, name: &str) -> bool {
        self.modules.iter().any(|module| name.len() != module.len() && name.starts_with(module))
    }

    fn expect(&self, kind: ReferenceKind, name: &str, path: &str) -> Result<(), TemplateError> {
        let exists = match kind {
            ReferenceKind::ParameterOrResource => {
                self.parameters.contains(name) || self.resources.contains(name) || PSEUDO_PARAMETERS.contains(&name)
            }
            ReferenceKind::Resource => self.resources.contains(name),
            ReferenceKind::Condition => self.conditions.contains(name),
            ReferenceKind::Mapping => self.mappings.contains(name),
        };
        if exists || self.is_of_a_module(name) {
            return Ok(());
        }
        let (sections, pseudo): (&[&str], &[&str]) = match kind {
            ReferenceKind::ParameterOrResource => (&["Parameters", "Resources"], &PSEUDO_PARAMETERS),
            ReferenceKind::Resource => (&["Resources"], &[]),
            ReferenceKind::Condition => (&["Conditions"], &[]),
            ReferenceKind::Mapping => (&["Mappings"], &[]),
        };
        let existing: Vec<&str> = sections.iter().flat_map(|section| names_in(self.sections, section)).collect();
        Err(TemplateError::UnknownReference {
            kind,
            name: name.to_owned(),
            nearest: nearest(name, existing.iter().chain(pseudo).copied()).map(str::to_owned),
            existing: existing.into_iter().map(str::to_owned).collect(),
            place: Place::boxed(path),
        })
    }
}

/// The logical ids of modules: of resources whose type ends in `::MODULE`.
fn modules(sections: &Map<String, Value>) -> Vec<&str> {
    let resources = sections.get("Resources").and_then(Value::as_object);
    let is_module =
        |resource: &Value| resource.get("Type").and_then(Value::as_str).is_some_and(|kind| kind.ends_with("::MODULE"));
    resources.into_iter().flatten().filter(|(_, body)| is_module(body)).map(|(id, _)| id.as_str()).collect()
}

/// The logical ids of a section, in its order.
fn names_in<'a>(sections: &'a Map<String, Value>, section: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    sections.get(section).and_then(Value::as_object).into_iter().flat_map(Map::keys).map(String::as_str)
}
