//! Wildcards: `*` is any text, `?` any one character.

/// Whether the text matches the pattern, letter case not counted. Time is at most the product of both lengths.
pub(super) fn matches_any_case(pattern: &str, text: &str) -> bool {
    matches(pattern.as_bytes(), text.as_bytes(), |left, right| left.eq_ignore_ascii_case(&right))
}

/// Whether the text is what a placeholder pattern of the reference stands for, `${NAME}` being any text but none.
/// Letter case counts.
pub(super) fn fits(template: &str, text: &str) -> bool {
    matches(wildcards(template).as_bytes(), text.as_bytes(), |left, right| left == right)
}

/// How some services write a tag's name that varies.
const PLACEHOLDERS: [&str; 2] = ["/<key>", "/tag-key"];

/// Whether a condition key is the one that the reference names, perhaps with a placeholder. Letter case doesn't count.
pub(super) fn key_fits(reference: &str, key: &str) -> bool {
    if reference.contains("${") {
        matches_any_case(&wildcards(reference), key)
    } else if let Some(fixed) = PLACEHOLDERS.iter().find_map(|placeholder| reference.strip_suffix(placeholder)) {
        // S3, Systems Manager and Secrets Manager write the part that varies in ways of their own.
        key.get(..fixed.len()).is_some_and(|start| start.eq_ignore_ascii_case(fixed)) && fixed.len() + 1 < key.len()
    } else {
        reference.eq_ignore_ascii_case(key)
    }
}

/// Whether some text is both what a placeholder pattern of the reference and what a pattern with wildcards stands for.
pub(super) fn overlap(template: &str, pattern: &str) -> bool {
    let (left, right) = (wildcards(template), pattern);
    let (left, right) = (left.as_bytes(), right.as_bytes());
    // reachable[j]: some text is matched by what is behind us of `left` and by the first j of `right`.
    let mut reachable = vec![false; right.len() + 1];
    reachable[0] = true;
    for position in 0..=left.len() {
        let here = left.get(position).copied();
        let mut next = vec![false; right.len() + 1];
        for j in 0..=right.len() {
            if !reachable[j] {
                continue;
            }
            let there = right.get(j).copied();
            match (here, there) {
                (Some(b'*'), Some(_)) => {
                    next[j] = true;
                    reachable[j + 1] = true;
                }
                (Some(b'*'), None) => next[j] = true,
                (_, Some(b'*')) => {
                    reachable[j + 1] = true;
                    next[j] = true;
                }
                (Some(b'?'), Some(_)) | (Some(_), Some(b'?')) => next[j + 1] = true,
                (Some(left), Some(right)) if left == right => next[j + 1] = true,
                (Some(_) | None, Some(_)) | (Some(_), None) => {}
                (None, None) => return true,
            }
        }
        reachable = next;
    }
    false
}

/// The reference's placeholders as wildcards, at least one character each.
fn wildcards(template: &str) -> String {
    let mut pattern = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, placeholder)) = rest.split_once("${") {
        let Some((_, after)) = placeholder.split_once('}') else { break };
        pattern.push_str(before);
        pattern.push_str("?*");
        rest = after;
    }
    pattern.push_str(rest);
    pattern
}

/// Only the last `*` needs to be tried again: what an earlier one took can't help a later one.
fn matches(pattern: &[u8], text: &[u8], same: impl Fn(u8, u8) -> bool) -> bool {
    let (mut at, mut position) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while position < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                retry = Some((at, position));
                at += 1;
            }
            Some(&wanted) if wanted == b'?' || same(wanted, text[position]) => {
                at += 1;
                position += 1;
            }
            Some(_) | None => {
                let Some((star, taken)) = retry else { return false };
                retry = Some((star, taken + 1));
                at = star + 1;
                position = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|&rest| rest == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_any_text() {
        for (pattern, text, expected) in [
            ("ec2:Describe*", "ec2:DescribeInstances", true),
            ("EC2:describe*s", "ec2:DescribeInstances", true),
            ("ec2:*Instance?", "ec2:RunInstances", true),
            ("ec2:Run?", "ec2:RunInstances", false),
            ("*", "", true),
            ("?", "", false),
            ("", "", true),
            ("a*b*c", "aXbXbXc", true),
            ("a*b*c", "aXcXb", false),
        ] {
            assert_eq!(matches_any_case(pattern, text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn many_wildcards_on_a_long_text_end_soon() {
        let (pattern, text) = ("*a".repeat(2_000), "a".repeat(1_999) + &"b".repeat(20_000));
        assert!(!matches_any_case(&pattern, &text));
    }

    #[test]
    fn patterns_overlap_where_one_text_is_both() {
        for (template, pattern, expected) in [
            ("instance/${InstanceId}", "*", true),
            ("instance/${InstanceId}", "*/*", true),
            ("instance/${InstanceId}", "instance/i-1", true),
            ("instance/${InstanceId}", "inst*-1", true),
            ("instance/${InstanceId}", "inst?nce/?", true),
            ("instance/${InstanceId}", "instance/", false),
            ("instance/${InstanceId}", "image/*", false),
            ("log-group:${Name}:log-stream:${Stream}", "log-group:a:*", true),
            ("log-group:${Name}:log-stream:${Stream}", "log-group:a*z", true),
            ("root", "root", true),
            ("root", "roo", false),
            ("root", "roots", false),
            ("", "", true),
            ("", "*", true),
            ("", "a", false),
        ] {
            assert_eq!(overlap(template, pattern), expected, "{pattern} on {template}");
        }
    }

    #[test]
    fn a_placeholder_is_any_text_but_none() {
        assert!(key_fits("aws:ResourceTag/${TagKey}", "aws:resourcetag/team"));
        assert!(!key_fits("aws:ResourceTag/${TagKey}", "aws:ResourceTag/"));
        assert!(key_fits("s3:ExistingObjectTag/<key>", "s3:existingobjecttag/team"));
        assert!(key_fits("secretsmanager:ResourceTag/tag-key", "secretsmanager:ResourceTag/Env"));
        assert!(!key_fits("s3:ExistingObjectTag/<key>", "s3:ExistingObjectTag/"));
        assert!(!key_fits("s3:ExistingObjectTag/<key>", "s3:ExistingObjectTags"));
        assert!(!key_fits("ec2:Attribute", "ec2:Attribute/Name"));
        assert!(fits("instance/${InstanceId}", "instance/*"));
        assert!(!fits("instance/${InstanceId}", "Instance/i-1"));
        assert!(!fits("instance/${InstanceId}", "instance/"));
    }
}
