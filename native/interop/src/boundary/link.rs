//! A way from one static to another that may lead back.

use crate::description::Definition;

/// Leads to a definition. The compiler refuses statics that refer to each other in a circle, as recursive types do,
/// where it follows the references to check them. It doesn't follow pointers.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    definition: *const Definition,
    /// Beside the definition, because a definition needs the names of those that it leads to, which may need its own.
    path: &'static str,
}

// SAFETY: it stands for a shared reference to a static, which has nothing that changes.
unsafe impl Sync for Link {}

// SAFETY: as above.
unsafe impl Send for Link {}

impl Link {
    /// To this definition, which has that path.
    #[must_use]
    pub const fn new(definition: &'static Definition, path: &'static str) -> Self {
        Self { definition, path }
    }

    /// The path of the definition.
    #[must_use]
    pub const fn path(self) -> &'static str {
        self.path
    }

    /// Follows it.
    #[must_use]
    pub const fn definition(self) -> &'static Definition {
        // SAFETY: `new` made it of such a reference.
        unsafe { &*self.definition }
    }
}
