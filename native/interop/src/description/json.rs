//! The JSON of a description.

use super::bytes::Bytes;
use super::{Body, Definition, Direction, Field, Graph, Shape, Tagging, Variant};

impl Graph {
    pub(crate) const fn write_shape(&self, json: &mut Bytes<'_>) {
        let signature = self.signature;
        json.put("{\"crate\":");
        json.string(signature.crate_name);
        json.put(",\"name\":");
        json.string(signature.name);
        json.put(if signature.object { ",\"object\":true,\"arguments\":[" } else { ",\"arguments\":[" });
        let mut index = 0;
        while index < signature.arguments.len() {
            let (name, shape) = signature.arguments[index];
            json.comma(index);
            json.put("{\"name\":");
            json.string(name);
            json.put(",\"shape\":");
            json.shape(shape);
            json.put("}");
            index += 1;
        }
        json.put("],\"output\":");
        json.shape(signature.output);
        if let Some(error) = signature.error {
            json.put(",\"error\":");
            json.shape(error);
        }
        if let Some(progress) = signature.progress {
            json.put(",\"progress\":");
            json.shape(progress);
        }
        json.put(",\"types\":[");
        let mut index = 0;
        while let Some(definition) = self.type_at(index) {
            json.comma(index);
            json.definition(definition);
            index += 1;
        }
        json.put("]}");
    }

    pub(crate) const fn write_docs(&self, json: &mut Bytes<'_>) {
        json.put("{");
        let mut entries = 0;
        if !self.signature.docs.is_empty() {
            json.doc(&mut entries, "", "", self.signature.docs);
        }
        let mut index = 0;
        while let Some(definition) = self.type_at(index) {
            let mut part = 0;
            while part < definition.docs.len() {
                let (suffix, text) = definition.docs[part];
                json.doc(&mut entries, definition.path, suffix, text);
                part += 1;
            }
            index += 1;
        }
        json.put("}");
    }
}

impl Bytes<'_> {
    const fn doc(&mut self, entries: &mut usize, path: &str, suffix: &str, text: &str) {
        self.comma(*entries);
        *entries += 1;
        self.put("\"");
        self.put(path);
        self.put(suffix);
        self.put("\":");
        self.string(text);
    }

    const fn definition(&mut self, definition: &Definition) {
        self.put("{\"path\":");
        self.string(definition.path);
        if !definition.parameters.is_empty() {
            self.put(",\"parameters\":[");
            let mut index = 0;
            while index < definition.parameters.len() {
                self.comma(index);
                self.string(definition.parameters[index]);
                index += 1;
            }
            self.put("]");
        }
        self.put(",");
        self.body(&definition.body);
        self.put("}");
    }

    const fn body(&mut self, body: &Body) {
        match body {
            Body::Struct(fields) => {
                self.put("\"struct\":[");
                let mut index = 0;
                while index < fields.len() {
                    self.comma(index);
                    self.field(&fields[index]);
                    index += 1;
                }
                self.put("]");
            }
            Body::Newtype(shape) => {
                self.put("\"newtype\":");
                self.shape(shape);
            }
            Body::Tuple(shapes) => {
                self.put("\"tuple\":");
                self.shapes(shapes);
            }
            Body::Unit => self.put("\"unit\":true"),
            Body::Enum(tagging, variants) => {
                self.tagging(*tagging);
                self.put("\"enum\":[");
                let mut index = 0;
                while index < variants.len() {
                    self.comma(index);
                    self.variant(&variants[index]);
                    index += 1;
                }
                self.put("]");
            }
        }
    }

    const fn tagging(&mut self, tagging: Tagging) {
        match tagging {
            Tagging::External => {}
            Tagging::Internal(tag) => {
                self.put("\"tag\":");
                self.string(tag);
                self.put(",");
            }
            Tagging::Adjacent(tag, content) => {
                self.put("\"tag\":");
                self.string(tag);
                self.put(",\"content\":");
                self.string(content);
                self.put(",");
            }
            Tagging::Untagged => self.put("\"untagged\":true,"),
        }
    }

    const fn variant(&mut self, variant: &Variant) {
        self.names(variant.name, variant.rust);
        self.direction(variant.direction);
        self.put(",");
        self.body(&variant.body);
        self.put("}");
    }

    const fn field(&mut self, field: &Field) {
        self.names(field.name, field.rust);
        if field.default {
            self.put(",\"default\":true");
        }
        if field.required {
            self.put(",\"required\":true");
        }
        if field.skip_if {
            self.put(",\"skip_if\":true");
        }
        self.direction(field.direction);
        if field.flatten {
            self.put(",\"flatten\":true");
        }
        self.put(",\"shape\":");
        self.shape(field.shape);
        self.put("}");
    }

    const fn names(&mut self, json: &str, rust: &str) {
        self.put("{\"name\":");
        self.string(json);
        self.put(",\"rust\":");
        self.string(rust);
    }

    const fn direction(&mut self, direction: Option<Direction>) {
        match direction {
            None => {}
            Some(Direction::Input) => self.put(",\"direction\":\"input\""),
            Some(Direction::Output) => self.put(",\"direction\":\"output\""),
        }
    }

    const fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Scalar(scalar) => {
                self.string(scalar.name());
                return;
            }
            Shape::Option(of) => {
                self.put("{\"option\":");
                self.shape(of);
            }
            Shape::List(of) => {
                self.put("{\"list\":");
                self.shape(of);
            }
            Shape::Map(key, value) => {
                self.put("{\"map\":");
                self.shapes(&[*key, *value]);
            }
            Shape::Tuple(items) => {
                self.put("{\"tuple\":");
                self.shapes(items);
            }
            Shape::Named(link, arguments) => {
                self.put("{\"type\":");
                self.string(link.definition().path);
                if !arguments.is_empty() {
                    self.put(",\"arguments\":");
                    self.shapes(arguments);
                }
            }
            Shape::Parameter(index) => {
                self.put("{\"parameter\":");
                self.number(*index);
            }
        }
        self.put("}");
    }

    const fn shapes(&mut self, shapes: &[&Shape]) {
        self.put("[");
        let mut index = 0;
        while index < shapes.len() {
            self.comma(index);
            self.shape(shapes[index]);
            index += 1;
        }
        self.put("]");
    }
}
