//! Answers in XML.

use std::fmt::Write as _;

/// A document being written.
#[derive(Debug)]
pub(super) struct Xml(String);

impl Xml {
    /// A document with this root element.
    pub(super) fn document(root: &str, namespace: &str, content: impl FnOnce(&mut Xml)) -> String {
        let mut xml = Xml(String::with_capacity(4_096));
        xml.0.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        // Into a String nothing can fail.
        let _ = write!(xml.0, "<{root} xmlns=\"{namespace}\">");
        content(&mut xml);
        xml.close(root);
        xml.0
    }

    /// An element with others in it.
    pub(super) fn element(&mut self, name: &str, content: impl FnOnce(&mut Xml)) {
        let _ = write!(self.0, "<{name}>");
        content(self);
        self.close(name);
    }

    /// An element with text in it.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.element(name, |xml| xml.escaped(text));
    }

    /// The same, where there is a text.
    pub(super) fn maybe(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// `item` after `item`.
    pub(super) fn items<T>(&mut self, name: &str, items: impl IntoIterator<Item = T>, each: impl Fn(&mut Xml, T)) {
        self.list(name, "item", items, each);
    }

    /// A list whose members are named so.
    pub(super) fn list<T>(
        &mut self,
        name: &str,
        member: &str,
        items: impl IntoIterator<Item = T>,
        each: impl Fn(&mut Xml, T),
    ) {
        self.element(name, |xml| {
            for item in items {
                xml.element(member, |xml| each(xml, item));
            }
        });
    }

    /// Text in the element that is open.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.escaped(text);
    }

    fn close(&mut self, name: &str) {
        let _ = write!(self.0, "</{name}>");
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\r' => self.0.push_str("&#13;"),
                // XML 1.0 has no way to write them at all.
                c if c.is_control() && c != '\n' && c != '\t' => self.0.push('\u{fffd}'),
                c => self.0.push(c),
            }
        }
    }
}
