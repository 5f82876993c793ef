use std::mem;
use std::sync::Arc;

use super::wrapper;

/// What the wrapper gets once it has shown that it runs, in pieces. It runs the action only after the last one.
#[derive(Debug)]
pub(super) struct Delivery {
    /// The encoded action and its variables.
    action: Vec<u8>,
    /// What the action reads. All hosts share it, so it is encoded only as it is sent.
    input: Arc<[u8]>,
    taken: usize,
    is_complete: bool,
}

impl Delivery {
    pub(super) fn new(action: Vec<u8>, input: Arc<[u8]>) -> Self {
        Self { action, input, taken: 0, is_complete: false }
    }

    /// Whether the last piece was taken.
    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }
}

impl Iterator for Delivery {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        if self.is_complete {
            return None;
        }
        let mut piece = mem::take(&mut self.action);
        self.taken += wrapper::write_line(&self.input[self.taken..], &mut piece);
        if self.taken == self.input.len() {
            piece.push(b'\n');
            self.is_complete = true;
        }
        Some(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_without_input_is_the_action_and_an_empty_line() {
        let mut delivery = Delivery::new(b"action\n".to_vec(), Arc::default());
        assert!(!delivery.is_complete());
        assert_eq!(delivery.next().unwrap(), b"action\n\n");
        assert!(delivery.is_complete());
        assert_eq!(delivery.next(), None);
    }

    #[test]
    fn next_long_input_comes_in_lines_and_ends_with_an_empty_one() {
        let mut delivery = Delivery::new(b"action\n".to_vec(), vec![b'x'; 130_000].into());
        let mut lengths = Vec::new();
        while let Some(piece) = delivery.next() {
            lengths.push(piece.len());
            assert_eq!(piece.ends_with(b"\n\n"), delivery.is_complete());
        }
        assert_eq!(lengths, [60_008, 60_001, 10_002]);
    }
}
