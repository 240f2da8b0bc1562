//! Nested templates that stand beside the one that names them: `TemplateURL: ./network.yaml`, as `aws cloudformation
//! package` and AWS SAM take them.

use crate::source::{self, Source};
use serde_json::{Value, json};
use sprinters_dsl::template::Template;
use std::path::Path;

/// The types that make stacks, with the property that says from where.
const NESTED: [(&str, &str); 2] =
    [("AWS::CloudFormation::Stack", "TemplateURL"), ("AWS::Serverless::Application", "Location")];

/// Templates in templates are followed so far: the comparison looks no deeper.
const DEEPEST: usize = 3;

/// Most nested templates of one: a template has at most 500 resources.
const MOST: usize = 500;

/// The template with the nested templates that are files beside it written into it. One that is somewhere else, or that
/// can't be read as a template, is left where it is.
pub(crate) fn written_in(source: Source) -> Template {
    let mut left = MOST;
    with_nested(source, DEEPEST, &mut left)
}

fn with_nested(source: Source, depth: usize, left: &mut usize) -> Template {
    let Source { name, template, .. } = source;
    let found: Vec<(String, String)> = template
        .resources()
        .filter_map(|resource| {
            let (_, property) = NESTED.iter().find(|(kind, _)| *kind == resource.kind)?;
            let place = resource.property(property)?.as_str()?;
            let beside = !place.contains(':') && Path::new(place).is_relative();
            beside.then(|| (resource.logical_id.to_owned(), place.to_owned()))
        })
        .collect();
    if found.is_empty() || depth == 0 || name.starts_with('<') {
        return template;
    }
    let folder = Path::new(&name).parent().unwrap_or(Path::new("")).to_path_buf();
    let mut json = template.as_json().clone();
    for (id, place) in found {
        let path = folder.join(&place);
        if *left == 0 || !path.is_file() {
            continue;
        }
        *left -= 1;
        let Ok(nested) = source::read(&path.to_string_lossy()) else { continue };
        let body = with_nested(nested, depth - 1, left).as_json().to_string();
        if let Some(properties) =
            json.pointer_mut(&format!("/Resources/{id}/Properties")).and_then(Value::as_object_mut)
        {
            properties.insert("TemplateBody".to_owned(), json!(body));
        }
    }
    Template::from_json(json).unwrap_or(template)
}
