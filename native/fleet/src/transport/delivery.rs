use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::wrapper;
use crate::process::grant::Grant;

/// A pipe takes so many bytes at once or not at all.
const ATOMIC: usize = 4096;

/// What the wrapper gets once it has shown that it runs, in pieces. It runs the action only after the last one.
pub(super) struct Delivery {
    /// The encoded action and its variables.
    action: Vec<u8>,
    /// What the action reads. All hosts share it, so it is encoded only as it is sent.
    input: Arc<[u8]>,
    taken: usize,
    is_complete: bool,
    grant: Option<Arc<Grant>>,
    /// Since when no piece may be taken, and for how long that was so before.
    waiting_since: Option<Instant>,
    waited: Duration,
}

impl Delivery {
    pub(super) fn new(action: Vec<u8>, input: Arc<[u8]>) -> Self {
        Self { action, input, taken: 0, is_complete: false, grant: None, waiting_since: None, waited: Duration::ZERO }
    }

    /// Pieces may be taken only while this is valid.
    pub(super) fn granted_by(self, grant: Option<Arc<Grant>>) -> Self {
        Self { grant, ..self }
    }

    /// How long it had to wait for the grant.
    pub(super) fn waited(&self) -> Duration {
        self.waited + self.waiting_since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    fn is_granted(&mut self) -> bool {
        let is_granted = self.grant.as_ref().is_none_or(Grant::is_valid);
        if !is_granted {
            self.waiting_since.get_or_insert_with(Instant::now);
        } else if let Some(since) = self.waiting_since.take() {
            self.waited += since.elapsed();
        }
        is_granted
    }

    /// Whether the last piece was taken.
    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }
}

impl Iterator for Delivery {
    type Item = Vec<u8>;

    /// The next piece. `None` if there is none, or none may be taken; then the task is woken once one may.
    fn next(&mut self) -> Option<Vec<u8>> {
        if self.is_complete || !self.is_granted() {
            return None;
        }
        let mut piece = mem::take(&mut self.action);
        self.taken += wrapper::write_line(&self.input[self.taken..], &mut piece);
        // A part of a longer piece may have to wait for room, and then be sent when it is no longer granted.
        if self.taken == self.input.len() && piece.len() < ATOMIC {
            piece.push(b'\n');
            self.is_complete = true;
        }
        Some(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::grant;

    #[test]
    fn next_without_input_is_the_action_and_an_empty_line() {
        let mut delivery = Delivery::new(b"action\n".to_vec(), Arc::default());
        assert!(!delivery.is_complete());
        assert_eq!(delivery.next().unwrap(), b"action\n\n");
        assert!(delivery.is_complete());
        assert_eq!(delivery.next(), None);
    }

    #[test]
    fn next_without_a_valid_grant_is_none_until_it_is_valid_again() {
        let (grant, requests, _cancel) = grant::tests::expired();
        let mut delivery = Delivery::new(b"action\n".to_vec(), vec![b'x'; 70_000].into());
        assert!(delivery.next().is_some());
        let mut delivery = delivery.granted_by(Some(grant));
        assert_eq!((delivery.next(), delivery.is_complete()), (None, false));
        assert!(delivery.waited() > Duration::ZERO);
        grant::tests::answer(&requests);
        assert!(delivery.next().is_some());
        let waited = delivery.waited();
        assert!(waited > Duration::ZERO);
        assert_eq!(delivery.waited(), waited, "it waits no more");
    }

    #[test]
    fn next_long_input_comes_in_lines_and_ends_with_an_empty_one() {
        let mut delivery = Delivery::new(b"action\n".to_vec(), vec![b'x'; 130_000].into());
        let mut lengths = Vec::new();
        while let Some(piece) = delivery.next() {
            lengths.push(piece.len());
            assert_eq!(piece.ends_with(b"\n\n") || piece == b"\n", delivery.is_complete());
        }
        assert_eq!(lengths, [60_008, 60_001, 10_001, 1]);
    }
}
