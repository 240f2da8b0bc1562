//! Which resource type an ARN denotes.

use super::glob::{fits, overlap};
use super::text::Service;

/// `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`.
const FIELDS: usize = 6;

pub(super) fn resource_types(service: &Service, arn: &str) -> Vec<&'static str> {
    let given = fields(arn);
    let resource = given.last().copied().unwrap_or_default();
    let possible: Vec<(&str, &str)> = service
        .resource_types()
        // A type may have several forms of ARN.
        .flat_map(|(name, templates)| templates.split(',').map(move |template| (name, template)))
        .filter_map(|(name, template)| {
            let template = fields(template);
            let own = template.last().copied()?;
            let possible = match given.as_slice() {
                // A wildcard of IAM stands for colons, too: `arn:aws:logs:*`.
                ["arn", middle @ .., last] if given.len() < template.len() => {
                    let (fixed, rest) = template.split_at(given.len() - 1);
                    last.contains('*')
                        && fixed.iter().skip(1).zip(middle).all(|(own, given)| overlap(own, given))
                        && overlap(&rest.join(":"), last)
                }
                ["arn", ..] => {
                    given.len() == template.len() && template.iter().zip(&given).all(|(own, given)| overlap(own, given))
                }
                _ => overlap(own, arn),
            };
            possible.then_some((name, own))
        })
        .collect();
    // An ARN that is wholly of one type, `my-bucket/key` of S3's `object`, has also the form of a less fixed one.
    let most_fixed = possible.iter().filter(|(_, own)| fits(own, resource)).map(|(_, own)| fixed_characters(own)).max();
    let mut names: Vec<&str> = possible
        .into_iter()
        .filter(|(_, own)| !fits(own, resource) || most_fixed.is_none_or(|most| most <= fixed_characters(own)))
        .map(|(name, _)| name)
        .collect();
    names.dedup();
    names
}

/// The fields of an ARN. Colons inside `${…}` (`${AWS::Region}`) don't part fields, nor do those of the last.
fn fields(arn: &str) -> Vec<&str> {
    let mut fields = Vec::with_capacity(FIELDS);
    let (mut start, mut inside) = (0, false);
    for (position, character) in arn.char_indices() {
        match character {
            '$' if arn[position..].starts_with("${") => inside = true,
            '}' => inside = false,
            ':' if !inside && fields.len() + 1 < FIELDS => {
                fields.push(&arn[start..position]);
                start = position + 1;
            }
            _ => {}
        }
    }
    fields.push(&arn[start..]);
    fields
}

/// Characters outside placeholders.
fn fixed_characters(template: &str) -> usize {
    let mut inside = false;
    template
        .chars()
        .filter(|&character| {
            inside = (inside || character == '$') && character != '}';
            !inside && character != '}'
        })
        .count()
}
