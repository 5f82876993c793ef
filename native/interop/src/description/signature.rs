//! An exported function, as `#[export]` describes it.

use super::Shape;

/// An exported function. Its texts are escaped for JSON.
#[derive(Debug)]
pub struct Signature {
    /// The name of the crate as in its symbols.
    pub crate_name: &'static str,
    /// The function's name.
    pub name: &'static str,
    /// Its docs.
    pub docs: &'static str,
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
