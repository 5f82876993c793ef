use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::{decode::decode, reply::encode};

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Measured {
    single: f32,
    double: f64,
    option: Option<f64>,
    list: Vec<f64>,
    tuple: (u8, f64),
    newtype: Metres,
    map: BTreeMap<String, f64>,
    variants: Vec<Reading>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Metres(f64);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Reading {
    None,
    One(f64),
    Two(f64, f64),
    Named { value: f64 },
}

fn written<T: Serialize>(value: &T) -> String {
    String::from_utf8(encode(value).unwrap().written().to_vec()).unwrap()
}

#[test]
fn numbers_that_json_lacks_are_written_by_name_wherever_they_are() {
    let value = Measured {
        single: f32::NEG_INFINITY,
        double: f64::INFINITY,
        option: Some(f64::INFINITY),
        list: vec![1.5, f64::NEG_INFINITY],
        tuple: (1, f64::INFINITY),
        newtype: Metres(f64::INFINITY),
        map: BTreeMap::from([("key".to_owned(), f64::INFINITY)]),
        variants: vec![
            Reading::None,
            Reading::One(f64::INFINITY),
            Reading::Two(0.0, f64::NEG_INFINITY),
            Reading::Named { value: f64::INFINITY },
        ],
    };

    let json = written(&value);

    assert!(!json.contains("null"), "{json}");
    assert_eq!(decode::<Measured>(&json).unwrap(), value);
}

#[test]
fn nan_arrives_as_nan() {
    assert_eq!(written(&f64::NAN), "\"NaN\"");
    assert_eq!(written(&f32::NAN), "\"NaN\"");
    assert!(decode::<f64>("\"NaN\"").unwrap().is_nan());
    assert!(decode::<f32>("\"NaN\"").unwrap().is_nan());
    assert!(decode::<Vec<Option<f64>>>("[null,\"NaN\"]").unwrap()[1].unwrap().is_nan());
}

#[test]
fn finite_numbers_are_written_as_before() {
    assert_eq!(written(&[0.1, -0.0, 5e-324, 1.797_693_134_862_315_7e308]), "[0.1,-0.0,5e-324,1.7976931348623157e308]");
    assert_eq!(written(&0.1_f32), "0.1");
    assert_eq!(decode::<f64>("3").unwrap().to_bits(), 3.0_f64.to_bits());
    assert_eq!(decode::<f64>("-3").unwrap().to_bits(), (-3.0_f64).to_bits());
}

#[test]
fn other_texts_are_no_numbers() {
    for json in ["\"nan\"", "\"1\"", "\"\"", "null", "true", "[]"] {
        let error = decode::<f64>(json).unwrap_err();
        assert!(error.message.starts_with("invalid type: ") && error.message.ends_with(", expected f64"), "{error:?}");
    }
}

#[test]
fn the_path_leads_to_the_number() {
    let error = decode::<Vec<Metres>>("[1,\"two\"]").unwrap_err();
    assert_eq!(error.path.as_deref(), Some("[1]"));
}

#[test]
fn a_text_stays_a_text() {
    assert_eq!(decode::<String>("\"NaN\"").unwrap(), "NaN");
    assert_eq!(written(&"NaN"), "\"NaN\"");
}
