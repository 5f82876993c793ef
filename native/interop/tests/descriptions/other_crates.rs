use models::Page;
use models::money::{Currency, Money};
use rust_interop::Record;
use serde::{Deserialize, Serialize};

use crate::conformance::assert_conforms;
use crate::description::{assert_described, describe};
use crate::exports::{call, description};

#[derive(Serialize, Deserialize, Record)]
struct Shop {
    prices: Page<Money>,
}

#[test]
fn type_of_another_crate_is_described_by_that_crate() {
    assert_described!(
        Shop,
        r#"{"path":"::Shop","struct":[{"name":"prices","rust":"prices","shape":{"type":"models::Page","arguments":[{"type":"models::money::Money"}]}}]}"#,
        r#"{"path":"models::Page","parameters":["T"],"struct":[{"name":"items","rust":"items","shape":{"list":{"parameter":0}}},{"name":"next","rust":"next","shape":{"option":{"type":"models::Page","arguments":[{"parameter":0}]}}}]}"#,
        r#"{"path":"models::money::Money","struct":[{"name":"amount","rust":"amount","shape":"i64"},{"name":"currency","rust":"currency","shape":{"type":"models::money::Currency"}}]}"#,
        r#"{"path":"models::money::Currency","enum":[{"name":"euro-coin","rust":"EuroCoin","unit":true},{"name":"us-dollar","rust":"UsDollar","unit":true}]}"#
    );
    assert_eq!(describe!(Shop).docs["models::money::Currency.EuroCoin"], "€");
    let money = Money { amount: 1, currency: Currency::UsDollar };
    assert_conforms!(Shop { prices: Page { items: vec![money], next: None } }, Shop);
}

#[test]
fn export_of_another_crate_has_the_name_of_that_crate() {
    let description = description!("models_double");
    assert!(
        description.shape.starts_with(r#"{"direct":2,"crate":"models","name":"double","arguments":[{"name":"money","#)
    );
    assert_eq!(
        call!("models_double", r#"{"amount":2,"currency":"euro-coin"}"#),
        r#"{"amount":4,"currency":"euro-coin"}"#
    );
}
