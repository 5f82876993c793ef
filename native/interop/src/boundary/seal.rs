//! Marks memory that was handed to the caller. No other memory has the mark: neither another library's, nor what was
//! given back.

use std::hash::{BuildHasher, RandomState};
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::misuse::Misuse;

/// It is part of the memory that it seals.
#[derive(Debug)]
#[repr(transparent)]
pub(super) struct Seal(AtomicUsize);

impl Seal {
    pub(super) const fn unset() -> Self {
        Self(AtomicUsize::new(0))
    }

    /// Seals memory of this size, which must not move from then on.
    pub(super) fn set(&self, size: usize) {
        self.0.store(self.mark(size), Ordering::Relaxed);
    }

    /// Whether the memory is sealed.
    ///
    /// # Errors
    /// What is wrong with the memory.
    pub(super) fn check(&self, size: usize) -> Result<(), Misuse> {
        judge(self.0.load(Ordering::Relaxed), self.mark(size))
    }

    /// Breaks the seal. If several threads try at once, one succeeds.
    ///
    /// # Errors
    /// What is wrong with the memory. The memory is unchanged then.
    pub(super) fn break_open(&self, size: usize) -> Result<(), Misuse> {
        let mark = self.mark(size);
        // A compare-exchange alone would write to foreign memory, which may be read-only.
        judge(self.0.load(Ordering::Relaxed), mark)?;
        let broken = self.0.compare_exchange(mark, !mark, Ordering::Relaxed, Ordering::Relaxed);
        broken.map(drop).or_else(|found| judge(found, mark))
    }

    /// Depends on address and size, so a copy of sealed memory isn't sealed.
    fn mark(&self, size: usize) -> usize {
        let [first, second] = secret();
        let address = ptr::from_ref(self).addr() as u64;
        let product = u128::from(address ^ first) * u128::from(size as u64 ^ second);
        (product ^ (product >> 64)) as usize
    }
}

fn judge(found: usize, mark: usize) -> Result<(), Misuse> {
    if found == mark {
        Ok(())
    } else if found == !mark {
        Err(Misuse::Twice)
    } else {
        Err(Misuse::Foreign)
    }
}

/// Whether a pointer could have been handed out: it is aligned and not a small number.
pub(super) fn is_plausible<T>(pointer: *const T) -> bool {
    // No system maps memory below it.
    const LOWEST_ADDRESS: usize = 64 * 1024;
    pointer.is_aligned() && pointer.addr() >= LOWEST_ADDRESS
}

/// Random, and different for each library and process. The standard library has no random numbers, but the keys of its
/// hash maps come from the system's.
pub(super) fn secret() -> [u64; 2] {
    static SECRET: OnceLock<[u64; 2]> = OnceLock::new();
    *SECRET.get_or_init(|| {
        let state = RandomState::new();
        [state.hash_one(1), state.hash_one(2)]
    })
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn check_sealed_memory_of_the_same_size_succeeds() {
        let seal = Seal::unset();
        seal.set(16);
        assert_eq!(seal.check(16), Ok(()));
        assert_eq!(seal.check(32), Err(Misuse::Foreign));
    }

    #[test]
    fn check_memory_that_was_never_sealed_fails() {
        assert_eq!(Seal::unset().check(16), Err(Misuse::Foreign));
        assert_eq!(Seal(AtomicUsize::new(usize::MAX)).check(16), Err(Misuse::Foreign));
    }

    #[test]
    fn check_copy_of_a_seal_at_another_address_fails() {
        let [original, copy] = [Seal::unset(), Seal::unset()];
        original.set(16);
        copy.0.store(original.0.load(Ordering::Relaxed), Ordering::Relaxed);
        assert_eq!(copy.check(16), Err(Misuse::Foreign));
    }

    #[test]
    fn break_open_twice_fails_the_second_time() {
        let seal = Seal::unset();
        seal.set(16);
        assert_eq!(seal.break_open(16), Ok(()));
        assert_eq!(seal.break_open(16), Err(Misuse::Twice));
        assert_eq!(seal.check(16), Err(Misuse::Twice));
    }

    #[test]
    fn break_open_from_several_threads_at_once_succeeds_in_one() {
        for _ in 0..200 {
            let seal = Seal::unset();
            seal.set(16);
            let successes: usize = thread::scope(|scope| {
                let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| seal.break_open(16).is_ok())).collect();
                threads.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum()
            });
            assert_eq!(successes, 1);
        }
    }
}
