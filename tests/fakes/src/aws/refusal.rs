//! What AWS refuses with, in the words of each protocol.

use super::xml::Xml;
use serde_json::json;

/// A refusal: HTTP status, code and sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: String,
    pub(super) message: String,
}

impl Refusal {
    /// The caller's mistake: 400.
    pub(super) fn client(code: &str, message: impl Into<String>) -> Refusal {
        Refusal { status: 400, code: code.to_owned(), message: message.into() }
    }

    /// With another status.
    pub(super) fn with_status(status: u16, code: &str, message: impl Into<String>) -> Refusal {
        Refusal { status, code: code.to_owned(), message: message.into() }
    }
}

/// How a service speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    /// EC2's dialect of the query protocol.
    Ec2,
    /// The query protocol, with the namespace of its answers.
    Query(&'static str),
    /// JSON 1.1.
    Json,
}

impl Protocol {
    /// The body of a refusal.
    pub(super) fn refuse(self, refusal: &Refusal, request_id: &str) -> String {
        match self {
            Protocol::Ec2 => {
                let mut xml = String::new();
                // EC2's errors have no namespace.
                xml.push_str(&Xml::document("Response", "", |xml| {
                    xml.element("Errors", |xml| {
                        xml.element("Error", |xml| {
                            xml.text("Code", &refusal.code);
                            xml.text("Message", &refusal.message);
                        });
                    });
                    xml.text("RequestID", request_id);
                }));
                xml.replace(" xmlns=\"\"", "")
            }
            Protocol::Query(namespace) => Xml::document("ErrorResponse", namespace, |xml| {
                xml.element("Error", |xml| {
                    xml.text("Type", if refusal.status < 500 { "Sender" } else { "Receiver" });
                    xml.text("Code", &refusal.code);
                    xml.text("Message", &refusal.message);
                });
                xml.text("RequestId", request_id);
            }),
            Protocol::Json => json!({"__type": refusal.code, "message": refusal.message}).to_string(),
        }
    }

    /// What its bodies are.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Protocol::Ec2 | Protocol::Query(_) => "text/xml;charset=UTF-8",
            Protocol::Json => "application/x-amz-json-1.1",
        }
    }
}
