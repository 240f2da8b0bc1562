//! Under which conditions of the template something is there at all: the `Fn::If`s on its path.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::template::Template;

/// Most conditions that are tried both ways (64 combinations); beyond it nothing is taken for certain.
const MOST_CONDITIONS: usize = 6;

/// Each condition that must be true, or false, for the place at this JSON pointer to be there.
fn guards<'t>(template: &'t Template, path: &str) -> Vec<(&'t str, bool)> {
    let mut found = Vec::new();
    let mut value = template.as_json();
    let mut segments = path.split('/').skip(1);
    while let Some(segment) = segments.next() {
        let key = segment.replace("~1", "/").replace("~0", "~");
        let next = match value {
            Value::Object(map) => map.get(&key),
            Value::Array(items) => key.parse::<usize>().ok().and_then(|index| items.get(index)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        };
        let Some(next) = next else { return found };
        value = next;
        if key == "Fn::If"
            && let Some(name) = value.get(0).and_then(Value::as_str)
            && let Some(branch) = segments.next()
        {
            found.push((name, branch == "1"));
            let branch = branch.parse::<usize>().ok().and_then(|index| value.get(index));
            let Some(branch) = branch else { return found };
            value = branch;
        }
    }
    found
}

/// Whether two places can never both be there.
pub(in crate::rules) fn exclude_each_other(template: &Template, one: &str, other: &str) -> bool {
    let one = guards(template, one);
    guards(template, other).iter().any(|(name, holds)| one.contains(&(name, !holds)))
}

/// Whether, whenever the place `base` is there, at least one of the others is there too.
pub(in crate::rules) fn always_one_of<'p>(
    template: &Template,
    base: &str,
    others: impl IntoIterator<Item = &'p str>,
) -> bool {
    let base = guards(template, base);
    let others: Vec<Vec<(&str, bool)>> = others.into_iter().map(|other| guards(template, other)).collect();
    let fixed = |name: &str| base.iter().find(|(other, _)| *other == name).map(|(_, holds)| *holds);
    let open: BTreeSet<&str> =
        others.iter().flatten().map(|(name, _)| *name).filter(|name| fixed(name).is_none()).collect();
    if MOST_CONDITIONS < open.len() {
        return false;
    }
    let open: Vec<&str> = open.into_iter().collect();
    (0_u32..1 << open.len()).all(|world| {
        let holds = |name: &str| match fixed(name) {
            Some(holds) => holds,
            None => open.iter().position(|other| *other == name).is_some_and(|bit| world >> bit & 1 == 1),
        };
        others.iter().any(|other| other.iter().all(|(name, wanted)| holds(name) == *wanted))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_exclude_and_complete_each_other() {
        let template = Template::parse(
            "
Conditions: {A: !Equals [a, b], B: !Equals [a, b]}
Resources:
  T:
    Type: T
    Properties:
      X: !If [A, {P: 1}, {P: 2}]
      Y: !If [A, {P: 3}, !Ref AWS::NoValue]
      Z: !If [B, {P: 4}, !Ref AWS::NoValue]
",
        )
        .unwrap();
        let at = |place: &str| format!("/Resources/T/Properties/{place}");
        let (x1, x2, y, z) = (at("X/Fn::If/1/P"), at("X/Fn::If/2/P"), at("Y/Fn::If/1/P"), at("Z/Fn::If/1/P"));
        assert!(exclude_each_other(&template, &x1, &x2));
        assert!(exclude_each_other(&template, &x2, &y));
        assert!(!exclude_each_other(&template, &x1, &y));
        assert!(!exclude_each_other(&template, &x1, &z));
        let root = at("X");
        assert!(always_one_of(&template, &root, [x1.as_str(), x2.as_str()]));
        assert!(!always_one_of(&template, &root, [x1.as_str(), z.as_str()]));
        assert!(always_one_of(&template, &x1, [y.as_str()]));
        assert!(!always_one_of(&template, &root, []));
        assert!(always_one_of(&template, &root, [root.as_str()]));
    }
}
