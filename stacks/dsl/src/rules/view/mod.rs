//! A template as rules look at it: values with their possibilities, policies with their statements.

pub(super) mod acts;
pub(super) mod guards;
pub(super) mod policies;
pub(super) mod text;

use std::cell::OnceCell;

use serde_json::{Map, Value};

use self::policies::{Document, Purpose, Statement};
use self::text::Text;
use crate::template::{Resource, Template};

/// A template, with what several rules want to know worked out once.
#[derive(Debug)]
pub(super) struct View<'t> {
    pub(super) template: &'t Template,
    documents: OnceCell<Vec<Document<'t>>>,
}

impl<'t> View<'t> {
    pub(super) fn new(template: &'t Template) -> View<'t> {
        View { template, documents: OnceCell::new() }
    }

    /// Every policy document.
    pub(super) fn documents(&self) -> &[Document<'t>] {
        self.documents.get_or_init(|| policies::documents(self.template))
    }

    /// Every statement that can allow something, of policies for this purpose.
    pub(super) fn allows(&self, purpose: Purpose) -> impl Iterator<Item = (&Document<'t>, &Statement)> {
        self.documents()
            .iter()
            .filter(move |document| document.purpose == purpose)
            .flat_map(|document| document.statements.iter().map(move |statement| (document, statement)))
            .filter(|(_, statement)| statement.allows)
    }

    /// The resources of a type.
    pub(super) fn of_kind(&self, kind: &'static str) -> impl Iterator<Item = Resource<'t>> {
        self.template.resources().filter(move |resource| resource.kind == kind)
    }

    /// What a property of a resource can be; see [`text::property`].
    pub(super) fn property(&self, resource: &Resource<'t>, name: &str) -> Vec<Option<Text>> {
        match resource.json.get("Properties") {
            Some(properties) => {
                text::property(self.template, properties, &format!("{}/Properties", resource.path()), name)
            }
            None => vec![None],
        }
    }

    /// The elements of a list property, each with its place.
    pub(super) fn elements(&self, resource: &Resource<'t>, name: &str) -> Vec<(&'t Value, String)> {
        match resource.property(name) {
            Some(value) => text::elements(value, &format!("{}/Properties/{name}", resource.path())),
            None => Vec::new(),
        }
    }

    /// The settings of instances: of launch templates, launch configurations and instances, with the resource they
    /// stand in. All spell block devices and metadata options the same way.
    pub(super) fn instance_settings(&self) -> Vec<(Resource<'t>, &'t Value, String)> {
        let mut found = Vec::new();
        for resource in self.of_kind("AWS::EC2::LaunchTemplate") {
            if let Some(data) = resource.property("LaunchTemplateData") {
                let path = format!("{}/Properties/LaunchTemplateData", resource.path());
                found.extend(text::branches(data, &path).into_iter().map(|(data, path)| (resource, data, path)));
            }
        }
        let instances = self.of_kind("AWS::EC2::Instance").chain(self.of_kind("AWS::AutoScaling::LaunchConfiguration"));
        for resource in instances {
            if let Some(properties) = resource.json.get("Properties") {
                found.push((resource, properties, format!("{}/Properties", resource.path())));
            }
        }
        found
    }
}

/// Whether a text means true or false to CloudFormation.
pub(super) fn truth(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// The waivers of a resource: rule id to reason, from `Metadata: {Sprinters: {Waive: {…}}}`.
pub(super) fn waivers<'t>(template: &'t Template, logical_id: &str) -> Option<&'t Map<String, Value>> {
    let metadata = template.resource(logical_id).and_then(|resource| resource.metadata).or_else(|| {
        // A parameter or output has no metadata: the template's own speaks for it.
        template.as_json().get("Metadata")?.as_object()
    })?;
    metadata.get("Sprinters")?.get("Waive")?.as_object()
}
