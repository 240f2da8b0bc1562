//! The text of `Fn::Sub`, taken apart.

/// A piece of the text of `Fn::Sub`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text that stays as it is.
    Text(&'a str),
    /// `${!Name}`: stays in the result as `${Name}`; here the text between `${!` and `}`.
    Literal(&'a str),
    /// `${Name}` or `${Resource.Attribute}`, without the braces and without surrounding blanks.
    Variable(&'a str),
}

/// The parts of a `Fn::Sub` text, in order.
///
/// # Errors
/// A clause that says which `${` is not closed or has no name.
pub fn parts(text: &str) -> Result<Vec<Part<'_>>, String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        if 0 < start {
            parts.push(Part::Text(&rest[..start]));
        }
        let body = &rest[start + 2..];
        let Some(end) = body.find('}') else {
            return Err(format!("has a `${{` that is not closed: `{}`", excerpt(&rest[start..])));
        };
        let name = body[..end].trim();
        match name.strip_prefix('!') {
            Some(_) => parts.push(Part::Literal(&body[1..end])),
            None if name.is_empty() => return Err("has a `${}` without a name".to_owned()),
            None => parts.push(Part::Variable(name)),
        }
        rest = &body[end + 1..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    Ok(parts)
}

fn excerpt(text: &str) -> String {
    const LONGEST: usize = 40;
    let short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_variables_and_literals_are_told_apart() {
        assert_eq!(
            parts("arn:${AWS::Partition}:x/${!aws:username}/${Role.Arn}").unwrap(),
            [
                Part::Text("arn:"),
                Part::Variable("AWS::Partition"),
                Part::Text(":x/"),
                Part::Literal("aws:username"),
                Part::Text("/"),
                Part::Variable("Role.Arn"),
            ]
        );
    }

    #[test]
    fn a_dollar_alone_is_text() {
        assert_eq!(parts("costs 5$ {really}").unwrap(), [Part::Text("costs 5$ {really}")]);
    }

    #[test]
    fn an_open_brace_is_refused() {
        assert_eq!(parts("arn:${AWS::Region").unwrap_err(), "has a `${` that is not closed: `${AWS::Region`");
        assert_eq!(parts("${ }").unwrap_err(), "has a `${}` without a name");
    }
}
