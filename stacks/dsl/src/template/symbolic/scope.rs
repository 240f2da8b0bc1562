//! A template read without a deployment: what is known only there stays a symbol.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::evaluate::{Evaluator, Failed, Path, Surroundings};
use super::logic::Logic;
use super::text::{Text, digest, symbol_name};
use super::value::Val;
use crate::policy::Guard;
use crate::template::intrinsic::{Intrinsic, as_intrinsic};

/// Deepest nesting of a condition once the conditions it names are written out; a deeper one (or a circle) stays
/// opaque.
const MAX_CONDITION_DEPTH: usize = 32;

/// A condition is written out up to this many operators: conditions that name others twice over double with each step.
const MAX_CONDITION_SIZE: usize = 48;

/// Longest text that is put together, in bytes: six times the longest policy. What is longer is one symbol.
const LONGEST_TEXT: usize = 65_536;

/// A parameter with more allowed values than this says nothing about which conditions exclude each other.
const MOST_ALLOWED: usize = 16;

/// The values that parameters may have, where there are few of them.
pub type Allowed = BTreeMap<String, BTreeSet<String>>;

/// A template, and the values with which some of its parameters are read.
///
/// A parameter that has a value here reads as that value; every other one stays a symbol.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    template: &'a Value,
    parameters: BTreeMap<String, String>,
    /// Worked out once it is asked for: most scopes are made for one value.
    allowed: OnceCell<Rc<Allowed>>,
    /// What each condition says, once it was asked for.
    conditions: RefCell<BTreeMap<String, Rc<Logic>>>,
    /// All conditions of the template in one word.
    all_conditions: OnceCell<String>,
    /// Under what each condition holds, and does not, once it was asked for.
    guards: RefCell<BTreeMap<(String, bool), Option<Guard>>>,
}

impl<'a> Scope<'a> {
    /// Every parameter stays a symbol. `template` is the long-form JSON of a template, loops unfolded
    /// ([`Template::unfolded`](crate::template::Template::unfolded)).
    #[must_use]
    pub fn new(template: &'a Value) -> Scope<'a> {
        Scope::with_parameters(template, BTreeMap::new())
    }

    /// Reads the named parameters as the given values; a list parameter is split at its commas.
    #[must_use]
    pub fn with_parameters(template: &'a Value, parameters: BTreeMap<String, String>) -> Scope<'a> {
        Scope {
            template,
            parameters,
            allowed: OnceCell::new(),
            conditions: RefCell::default(),
            all_conditions: OnceCell::new(),
            guards: RefCell::default(),
        }
    }

    /// The same with other values allowed for parameters: those of two templates that are compared.
    #[must_use]
    pub fn allowing(mut self, allowed: Rc<Allowed>) -> Scope<'a> {
        self.allowed = OnceCell::from(allowed);
        self.conditions = RefCell::default();
        self.guards = RefCell::default();
        self
    }

    /// What `make` gives for a condition, made once.
    pub(crate) fn remembered_guard(
        &self,
        condition: &str,
        holds: bool,
        make: impl FnOnce() -> Option<Guard>,
    ) -> Option<Guard> {
        let key = (condition.to_owned(), holds);
        if let Some(known) = self.guards.borrow().get(&key) {
            return known.clone();
        }
        let made = make();
        self.guards.borrow_mut().insert(key, made.clone());
        made
    }

    /// The values that the template allows for its parameters.
    #[must_use]
    pub fn allowed(&self) -> &Allowed {
        self.allowed.get_or_init(|| Rc::new(allowed_values(self.template)))
    }

    /// The template.
    #[must_use]
    pub fn template(&self) -> &'a Value {
        self.template
    }

    /// The entries of a section, in the template's order.
    pub fn section(&self, name: &str) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        let entries = self.template.get(name).and_then(Value::as_object);
        entries.into_iter().flat_map(Map::iter).map(|(key, value)| (key.as_str(), value))
    }

    /// The scalar or list at a place where CloudFormation takes one or many, as texts.
    ///
    /// A list parameter without a value is one symbol. `AWS::NoValue` is no text. Objects that are no intrinsic become
    /// one symbol each, so that nothing is lost.
    #[must_use]
    pub fn texts(&self, value: &Value) -> Vec<Text> {
        let mut out = Vec::new();
        collect(self.value(value), &mut out);
        out
    }

    /// The scalar as text; `None` for `AWS::NoValue`.
    #[must_use]
    pub fn text(&self, value: &Value) -> Option<Text> {
        one_text(self.value(value))
    }

    /// The same value with every intrinsic in one canonical form, object keys sorted, and scalars as strings.
    ///
    /// Two values with equal canonical forms mean the same to CloudFormation.
    #[must_use]
    pub fn canonical(&self, value: &Value) -> Value {
        self.value(value).canonical()
    }

    fn value(&self, value: &Value) -> Val {
        match Evaluator(self).value(value, &Path::Start("")) {
            Ok(value) => value,
            Err(never) => match never {},
        }
    }

    /// What a condition of the template says, with every condition it names written out; `None` if it is not defined.
    #[must_use]
    pub fn condition(&self, name: &str) -> Option<Rc<Logic>> {
        if let Some(known) = self.conditions.borrow().get(name) {
            return Some(Rc::clone(known));
        }
        let mut left = MAX_CONDITION_SIZE;
        let logic = Rc::new(self.condition_at(name, 0, &mut left)?);
        self.conditions.borrow_mut().insert(name.to_owned(), Rc::clone(&logic));
        Some(logic)
    }

    fn condition_at(&self, name: &str, depth: usize, left: &mut usize) -> Option<Logic> {
        let definition = self.template.get("Conditions")?.get(name)?;
        Some(self.logic(definition, depth, left))
    }

    fn logic(&self, value: &Value, depth: usize, left: &mut usize) -> Logic {
        // The operands of a comparison may hold `Fn::If`, whose condition is one more to write out.
        let opaque = |left: &mut usize| match *left {
            0 => Logic::Opaque(self.beyond(value)),
            _ => Logic::Opaque(raw(value)),
        };
        if MAX_CONDITION_DEPTH < depth || *left == 0 {
            return Logic::Opaque(self.beyond(value));
        }
        *left -= 1;
        let Some((function, argument)) = as_intrinsic(value) else { return opaque(left) };
        let items = argument.as_array().map(Vec::as_slice);
        match (function, items) {
            (Intrinsic::Condition, _) => {
                let named = argument.as_str().and_then(|name| self.condition_at(name, depth + 1, left));
                named.unwrap_or_else(|| opaque(left))
            }
            (Intrinsic::And, Some(items)) => {
                Logic::And(items.iter().map(|item| self.logic(item, depth + 1, left)).collect())
            }
            (Intrinsic::Or, Some(items)) => {
                Logic::Or(items.iter().map(|item| self.logic(item, depth + 1, left)).collect())
            }
            (Intrinsic::Not, Some([item])) => Logic::Not(Box::new(self.logic(item, depth + 1, left))),
            (Intrinsic::Equals, Some([one, other])) if !mentions_condition(one) && !mentions_condition(other) => {
                match (self.text(one), self.text(other)) {
                    (Some(one), Some(other)) if other < one => self.equals(other, one),
                    (Some(one), Some(other)) => self.equals(one, other),
                    (None, _) | (_, None) => opaque(left),
                }
            }
            (_, _) => Logic::Opaque(self.beyond(value)),
        }
    }

    /// What is not taken apart is told apart by everything that it may depend on.
    fn beyond(&self, value: &Value) -> String {
        let all = || digest(&self.template.get("Conditions").map(ToString::to_string).unwrap_or_default());
        let all = self.all_conditions.get_or_init(all);
        symbol_name(&raw(value), &format!("{value} among {all}"))
    }

    /// A comparison, in terms of the values that the parameter may have.
    fn equals(&self, one: Text, other: Text) -> Logic {
        let (symbol, literal) = match (one.as_symbol(), other.as_literal(), one.as_literal(), other.as_symbol()) {
            (Some(symbol), Some(literal), _, _) | (_, _, Some(literal), Some(symbol)) => (symbol, literal),
            (_, _, _, _) => return Logic::Equals(one, other),
        };
        let Some(allowed) = self.allowed().get(symbol) else { return Logic::Equals(one, other) };
        if !allowed.contains(literal) {
            return Logic::Or(Vec::new());
        }
        // Of the values that are allowed the last is "none of the others", so that no world has neither.
        match allowed.last().is_some_and(|last| last == literal) {
            false => Logic::Equals(one, other),
            true => {
                let others = allowed.iter().filter(|value| *value != literal);
                let not = |value: &String| {
                    let (value, symbol) = (Text::literal(value), Text::symbol(symbol));
                    Logic::Not(Box::new(match symbol < value {
                        true => Logic::Equals(symbol, value),
                        false => Logic::Equals(value, symbol),
                    }))
                };
                Logic::And(others.map(not).collect())
            }
        }
    }

    fn is_list(&self, parameter: &str) -> bool {
        let declared = self.template.get("Parameters").and_then(|all| all.get(parameter));
        let kind = declared.and_then(|one| one.get("Type")).and_then(Value::as_str).unwrap_or_default();
        kind == "CommaDelimitedList" || kind.contains("List<")
    }

    fn only_value(&self, parameter: &str) -> Option<&str> {
        let allowed = self.allowed().get(parameter)?;
        match allowed.len() {
            1 => allowed.first().map(String::as_str),
            _ => None,
        }
    }
}

impl Surroundings for Scope<'_> {
    type Error = Infallible;

    fn reference(&self, name: &str, _path: &Path<'_>) -> Result<Val, Infallible> {
        let chosen = self.parameters.get(name).map(String::as_str).or_else(|| self.only_value(name));
        Ok(match (chosen, self.is_list(name) || name == "AWS::NotificationARNs") {
            (Some(""), true) => Val::list(Vec::new()),
            (Some(chosen), true) => Val::list(chosen.split(',').map(|item| Val::literal(item.trim())).collect()),
            (Some(chosen), false) => Val::literal(chosen),
            (None, true) => Val::Symbol(Text::symbol(name)),
            (None, false) => Val::text(Text::symbol(name)),
        })
    }

    fn attribute(&self, id: &str, attribute: &str, _path: &Path<'_>) -> Result<Val, Infallible> {
        Ok(Val::text(Text::symbol(&format!("{id}.{attribute}"))))
    }

    fn decided(&self, condition: &str) -> Result<Option<bool>, Infallible> {
        Ok(self.condition(condition).and_then(|logic| logic.constant()))
    }

    fn either(&self, condition: &str, when_true: Val, when_false: Val) -> Val {
        let (one, other) = (when_true.canonical(), when_false.canonical());
        if one == other {
            return when_true;
        }
        // The condition's name says nothing when its meaning changes; the symbol holds what it stands for.
        let meaning = self.condition(condition).map_or_else(|| condition.to_owned(), |logic| logic.to_string());
        let texts = matches!((&when_true, &when_false), (Val::Scalar(..), Val::Scalar(..)));
        let shown = format!("{} or {} by {condition}", when_true.shown(), when_false.shown());
        let symbol = Text::symbol(&symbol_name(&shown, &format!("Fn::If {meaning} {one} {other}")));
        match texts {
            true => Val::text(symbol),
            false => Val::Symbol(symbol),
        }
    }

    fn table(&self, name: &str) -> Option<&Value> {
        self.template.get("Mappings")?.get(name)
    }

    fn import(&self, name: &Val, _path: &Path<'_>) -> Result<Val, Infallible> {
        Ok(Val::text(opaque("Fn::ImportValue", name)))
    }

    fn zones(&self, region: &Val, _path: &Path<'_>) -> Result<Val, Infallible> {
        // Nothing, and the stack's own region, are the same.
        let own = Val::literal("");
        let is_own = region.as_text().is_some_and(|text| text.as_symbol() == Some("AWS::Region"));
        Ok(Val::Symbol(opaque("Fn::GetAZs", if is_own { &own } else { region })))
    }

    fn failed(&self, failed: Failed<'_>) -> Result<Val, Infallible> {
        let Failed { function, argument, .. } = failed;
        let (symbol, text) = match (function, &argument) {
            ("Fn::FindInMap", Val::List { items, .. }) => {
                let table = items.first().and_then(Val::as_literal).and_then(|map| self.table(map));
                let scalars = |row: &Value| row.as_object().is_some_and(|row| !row.values().any(Value::is_array));
                let all = table.and_then(Value::as_object).is_some_and(|rows| rows.values().all(scalars));
                let names: Vec<String> = items.iter().filter_map(|item| Some(bare(item.as_text()?))).collect();
                // What may be found is part of the symbol: a changed table is a changed value.
                let identity = format!("{} in {}", argument.canonical(), in_question(table, items));
                (Text::symbol(&symbol_name(&names.join("."), &identity)), all)
            }
            ("Fn::Join" | "Fn::Sub" | "Fn::Base64" | "Fn::Select" | "Fn::ToJsonString" | "Fn::Length", _) => {
                (opaque(function, &argument), true)
            }
            ("Fn::GetAtt", _) => (opaque(function, &argument), true),
            (_, _) => (opaque(function, &argument), false),
        };
        Ok(if text { Val::text(symbol) } else { Val::Symbol(symbol) })
    }

    fn longest(&self) -> usize {
        LONGEST_TEXT
    }

    fn made(&self, _bytes: usize, _path: &Path<'_>) -> Result<(), Infallible> {
        Ok(())
    }
}

/// The cells of a table that a look-up may find, as text.
fn in_question(table: Option<&Value>, keys: &[Val]) -> String {
    let key = |index: usize| keys.get(index).and_then(Val::as_literal);
    let rows = table.and_then(Value::as_object).into_iter().flatten();
    let mut out = String::new();
    for (top, row) in rows.filter(|(top, _)| key(1).is_none_or(|key| key == *top)) {
        let cells = row.as_object().into_iter().flatten();
        for (second, cell) in cells.filter(|(second, _)| key(2).is_none_or(|key| key == *second)) {
            out.push_str(&format!("{top:?} {second:?} {cell}\n"));
        }
    }
    out
}

/// The parameters that may have one of few values.
fn allowed_values(template: &Value) -> Allowed {
    let mut out = Allowed::new();
    for (name, parameter) in template.get("Parameters").and_then(Value::as_object).into_iter().flatten() {
        let Some(values) = parameter.get("AllowedValues").and_then(Value::as_array) else { continue };
        let kind = parameter.get("Type").and_then(Value::as_str).unwrap_or_default();
        // A list may have several of its allowed values, and what AWS looks up is not the value that is given.
        if kind == "CommaDelimitedList" || kind.contains('<') {
            continue;
        }
        let texts: Option<BTreeSet<String>> = values.iter().map(scalar).collect();
        if let Some(texts) = texts.filter(|texts| !texts.is_empty() && texts.len() <= MOST_ALLOWED) {
            out.insert(name.clone(), texts);
        }
    }
    out
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn mentions_condition(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(mentions_condition),
        Value::Object(map) => map.contains_key("Fn::If") || map.values().any(mentions_condition),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn raw(value: &Value) -> String {
    let text = value.to_string();
    symbol_name(&text, &text)
}

/// A call that can't be applied, as a symbol.
fn opaque(function: &str, argument: &Val) -> Text {
    let whole = format!("{function} {}", argument.canonical());
    Text::symbol(&symbol_name(&format!("{function} {}", argument.shown()), &whole))
}

fn one_text(value: Val) -> Option<Text> {
    match value {
        Val::None => None,
        Val::Null => Some(Text::default()),
        Val::Scalar(text, _) | Val::Symbol(text) => Some(text),
        Val::List { .. } | Val::Map(_) => Some(whole(&value)),
    }
}

/// A list or mapping where a text belongs: equal to what says the same.
fn whole(value: &Val) -> Text {
    Text::symbol(&symbol_name(&value.shown(), &value.canonical().to_string()))
}

fn collect(value: Val, out: &mut Vec<Text>) {
    match value {
        Val::List { items, open } => {
            if open.is_some() {
                out.push(whole(&Val::List { items, open }));
                return;
            }
            items.into_iter().for_each(|item| collect(item, out));
        }
        other => out.extend(one_text(other)),
    }
}

fn bare(text: &Text) -> String {
    text.as_symbol().map_or_else(|| text.to_string(), str::to_owned)
}
