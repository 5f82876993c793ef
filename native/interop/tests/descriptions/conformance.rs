//! Whether JSON is as a description says.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::description::Description;

/// Asserts that what serde writes for a value fits the description of its type, and that serde reads it back.
macro_rules! assert_conforms {
    ($value:expr, $type:ty) => {{
        let value: $type = $value;
        $crate::conformance::check(&value, &$crate::description::describe!($type));
    }};
}
pub(crate) use assert_conforms;

pub(crate) fn check<T: Serialize + DeserializeOwned>(value: &T, description: &Description) {
    let json = serde_json::to_value(value).unwrap();
    let shape = description.value();
    let types = Types { all: shape["types"].as_array().unwrap() };
    if let Err(reason) = types.fits(&json, &shape["output"], &[]) {
        panic!("{reason}: {json} for {}", description.shape);
    }
    let read: T = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), json);
}

type Fits = Result<(), String>;

struct Types<'a> {
    all: &'a [Value],
}

impl Types<'_> {
    fn fits(&self, json: &Value, shape: &Value, arguments: &[Value]) -> Fits {
        if let Some(scalar) = shape.as_str() {
            return if is_scalar(json, scalar) { Ok(()) } else { Err(format!("{json} is no {scalar}")) };
        }
        let shape = shape.as_object().unwrap();
        let (kind, of) = shape.iter().find(|(kind, _)| *kind != "arguments").unwrap();
        match kind.as_str() {
            "option" if json.is_null() => Ok(()),
            "option" | "optional" => self.fits(json, of, arguments),
            "list" => json.as_array().ok_or("no list")?.iter().try_for_each(|item| self.fits(item, of, arguments)),
            "tuple" => self.fits_tuple(json, of, arguments),
            "map" => json.as_object().ok_or("no map")?.values().try_for_each(|item| self.fits(item, &of[1], arguments)),
            "parameter" => self.fits(json, &arguments[usize::try_from(of.as_u64().unwrap()).unwrap()], &[]),
            "type" => {
                let definition = self.all.iter().find(|definition| definition["path"] == *of).ok_or("no definition")?;
                let values = shape.get("arguments").map_or(Vec::new(), |values| resolved(values, arguments));
                self.fits_body(json, definition.as_object().unwrap(), &values)
            }
            _ => Err(format!("unknown shape {kind}")),
        }
    }

    fn fits_tuple(&self, json: &Value, shapes: &Value, arguments: &[Value]) -> Fits {
        let (items, shapes) = (json.as_array().ok_or("no tuple")?, shapes.as_array().unwrap());
        if items.len() != shapes.len() {
            return Err(format!("{} items instead of {}", items.len(), shapes.len()));
        }
        items.iter().zip(shapes).try_for_each(|(item, shape)| self.fits(item, shape, arguments))
    }

    fn fits_body(&self, json: &Value, body: &Map<String, Value>, arguments: &[Value]) -> Fits {
        if let Some(content) = body.get("newtype") {
            self.fits(json, content, arguments)
        } else if let Some(shapes) = body.get("tuple") {
            self.fits_tuple(json, shapes, arguments)
        } else if body.contains_key("unit") {
            if json.is_null() { Ok(()) } else { Err("no null".to_owned()) }
        } else if let Some(fields) = body.get("struct") {
            let mut members = json.as_object().ok_or("no object")?.clone();
            self.take_fields(&mut members, fields, arguments)?;
            if members.is_empty() { Ok(()) } else { Err(format!("also {members:?}")) }
        } else {
            self.fits_enum(json, body, arguments)
        }
    }

    /// Removes the members that the fields describe.
    fn take_fields(&self, members: &mut Map<String, Value>, fields: &Value, arguments: &[Value]) -> Fits {
        let fields = fields.as_array().unwrap();
        for field in fields.iter().filter(|field| field.get("flatten").is_none()) {
            let name = field["name"].as_str().unwrap();
            match members.remove(name) {
                Some(_) if field["direction"] == "input" => return Err(format!("{name} is for input only")),
                Some(member) => self.fits(&member, &field["shape"], arguments)?,
                None if field["skip_if"] == true || field["direction"] == "input" => {}
                None => return Err(format!("no {name}")),
            }
        }
        for field in fields.iter().filter(|field| field["flatten"] == true) {
            let shape = &field["shape"];
            if shape.get("map").is_some() {
                self.fits(&Value::Object(std::mem::take(members)), shape, arguments)?;
            } else {
                let inner = self.all.iter().find(|definition| definition["path"] == shape["type"]).ok_or("no type")?;
                self.take_fields(members, &inner["struct"], arguments)?;
            }
        }
        Ok(())
    }

    fn fits_enum(&self, json: &Value, body: &Map<String, Value>, arguments: &[Value]) -> Fits {
        let variants = body["enum"].as_array().unwrap();
        let named = |name: &str| {
            let found = variants.iter().find(|variant| variant["name"] == name);
            found.map(|variant| variant.as_object().unwrap()).ok_or(format!("no variant {name}"))
        };
        let tag = body.get("tag").and_then(Value::as_str);
        if body.contains_key("untagged") {
            let fits = |variant: &Value| self.fits_body(json, variant.as_object().unwrap(), arguments).is_ok();
            return if variants.iter().any(fits) { Ok(()) } else { Err("no variant fits".to_owned()) };
        }
        let Some(tag) = tag else {
            return match json {
                Value::String(name) if named(name)?.contains_key("unit") => Ok(()),
                Value::Object(object) if object.len() == 1 => {
                    let (name, content) = object.iter().next().unwrap();
                    self.fits_body(content, named(name)?, arguments)
                }
                _ => Err("no externally tagged variant".to_owned()),
            };
        };
        let mut members = json.as_object().ok_or("no object")?.clone();
        let variant = named(members.remove(tag).ok_or("no tag")?.as_str().ok_or("a tag that is no text")?)?;
        let content = match body.get("content").and_then(Value::as_str) {
            Some(name) => members.remove(name).unwrap_or(Value::Null),
            None if variant.contains_key("unit") => Value::Null,
            None => Value::Object(std::mem::take(&mut members)),
        };
        if members.is_empty() { self.fits_body(&content, variant, arguments) } else { Err(format!("also {members:?}")) }
    }
}

/// Arguments within a generic type, with what stands for its own parameters.
fn resolved(values: &Value, arguments: &[Value]) -> Vec<Value> {
    fn resolve(value: &Value, arguments: &[Value]) -> Value {
        match value {
            Value::Object(shape) if shape.contains_key("parameter") => {
                arguments[usize::try_from(shape["parameter"].as_u64().unwrap()).unwrap()].clone()
            }
            Value::Object(shape) => {
                shape.iter().map(|(kind, of)| (kind.clone(), resolve(of, arguments))).collect::<Map<_, _>>().into()
            }
            Value::Array(shapes) => shapes.iter().map(|shape| resolve(shape, arguments)).collect(),
            other => other.clone(),
        }
    }
    values.as_array().unwrap().iter().map(|value| resolve(value, arguments)).collect()
}

fn is_scalar(json: &Value, scalar: &str) -> bool {
    match scalar {
        "any" => true,
        "unit" => json.is_null(),
        "bool" => json.is_boolean(),
        "f32" | "f64" => json.is_number(),
        "char" => json.as_str().is_some_and(|text| text.chars().count() == 1),
        "string" | "path" | "timestamp" | "uuid" | "decimal" | "base64" => json.is_string(),
        "ip_address" => json.as_str().is_some_and(|text| text.parse::<std::net::IpAddr>().is_ok()),
        "duration" => json["secs"].is_u64() && json["nanos"].is_u64(),
        "system_time" => json["secs_since_epoch"].is_u64() && json["nanos_since_epoch"].is_u64(),
        _ if scalar.starts_with('u') => json.is_u64(),
        _ => json.is_i64() || json.is_u64(),
    }
}
