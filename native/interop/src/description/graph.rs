//! An export with all types that it leads to, and the bytes of its description.

use super::bytes::Bytes;
use super::{Definition, Link, Signature};
use crate::boundary::direct::Entry;

/// How many types an export may lead to.
const MOST: usize = 1024;

/// Where a type stands by its hash. Twice as many as types, so that hardly any two meet.
const SLOTS: usize = 2 * MOST;

/// The types that were found, each once. Those that one leads to come after it: it is a queue too.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    types: [Option<Link>; MOST],
    pub(crate) count: usize,
    /// The number of the type plus one.
    slots: [u16; SLOTS],
    pub(super) has_callbacks: bool,
}

impl Found {
    #[expect(clippy::large_stack_arrays, reason = "const evaluation has no such stack")]
    pub(crate) const fn new() -> Self {
        Self { types: [None; MOST], count: 0, slots: [0; SLOTS], has_callbacks: true }
    }

    /// For the types that a value itself consists of, and not those that callbacks in it take and return.
    pub(crate) const fn without_callbacks() -> Self {
        Self { has_callbacks: false, ..Self::new() }
    }

    pub(crate) const fn get(&self, index: usize) -> Option<&'static Definition> {
        match self.types[index] {
            Some(link) => Some(link.definition()),
            None => None,
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "only the last bits are of use")]
    pub(crate) const fn add(&mut self, link: Link) {
        let definition = link.definition();
        let mut slot = definition.path_hash as usize % SLOTS;
        while self.slots[slot] > 0 {
            if let Some(other) = self.get(self.slots[slot] as usize - 1)
                && other.path_hash == definition.path_hash
            {
                assert!(
                    other.place_hash == definition.place_hash,
                    "two types with the same path are used in one export: types in functions, or in two versions of a \
                     crate; rename one"
                );
                return;
            }
            slot = (slot + 1) % SLOTS;
        }
        assert!(self.count < MOST, "the export uses more than 1024 types");
        self.types[self.count] = Some(link);
        self.count += 1;
        self.slots[slot] = self.count as u16;
    }
}

/// What a library says of an export, in its file and when it is loaded.
#[derive(Debug)]
#[repr(C)]
pub struct Description<const LENGTH: usize> {
    text: [u8; LENGTH],
    entry: Option<Entry>,
}

impl<const LENGTH: usize> Description<LENGTH> {
    /// The export that this text describes, with its direct entry, if it has one.
    #[must_use]
    pub const fn new(text: [u8; LENGTH], entry: Option<Entry>) -> Self {
        Self { text, entry }
    }
}

/// An export with all types that it leads to.
#[derive(Debug, Clone, Copy)]
pub struct Graph {
    pub(crate) signature: &'static Signature,
    pub(crate) types: Found,
    shape_length: usize,
    docs_length: usize,
}

const HEADER: usize = 16;

impl Graph {
    /// Finds the types.
    #[must_use]
    pub const fn of(signature: &'static Signature) -> Self {
        let mut graph = Self { signature, types: Found::new(), shape_length: 0, docs_length: 0 };
        graph.find_types();
        let mut nothing = Bytes::new(&mut []);
        graph.write_shape(&mut nothing);
        graph.shape_length = nothing.length;
        let mut nothing = Bytes::new(&mut []);
        graph.write_docs(&mut nothing);
        graph.docs_length = nothing.length;
        graph
    }

    const fn find_types(&mut self) {
        let signature = self.signature;
        let mut index = 0;
        while index < signature.arguments.len() {
            self.types.add_all_in(signature.arguments[index].1);
            index += 1;
        }
        if let Some(owner) = signature.owner {
            self.types.add_all_in(owner.shape);
        }
        self.types.add_all_in(signature.output);
        if let Some(error) = signature.error {
            self.types.add_all_in(error);
        }
        if let Some(progress) = signature.progress {
            self.types.add_all_in(progress);
        }
        // Not by recursion, whose depth the compiler limits.
        let mut index = 0;
        while let Some(definition) = self.type_at(index) {
            self.types.add_all_in_body(&definition.body);
            index += 1;
        }
    }

    pub(crate) const fn type_at(&self, index: usize) -> Option<&'static Definition> {
        if index < self.types.count { self.types.get(index) } else { None }
    }

    /// How many bytes the description has.
    #[must_use]
    pub const fn length(&self) -> usize {
        HEADER + self.shape_length + self.docs_length
    }

    /// The description.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "4 GB don't get through a compiler")]
    pub const fn write<const LENGTH: usize>(&self) -> [u8; LENGTH] {
        // Each byte plus one, because the number itself must be nowhere but in descriptions.
        const MAGIC: &[u8; 8] = b"SVTUJP\x02\x0b";
        let mut description = [0; LENGTH];
        let (header, json) = description.split_at_mut(HEADER);
        let mut index = 0;
        while index < MAGIC.len() {
            header[index] = MAGIC[index] - 1;
            index += 1;
        }
        let (_, lengths) = header.split_at_mut(MAGIC.len());
        let (shape_length, docs_length) = lengths.split_at_mut(4);
        shape_length.copy_from_slice(&(self.shape_length as u32).to_le_bytes());
        docs_length.copy_from_slice(&(self.docs_length as u32).to_le_bytes());
        let (shape, docs) = json.split_at_mut(self.shape_length);
        self.write_shape(&mut Bytes::new(shape));
        self.write_docs(&mut Bytes::new(docs));
        description
    }
}
