//! Iterators whose items C# takes.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{fmt, iter};

use rust_interop::{Context, Object, Record, Stream, export};
use serde::{Deserialize, Serialize};

/// A reading of a sensor.
#[derive(Serialize, Deserialize, Record)]
pub struct Reading {
    pub number: u64,
    pub celsius: f64,
}

#[derive(Debug, Serialize, Record)]
pub struct SensorError {
    pub after: u64,
}

impl fmt::Display for SensorError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the sensor failed after {} readings", self.after)
    }
}

pub struct Sensor {
    counts: Arc<Counts>,
    sender: Sender<String>,
    receiver: Mutex<Option<Receiver<String>>>,
}

impl Sensor {
    fn of(counts: Arc<Counts>) -> Self {
        counts.sensors.fetch_add(1, Ordering::Relaxed);
        let (sender, receiver) = channel();
        Self { counts, sender, receiver: Mutex::new(Some(receiver)) }
    }
}

impl Drop for Sensor {
    fn drop(&mut self) {
        self.counts.sensors.fetch_sub(1, Ordering::Relaxed);
    }
}

#[derive(Default)]
struct Counts {
    produced: AtomicU64,
    iterators: AtomicI64,
    sensors: AtomicI64,
}

/// Counts its items, and is counted.
struct Counted<I> {
    items: I,
    counts: Arc<Counts>,
}

impl<I> Counted<I> {
    fn new(items: I, counts: &Arc<Counts>) -> Self {
        counts.iterators.fetch_add(1, Ordering::Relaxed);
        Self { items, counts: counts.clone() }
    }
}

impl<I: Iterator> Iterator for Counted<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        let item = self.items.next()?;
        self.counts.produced.fetch_add(1, Ordering::Relaxed);
        Some(item)
    }
}

impl<I> Drop for Counted<I> {
    fn drop(&mut self) {
        self.counts.iterators.fetch_sub(1, Ordering::Relaxed);
    }
}

fn reading(number: u64) -> Reading {
    Reading { number, celsius: 20.5 }
}

/// A sensor with readings.
#[export]
impl Sensor {
    pub fn new() -> Self {
        Self::of(Arc::default())
    }

    /// The first readings, or all of them, without an end.
    pub fn readings(&self, count: Option<u64>) -> impl Iterator<Item = Reading> + Send + use<> {
        Counted::new((0..count.unwrap_or(u64::MAX)).map(reading), &self.counts)
    }

    /// Readings until the sensor fails.
    ///
    /// # Errors
    /// The count is zero, or the sensor failed.
    pub fn until_failure(
        &self,
        count: u64,
        context: &Context<u64>,
    ) -> Result<impl Iterator<Item = Result<Reading, SensorError>> + Send + use<>, String> {
        if count == 0 {
            return Err("no reading is wanted".to_owned());
        }
        context.report(&count).ok();
        let failure = iter::once(Err(SensorError { after: count }));
        Ok(Counted::new((0..count).map(reading).map(Ok).chain(failure), &self.counts))
    }

    pub fn until_panic(&self, count: u64) -> impl Iterator<Item = Reading> + Send + use<> {
        let panicking = iter::once_with(|| panic!("the sensor is broken"));
        Counted::new((0..count).map(reading).chain(panicking), &self.counts)
    }

    /// Sensors that have the same counts.
    pub fn children(&self) -> impl Iterator<Item = Self> + Send + use<> {
        let counts = self.counts.clone();
        Counted::new((0..1000).map(move |_| Self::of(counts.clone())), &self.counts)
    }

    /// The texts that are sent, for as long as somebody wants them.
    pub fn events(&self) -> Stream<String> {
        let receiver = self.receiver.lock().unwrap().take().unwrap();
        Stream::with_context(|context| {
            let events = iter::from_fn(move || {
                while !context.is_cancelled() {
                    match receiver.recv_timeout(Duration::from_millis(5)) {
                        Ok(event) => return Some(event),
                        Err(RecvTimeoutError::Timeout) => {}
                        Err(RecvTimeoutError::Disconnected) => return None,
                    }
                }
                None
            });
            Counted::new(events, &self.counts)
        })
    }

    pub fn send(&self, event: String) {
        self.sender.send(event).unwrap();
    }

    /// How many items were computed.
    pub fn produced(&self) -> u64 {
        self.counts.produced.load(Ordering::Relaxed)
    }

    /// How many iterators there are.
    pub fn iterators(&self) -> i64 {
        self.counts.iterators.load(Ordering::Relaxed)
    }

    /// How many sensors there are.
    pub fn sensors(&self) -> i64 {
        self.counts.sensors.load(Ordering::Relaxed)
    }

    pub fn log(&self, name: String) -> Log {
        let failing = (0..3).map(reading).map(Ok).chain(iter::once(Err(SensorError { after: 3 })));
        Log {
            name,
            readings: Stream::new(Counted::new((0..3).map(reading), &self.counts)),
            until_failure: Some(Stream::new(Counted::new(failing, &self.counts))),
        }
    }
}

#[derive(Serialize, Record)]
pub struct Log {
    pub name: String,
    pub readings: Stream<Reading>,
    pub until_failure: Option<Stream<Result<Reading, SensorError>>>,
}

/// The numbers in a text, up to what is none.
#[export]
pub fn numbers_in(text: String) -> impl Iterator<Item = Result<i64, std::num::ParseIntError>> + Send {
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    words.into_iter().map(|word| word.parse())
}

#[export]
pub fn first_of(sensors: Vec<Object<Sensor>>) -> Option<Stream<Reading>> {
    sensors.first().map(|sensor| Stream::new(Counted::new((0..1).map(reading), &sensor.counts)))
}
