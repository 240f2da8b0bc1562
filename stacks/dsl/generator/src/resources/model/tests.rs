use super::*;
use serde_json::json;

const NAME: &str = "AWS::Sample::Thing";

fn vocabulary(kinds: &[(&str, &str)]) -> CloudFormation {
    let kinds: BTreeMap<&str, &str> = kinds.iter().copied().collect();
    serde_json::from_value(json!({
        "types": [NAME],
        "references": {},
        "formats": { "AWS::EC2::Subnet.Id": "SubnetId" },
        "kinds": kinds,
        "policies": { "properties": ["AWS::Sample::Thing.Policy"] },
    }))
    .unwrap()
}

fn parsed(schema: &JsonValue) -> Type {
    Type::parse(NAME, schema, &vocabulary(&[])).unwrap()
}

/// What the property of that name holds, alone in a type with those definitions.
fn shape_of(name: &str, property: &JsonValue, definitions: &JsonValue) -> Shape {
    let resource = parsed(&json!({ "definitions": definitions, "properties": { name: property } }));
    resource.structure.properties.into_iter().next().unwrap().shape
}

fn kind(kind: &str) -> Shape {
    Shape::Kind(kind.to_owned())
}

fn list(element: Shape) -> Shape {
    Shape::List(Box::new(element))
}

#[test]
fn each_form_of_a_schema_becomes_one_shape() {
    let definitions = json!({
        "Alias": { "$ref": "#/definitions/Port" },
        "Port": { "type": "integer" },
        "Disk": { "type": "object", "properties": { "Size": { "type": "integer" } } },
        "NoType": { "properties": { "Size": { "type": "integer" } } },
        "Tag": { "type": "object", "properties": { "Key": { "type": "string" }, "Value": { "type": "string" } } },
    });
    for (property, expected) in [
        (json!({ "type": "string" }), kind("String")),
        (json!({ "type": "integer" }), kind("i64")),
        (json!({ "type": "number" }), kind("f64")),
        (json!({ "type": "boolean" }), kind("bool")),
        (json!({ "type": "object" }), kind("Json")),
        (json!({ "type": "object", "properties": {} }), kind("Json")),
        (json!({ "type": "object", "patternProperties": { ".*": { "type": "string" } } }), kind("Json")),
        (json!({ "type": ["object", "string"] }), kind("Json")),
        (json!({ "type": ["string", "object"] }), kind("Json")),
        (json!({ "type": ["string", "integer"] }), kind("String")),
        (json!({ "anyOf": [{ "type": "string" }, { "type": "object" }] }), kind("Json")),
        (json!({}), kind("Json")),
        (json!({ "pattern": "^a" }), kind("String")),
        (json!({ "type": "string", "format": "AWS::EC2::Subnet.Id" }), kind("SubnetId")),
        (json!({ "type": "string", "format": "AWS::Moon::Rock.Id" }), kind("String")),
        (json!({ "type": "array", "items": { "type": "string" } }), list(kind("String"))),
        (
            json!({ "type": "array", "items": { "type": "string", "format": "AWS::EC2::Subnet.Id" } }),
            list(kind("SubnetId")),
        ),
        (
            json!({ "type": "array", "format": "AWS::EC2::Subnet.Id", "items": { "type": "string" } }),
            list(kind("SubnetId")),
        ),
        (json!({ "type": "array" }), list(kind("Json"))),
        (json!({ "type": "array", "items": { "$ref": "#/definitions/Tag" } }), list(kind("Tag"))),
        (json!({ "$ref": "#/definitions/Alias" }), kind("i64")),
        (json!({ "$ref": "#/definitions/Missing" }), kind("Json")),
        (json!({ "$ref": "#/definitions/Disk" }), Shape::Nested("Disk".to_owned())),
        (json!({ "$ref": "#/definitions/NoType" }), Shape::Nested("NoType".to_owned())),
        (json!({ "type": "string", "enum": ["gp2", "gp3"] }), Shape::Enum("Kind".to_owned())),
        (json!({ "enum": ["gp2", "gp3"] }), Shape::Enum("Kind".to_owned())),
        // Two values of one Rust name, and a value without any: text.
        (json!({ "type": "string", "enum": ["a-b", "a_b"] }), kind("String")),
        (json!({ "type": "string", "enum": ["", "a"] }), kind("String")),
        (json!({ "type": "string", "enum": ["self"] }), kind("String")),
    ] {
        assert_eq!(shape_of("Kind", &property, &definitions), expected, "{property}");
    }
}

#[test]
fn definitions_that_lead_back_to_themselves_end() {
    let definitions = json!({
        "Rule": { "type": "object", "properties": {
            "Not": { "$ref": "#/definitions/Rule" },
            "All": { "type": "array", "items": { "$ref": "#/definitions/Rule" } },
        } },
        "List": { "type": "array", "items": { "$ref": "#/definitions/List" } },
        "Left": { "$ref": "#/definitions/Right" },
        "Right": { "$ref": "#/definitions/Left" },
    });
    assert_eq!(shape_of("A", &json!({ "$ref": "#/definitions/Rule" }), &definitions), Shape::Nested("Rule".to_owned()));
    assert_eq!(shape_of("A", &json!({ "$ref": "#/definitions/List" }), &definitions), list(kind("Json")));
    assert_eq!(shape_of("A", &json!({ "$ref": "#/definitions/Left" }), &definitions), kind("Json"));

    let resource =
        parsed(&json!({ "definitions": definitions, "properties": { "A": { "$ref": "#/definitions/Rule" } } }));
    let rule: Vec<&Shape> = resource.nested["Rule"].properties.iter().map(|property| &property.shape).collect();
    let itself = Shape::Nested("Rule".to_owned());
    assert_eq!(rule, [&itself, &list(itself.clone())]);
}

#[test]
fn the_same_name_for_two_shapes_gives_two_types() {
    let settings = |property: &str| json!({ "type": "object", "properties": { property: { "type": "string" } } });
    let owner = |settings: JsonValue| json!({ "type": "object", "properties": { "Settings": settings } });
    let resource = parsed(&json!({
        "definitions": { "Disk": owner(settings("Size")), "Network": owner(settings("Port")) },
        "properties": { "Disk": { "$ref": "#/definitions/Disk" }, "Network": { "$ref": "#/definitions/Network" } },
    }));
    let names: Vec<&str> = resource.nested.keys().map(String::as_str).collect();
    assert_eq!(names, ["Disk", "Network", "NetworkSettings", "Settings"]);
    assert_eq!(resource.nested["NetworkSettings"].properties[0].name, "Port");
    assert_eq!(resource.nested["Network"].properties[0].shape, Shape::Nested("NetworkSettings".to_owned()));
}

#[test]
fn the_same_name_for_two_sets_of_values_gives_two_enumerations() {
    let mode =
        |values: [&str; 2]| json!({ "type": "object", "properties": { "Mode": { "type": "string", "enum": values } } });
    let resource = parsed(&json!({
        "definitions": { "Disk": mode(["on", "off"]), "Fan": mode(["on", "off"]), "Network": mode(["ipv4", "ipv6"]) },
        "properties": {
            "Disk": { "$ref": "#/definitions/Disk" },
            "Fan": { "$ref": "#/definitions/Fan" },
            "Network": { "$ref": "#/definitions/Network" },
        },
    }));
    let names: Vec<&str> = resource.enums.keys().map(String::as_str).collect();
    assert_eq!(names, ["Mode", "NetworkMode"]);
}

#[test]
fn what_is_read_only_is_an_attribute_and_cannot_be_set() {
    let resource = parsed(&json!({
        "definitions": { "State": { "type": "object", "properties": {
            "Wanted": { "type": "string" },
            "Reached": { "type": "string", "format": "AWS::EC2::Subnet.Id" },
            "Steps": { "type": "object", "properties": { "Done": { "type": "integer" } } },
        } } },
        "properties": {
            "Name": { "type": "string" },
            "ThingArn": { "type": "string" },
            "Count": { "type": "integer" },
            "Parts": { "type": "array", "items": { "$ref": "#/definitions/State" } },
            "State": { "$ref": "#/definitions/State" },
        },
        "required": ["Name", "ThingArn"],
        "readOnlyProperties": [
            "/properties/State/Reached",
            "/properties/State/Steps",
            "/properties/ThingArn",
            "/properties/Count",
            "/properties/Parts/*/Reached",
            "/properties/Moon",
        ],
    }));
    let attributes: Vec<(&str, &str)> =
        resource.attributes.iter().map(|attribute| (attribute.name.as_str(), attribute.kind.as_str())).collect();
    assert_eq!(attributes, [("ThingArn", "value::Arn"), ("Count", "i64"), ("State.Reached", "value::SubnetId")]);
    let names = |structure: &Structure| -> Vec<String> {
        structure.properties.iter().map(|property| property.name.clone()).collect()
    };
    assert_eq!(names(&resource.structure), ["Name", "Parts", "State"]);
    assert_eq!(names(&resource.nested["State"]), ["Wanted"]);
}

#[test]
fn bounds_and_facts_are_taken_from_where_they_are_stated() {
    let resource = parsed(&json!({
        "definitions": { "Size": { "type": "integer", "minimum": 1, "maximum": 16384 } },
        "properties": {
            "Size": { "$ref": "#/definitions/Size" },
            "Name": { "type": "string", "minLength": 0, "maxLength": 64 },
            "Days": { "type": "integer", "enum": [1, 3, 7] },
            "Kind": { "type": "string", "enum": ["gp3"], "maxLength": 3 },
            "Names": { "type": "array", "maxItems": 5, "items": { "type": "string" } },
        },
        "required": ["Size"],
        "createOnlyProperties": ["/properties/Name"],
    }));
    let facts: Vec<String> = resource
        .structure
        .properties
        .iter()
        .map(|property| format!("{}{}{}", property.name, property.facts(), if property.required { "!" } else { "" }))
        .collect();
    assert_eq!(
        facts,
        [
            "Size, 1 to 16384!",
            "Name, at most 64 characters; changing it replaces the resource",
            "Days, one of 1, 3, 7",
            "Kind",
            "Names, at most 5 elements"
        ]
    );
}

#[test]
fn tags_are_known_only_where_they_are_a_list_of_tags() {
    let tag = json!({ "type": "object", "properties": { "Key": { "type": "string" }, "Value": { "type": "string" } } });
    let tagged = |tags: JsonValue| {
        let schema = json!({
            "definitions": { "Tag": tag },
            "properties": { "Tags": tags },
            "tagging": { "tagProperty": "/properties/Tags" },
        });
        parsed(&schema).tags
    };
    assert_eq!(tagged(json!({ "type": "array", "items": { "$ref": "#/definitions/Tag" } })), Some("Tags".to_owned()));
    assert_eq!(tagged(json!({ "type": "object" })), None);
}

#[test]
fn the_vocabulary_overrules_the_schema_and_what_it_names_in_vain_is_found() {
    let vocabulary = vocabulary(&[
        ("AWS::Sample::Thing.Subnets", "SubnetId"),
        ("AWS::Sample::Thing.Disk.Key", "KeyArn"),
        ("AWS::Sample::Thing.RoleArn", "RoleArn"),
        ("AWS::Sample::Thing.Subnet", "SubnetId"),
    ]);
    let schema = json!({
        "properties": {
            "Policy": { "type": "string" },
            "Subnets": { "type": "array", "items": { "type": "string" } },
            "Disk": { "type": "object", "properties": { "Key": { "type": "string", "enum": ["a"] } } },
            "RoleArn": { "type": "string" },
        },
        "readOnlyProperties": ["/properties/RoleArn"],
    });
    let resource = Type::parse(NAME, &schema, &vocabulary).unwrap();
    let shapes: Vec<&Shape> = resource.structure.properties.iter().map(|property| &property.shape).collect();
    assert_eq!(shapes, [&kind("PolicyDocument"), &list(kind("SubnetId")), &Shape::Nested("Disk".to_owned())]);
    assert_eq!(resource.nested["Disk"].properties[0].shape, kind("KeyArn"));
    assert_eq!(resource.attributes[0].kind, "value::RoleArn");
    assert_eq!(vocabulary.idle(&resource.applied), ["AWS::EC2::Subnet.Id", "AWS::Sample::Thing.Subnet"]);
}
