//! The parameters of a request of the query protocol: `TagSpecification.1.Tag.2.Key=Name`.

use std::collections::BTreeMap;

/// Most parameters of a request: AWS takes a megabyte, ours have some hundred.
const MOST: usize = 5_000;

/// Names and values, decoded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Form(BTreeMap<String, String>);

impl Form {
    /// Reads a body; none if it has too many parameters.
    pub(super) fn parse(body: &[u8]) -> Option<Form> {
        let mut fields = BTreeMap::new();
        for (name, value) in url::form_urlencoded::parse(body) {
            if MOST <= fields.len() {
                return None;
            }
            fields.insert(name.into_owned(), value.into_owned());
        }
        Some(Form(fields))
    }

    /// A value; none if it is missing or empty.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// A number; none if it is missing or no number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.text(name)?.parse().ok()
    }

    /// Whether something is `true`.
    pub(super) fn is(&self, name: &str) -> bool {
        self.text(name) == Some("true")
    }

    /// `NAME.1`, `NAME.2` …
    pub(super) fn list(&self, name: &str) -> Vec<&str> {
        (1..=MOST).map_while(|index| self.0.get(&format!("{name}.{index}"))).map(String::as_str).collect()
    }

    /// The parts `NAME.1.…`, `NAME.2.…`, each as a form of its own.
    pub(super) fn parts(&self, name: &str) -> Vec<Form> {
        let part = |index: usize| {
            let part = self.below(&format!("{name}.{index}."));
            (!part.0.is_empty()).then_some(part)
        };
        (1..=MOST).map_while(part).collect()
    }

    /// Everything whose name begins so, with the beginning cut off.
    pub(super) fn below(&self, prefix: &str) -> Form {
        let from = self.0.range(prefix.to_owned()..);
        let fields = from.map_while(|(name, value)| Some((name.strip_prefix(prefix)?.to_owned(), value.clone())));
        Form(fields.collect())
    }

    /// The first name that begins with none of these.
    pub(super) fn unknown(&self, known: &[&str]) -> Option<&str> {
        let is_known = |name: &str| {
            known
                .iter()
                .any(|known| name.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
        };
        self.0.keys().map(String::as_str).find(|name| !is_known(name))
    }

    /// All of it, by name. What must not be kept is left out.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_parts() {
        let form = Form::parse(b"Tag.1.Key=a%3Ab&Tag.1.Value=1&Tag.2.Key=c&Id.1=x&Id.2=y&Id.4=z&Empty=").unwrap();
        assert_eq!(form.list("Id"), ["x", "y"]);
        let tags = form.parts("Tag");
        assert_eq!(tags.len(), 2);
        assert_eq!((tags[0].text("Key"), tags[0].text("Value"), tags[1].text("Value")), (Some("a:b"), Some("1"), None));
        assert_eq!(form.text("Empty"), None);
        assert_eq!(form.unknown(&["Tag", "Id"]), Some("Empty"));
    }
}
