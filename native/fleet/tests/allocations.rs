//! However a call ends, it frees what it has allocated. This is a test binary of its own because it counts every
//! thread's bytes.
#![cfg(unix)]
#![expect(unsafe_code, reason = "calls C functions")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod c_abi;

use std::ffi::{c_char, c_void};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fmt};

use c_abi::{Callbacks, Event, Run, START_PROCEDURE};
use counting_allocator as _;
use rust_interop::Context;
use rust_interop::boundary::procedure_error::TypedError;
use serde::{Deserialize, Serialize};
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(20);
const ROUNDS: u64 = 20;

unsafe extern "C" {
    safe fn rust_interop_live_bytes() -> i64;
    safe fn rust_interop_allocations() -> i64;
    safe fn rust_interop_live_strings() -> i64;
    fn allocations_misbehave(input_json: *const c_char) -> *mut c_char;
    fn allocations_misbehave_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
}

/// A procedure that ends badly.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Behaviour {
    Fail,
    Panic,
    PanicWithABomb,
    ReportAndPanic,
    PanicInTheOutput,
    PanicInTheError,
}

/// An output or error that may panic when dropped, which happens after it was written.
#[derive(Serialize)]
struct Explosive(&'static str, Option<Bomb>);

impl fmt::Display for Explosive {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

#[derive(Serialize)]
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("the second panic, with {}", "text of its own");
    }
}

#[expect(clippy::needless_pass_by_value, reason = "a procedure owns its input")]
fn misbehave(behaviour: Behaviour, context: &Context) -> Result<Explosive, TypedError<Explosive>> {
    match behaviour {
        Behaviour::Fail => Err(TypedError(Explosive("on purpose", None))),
        Behaviour::Panic => panic!("on {}", "purpose"),
        Behaviour::PanicWithABomb => std::panic::panic_any(Bomb),
        Behaviour::ReportAndPanic => {
            context.report("about to panic").unwrap();
            panic!("on purpose")
        }
        Behaviour::PanicInTheOutput => Ok(Explosive("an output", Some(Bomb))),
        Behaviour::PanicInTheError => Err(TypedError(Explosive("an error", Some(Bomb)))),
    }
}
rust_interop::procedure!(misbehave);

fn input(hosts: usize, action: &str, retries: u8) -> String {
    let hosts: Vec<String> = (0..hosts).map(|host| host.to_string()).collect();
    json!({
        "timeout": 20, "retries": retries, "host_list": hosts, "action": action, "job_id": 1, "transport": "local",
        "concurrency": 4, "retry_delay": 1000
    })
    .to_string()
}

fn reporting(input: &str) -> String {
    input.replacen('{', r#"{"report_output":true,"#, 1)
}

fn run(input: &str) -> Run {
    Run::start(START_PROCEDURE, Some(input))
}

fn assert_completed(run: &Run, part: &str) {
    let events = run.wait_for(PATIENCE);
    let Some(Event::Completed(reply)) = events.last() else { panic!("{events:?}") };
    assert!(reply.contains(part), "{reply}");
}

/// The name of an ending, and a call that ends that way. The call gets the number of its round.
type Scenario = (&'static str, Box<dyn Fn(u64)>);

fn scenario(name: &'static str, call: impl Fn(u64) + 'static) -> Scenario {
    (name, Box::new(call))
}

#[test]
fn calls_of_every_ending_free_what_they_allocated() {
    let scenarios: Vec<Scenario> =
        [successes(), errors(), panics(), cancels(), releases()].into_iter().flatten().collect();
    // For backtraces, the standard library keeps what it has read of the program.
    // SAFETY: no other thread of this program is there yet to read it.
    unsafe { env::set_var("RUST_LIB_BACKTRACE", "0") };
    // These allocations stay for good, such as the buffers that the standard library makes on first use.
    for (_, call) in &scenarios {
        call(0);
    }
    let before = settled_bytes();
    for (name, call) in &scenarios {
        let allocations = rust_interop_allocations();
        (0..ROUNDS).for_each(call);
        assert!(rust_interop_allocations() > allocations, "{name}: nothing was counted");
        assert_eq!(rust_interop_live_strings(), 0, "{name}");
        wait_for(name, before);
    }
    // What a thread keeps of its first call, it keeps until it ends.
    let first_call = || {
        let before = settled_bytes();
        assert!(c_abi::start_procedure(input(9, "echo $HOST", 0)).contains("0 hosts failed"));
        wait_for("first call of a thread", before);
    };
    thread::spawn(first_call).join().unwrap();
}

/// The live bytes, once they have been the same for longer than a thread stays parked.
fn settled_bytes() -> i64 {
    let (mut bytes, mut since) = (rust_interop_live_bytes(), Instant::now());
    while since.elapsed() < Duration::from_millis(1500) {
        thread::sleep(Duration::from_millis(1));
        if rust_interop_live_bytes() != bytes {
            (bytes, since) = (rust_interop_live_bytes(), Instant::now());
        }
    }
    bytes
}

/// Waits until the bytes come down again, once the parked threads have ended.
fn wait_for(name: &str, bytes: i64) {
    let end = Instant::now() + PATIENCE;
    while rust_interop_live_bytes() != bytes {
        let more = rust_interop_live_bytes() - bytes;
        assert!(Instant::now() < end, "{name}: {more} bytes more than before {ROUNDS} calls");
        thread::sleep(Duration::from_millis(1));
    }
}

fn successes() -> Vec<Scenario> {
    vec![
        scenario("success", |_| {
            assert!(c_abi::start_procedure(input(9, "echo $HOST", 0)).contains("0 hosts failed"));
        }),
        scenario("success, long-running", |_| assert_completed(&run(&input(9, "echo $HOST", 0)), "0 hosts failed")),
        scenario("success, with output reported", |_| {
            assert_completed(&run(&reporting(&input(2, "head -c 200000 /dev/zero | tr '\\0' x", 0))), "0 hosts failed");
        }),
    ]
}

fn errors() -> Vec<Scenario> {
    let refused =
        |kind, input: &'static [u8]| scenario(kind, move |_| assert!(c_abi::start_procedure(input).contains(kind)));
    vec![
        refused("invalid_utf8", b"\"\xFF\""),
        refused("invalid_json", b"{\"timeout\":1,\"host_list\":[\"a\",\"b\""),
        refused("invalid_input", b"{\"timeout\":1,\"host_list\":[\"a\",\"b\",\"-c\"]}"),
        scenario("null_pointer", |_| assert_completed(&Run::start(START_PROCEDURE, None), "null_pointer")),
        scenario("failed", |_| assert!(c_abi::call(allocations_misbehave, "\"fail\"").contains("failed"))),
    ]
}

fn panics() -> Vec<Scenario> {
    let panics = |behaviour| {
        scenario(behaviour, move |_| {
            assert!(c_abi::call(allocations_misbehave, behaviour).contains("panicked"));
            assert_completed(&Run::start(allocations_misbehave_async, Some(behaviour)), "panicked");
        })
    };
    vec![
        panics("\"panic\""),
        panics("\"panic_with_a_bomb\""),
        panics("\"report_and_panic\""),
        panics("\"panic_in_the_output\""),
        panics("\"panic_in_the_error\""),
    ]
}

fn cancels() -> Vec<Scenario> {
    vec![
        scenario("cancel at once", |_| {
            let run = run(&input(9, "sleep 20", 0));
            run.cancel();
            assert_completed(&run, "cancelled");
        }),
        scenario("cancel while actions run and hosts wait", |_| {
            let run = run(&input(9, "test $HOST = 0 || sleep 20", 0));
            assert!(matches!(run.next(), Event::Progress(_)));
            run.cancel();
            assert_completed(&run, "not_started");
        }),
        scenario("cancel while output is reported", |_| {
            let run = run(&reporting(&input(2, "yes", 0)));
            assert!(matches!(run.next(), Event::Progress(_)));
            run.cancel();
            assert_completed(&run, "cancelled");
        }),
        scenario("cancel during the retry delay", |round| {
            let run = run(&input(1, "false", 3));
            thread::sleep(Duration::from_millis(20 + round));
            run.cancel();
            assert_completed(&run, "cancelled");
        }),
        scenario("cancel at any moment", |round| {
            let run = run(&input(3, "echo $HOST", 0));
            thread::sleep(Duration::from_micros(round * 250));
            run.cancel();
            assert_completed(&run, "job_id");
        }),
        scenario("cancel after the end", |_| {
            let run = run(&input(1, "true", 0));
            assert_completed(&run, "0 hosts failed");
            run.cancel();
        }),
    ]
}

fn releases() -> Vec<Scenario> {
    vec![
        scenario("release at any moment", |round| {
            let mut run = run(&input(3, "echo $HOST", 0));
            thread::sleep(Duration::from_micros(round * 250));
            run.release();
            assert_completed(&run, "0 hosts failed");
        }),
        scenario("release after a cancel", |round| {
            let mut run = run(&input(3, "sleep 20", 0));
            thread::sleep(Duration::from_micros(round * 250));
            run.cancel();
            run.release();
            assert_completed(&run, "cancelled");
        }),
    ]
}
