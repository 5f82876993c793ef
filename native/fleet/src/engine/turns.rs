use std::ops::Range;

use crate::host_share::HostShare;
use crate::input::ProcedureInput;
use crate::process::grant::Term;

/// Which hosts of a job have started, and whether another may: batch after batch, a few at a time, those that the caller has
/// granted, until too many have failed.
#[derive(Debug)]
pub(super) struct Turns {
    /// How many run at a time.
    width: usize,
    next: usize,
    end: usize,
    running: usize,
    failures: usize,
    max_failures: Option<usize>,
    /// How many hosts the caller grants at a time. Zero if it grants none, because all may start.
    block_size: usize,
    /// The end of the hosts that the caller was asked for, and of those that it has granted.
    asked: usize,
    granted: usize,
    /// In which hosts of the block may start. `None` means at any time.
    term: Option<Term>,
    batch: Batch,
    /// The sizes of the batches, of which the last repeats. Without any, all hosts are one batch.
    sizes: Vec<usize>,
    max_batch_failures: Option<HostShare>,
}

/// The hosts that run before the next ones may start.
#[derive(Debug, Default)]
struct Batch {
    number: usize,
    end: usize,
    failures: usize,
    max_failures: Option<usize>,
}

impl Turns {
    pub(super) fn new(input: &ProcedureInput, width: usize) -> Self {
        let hosts = input.host_list.len();
        let mut turns = Self {
            width,
            next: 0,
            end: hosts,
            running: 0,
            failures: 0,
            max_failures: input.max_failures.map(|most| most as usize),
            block_size: input.block_size as usize,
            asked: 0,
            granted: if input.block_size == 0 { hosts } else { 0 },
            term: (input.block_size > 0 && !input.block_lifetime.is_zero()).then(|| Term::new(input.block_lifetime)),
            batch: Batch::default(),
            sizes: input.batches.iter().map(|share| share.of(hosts).max(1)).collect(),
            max_batch_failures: input.max_batch_failures,
        };
        turns.start_batch(0);
        turns
    }

    fn start_batch(&mut self, number: usize) {
        let size = self.sizes.get(number).or(self.sizes.last()).copied().unwrap_or(self.end);
        let size = size.min(self.end - self.next);
        let max_failures = self.max_batch_failures.map(|share| share.of(size));
        self.batch = Batch { number, end: self.next + size, failures: 0, max_failures };
    }

    /// Whether a host may start.
    pub(super) fn is_ready(&self) -> bool {
        self.next < self.batch.end.min(self.granted) && self.running < self.width
    }

    /// The next block, if the caller is to be asked for it now: all hosts of the one before have started.
    pub(super) fn ask(&mut self) -> Option<Range<usize>> {
        let is_due = self.next == self.granted && self.asked == self.granted && self.granted < self.batch.end;
        is_due.then(|| {
            if let Some(term) = &mut self.term {
                term.restart();
            }
            self.asked = (self.granted + self.block_size).min(self.batch.end);
            self.granted..self.asked
        })
    }

    /// Lets the hosts start that the caller was asked for.
    pub(super) fn grant(&mut self) {
        self.granted = self.asked;
    }

    /// In which the hosts of the last block may start.
    pub(super) fn term(&self) -> Option<Term> {
        self.term
    }

    /// Starts the next host, if one may start. Returns its index. If the grant has expired, none may start until the caller
    /// has been asked again.
    pub(super) fn begin(&mut self) -> Option<usize> {
        if !self.is_ready() {
            return None;
        }
        if self.term.is_some_and(|term| term.is_over()) {
            (self.asked, self.granted) = (self.next, self.next);
            return None;
        }
        self.running += 1;
        self.next += 1;
        Some(self.next - 1)
    }

    /// Ends a host. Returns whether another may start now that couldn't before.
    pub(super) fn end(&mut self) -> bool {
        let was_ready = self.is_ready();
        self.running -= 1;
        if self.running == 0 && self.next == self.batch.end {
            self.start_batch(self.batch.number + 1);
        }
        !was_ready && self.is_ready()
    }

    /// Counts a host that has failed but not ended. Returns whether further ones may start.
    pub(super) fn fail(&mut self) -> bool {
        self.failures += 1;
        self.batch.failures += 1;
        let is_within = |failures, most: Option<usize>| most.is_none_or(|most| failures <= most);
        is_within(self.failures, self.max_failures) && is_within(self.batch.failures, self.batch.max_failures)
    }

    /// Lets no further host start.
    pub(super) fn close(&mut self) {
        self.end = self.next;
        self.batch.end = self.next;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Turns that expect one host more than the input has.
    pub(in super::super) fn with_one_too_many(turns: &mut Turns) {
        turns.end += 1;
        turns.batch.end += 1;
        turns.granted += 1;
    }

    fn turns(hosts: usize, width: usize, more: &Value) -> Turns {
        let hosts: Vec<String> = (0..hosts).map(|host| host.to_string()).collect();
        let mut input = json!({ "timeout": 1, "retries": 0, "host_list": hosts, "action": "true", "job_id": 1 });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Turns::new(&serde_json::from_value(input).unwrap(), width)
    }

    /// Starts all that may start now.
    fn begin_all(turns: &mut Turns) -> Vec<usize> {
        std::iter::from_fn(|| turns.begin()).collect()
    }

    #[test]
    fn new_batches_have_the_sizes_of_the_input_and_the_last_repeats() {
        for (hosts, batches, expected) in [
            (4, json!([9]), &[4_usize] as &[_]),
            (7, json!([3]), &[3, 3, 1]),
            (10, json!([4, 2]), &[4, 2, 2, 2]),
            (3, json!([1, 1, 1, 1]), &[1, 1, 1]),
            (10, json!([1, "10%", "50%"]), &[1, 1, 5, 3]),
            // Rounded down, but at least one host.
            (7, json!(["50%"]), &[3, 3, 1]),
            (3, json!(["10%"]), &[1, 1, 1]),
            (3, json!(["100%"]), &[3]),
        ] {
            let mut turns = turns(hosts, 100, &json!({ "batches": batches }));
            let mut sizes = Vec::new();
            while turns.is_ready() {
                let size = begin_all(&mut turns).len();
                for left in (0..size).rev() {
                    let is_followed = turns.next < hosts;
                    assert_eq!(turns.end(), left == 0 && is_followed, "{batches}");
                }
                sizes.push(size);
            }
            assert_eq!(sizes, expected, "{batches}");
        }
    }

    #[test]
    fn begin_at_the_width_is_ready_again_when_a_host_ends() {
        let mut turns = turns(4, 2, &json!({}));
        assert_eq!(begin_all(&mut turns), [0, 1]);
        assert!(turns.end());
        assert!(!turns.end(), "was ready");
        assert_eq!(begin_all(&mut turns), [2, 3]);
        assert!(!turns.end(), "has no further host");
    }

    #[test]
    fn begin_within_a_batch_stops_at_the_width() {
        let mut turns = turns(6, 2, &json!({ "batches": [3] }));
        assert_eq!(begin_all(&mut turns), [0, 1]);
        assert!(turns.end());
        assert_eq!(begin_all(&mut turns), [2]);
        assert!(!turns.end(), "a host of the batch still runs");
        assert!(turns.end());
        assert_eq!(begin_all(&mut turns), [3, 4]);
    }

    #[test]
    fn ask_is_for_a_block_once_all_before_have_started() {
        let mut turns = turns(5, 2, &json!({ "block_size": 3 }));
        assert!(!turns.is_ready(), "nothing is granted");
        assert_eq!([turns.ask(), turns.ask()], [Some(0..3), None]);
        turns.grant();
        assert_eq!((begin_all(&mut turns), turns.ask()), (vec![0, 1], None));
        assert!(turns.end());
        assert_eq!((begin_all(&mut turns), turns.ask()), (vec![2], Some(3..5)));
        assert!(!turns.end(), "the block isn't granted");
        turns.grant();
        assert_eq!((begin_all(&mut turns), turns.ask()), (vec![3], None));
        assert!(turns.end());
        assert_eq!((begin_all(&mut turns), turns.ask()), (vec![4], None));
    }

    #[test]
    fn ask_stops_at_the_end_of_a_batch_and_of_the_job() {
        let mut turns = turns(5, 9, &json!({ "block_size": 2, "batches": [3] }));
        let mut blocks = Vec::new();
        while let Some(block) = turns.ask() {
            blocks.push(block);
            turns.grant();
            for _ in begin_all(&mut turns) {
                turns.end();
            }
        }
        assert_eq!(blocks, [0..2, 2..3, 3..5]);
    }

    #[test]
    fn begin_after_the_lifetime_of_a_block_asks_again_for_the_rest() {
        let mut turns = turns(6, 2, &json!({ "block_size": 4, "block_lifetime": 3600 }));
        assert_eq!(turns.ask(), Some(0..4));
        turns.term = Some(Term::over());
        turns.grant();
        assert!(turns.is_ready());
        assert_eq!((turns.begin(), turns.is_ready()), (None, false), "the grant came too late");
        assert_eq!([turns.ask(), turns.ask()], [Some(0..4), None]);
        turns.grant();
        assert_eq!(begin_all(&mut turns), [0, 1]);
        turns.term = Some(Term::over());
        assert!(turns.end());
        assert_eq!((turns.begin(), turns.ask()), (None, Some(2..6)));
        turns.grant();
        assert_eq!(begin_all(&mut turns), [2]);
    }

    #[test]
    fn begin_without_blocks_has_no_lifetime() {
        let mut turns = turns(2, 2, &json!({ "block_lifetime": 1e-9 }));
        assert_eq!(begin_all(&mut turns), [0, 1]);
    }

    #[test]
    fn close_while_a_block_is_asked_for_starts_none_of_it() {
        let mut turns = turns(4, 2, &json!({ "block_size": 2 }));
        assert_eq!(turns.ask(), Some(0..2));
        turns.close();
        turns.grant();
        assert_eq!((begin_all(&mut turns), turns.ask()), (vec![], None));
    }

    #[test]
    fn close_starts_no_further_batch() {
        let mut turns = turns(4, 2, &json!({ "batches": [2] }));
        begin_all(&mut turns);
        turns.close();
        assert_eq!([turns.end(), turns.end()], [false; 2]);
        assert!(!turns.is_ready());
    }

    #[test]
    fn fail_more_often_than_a_batch_may_is_too_often() {
        for (size, most, allowed) in [
            (4, json!(0), 0),
            (4, json!(2), 2),
            (4, json!("0%"), 0),
            (4, json!("24%"), 0),
            // More than 25 %, and not 25 % itself.
            (4, json!("25%"), 1),
            (4, json!("99%"), 3),
            (4, json!("100%"), 4),
            (3, json!("49%"), 1),
        ] {
            let mut turns = turns(9, 9, &json!({ "batches": [size], "max_batch_failures": most }));
            begin_all(&mut turns);
            let goes_on: Vec<bool> = (0..size).map(|_| turns.fail()).collect();
            let expected: Vec<bool> = (0..size).map(|number| number < allowed).collect();
            assert_eq!(goes_on, expected, "{most} of {size}");
        }
    }

    #[test]
    fn fail_in_another_batch_counts_for_that_one() {
        let mut turns = turns(6, 2, &json!({ "batches": [2], "max_batch_failures": "50%", "max_failures": 2 }));
        for goes_on in [true, true, false] {
            begin_all(&mut turns);
            assert_eq!(turns.fail(), goes_on, "only the third is too many, of all");
            turns.end();
            turns.end();
        }
    }

    #[test]
    fn fail_without_batches_counts_in_all_hosts() {
        let mut turns = turns(10, 1, &json!({ "max_batch_failures": "10%" }));
        assert_eq!([turns.fail(), turns.fail()], [true, false]);
    }
}
