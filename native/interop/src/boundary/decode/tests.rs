use std::collections::BTreeMap;

use serde::Deserialize;

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Point {
    x: i32,
    names: Vec<String>,
}

#[test]
fn decode_object_returns_the_value() {
    assert_eq!(decode(r#"{"x":1,"names":["a"]}"#), Ok(Point { x: 1, names: vec!["a".into()] }));
}

#[test]
fn decode_wrong_type_reports_path_line_and_column() {
    let error = decode::<Point>("{\"x\":1,\n \"names\":[\"a\",2]}").unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidInput);
    assert_eq!(error.path.as_deref(), Some("names[1]"));
    assert_eq!((error.line, error.column), (Some(2), Some(15)));
    assert_eq!(error.message, "invalid type: integer `2`, expected a string");
}

#[test]
fn decode_error_that_states_its_path_is_at_that_path() {
    #[derive(Debug)]
    struct Refused;
    impl<'de> Deserialize<'de> for Refused {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            IgnoredAny::deserialize(deserializer)?;
            Err(serde::de::Error::custom("at `names[1]`: `x`: no name"))
        }
    }
    let error = decode::<Refused>(r#"{"names":["a","x"]}"#).unwrap_err();
    assert_eq!((error.kind, error.path.as_deref()), (ErrorKind::InvalidInput, Some("names[1]")));
    assert_eq!((error.message.as_str(), error.line), ("`x`: no name", None));
}

#[test]
fn decode_long_value_of_the_wrong_type_is_quoted_in_part() {
    let error = decode::<Point>(&format!("{{\"x\":\"{}\"}}", "é".repeat(10_000))).unwrap_err();
    assert_eq!(error.path.as_deref(), Some("x"));
    assert!(error.message.len() < 510, "{}", error.message);
}

#[test]
fn decode_long_path_is_shortened() {
    let error = decode::<BTreeMap<String, u8>>(&format!("{{\"{}\":true}}", "x".repeat(1000))).unwrap_err();
    assert_eq!(error.path.unwrap(), format!("{}…", "x".repeat(500)));
}

#[test]
fn shortened_text_within_the_limit_is_unchanged() {
    assert_eq!(shortened("x".repeat(500)), "x".repeat(500));
    assert_eq!(shortened("x".repeat(501)), format!("{}…", "x".repeat(500)));
    assert_eq!(shortened("é".repeat(251)), format!("{}…", "é".repeat(250)));
}

#[test]
fn decode_error_without_a_place_has_none() {
    #[derive(Debug)]
    struct Never;
    impl<'de> Deserialize<'de> for Never {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            IgnoredAny::deserialize(deserializer)?;
            Err(serde::de::Error::custom("never"))
        }
    }
    let error = decode::<Never>("1").unwrap_err();
    assert_eq!((error.message.as_str(), error.line, error.column), ("never", None, None));
}

#[test]
fn decode_array_in_place_of_the_object_is_refused() {
    let error = decode::<Point>(r#"[1,["a"]]"#).unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidInput);
}

#[test]
fn decode_number_in_place_of_an_enums_name_is_invalid_input() {
    #[derive(Debug, Deserialize)]
    enum Colour {
        Red,
    }
    let error = decode::<Vec<Colour>>(r#"["Red",7]"#).unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidInput);
    assert_eq!(error.path.as_deref(), Some("[1]"));
    assert_eq!(error.message, "invalid type: expected the name of a variant");
}

#[test]
fn decode_text_after_the_value_is_refused() {
    let error = decode::<Point>(r#"{"x":1,"names":[]} x"#).unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidJson);
}

#[test]
fn decode_other_types_than_objects_are_allowed() {
    assert_eq!(decode::<Vec<u8>>("[1,2]"), Ok(vec![1, 2]));
    assert_eq!(decode::<Option<u8>>("null"), Ok(None));
}

#[test]
fn decode_written_double_is_the_same_double() {
    let mut bits = 1_u64;
    for _ in 0..10_000 {
        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = f64::from_bits(bits);
        if number.is_finite() {
            assert_eq!(decode::<f64>(&format!("{number:e}")).map(f64::to_bits), Ok(bits), "{number:e}");
        }
    }
}
