//! An exported function, as `#[export]` describes it, and its JSON.

use super::bytes::Bytes;
use super::{Graph, Shape};

/// An exported function. Its texts are escaped for JSON.
#[derive(Debug)]
pub struct Signature {
    /// The convention of its direct entry, or 0 if it has none.
    pub direct: usize,
    /// Whether it says that it takes little time.
    pub short: bool,
    /// The name of the crate as in its symbols.
    pub crate_name: &'static str,
    /// The function's name.
    pub name: &'static str,
    /// Its docs.
    pub docs: &'static str,
    /// The type that it belongs to.
    pub owner: Option<Owner>,
    /// Whether the input is an object with a member for each argument, instead of the only argument itself.
    pub object: bool,
    /// The names and shapes of the arguments, without the context.
    pub arguments: &'static [(&'static str, &'static Shape)],
    /// What it returns if all goes well.
    pub output: &'static Shape,
    /// What it returns else, if that is more than a message.
    pub error: Option<&'static Shape>,
    /// What it reports meanwhile.
    pub progress: Option<&'static Shape>,
}

/// The type that a function belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Owner {
    /// The type, whose values are objects.
    pub shape: &'static Shape,
    /// Whether the function is called on an object, the member `self` of the input.
    pub receiver: bool,
}

impl Graph {
    pub(crate) const fn write_shape(&self, json: &mut Bytes<'_>) {
        let signature = self.signature;
        json.put("{");
        if signature.direct > 0 {
            json.put("\"direct\":");
            json.number(signature.direct);
            json.put(",");
        }
        json.put(if signature.short { "\"short\":true," } else { "" });
        json.put("\"crate\":");
        json.string(signature.crate_name);
        json.put(",\"name\":");
        json.string(signature.name);
        if let Some(Owner { shape: Shape::Named(link, _), receiver }) = signature.owner {
            json.put(",\"type\":");
            json.string(link.path());
            json.put(if receiver { ",\"receiver\":true" } else { "" });
        }
        json.put(if signature.object { ",\"object\":true" } else { "" });
        json.call(signature.arguments, signature.output, signature.error);
        if let Some(progress) = signature.progress {
            json.put(",\"progress\":");
            json.shape(progress);
        }
        json.put(",\"types\":[");
        let mut index = 0;
        while let Some(definition) = self.type_at(index) {
            json.comma(index);
            json.put_bytes(definition.json);
            index += 1;
        }
        json.put("]}");
    }

    pub(crate) const fn write_docs(&self, json: &mut Bytes<'_>) {
        json.put("{");
        let mut entries = 0;
        if !self.signature.docs.is_empty() {
            json.put("\"\":");
            json.string(self.signature.docs);
            entries += 1;
        }
        let mut index = 0;
        while let Some(definition) = self.type_at(index) {
            if !definition.docs.is_empty() {
                json.comma(entries);
                json.put(definition.docs);
                entries += 1;
            }
            index += 1;
        }
        json.put("}");
    }
}
