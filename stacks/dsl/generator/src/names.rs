//! Rust names from AWS's names.

/// Words of a name: `KMSMasterKeyID` is KMS, Master, Key, ID; `x-amz-acl` is x, amz, acl.
fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (index, &character) in characters.iter().enumerate() {
        if !character.is_ascii_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        let previous = index.checked_sub(1).and_then(|before| characters.get(before));
        let next = characters.get(index + 1);
        let starts = character.is_ascii_uppercase()
            && (previous.is_some_and(|previous| previous.is_ascii_lowercase() || previous.is_ascii_digit())
                || (previous.is_some_and(char::is_ascii_uppercase)
                    && next.is_some_and(char::is_ascii_lowercase)
                    && !plural(&characters, index)));
        if starts && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.push(character);
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// `IDs` and `ARNs` are one word: the capital before a final `s` does not begin another.
fn plural(characters: &[char], index: usize) -> bool {
    characters.get(index + 1) == Some(&'s') && characters.get(index + 2).is_none_or(char::is_ascii_uppercase)
}

/// `InstanceType`, `KmsMasterKeyId`, `XAmzAcl`.
pub(crate) fn pascal(name: &str) -> String {
    let joined: String = words(name)
        .iter()
        .map(|word| {
            let mut characters = word.chars();
            let first = characters.next().map(|first| first.to_ascii_uppercase()).into_iter();
            let all_capitals = word.len() > 1 && word.chars().all(|letter| !letter.is_ascii_lowercase());
            if all_capitals {
                first.chain(characters.map(|letter| letter.to_ascii_lowercase())).collect::<String>()
            } else {
                first.chain(characters).collect()
            }
        })
        .collect();
    if joined.starts_with(|first: char| first.is_ascii_digit()) { format!("N{joined}") } else { joined }
}

/// `instance_type`, `kms_master_key_id`; Rust's keywords as raw identifiers.
pub(crate) fn snake(name: &str) -> String {
    let joined = words(name).iter().map(|word| word.to_ascii_lowercase()).collect::<Vec<_>>().join("_");
    // The keywords that can't be raw identifiers.
    if ["crate", "self", "super", "_"].contains(&joined.as_str()) {
        return format!("{joined}_");
    }
    if joined.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("n{joined}");
    }
    if KEYWORDS.contains(&joined.as_str()) { format!("r#{joined}") } else { joined }
}

/// Rust's keywords that can be raw identifiers (The Rust Reference, "Keywords", edition 2024).
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Name of a module for a type: no raw identifiers in file names.
pub(crate) fn module(name: &str) -> String {
    snake(name).trim_start_matches("r#").to_owned()
}

/// Name of a static.
pub(crate) fn shouting(name: &str) -> String {
    module(name).to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_rust() {
        for (aws, type_name, function_name) in [
            ("InstanceType", "InstanceType", "instance_type"),
            ("SubnetID", "SubnetId", "subnet_id"),
            ("KMSMasterKeyID", "KmsMasterKeyId", "kms_master_key_id"),
            ("SecurityGroupIds", "SecurityGroupIds", "security_group_ids"),
            ("GroupIDs", "GroupIDs", "group_ids"),
            ("spot-instances-request", "SpotInstancesRequest", "spot_instances_request"),
            ("CidrIpv6", "CidrIpv6", "cidr_ipv6"),
            ("VPCEndpoint", "VpcEndpoint", "vpc_endpoint"),
            ("aws:kms", "AwsKms", "aws_kms"),
            ("Type", "Type", "r#type"),
            ("Final", "Final", "r#final"),
            ("x-amz-acl", "XAmzAcl", "x_amz_acl"),
            ("2012-10-17", "N20121017", "n2012_10_17"),
            ("Self", "Self", "self_"),
        ] {
            assert_eq!((pascal(aws).as_str(), snake(aws).as_str()), (type_name, function_name), "{aws}");
        }
    }
}
