//! The search box of the job list: words, a number, an address of GitHub's, an instance, or `key:value` as on GitHub.

/// What somebody typed, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Search {
    /// What is left to look for in names; or the number of a job or run.
    pub(super) words: String,
    /// `OWNER/NAME`.
    pub(super) repository: Option<String>,
    /// Name of the workflow.
    pub(super) workflow: Option<String>,
    /// Branch.
    pub(super) branch: Option<String>,
    /// The label, whole.
    pub(super) label: Option<String>,
    /// Where the job stands, as the filter names it.
    pub(super) state: Option<String>,
    /// How it ended, as the filter names it.
    pub(super) outcome: Option<String>,
}

impl Search {
    /// Whether anything but words was meant.
    pub(super) fn has_keys(&self) -> bool {
        *self != Search { words: self.words.clone(), ..Search::default() }
    }
}

/// Reads what somebody typed or pasted.
pub(super) fn read(text: &str) -> Search {
    let text = text.trim();
    if let Some(search) = address(text) {
        return search;
    }
    let mut search = Search::default();
    let mut words: Vec<String> = Vec::new();
    for token in tokens(text) {
        let Some((key, value)) = token.split_once(':').filter(|(_, value)| !value.is_empty()) else {
            words.push(token);
            continue;
        };
        let place = match key.to_lowercase().as_str() {
            "repo" | "repository" => &mut search.repository,
            "workflow" => &mut search.workflow,
            "branch" => &mut search.branch,
            "label" => &mut search.label,
            "is" | "state" => &mut search.state,
            "outcome" | "conclusion" => &mut search.outcome,
            // A label of ours has colons too, and so may a job's name.
            _ => {
                words.push(token);
                continue;
            }
        };
        *place = Some(value.to_owned());
    }
    search.words = words.join(" ");
    search
}

/// Words, of which one in quotation marks may have spaces, also behind a key.
fn tokens(text: &str) -> Vec<String> {
    let (mut tokens, mut token, mut quoted) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !token.is_empty() {
                    tokens.push(std::mem::take(&mut token));
                }
            }
            c => token.push(c),
        }
    }
    if !token.is_empty() {
        tokens.push(token);
    }
    tokens
}

/// An address of GitHub's: of a job, a run, a branch or a repository. The host may be an enterprise's.
fn address(text: &str) -> Option<Search> {
    let url = url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let [owner, name, rest @ ..] = parts.as_slice() else { return None };
    let of = Search { repository: Some(format!("{owner}/{name}")), ..Search::default() };
    Some(match rest {
        ["actions", "runs", _, "job" | "jobs", number, ..] | ["actions", "runs", number, ..] | ["runs", number, ..] => {
            Search { words: (*number).to_owned(), ..of }
        }
        ["tree", branch @ ..] if !branch.is_empty() => Search { branch: Some(branch.join("/")), ..of },
        _ => of,
    })
}

/// An instance's id, if that is what somebody looks for.
pub(super) fn instance(words: &str) -> Option<&str> {
    let digits = words.trim().strip_prefix("i-")?;
    let right = matches!(digits.len(), 8 | 17) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    right.then(|| words.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_github_is_what_it_points_at() {
        let repository = Some("acme/web".to_owned());
        for (text, words) in [
            ("https://github.com/acme/web/actions/runs/77/job/1001", "1001"),
            ("https://github.com/acme/web/actions/runs/77/job/1001?pr=4#step:3:1", "1001"),
            ("https://github.com/acme/web/actions/runs/77/attempts/2", "77"),
            ("https://ghe.acme.example/acme/web/runs/1001", "1001"),
            ("https://github.com/acme/web", ""),
        ] {
            let expected = Search { words: words.to_owned(), repository: repository.clone(), ..Search::default() };
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read("https://github.com/acme/web/tree/feature/x").branch.unwrap(), "feature/x");
    }

    #[test]
    fn keys_are_filters_and_the_rest_is_words() {
        let search = read(r#"unit repo:acme/web workflow:"Nightly build" is:held tests"#);
        assert_eq!((search.words.as_str(), search.has_keys()), ("unit tests", true));
        assert_eq!(search.repository.unwrap(), "acme/web");
        assert_eq!(search.workflow.unwrap(), "Nightly build");
        assert_eq!(search.state.unwrap(), "held");
        // A label is looked for as it stands.
        let label = read("sprinters:aws:m7i.large");
        assert_eq!((label.words.as_str(), label.has_keys()), ("sprinters:aws:m7i.large", false));
        assert_eq!(read("javascript:alert(1)").words, "javascript:alert(1)");
    }

    #[test]
    fn an_instance_is_known_by_its_id() {
        assert_eq!(instance(" i-0123456789abcdef6 "), Some("i-0123456789abcdef6"));
        assert!(["i-", "i-xyz", "integration", "i-0123456789abcdef6 x"].iter().all(|text| instance(text).is_none()));
    }
}
