//! One walk over a value that applies every function.

use serde_json::{Map, Value};

use super::value::{self, Mismatch, Val};
use crate::template::intrinsic::{Intrinsic, as_intrinsic};

/// Where the evaluator is: a list on the stack, written out only for a message.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Path<'p> {
    Start(&'p str),
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl Path<'_> {
    /// As a JSON pointer.
    pub(crate) fn pointer(&self) -> String {
        match self {
            Path::Start(start) => (*start).to_owned(),
            Path::Key(parent, key) => crate::template::pointer_join(&parent.pointer(), key),
            Path::Index(parent, index) => format!("{}/{index}", parent.pointer()),
        }
    }
}

/// A function that could not be applied.
pub(crate) struct Failed<'f> {
    /// The key of its long form.
    pub(crate) function: &'f str,
    /// Its argument, evaluated as far as it goes.
    pub(crate) argument: Val,
    /// Why not; `None`: only AWS can apply it.
    pub(crate) mismatch: Option<Mismatch>,
    /// Where it stands.
    pub(crate) path: &'f Path<'f>,
}

/// Everything that a function needs to know beyond its argument.
pub(crate) trait Surroundings {
    type Error;

    /// `Ref`.
    fn reference(&self, name: &str, path: &Path<'_>) -> Result<Val, Self::Error>;
    /// `Fn::GetAtt`.
    fn attribute(&self, id: &str, attribute: &str, path: &Path<'_>) -> Result<Val, Self::Error>;
    /// The condition of `Fn::If`; `None` if it depends on the deployment.
    fn decided(&self, condition: &str) -> Result<Option<bool>, Self::Error>;
    /// `Fn::If` whose condition depends on the deployment: what stands for it.
    fn either(&self, condition: &str, when_true: Val, when_false: Val) -> Val;
    /// The table of a mapping.
    fn table(&self, name: &str) -> Option<&Value>;
    /// `Fn::ImportValue`.
    fn import(&self, name: &Val, path: &Path<'_>) -> Result<Val, Self::Error>;
    /// `Fn::GetAZs`.
    fn zones(&self, region: &Val, path: &Path<'_>) -> Result<Val, Self::Error>;
    /// What stands for a function that can't be applied.
    fn failed(&self, failed: Failed<'_>) -> Result<Val, Self::Error>;
    /// Longest text that a function may make, in bytes.
    fn longest(&self) -> usize;
    /// So many bytes of text were made.
    fn made(&self, bytes: usize, path: &Path<'_>) -> Result<(), Self::Error>;
}

/// Evaluates values in their surroundings.
pub(crate) struct Evaluator<'e, S>(pub(crate) &'e S);

impl<S: Surroundings> Evaluator<'_, S> {
    /// The value with every function applied.
    pub(crate) fn value(&self, value: &Value, path: &Path<'_>) -> Result<Val, S::Error> {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(value::written(value)),
            Value::String(text) => {
                self.0.made(text.len(), path)?;
                Ok(Val::literal(text))
            }
            Value::Array(items) => {
                let each = items.iter().enumerate();
                let items: Result<Vec<Val>, S::Error> =
                    each.map(|(index, item)| self.value(item, &Path::Index(path, index))).collect();
                // CloudFormation leaves out what is AWS::NoValue.
                Ok(Val::list(items?.into_iter().filter(|item| *item != Val::None).collect()))
            }
            Value::Object(map) => match (as_intrinsic(value), single(map)) {
                // `Condition` is a function in conditions alone, and those are not evaluated here.
                (Some((Intrinsic::Condition, _)), _) => self.map(map, path),
                (Some((intrinsic, argument)), _) => self.call(intrinsic, argument, path),
                (None, Some((function, argument))) if function.starts_with("Fn::") => {
                    let argument = self.value(argument, &Path::Key(path, function))?;
                    self.0.failed(Failed { function, argument, mismatch: None, path })
                }
                (None, _) => self.map(map, path),
            },
        }
    }

    fn map(&self, map: &Map<String, Value>, path: &Path<'_>) -> Result<Val, S::Error> {
        let entries: Result<Vec<(String, Val)>, S::Error> =
            map.iter().map(|(key, item)| Ok((key.clone(), self.value(item, &Path::Key(path, key))?))).collect();
        Ok(Val::Map(entries?.into_iter().filter(|(_, item)| *item != Val::None).collect()))
    }

    fn call(&self, intrinsic: Intrinsic, argument: &Value, path: &Path<'_>) -> Result<Val, S::Error> {
        match (intrinsic, argument) {
            (Intrinsic::Ref, Value::String(name)) if name == "AWS::NoValue" => return Ok(Val::None),
            (Intrinsic::Ref, Value::String(name)) => return self.0.reference(name, path),
            (Intrinsic::If, Value::Array(parts)) => {
                if let [Value::String(condition), when_true, when_false] = parts.as_slice() {
                    return match self.0.decided(condition)? {
                        Some(true) => self.value(when_true, path),
                        Some(false) => self.value(when_false, path),
                        None => {
                            Ok(self.0.either(condition, self.value(when_true, path)?, self.value(when_false, path)?))
                        }
                    };
                }
            }
            (Intrinsic::Sub, Value::String(pattern)) => return self.substituted(pattern, &Map::new(), path),
            (Intrinsic::Sub, Value::Array(parts)) => match parts.as_slice() {
                [Value::String(pattern)] => return self.substituted(pattern, &Map::new(), path),
                [Value::String(pattern), Value::Object(variables)] => {
                    return self.substituted(pattern, variables, path);
                }
                _ => {}
            },
            (_, _) => {}
        }
        let argument = self.value(argument, path)?;
        let items: &[Val] = match &argument {
            Val::List { items, open: None } => items,
            Val::None | Val::Null | Val::Scalar(..) | Val::Symbol(_) | Val::Map(_) | Val::List { .. } => &[],
        };
        let item = |index: usize| items.get(index).unwrap_or(&Val::Null);
        let applied = match intrinsic {
            Intrinsic::GetAtt => match (item(0).as_literal(), item(1).as_literal(), argument.as_literal()) {
                (Some(id), Some(attribute), _) => return self.0.attribute(id, attribute, path),
                (_, _, Some(whole)) if whole.contains('.') => {
                    let (id, attribute) = whole.split_once('.').unwrap_or((whole, ""));
                    return self.0.attribute(id, attribute, path);
                }
                (_, _, _) => Err(Some(Mismatch::Type { expected: "a text", found: argument.describe() })),
            },
            Intrinsic::Join => value::join(item(0), item(1), self.0.longest()).map_err(Some),
            Intrinsic::Split => value::split(item(0), item(1)).map_err(Some),
            Intrinsic::Select => value::select(item(0), item(1)).map_err(Some),
            Intrinsic::FindInMap => self.found_in_map(items).map_err(Some),
            Intrinsic::Base64 => value::base64(&argument).map_err(Some),
            Intrinsic::Length => value::count(&argument).map_err(Some),
            Intrinsic::ToJsonString => value::to_json(&argument).map_err(Some),
            Intrinsic::ImportValue => return self.0.import(&argument, path),
            Intrinsic::GetAZs => return self.0.zones(&argument, path),
            Intrinsic::Ref
            | Intrinsic::If
            | Intrinsic::Sub
            | Intrinsic::Condition
            | Intrinsic::And
            | Intrinsic::Or
            | Intrinsic::Not
            | Intrinsic::Equals
            | Intrinsic::Cidr
            | Intrinsic::Transform
            | Intrinsic::Contains
            | Intrinsic::EachMemberEquals
            | Intrinsic::EachMemberIn
            | Intrinsic::RefAll
            | Intrinsic::ValueOf
            | Intrinsic::ValueOfAll => Err(None),
        };
        match applied {
            Ok(made) => {
                let bytes = made.as_literal().map_or(0, str::len);
                self.0.made(bytes, path)?;
                Ok(made)
            }
            Err(mismatch) => self.0.failed(Failed { function: intrinsic.key(), argument, mismatch, path }),
        }
    }

    fn found_in_map(&self, items: &[Val]) -> Result<Val, Mismatch> {
        let item = |index: usize| items.get(index).unwrap_or(&Val::Null);
        let default = match items.get(3) {
            Some(Val::Map(options)) => options.iter().find(|(name, _)| name == "DefaultValue").map(|(_, value)| value),
            Some(_) | None => None,
        };
        match item(0).as_literal() {
            Some(map) => value::find_in_map(self.0.table(map), map, item(1), item(2), default),
            None => Err(Mismatch::Type { expected: "a text", found: item(0).describe() }),
        }
    }

    fn substituted(&self, pattern: &str, variables: &Map<String, Value>, path: &Path<'_>) -> Result<Val, S::Error> {
        enum Stopped<E> {
            Error(E),
            Mismatch(Mismatch),
        }
        // Each variable once, whatever comes of it: what is inside is inside of what surrounds it too.
        let mut own: Vec<(String, Val)> = Vec::with_capacity(variables.len());
        for (name, value) in variables {
            own.push((name.clone(), self.value(value, path)?));
        }
        let look_up = |name: &str| -> Result<Val, Stopped<S::Error>> {
            let value = match (own.iter().find(|(own, _)| *own == name), name.split_once('.')) {
                (Some((_, value)), _) => Ok(value.clone()),
                (None, Some((id, attribute))) => self.0.attribute(id, attribute, path),
                (None, None) if name == "AWS::NoValue" => Ok(Val::literal("")),
                (None, None) => self.0.reference(name, path),
            };
            value.map_err(Stopped::Error)
        };
        match value::substitute(pattern, look_up, Stopped::Mismatch, self.0.longest()) {
            Ok(made) => {
                self.0.made(made.as_literal().map_or(0, str::len), path)?;
                Ok(made)
            }
            Err(Stopped::Error(error)) => Err(error),
            Err(Stopped::Mismatch(mismatch)) => {
                let argument = Val::list(vec![Val::literal(pattern), Val::Map(own)]);
                self.0.failed(Failed { function: "Fn::Sub", argument, mismatch: Some(mismatch), path })
            }
        }
    }
}

fn single(map: &Map<String, Value>) -> Option<(&str, &Value)> {
    let mut entries = map.iter();
    match (entries.next(), entries.next()) {
        (Some((key, argument)), None) => Some((key.as_str(), argument)),
        (None | Some(_), _) => None,
    }
}
