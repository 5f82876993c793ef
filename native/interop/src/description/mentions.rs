//! The types that a shape or a body leads to.

use super::graph::Found;
use super::{Body, Method, Shape};

impl Found {
    pub(crate) const fn add_all_in(&mut self, shape: &Shape) {
        match shape {
            Shape::Scalar(_) | Shape::Parameter(_) => {}
            Shape::Option(of) | Shape::Optional(of) | Shape::List(of) => self.add_all_in(of),
            Shape::Map(key, value) => {
                self.add_all_in(key);
                self.add_all_in(value);
            }
            Shape::Tuple(items) => self.add_all_in_each(items),
            Shape::Stream(item, error) => {
                self.add_all_in(item);
                if let Some(error) = error {
                    self.add_all_in(error);
                }
            }
            Shape::Callback { .. } if !self.has_callbacks => {}
            Shape::Callback { input, output, error, .. } => {
                self.add_all_in(input);
                self.add_all_in(output);
                if let Some(error) = error {
                    self.add_all_in(error);
                }
            }
            Shape::Named(link, arguments) => {
                self.add(*link);
                self.add_all_in_each(arguments);
            }
        }
    }

    const fn add_all_in_each(&mut self, shapes: &[&Shape]) {
        let mut index = 0;
        while index < shapes.len() {
            self.add_all_in(shapes[index]);
            index += 1;
        }
    }

    const fn add_all_in_method(&mut self, method: &Method) {
        let mut index = 0;
        while index < method.arguments.len() {
            self.add_all_in(method.arguments[index].1);
            index += 1;
        }
        self.add_all_in(method.output);
        if let Some(error) = method.error {
            self.add_all_in(error);
        }
    }

    pub(crate) const fn add_all_in_body(&mut self, body: &Body) {
        match body {
            Body::Unit | Body::Object => {}
            Body::Interface(_) if !self.has_callbacks => {}
            Body::Interface(methods) => {
                let mut index = 0;
                while index < methods.len() {
                    self.add_all_in_method(&methods[index]);
                    index += 1;
                }
            }
            Body::Newtype(shape) => self.add_all_in(shape),
            Body::Tuple(shapes) => self.add_all_in_each(shapes),
            Body::Struct(fields) => {
                let mut index = 0;
                while index < fields.len() {
                    self.add_all_in(fields[index].shape);
                    index += 1;
                }
            }
            Body::Enum(_, variants) => {
                let mut index = 0;
                while index < variants.len() {
                    self.add_all_in_body(&variants[index].body);
                    index += 1;
                }
            }
        }
    }
}
