#![expect(unreachable_pub, reason = "only public functions are exported")]

use std::sync::Mutex;

use rust_interop::{Context, Object, Record, export};
use serde::{Deserialize, Serialize};

use crate::exports::description;

pub(crate) struct Counter {
    value: Mutex<i64>,
}

#[derive(Serialize, Deserialize, Record)]
pub(crate) struct Pair {
    left: Object<Counter>,
    right: Option<Object<Counter>>,
}

/// A counter that threads share.
#[export]
impl Counter {
    pub const STEPS: [u8; 2] = { [1, 2] };
    pub(crate) const NONE: u8 = 0;

    /// Starts with a number.
    pub fn new(start: i64) -> Self {
        Self { value: Mutex::new(start) }
    }

    pub fn parse(text: &str) -> Result<Self, String> {
        text.parse().map(Self::new).map_err(|_| format!("`{text}` is no number"))
    }

    /// Adds to it.
    pub fn add(&self, by: i64, context: &Context) -> Result<i64, String> {
        assert!(!context.is_cancelled());
        self.plus(by).ok_or_else(|| "too large".to_owned())
    }

    pub fn with(&self, other: &Self) -> i64 {
        self.plus(0).unwrap() + other.plus(0).unwrap()
    }

    fn plus(&self, by: i64) -> Option<i64> {
        let mut value = self.value.lock().unwrap();
        *value = value.checked_add(by)?;
        Some(*value)
    }
}

#[export]
fn pair_of(left: &Counter, right: Object<Counter>) -> Pair {
    Pair { left: Counter::new(left.plus(0).unwrap()).into(), right: Some(right) }
}

#[export]
fn sum_of(pairs: &[Pair]) -> i64 {
    pairs.iter().flat_map(|pair| [Some(&pair.left), pair.right.as_ref()]).flatten().map(|c| c.plus(0).unwrap()).sum()
}

#[test]
fn type_of_objects_has_a_definition_without_parts() {
    let description = description!("descriptions_Counter_new");
    assert_eq!(
        description.shape,
        r#"{"direct":1,"crate":"descriptions","name":"new","type":"descriptions::objects::Counter","arguments":[{"name":"start","shape":"i64"}],"output":{"type":"descriptions::objects::Counter"},"types":[{"path":"descriptions::objects::Counter","object":true}]}"#
    );
    assert_eq!(
        description.docs,
        serde_json::json!({
            "": "Starts with a number.",
            "descriptions::objects::Counter": "A counter that threads share.",
        })
    );
}

#[test]
fn method_has_a_receiver_and_its_other_arguments() {
    assert_eq!(
        description!("descriptions_Counter_with").shape,
        r#"{"direct":1,"crate":"descriptions","name":"with","type":"descriptions::objects::Counter","receiver":true,"object":true,"arguments":[{"name":"other","shape":{"type":"descriptions::objects::Counter"}}],"output":"i64","types":[{"path":"descriptions::objects::Counter","object":true}]}"#
    );
}

#[test]
fn function_that_takes_objects_has_their_type() {
    let shape = description!("descriptions_pair_of").shape;
    let counter = r#"{"type":"descriptions::objects::Counter"}"#;
    assert!(
        shape.contains(&format!(
            r#""arguments":[{{"name":"left","shape":{counter}}},{{"name":"right","shape":{counter}}}]"#
        )),
        "{shape}"
    );
    assert!(shape.contains(&format!(r#"{{"name":"right","rust":"right","shape":{{"option":{counter}}}}}"#)), "{shape}");
}

#[test]
fn functions_that_are_not_public_are_no_exports() {
    assert!(!c_caller::procedures().contains("Counter_plus"));
    assert!(c_caller::procedures().contains(r#"{"name":"Counter_add","symbol":"descriptions_Counter_add"}"#));
}
