use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{compact, handles, hosts, judgement, mux, record, start_procedure};

fn each_seed(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
    let mut seeds = 0;
    for seed in fs::read_dir(folder).unwrap() {
        target(&fs::read(seed.unwrap().path()).unwrap());
        seeds += 1;
    }
    assert!(seeds > 0);
}

fn each_case(fixture: &str, member: &str) {
    let cases: Vec<Value> = serde_json::from_str(fixture).unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        start_procedure::target(case[member].as_str().unwrap().as_bytes());
    }
}

/// A single test, because the counts are those of the whole process.
#[test]
fn target_each_seed_and_case_keeps_every_promise() {
    each_seed("start_procedure", start_procedure::target);
    each_seed("record", record::target);
    each_seed("compact", compact::target);
    each_seed("hosts", hosts::target);
    each_seed("judgement", judgement::target);
    each_seed("mux", mux::target);
    each_seed("handles", handles::target);
    each_case(include_str!("../../../tests/contract/errors.json"), "input");
    each_case(include_str!("../../../tests/contract/inputs.json"), "json");
}
