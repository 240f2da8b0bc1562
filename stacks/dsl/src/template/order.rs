//! The one form that a template has once read: intrinsics long and well-formed, sections and attributes in the order
//! a person reads them.

use serde_json::{Map, Value};

use super::error::{Place, TemplateError};
use super::intrinsic::{Intrinsic, as_intrinsic, describe, is_call};
use super::read::{DEEPEST, pointer_join};
use super::suggest::nearest;

/// The sections of a template in reading order ("Template sections" in the CloudFormation user guide; `Globals` is
/// AWS SAM's).
pub(crate) const SECTIONS: [&str; 12] = [
    "AWSTemplateFormatVersion",
    "Description",
    "Transform",
    "Metadata",
    "Globals",
    "Parameters",
    "Rules",
    "Mappings",
    "Conditions",
    "Resources",
    "Hooks",
    "Outputs",
];

/// The attributes of a resource in reading order ("Resource attribute reference" in the CloudFormation user guide).
/// `Version` is a custom resource's ("AWS::CloudFormation::CustomResource", examples).
pub(crate) const RESOURCE_ATTRIBUTES: [&str; 10] = [
    "Type",
    "Version",
    "Condition",
    "DependsOn",
    "CreationPolicy",
    "UpdatePolicy",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "Metadata",
    "Properties",
];

/// The sections whose entries are mappings by logical id.
const NAMED: [&str; 6] = ["Parameters", "Rules", "Mappings", "Conditions", "Resources", "Outputs"];

/// Checks and orders a whole document.
pub(super) fn canonical(document: Value) -> Result<Map<String, Value>, TemplateError> {
    let mut sections = match document {
        Value::Object(map) => map,
        other => return Err(TemplateError::NotATemplate { found: describe(&other) }),
    };
    let has_resources = matches!(sections.get("Resources"), Some(Value::Object(resources)) if !resources.is_empty());
    if !has_resources && !matches!(sections.get("Resources"), Some(found) if !found.is_object() && !found.is_null()) {
        return Err(TemplateError::NoResources);
    }
    let macros = Macros::of(&sections);
    for name in sections.keys() {
        // A macro of somebody may take sections of its own.
        if !macros.strange && !SECTIONS.contains(&name.as_str()) {
            return Err(TemplateError::UnknownSection {
                name: name.clone(),
                nearest: nearest(name, SECTIONS).map(str::to_owned),
                place: Place::boxed(pointer_join("", name)),
            });
        }
    }
    let mut ordered = Map::new();
    for name in SECTIONS {
        let Some(section) = sections.shift_remove(name) else { continue };
        let path = format!("/{name}");
        let section = if NAMED.contains(&name) {
            named_section(name, section, &path, macros)?
        } else if name == "Metadata" || name == "Globals" {
            // Free-form: what looks like an intrinsic there is not evaluated.
            bounded(&section, &path, 1)?;
            section
        } else {
            intrinsics(section, &path, 1, macros)?
        };
        ordered.insert(name.to_owned(), section);
    }
    for (name, section) in sections {
        bounded(&section, &pointer_join("", &name), 1)?;
        ordered.insert(name, section);
    }
    text_if_present(&ordered, "AWSTemplateFormatVersion")?;
    text_if_present(&ordered, "Description")?;
    Ok(ordered)
}

/// What macros a template has itself processed by, which decides what may stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Macros {
    /// Any: names may refer to what a macro adds, resources may have attributes that a macro takes.
    any: bool,
    /// The language extensions, or one that is not known here: functions may stand where CloudFormation alone takes
    /// texts.
    lenient: bool,
    /// One that is not known here: it may turn anything into anything.
    strange: bool,
}

impl Macros {
    fn of(sections: &Map<String, Value>) -> Macros {
        let Some(transform) = sections.get("Transform") else {
            return Macros { any: is_serverless(sections), lenient: false, strange: false };
        };
        let names = transform.as_array().map_or(std::slice::from_ref(transform), Vec::as_slice);
        let named = |start: &'static str| move |name: &Value| name.as_str().is_some_and(|name| name.starts_with(start));
        let strange = !names.iter().all(named("AWS::"));
        Macros { any: true, lenient: strange || names.iter().any(named("AWS::LanguageExtensions")), strange }
    }
}

/// Whether a template has resources of SAM, which only SAM turns into resources: its macro is named where it is
/// deployed.
pub(super) fn is_serverless(sections: &Map<String, Value>) -> bool {
    let resources = sections.get("Resources").and_then(Value::as_object);
    let kinds = resources.into_iter().flat_map(Map::values).filter_map(|resource| resource.get("Type")?.as_str());
    kinds.into_iter().any(|kind| kind.starts_with("AWS::Serverless::"))
}

fn text_if_present(sections: &Map<String, Value>, name: &str) -> Result<(), TemplateError> {
    match sections.get(name) {
        None | Some(Value::String(_)) => Ok(()),
        Some(found) => Err(TemplateError::WrongType {
            what: name.to_owned(),
            expected: "a text",
            found: describe(found),
            place: Place::boxed(format!("/{name}")),
        }),
    }
}

fn named_section(name: &str, section: Value, path: &str, macros: Macros) -> Result<Value, TemplateError> {
    let entries = mapping(name, section, path)?;
    let mut checked = Map::new();
    for (id, entry) in entries {
        let entry_path = pointer_join(path, &id);
        if id.starts_with("Fn::ForEach") && !macros.any {
            return Err(TemplateError::UnexpandedMacro { name: id, place: Place::boxed(entry_path) });
        }
        if id.starts_with("Fn::") {
            // Fn::Transform may stand for entries; CloudFormation puts them in before it looks at the section.
            let Value::Object(whole) =
                intrinsics(Value::Object(Map::from_iter([(id.clone(), entry)])), path, 1, macros)?
            else {
                continue;
            };
            checked.extend(whole);
            continue;
        }
        let entry = match name {
            "Resources" => resource(&id, entry, &entry_path, macros)?,
            "Parameters" => {
                let entry = mapping(&format!("the parameter {id}"), entry, &entry_path)?;
                if !macros.strange {
                    text_attribute(&format!("the parameter {id}"), &entry, "Type", "Type", &entry_path)?;
                }
                intrinsics(Value::Object(entry), &entry_path, 2, macros)?
            }
            "Outputs" => {
                let what = format!("the output {id}");
                let entry = mapping(&what, entry, &entry_path)?;
                if !entry.contains_key("Value") && !entry.contains_key("Fn::Transform") && !macros.strange {
                    return Err(TemplateError::Missing { what, missing: "Value", place: Place::boxed(entry_path) });
                }
                condition_attribute(&what, &entry, &entry_path)?;
                intrinsics(Value::Object(entry), &entry_path, 2, macros)?
            }
            _ => intrinsics(entry, &entry_path, 2, macros)?,
        };
        checked.insert(id, entry);
    }
    Ok(Value::Object(checked))
}

fn resource(id: &str, entry: Value, path: &str, macros: Macros) -> Result<Value, TemplateError> {
    let what = format!("the resource {id}");
    let mut attributes = mapping(&what, entry, path)?;
    // A macro may put the type in, and a function that is not known may stand for it.
    let filled_in = macros.strange
        || attributes.contains_key("Fn::Transform")
        || attributes.get("Type").is_some_and(|kind| is_call(kind) && as_intrinsic(kind).is_none());
    if !filled_in {
        text_attribute(&what, &attributes, "Type", "Type", path)?;
    }
    condition_attribute(&what, &attributes, path)?;
    let kind = attributes.get("Type").and_then(Value::as_str).unwrap_or_default();
    let custom = kind.starts_with("Custom::") || kind == "AWS::CloudFormation::CustomResource";
    let is_attribute =
        |name: &str| (RESOURCE_ATTRIBUTES.contains(&name) && (name != "Version" || custom)) || name == "Fn::Transform";
    if let Some(unknown) = attributes.keys().find(|name| !macros.any && !filled_in && !is_attribute(name)) {
        return Err(TemplateError::UnknownAttribute {
            name: unknown.clone(),
            nearest: nearest(unknown, RESOURCE_ATTRIBUTES).map(str::to_owned),
            place: Place::boxed(pointer_join(path, unknown)),
        });
    }
    let mut ordered = Map::new();
    for name in RESOURCE_ATTRIBUTES {
        let Some(attribute) = attributes.shift_remove(name) else { continue };
        let attribute_path = format!("{path}/{name}");
        let attribute = intrinsics(attribute, &attribute_path, 3, macros)?;
        // `Properties:` with nothing after it reads as null and means none.
        match (name, attribute) {
            ("Properties" | "Metadata" | "DependsOn" | "Condition", Value::Null) => {}
            ("Properties" | "Metadata", found) if !found.is_object() && !macros.strange => {
                return Err(TemplateError::WrongType {
                    what: format!("{name} of {what}"),
                    expected: "a mapping",
                    found: describe(&found),
                    place: Place::boxed(attribute_path),
                });
            }
            ("DependsOn", found) if !is_names(&found) && !macros.any => {
                return Err(TemplateError::WrongType {
                    what: format!("DependsOn of {what}"),
                    expected: "a logical id or a list of them",
                    found: describe(&found),
                    place: Place::boxed(attribute_path),
                });
            }
            (name, attribute) => {
                ordered.insert(name.to_owned(), attribute);
            }
        }
    }
    for (name, attribute) in attributes {
        let attribute = intrinsics(attribute, &pointer_join(path, &name), 3, macros)?;
        ordered.insert(name, attribute);
    }
    Ok(Value::Object(ordered))
}

fn is_names(value: &Value) -> bool {
    match value {
        Value::String(_) => true,
        Value::Array(names) => names.iter().all(Value::is_string),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

fn mapping(what: &str, value: Value, path: &str) -> Result<Map<String, Value>, TemplateError> {
    match value {
        Value::Object(map) => Ok(map),
        Value::Null => Ok(Map::new()),
        other @ (Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            Err(TemplateError::WrongType {
                what: what.to_owned(),
                expected: "a mapping",
                found: describe(&other),
                place: Place::boxed(path),
            })
        }
    }
}

fn text_attribute(
    what: &str,
    entry: &Map<String, Value>,
    name: &str,
    missing: &'static str,
    path: &str,
) -> Result<(), TemplateError> {
    match entry.get(name) {
        Some(Value::String(_)) => Ok(()),
        None => Err(TemplateError::Missing { what: what.to_owned(), missing, place: Place::boxed(path) }),
        Some(found) => Err(TemplateError::WrongType {
            what: format!("{name} of {what}"),
            expected: "a text",
            found: describe(found),
            place: Place::boxed(pointer_join(path, name)),
        }),
    }
}

fn condition_attribute(what: &str, entry: &Map<String, Value>, path: &str) -> Result<(), TemplateError> {
    match entry.get("Condition") {
        None | Some(Value::String(_) | Value::Null) => Ok(()),
        Some(found) => Err(TemplateError::WrongType {
            what: format!("Condition of {what}"),
            expected: "the name of a condition",
            found: describe(found),
            place: Place::boxed(pointer_join(path, "Condition")),
        }),
    }
}

fn bounded(value: &Value, path: &str, depth: usize) -> Result<(), TemplateError> {
    if DEEPEST < depth {
        return Err(TemplateError::TooDeep { place: Place::boxed(path) });
    }
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
        Value::Array(items) => items.iter().try_for_each(|item| bounded(item, path, depth + 1)),
        Value::Object(map) => map.values().try_for_each(|item| bounded(item, path, depth + 1)),
    }
}

/// Checks every intrinsic in a value, as far as macros leave it to be checked, and brings `Fn::GetAtt` into its list
/// form.
fn intrinsics(value: Value, path: &str, depth: usize, macros: Macros) -> Result<Value, TemplateError> {
    if DEEPEST < depth {
        return Err(TemplateError::TooDeep { place: Place::boxed(path) });
    }
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(value),
        Value::Array(items) => items
            .into_iter()
            .enumerate()
            .map(|(index, item)| match &item {
                Value::Array(_) | Value::Object(_) => intrinsics(item, &format!("{path}/{index}"), depth + 1, macros),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(item),
            })
            .collect::<Result<Vec<_>, _>>()
            .map(Value::Array),
        Value::Object(map) => {
            let alone = map.len() == 1;
            let mut checked = Map::new();
            for (key, argument) in map {
                let intrinsic = known(&key, path, alone, macros)?;
                let argument = match (intrinsic, argument) {
                    (Some(Intrinsic::GetAtt), Value::String(text)) => match text.split_once('.') {
                        Some((id, attribute)) => Value::from(vec![id, attribute]),
                        None => Value::String(text),
                    },
                    (_, scalar @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_))) => scalar,
                    (_, deep @ (Value::Array(_) | Value::Object(_))) => {
                        intrinsics(deep, &pointer_join(path, &key), depth + 1, macros)?
                    }
                };
                if let Some(intrinsic) = intrinsic
                    && !macros.lenient
                    && let Some(problem) = intrinsic.problem(&argument)
                {
                    return Err(TemplateError::MalformedIntrinsic {
                        name: intrinsic.key().to_owned(),
                        problem,
                        place: Place::boxed(pointer_join(path, &key)),
                    });
                }
                checked.insert(key, argument);
            }
            Ok(Value::Object(checked))
        }
    }
}

/// The intrinsic that a key names, if it is one there; an error if it claims to be one and is not.
fn known(key: &str, path: &str, alone: bool, macros: Macros) -> Result<Option<Intrinsic>, TemplateError> {
    // `Condition` is an intrinsic in conditions and rules only, and an ordinary key everywhere else: a policy
    // statement has one too.
    if key == "Condition" {
        return Ok(None);
    }
    if key == "Ref" {
        return Ok(alone.then_some(Intrinsic::Ref));
    }
    if !key.starts_with("Fn::") {
        return Ok(None);
    }
    let place = Place::boxed(pointer_join(path, key));
    if key.starts_with("Fn::ForEach") {
        return match macros.any {
            true => Ok(None),
            false => Err(TemplateError::UnexpandedMacro { name: key.to_owned(), place }),
        };
    }
    let Some(intrinsic) = Intrinsic::from_key(key) else {
        // A slip is refused. A function that resembles none is younger than this reader, and stays as it is.
        return match Intrinsic::nearest(key) {
            Some(nearest) if !macros.strange => {
                Err(TemplateError::UnknownIntrinsic { nearest: Some(nearest), name: key.to_owned(), place })
            }
            Some(_) | None => Ok(None),
        };
    };
    // Fn::Transform is replaced in place, beside whatever else the mapping holds.
    if !alone && intrinsic != Intrinsic::Transform && !macros.strange {
        return Err(TemplateError::MalformedIntrinsic {
            name: key.to_owned(),
            problem: "stands beside other keys; it must be alone in its mapping".to_owned(),
            place,
        });
    }
    Ok(Some(intrinsic))
}
