//! Bytes that may have several owners.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr;
use std::sync::{Arc, OnceLock};

/// Bytes that never change. The first clone makes the count of their owners: most bytes have only one, and a count would
/// take as long as the rest of a small call.
pub(crate) struct SharedBytes {
    /// Where the bytes are. This is their owner as long as there is no count.
    vector: ManuallyDrop<Vec<u8>>,
    counted: OnceLock<Arc<Vec<u8>>>,
}

impl SharedBytes {
    /// The bytes with a count of their owners, of which the result is one more.
    pub(crate) fn share(&self) -> Arc<Vec<u8>> {
        let counted = self.counted.get_or_init(|| {
            // SAFETY: from now on, the copy owns the bytes. This vector is only read, by an owner that has the count.
            Arc::new(unsafe { ptr::read(&raw const *self.vector) })
        });
        Arc::clone(counted)
    }

    /// The same, in place of this owner.
    pub(crate) fn into_shared(self) -> Arc<Vec<u8>> {
        self.into_parts().map_or_else(|counted| counted, Arc::new)
    }

    /// The bytes alone. They are copied if there are other owners.
    pub(crate) fn into_vector(self) -> Vec<u8> {
        self.into_parts().unwrap_or_else(Arc::unwrap_or_clone)
    }

    /// The vector of the only owner, or the count.
    fn into_parts(self) -> Result<Vec<u8>, Arc<Vec<u8>>> {
        let mut owner = ManuallyDrop::new(self);
        match owner.counted.take() {
            Some(counted) => Err(counted),
            // SAFETY: there is no count, so this is the owner, which neither uses the vector again nor drops it.
            None => Ok(unsafe { ManuallyDrop::take(&mut owner.vector) }),
        }
    }
}

impl Drop for SharedBytes {
    fn drop(&mut self) {
        if self.counted.get().is_none() {
            // SAFETY: as above.
            unsafe { ManuallyDrop::drop(&mut self.vector) };
        }
    }
}

impl From<Vec<u8>> for SharedBytes {
    fn from(vector: Vec<u8>) -> Self {
        Self { vector: ManuallyDrop::new(vector), counted: OnceLock::new() }
    }
}

impl From<Arc<Vec<u8>>> for SharedBytes {
    fn from(counted: Arc<Vec<u8>>) -> Self {
        // SAFETY: the copy is only read, and there is a count.
        let vector = unsafe { ptr::read(&raw const *counted) };
        Self { vector: ManuallyDrop::new(vector), counted: counted.into() }
    }
}

impl Clone for SharedBytes {
    fn clone(&self) -> Self {
        self.share().into()
    }
}

impl Default for SharedBytes {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl Deref for SharedBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.vector
    }
}

impl PartialEq for SharedBytes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for SharedBytes {}

impl PartialOrd for SharedBytes {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SharedBytes {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl Hash for SharedBytes {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn bytes() -> SharedBytes {
        vec![1, 2, 3].into()
    }

    #[test]
    fn clone_is_the_same_memory() {
        let first = bytes();
        let second = first.clone();
        let third = second.clone();
        assert_eq!([first.as_ptr(), second.as_ptr()], [third.as_ptr(); 2]);
        drop(first);
        drop(third);
        assert_eq!(*second, [1, 2, 3]);
    }

    #[test]
    fn into_vector_of_the_only_owner_is_the_same_memory() {
        let was_cloned = bytes();
        drop(was_cloned.clone());
        for only in [was_cloned, bytes()] {
            let place = only.as_ptr();
            let vector = only.into_vector();
            assert_eq!(vector.as_ptr(), place);
        }
    }

    #[test]
    fn into_vector_of_one_of_two_owners_is_a_copy() {
        let first = bytes();
        let second = first.clone();
        let mut copy = first.into_vector();
        copy[0] = 9;
        assert_eq!(*second, [1, 2, 3]);
    }

    #[test]
    fn into_shared_counts_every_owner() {
        assert_eq!(Arc::strong_count(&bytes().into_shared()), 1);
        let first = bytes();
        let second = first.clone();
        let shared = first.into_shared();
        assert_eq!(Arc::strong_count(&shared), 2);
        drop(second);
        assert_eq!(Arc::strong_count(&shared), 1);
    }

    #[test]
    fn clone_on_several_threads_makes_one_count() {
        for _ in 0..100 {
            let first = bytes();
            thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        let clone = first.clone();
                        assert_eq!((&*clone, clone.as_ptr()), (&*first, first.as_ptr()));
                    });
                }
            });
            assert_eq!(Arc::strong_count(&first.into_shared()), 1);
        }
    }
}
