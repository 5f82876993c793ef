//! A description, taken apart as the C# side does it.

use serde_json::Value;

pub(crate) struct Description {
    pub(crate) shape: String,
    pub(crate) docs: Value,
}

impl Description {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let (magic, rest) = bytes.split_at(8);
        assert_eq!(magic, b"RUSTIO\x01\n");
        let length = |at: usize| usize::try_from(u32::from_le_bytes(rest[at..at + 4].try_into().unwrap())).unwrap();
        let (shape, docs) = rest[8..].split_at(length(0));
        assert_eq!(docs.len(), length(4));
        serde_json::from_slice::<Value>(shape).unwrap();
        Self { shape: String::from_utf8(shape.to_vec()).unwrap(), docs: serde_json::from_slice(docs).unwrap() }
    }

    pub(crate) fn value(&self) -> Value {
        serde_json::from_str(&self.shape).unwrap()
    }

    /// The shape of the output, and the definitions.
    pub(crate) fn output(&self) -> (&str, &str) {
        let (_, output) = self.shape.split_once(r#""output":"#).unwrap();
        let (output, types) = output.rsplit_once(r#","types":["#).unwrap();
        (output, types.strip_suffix("]}").unwrap())
    }
}

/// The description of a function that returns this type.
macro_rules! describe {
    ($type:ty) => {{
        use rust_interop::description::{Described, Graph, Signature};
        const SIGNATURE: Signature = Signature {
            short: false,
            direct: 0,
            owner: None,
            crate_name: "a_crate",
            name: "a_function",
            docs: "",
            object: false,
            arguments: &[],
            output: <$type as Described>::SHAPE,
            error: None,
            progress: None,
        };
        const GRAPH: Graph = Graph::of(&SIGNATURE);
        static DESCRIPTION: [u8; GRAPH.length()] = GRAPH.write();
        $crate::description::Description::parse(&DESCRIPTION)
    }};
}
pub(crate) use describe;

/// Asserts that a type has exactly this definition, and that the others are these.
macro_rules! assert_described {
    ($type:ty, $($definition:literal),+ $(,)?) => {{
        let description = $crate::description::describe!($type);
        let definitions: Vec<String> = [$($definition),+].map(|text| text.replace("\"::", concat!("\"", module_path!(), "::"))).into();
        assert_eq!(description.output().1, definitions.join(","));
    }};
}
pub(crate) use assert_described;
