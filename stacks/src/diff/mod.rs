//! What a reviewer has to know about a changed template: first who can now do what, then the rest.
//!
//! The comparison is of meaning. The order of statements and keys, statement ids, one element or a list of one, short
//! or long intrinsics, equal statements split or merged, and renamed logical ids make no difference. A grant is
//! *widened* if something may pass that could not before, *narrowed* if something may no longer pass, and *changed* if
//! both. Where it is not known whether something new may pass, the answer is never "narrowed".
//!
//! Not only IAM grants: roles that are handed over, grants that are no policy documents (shares, access entries,
//! permission sets, function URLs), identities, what the internet can reach, rules of security groups, hardening of
//! launched instances, and parameters whose defaults or bounds reach a grant are compared the same way. What is not
//! compared and by its name is about access counts as changed; whatever is not understood is named
//! ([`Difference::not_judged`]); and any other difference is told with the rest, so that nothing passes in silence.
//!
//! A comparison is made twice where the default of a parameter changed: once with the parameter unknown, once with each
//! template's own default in its place.

mod access;
mod facts;
mod grants;
mod markdown;
mod rename;
mod rest;
mod sentence;
mod summary;
mod words;

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Value, json};
use sprinters_dsl::policy::{Allowed, Permissions, Scope, places};
use sprinters_dsl::template::{Template, written_out};

pub use markdown::MarkdownError;

/// Sentences are cut after this many characters: a statement that can't be read is quoted in its sentence.
const MAX_TEXT: usize = 2_000;

/// A template in the text of a template in the text of a template: deeper than this nothing is compared, only told.
const MAX_NESTING: usize = 3;

/// All differences between two templates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Who can now do what, and who no longer can: widened first, then changed, then narrowed.
    pub grants: Vec<GrantChange>,
    /// Everything else, in the order of a template's sections.
    pub other: Vec<OtherChange>,
    /// What stands in either template and is not understood, so that nothing is said of what it does: macros, functions
    /// and sections that are not known, and changed resources of types that AWS does not publish.
    pub not_judged: Vec<NotJudged>,
}

/// Something that nothing is said of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotJudged {
    /// Its name: a function, a macro, a section, a resource type.
    pub what: String,
    /// How often it stands there.
    pub count: usize,
    /// JSON pointer to the first of them.
    pub path: String,
}

/// Which way a grant went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Something may pass that could not before.
    Widened,
    /// Something may pass that could not before and something no longer may; or which of the two is not known.
    Changed,
    /// Something may no longer pass, and nothing new may.
    Narrowed,
}

impl Direction {
    /// `widened`, `changed` or `narrowed`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Direction::Widened => "widened",
            Direction::Changed => "changed",
            Direction::Narrowed => "narrowed",
        }
    }
}

/// One grant that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantChange {
    /// Logical id (or name) of the role, group, launch template or parameter it is about.
    pub holder: String,
    /// Which way it went.
    pub direction: Direction,
    /// The change as a reviewer would say it, without a full stop.
    pub sentence: String,
    /// The letter of it in the old template; `None` if there was nothing.
    pub before: Option<String>,
    /// The letter of it in the new template; `None` if there is nothing.
    pub after: Option<String>,
    /// JSON pointer in the new template, or in the old one for what is gone. It goes on into the template that a stack
    /// set carries as text.
    pub path: String,
    /// What was compared, so that the two comparisons tell one thing once.
    aspect: String,
    /// How many changes of one kind the sentence stands for: 1 but for one that counts what is too much to list.
    pub count: usize,
}

/// What became of an entry of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
    /// It has another name.
    Renamed,
}

impl Change {
    /// `added`, `removed`, `changed` or `renamed`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Changed => "changed",
            Change::Renamed => "renamed",
        }
    }
}

/// A difference that grants nobody anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherChange {
    /// Section of the template, `Resources`.
    pub section: String,
    /// Logical id; empty for a section as a whole, such as the description.
    pub id: String,
    /// What became of it.
    pub change: Change,
    /// The change in words, without a full stop.
    pub sentence: String,
    /// JSON pointer in the new template, or in the old one for what is gone.
    pub path: String,
    /// CloudFormation makes a new resource and deletes the old one. Known for the properties of the types that our
    /// stacks use.
    pub replaces: bool,
    /// By its name it may be about access.
    suspect: bool,
    /// How many changes the sentence stands for.
    pub count: usize,
}

/// Whether a line is a heading, or how the thing it tells went; a terminal may give each its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// A title over the lines that follow.
    Heading,
    /// A grant.
    Grant(Direction),
    /// A difference that grants nothing.
    Other(Change),
    /// That there is nothing to tell, or a count.
    Note,
}

/// One line for a terminal, without line feed and without escape sequences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it tells.
    pub kind: LineKind,
    /// The text.
    pub text: String,
}

/// Compares two templates.
#[must_use]
pub fn diff(old: &Template, new: &Template) -> Difference {
    let mut out = match old.unfolded() == new.unfolded() {
        true => Difference::default(),
        false => diff_json(old.unfolded(), new.unfolded(), 0),
    };
    out.not_judged = not_judged(old, new);
    summary::shorten(&mut out);
    out
}

fn diff_json(old: &Value, new: &Value, depth: usize) -> Difference {
    let renames = rename::renames(old, new);
    let old = &rename::renamed(old, &renames);
    // What SAM's globals say of every function is said of each.
    let (old_whole, new_whole) = (written_out(old), written_out(new));
    let (was, now) = (old_whole.as_ref().unwrap_or(old), new_whole.as_ref().unwrap_or(new));
    let allowed = Rc::new(allowed_by_both(was, now));
    let scope = |template, parameters| Scope::with_parameters(template, parameters).allowing(Rc::clone(&allowed));
    let mut grants = compared(&scope(was, BTreeMap::new()), &scope(now, BTreeMap::new()));
    let defaults = facts::changed_defaults(old, new);
    if !defaults.is_empty() {
        let (before, after): (BTreeMap<_, _>, BTreeMap<_, _>) = defaults
            .into_iter()
            .map(|default| ((default.parameter.clone(), default.before), (default.parameter, default.after)))
            .unzip();
        let by_default = compared(&scope(was, before), &scope(now, after));
        let told = grants.clone();
        grants.extend(by_default.into_iter().filter(|change| !told.iter().any(|told| told.tells(change))));
    }
    grants.extend(facts::parameters(was, now));
    grants.extend(facts::transforms(old, new));
    let mut other = rest::compare(old, new, &renames);
    let (suspects, rest): (Vec<_>, Vec<_>) = other.into_iter().partition(|change| change.suspect);
    other = rest;
    grants.extend(suspects.into_iter().map(GrantChange::suspected));
    nested(old, new, depth, &mut grants, &mut other);
    grants.sort_by_key(|change| change.direction);
    for change in &mut grants {
        for text in [Some(&mut change.sentence), change.before.as_mut(), change.after.as_mut()].into_iter().flatten() {
            *text = printable(text);
        }
        // What reads the same and is not: a branch, a table or a condition behind the name is another.
        if change.before.is_some() && change.before == change.after {
            change.sentence.push_str("; what it depends on changed");
        }
    }
    // A bound of a parameter that reaches a grant is told there.
    let told = |change: &OtherChange| grants.iter().any(|grant| grant.path == change.path);
    let other = other
        .into_iter()
        .filter(|change| !told(change))
        .map(|change| OtherChange { sentence: printable(&change.sentence), ..change })
        .collect();
    Difference { grants, other, not_judged: Vec::new() }
}

/// The values that parameters may have in either template: what neither allows makes no difference.
fn allowed_by_both(old: &Value, new: &Value) -> Allowed {
    let (old_scope, new_scope) = (Scope::new(old), Scope::new(new));
    let declares = |template: &Value, name: &str| template.get("Parameters").is_some_and(|all| all.get(name).is_some());
    let mut out = Allowed::new();
    for (name, values) in old_scope.allowed().iter().chain(new_scope.allowed()) {
        let limited =
            |scope: &Scope<'_>, template: &Value| scope.allowed().contains_key(name) || !declares(template, name);
        if limited(&old_scope, old) && limited(&new_scope, new) {
            out.entry(name.clone()).or_default().extend(values.iter().cloned());
        }
    }
    out
}

/// What stands in either template and nothing is said of.
fn not_judged(old: &Template, new: &Template) -> Vec<NotJudged> {
    let mut out: BTreeMap<String, NotJudged> = BTreeMap::new();
    let mut add = |what: String, path: String| {
        let entry = out.entry(what.clone()).or_insert_with(|| NotJudged { what, count: 0, path });
        entry.count += 1;
    };
    let (was, now) = (old.not_understood(), new.not_understood());
    let gone = was.into_iter().filter(|one| !now.iter().any(|other| other.what == one.what));
    for one in now.iter().cloned().chain(gone) {
        add(one.what, one.path);
    }
    let (before, after) = (old.unfolded().get("Resources"), new.unfolded().get("Resources"));
    for (id, resource) in after.and_then(Value::as_object).into_iter().flatten() {
        let kind = resource.get("Type").and_then(Value::as_str);
        let same = before.and_then(|before| before.get(id)) == Some(resource);
        if let Some(kind) = kind.filter(|kind| !same && places(kind).is_none()) {
            add(format!("the type {kind}"), format!("/Resources/{id}"));
        }
    }
    out.into_values().collect()
}

/// Compares the templates that stack sets carry as text; one that came or went is compared with nothing.
fn nested(old: &Value, new: &Value, depth: usize, grants: &mut Vec<GrantChange>, other: &mut Vec<OtherChange>) {
    let (was, now) = (facts::bodies(old), facts::bodies(new));
    let nothing = json!({});
    let mut ids: Vec<&String> = now.iter().chain(&was).map(|(id, _)| id).collect();
    ids.sort();
    ids.dedup();
    for id in ids {
        let body = |bodies: &[(String, Option<Template>)]| match bodies.iter().find(|(other, _)| other == id) {
            Some((_, body)) => body.as_ref().map(|body| body.as_json().clone()),
            None => Some(nothing.clone()),
        };
        let (was, now) = match (body(&was), body(&now)) {
            // Two texts that can't be read are compared as texts, with the settings of the stack set.
            (None, None) => continue,
            (Some(was), Some(now)) if depth < MAX_NESTING || was == now => (was, now),
            (Some(_) | None, Some(_) | None) => {
                grants.push(GrantChange {
                    holder: id.clone(),
                    direction: Direction::Changed,
                    sentence: format!("the stacks of {id} are now made from another template, which can't be compared"),
                    before: None,
                    after: None,
                    path: format!("/Resources/{id}/Properties/TemplateBody"),
                    aspect: "nested".to_owned(),
                    count: 1,
                });
                continue;
            }
        };
        let inner = diff_json(&was, &now, depth + 1);
        let place = format!("/Resources/{id}/Properties/TemplateBody");
        grants.extend(inner.grants.into_iter().map(|change| GrantChange {
            sentence: format!("in the stacks of {id}, {}", change.sentence),
            path: format!("{place}{}", change.path),
            ..change
        }));
        other.extend(inner.other.into_iter().map(|change| OtherChange {
            sentence: format!("in the stacks of {id}, {}", change.sentence),
            path: format!("{place}{}", change.path),
            ..change
        }));
    }
}

/// A template may be a stranger's: nothing in it may move the cursor, colour the terminal, add a line or turn the
/// direction of the text; and it is cut.
fn printable(text: &str) -> String {
    let turns =
        |char: char| matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown = |char: char| if char.is_control() || turns(char) { ' ' } else { char };
    let text = &without_identities(text);
    let mut out: String = text.chars().take(MAX_TEXT).map(shown).collect();
    if text.chars().nth(MAX_TEXT).is_some() {
        out.push('…');
    }
    out
}

/// What only tells two symbols apart that read the same is left out.
fn without_identities(text: &str) -> String {
    const DIGITS: usize = 32;
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("=>") {
        out.push_str(before);
        let digits = after.bytes().take_while(u8::is_ascii_hexdigit).count();
        if DIGITS <= digits {
            rest = &after[DIGITS..];
        } else {
            out.push_str("=>");
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn compared(old: &Scope<'_>, new: &Scope<'_>) -> Vec<GrantChange> {
    let (old_permissions, new_permissions) = (Permissions::read(old), Permissions::read(new));
    let mut out = grants::compare(&grants::Sides {
        old: &old_permissions.grants,
        new: &new_permissions.grants,
        old_scope: old,
        new_scope: new,
    });
    out.extend(facts::compare(old, new));
    out.extend(facts::boundaries(&old_permissions.boundaries, &new_permissions.boundaries));
    out
}

impl GrantChange {
    /// A change of something that by its name is about access, and that is not compared.
    fn suspected(change: OtherChange) -> GrantChange {
        GrantChange {
            holder: change.id,
            direction: Direction::Changed,
            sentence: format!("{}; not judged", change.sentence),
            before: None,
            after: None,
            path: change.path,
            aspect: "suspected".to_owned(),
            count: 1,
        }
    }

    /// The other change is the same thing, seen with defaults in the place of parameters.
    fn tells(&self, other: &GrantChange) -> bool {
        self.holder == other.holder
            && self.path == other.path
            && self.aspect == other.aspect
            && (self.direction == other.direction || self.direction == Direction::Changed)
    }
}

impl Difference {
    /// Somebody may do something that nobody could before, or it is not known that they may not: any grant that is
    /// [`Direction::Widened`] or [`Direction::Changed`].
    #[must_use]
    pub fn any_widened(&self) -> bool {
        self.grants.iter().any(|change| match change.direction {
            Direction::Widened | Direction::Changed => true,
            Direction::Narrowed => false,
        })
    }

    /// The templates mean the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.grants.is_empty() && self.other.is_empty()
    }

    /// The difference as lines for a terminal.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let line = |kind, text: String| Line { kind, text };
        let not_judged = self.not_judged.iter().map(|one| {
            let times = if one.count == 1 { String::new() } else { format!(" ({} times)", one.count) };
            line(LineKind::Note, format!("  {}{times}, first at {}", one.what, one.path))
        });
        let mut not_judged: Vec<Line> = not_judged.collect();
        if !not_judged.is_empty() {
            not_judged.insert(0, line(LineKind::Heading, "Not judged".to_owned()));
        }
        if self.is_empty() {
            not_judged.insert(0, line(LineKind::Note, "No difference.".to_owned()));
            return not_judged;
        }
        let mut out = vec![line(LineKind::Heading, "Who can now do what".to_owned())];
        if self.grants.is_empty() {
            out.push(line(LineKind::Note, "  No grant changed.".to_owned()));
        }
        for change in &self.grants {
            let text = format!("  {:<8}  {}", change.direction.word(), change.sentence);
            out.push(line(LineKind::Grant(change.direction), text));
        }
        if !self.other.is_empty() {
            out.push(line(LineKind::Heading, "The rest".to_owned()));
        }
        for change in &self.other {
            let replaces = if change.replaces { " (replaces the resource)" } else { "" };
            let text = format!("  {:<8}  {}{replaces}", change.change.word(), change.sentence);
            out.push(line(LineKind::Other(change.change), text));
        }
        out.extend(not_judged);
        out
    }

    /// The lines joined, with a line feed after each.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.lines().iter().map(|line| format!("{}\n", line.text)).collect()
    }

    /// For programs:
    ///
    /// ```json
    /// {"grants": [{"holder": "…", "direction": "widened|narrowed|changed", "sentence": "…",
    ///              "before": "… or null", "after": "… or null", "path": "/Resources/…", "count": 1}],
    ///  "other": [{"section": "Resources", "id": "…", "change": "added|removed|changed|renamed", "sentence": "…",
    ///             "path": "/Resources/…", "replaces": false, "count": 1}],
    ///  "not_judged": [{"what": "…", "count": 1, "path": "/Resources/…"}],
    ///  "widened": true}
    /// ```
    ///
    /// `widened` is [`Difference::any_widened`].
    #[must_use]
    pub fn to_json(&self) -> Value {
        let grants: Vec<Value> = self
            .grants
            .iter()
            .map(|change| {
                json!({
                    "holder": change.holder,
                    "direction": change.direction.word(),
                    "sentence": change.sentence,
                    "before": change.before,
                    "after": change.after,
                    "path": change.path,
                    "count": change.count,
                })
            })
            .collect();
        let other: Vec<Value> = self
            .other
            .iter()
            .map(|change| {
                json!({
                    "section": change.section,
                    "id": change.id,
                    "change": change.change.word(),
                    "sentence": change.sentence,
                    "path": change.path,
                    "replaces": change.replaces,
                    "count": change.count,
                })
            })
            .collect();
        let not_judged: Vec<Value> =
            self.not_judged.iter().map(|one| json!({"what": one.what, "count": one.count, "path": one.path})).collect();
        json!({"grants": grants, "other": other, "not_judged": not_judged, "widened": self.any_widened()})
    }

    /// As a pull-request comment, from `templates/pull-request-comment.md.j2`.
    ///
    /// # Errors
    ///
    /// [`MarkdownError`] if the template can't be rendered; the tests render it with every kind of change.
    pub fn to_markdown(&self) -> Result<String, MarkdownError> {
        markdown::render(self)
    }
}
