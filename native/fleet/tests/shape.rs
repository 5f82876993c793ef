//! What crosses in `start_procedure`. Its records in C# are written by hand: a test there holds them to the same fixture.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io;

use rust_interop::Context;
use rust_interop::description::{Described, Graph, Signature};
use rust_interop_fleet::{ProcedureInput, ProcedureOutput, ProcedureReport, start_procedure};

/// Doesn't compile if the procedure takes or returns anything else than is described here.
const _: fn(ProcedureInput, &Context) -> io::Result<ProcedureOutput> = start_procedure;

const SIGNATURE: Signature = Signature {
    short: false,
    direct: 0,
    owner: None,
    crate_name: "rust_interop_fleet",
    name: "start_procedure",
    docs: "",
    object: false,
    arguments: &[("input", ProcedureInput::SHAPE)],
    output: ProcedureOutput::SHAPE,
    error: None,
    progress: Some(ProcedureReport::SHAPE),
};
const GRAPH: Graph = Graph::of(&SIGNATURE);
static DESCRIPTION: [u8; GRAPH.length()] = GRAPH.write();

/// The shape, with each type, field and variant on a line of its own.
fn shape() -> String {
    let (header, json) = DESCRIPTION.split_at(16);
    let length = u32::from_le_bytes(header[8..12].try_into().unwrap());
    let shape = std::str::from_utf8(&json[..usize::try_from(length).unwrap()]).unwrap();
    shape.replace("[{", "[\n{").replace("},{", "},\n{") + "\n"
}

#[test]
fn start_procedure_has_the_shape_of_the_contract() {
    let shape = shape();
    // By lines, because git may have changed how they end.
    assert!(
        shape.lines().eq(include_str!("../../../tests/contract/start_procedure.shape.json").lines()),
        "what crosses has changed. Replace tests/contract/start_procedure.shape.json by this, and change the records in \
         C# until RecordShapeTests pass:\n{shape}"
    );
}
