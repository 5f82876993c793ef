//! The JSON of shapes and definitions.

use super::bytes::Bytes;
use super::{Body, Direction, Field, Method, Shape, Tagging, Variant};

/// How long the JSON of a definition is.
#[must_use]
pub const fn definition_length(path: &str, parameters: &[&str], body: &Body) -> usize {
    let mut nothing = Bytes::new(&mut []);
    nothing.definition(path, parameters, body);
    nothing.length
}

/// The JSON of a definition. It is made once for each type, because many exports may use it.
#[must_use]
pub const fn definition_json<const LENGTH: usize>(path: &str, parameters: &[&str], body: &Body) -> [u8; LENGTH] {
    let mut json = [0; LENGTH];
    Bytes::new(&mut json).definition(path, parameters, body);
    json
}

impl Bytes<'_> {
    const fn definition(&mut self, path: &str, parameters: &[&str], body: &Body) {
        self.put("{\"path\":");
        self.string(path);
        if !parameters.is_empty() {
            self.put(",\"parameters\":[");
            let mut index = 0;
            while index < parameters.len() {
                self.comma(index);
                self.string(parameters[index]);
                index += 1;
            }
            self.put("]");
        }
        self.put(",");
        self.body(body);
        self.put("}");
    }

    const fn body(&mut self, body: &Body) {
        match body {
            Body::Struct(fields) => {
                self.put("\"struct\":[");
                let mut index = 0;
                while index < fields.len() {
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
            Body::Object => self.put("\"object\":true"),
            Body::Interface(methods) => {
                self.put("\"interface\":[");
                let mut index = 0;
                while index < methods.len() {
                    self.comma(index);
                    self.method(&methods[index]);
                    index += 1;
                }
                self.put("]");
            }
            Body::Enum(tagging, variants) => {
                self.tagging(*tagging);
                self.put("\"enum\":[");
                let mut index = 0;
                while index < variants.len() {
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

    const fn method(&mut self, method: &Method) {
        self.put("{\"name\":");
        self.string(method.name);
        self.call(method.arguments, method.output, method.error);
        self.put("}");
    }

    /// What a function or a method takes, returns and fails with.
    pub(crate) const fn call(&mut self, arguments: &[(&str, &Shape)], output: &Shape, error: Option<&Shape>) {
        self.put(",\"arguments\":[");
        let mut index = 0;
        while index < arguments.len() {
            let (name, shape) = arguments[index];
            self.comma(index);
            self.put("{\"name\":");
            self.string(name);
            self.put(",\"shape\":");
            self.shape(shape);
            self.put("}");
            index += 1;
        }
        self.put("],\"output\":");
        self.shape(output);
        if let Some(error) = error {
            self.put(",\"error\":");
            self.shape(error);
        }
    }

    const fn variant(&mut self, variant: &Variant) {
        self.put(variant.json);
        self.direction(variant.direction);
        self.put(",");
        self.body(&variant.body);
        self.put("}");
    }

    const fn field(&mut self, field: &Field) {
        self.put(field.json);
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

    const fn direction(&mut self, direction: Option<Direction>) {
        match direction {
            None => {}
            Some(Direction::Input) => self.put(",\"direction\":\"input\""),
            Some(Direction::Output) => self.put(",\"direction\":\"output\""),
        }
    }

    pub(crate) const fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Scalar(scalar) => {
                self.put(scalar.json());
                return;
            }
            Shape::Option(of) => {
                self.put("{\"option\":");
                self.shape(of);
            }
            Shape::Optional(of) => {
                self.put("{\"optional\":");
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
            Shape::Stream(item, error) => {
                self.put("{\"stream\":");
                self.shape(item);
                if let Some(error) = error {
                    self.put(",\"error\":");
                    self.shape(error);
                }
            }
            Shape::Callback { input, output, error, is_async } => {
                self.put("{\"callback\":");
                self.shapes(&[*input, *output]);
                if let Some(error) = error {
                    self.put(",\"error\":");
                    self.shape(error);
                }
                if *is_async {
                    self.put(",\"async\":true");
                }
            }
            Shape::Named(link, arguments) => {
                self.put("{\"type\":");
                self.string(link.path());
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
