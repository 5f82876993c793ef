//! The long-running exports, called as C would: `completed` comes exactly once and last, whatever happens.
#![expect(unsafe_code, reason = "names a C function")]
#![expect(clippy::panic, reason = "a test fails by panicking")]

mod c_abi;

use std::ffi::{c_char, c_void};
use std::time::Duration;
use std::{env, fs, thread};

use c_abi::{Callbacks, Event, Run, START_PROCEDURE};
use rust_interop::Context;
use serde::Deserialize;
use serde_json::{Value, json};

/// What `misbehave` should do.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Behaviour {
    Panic,
    Fail,
    ReportAndPanic,
    WaitForCancel,
}

#[expect(clippy::needless_pass_by_value, reason = "a procedure owns its input")]
fn misbehave(behaviour: Behaviour, context: &Context) -> Result<&'static str, String> {
    match behaviour {
        Behaviour::Panic => panic!("on purpose"),
        Behaviour::Fail => Err("on purpose".to_owned()),
        Behaviour::ReportAndPanic => {
            context.report("about to panic").map_err(|error| error.to_string())?;
            panic!("on purpose")
        }
        Behaviour::WaitForCancel => {
            while !context.is_cancelled() {
                thread::sleep(Duration::from_millis(1));
            }
            Ok("cancelled")
        }
    }
}

rust_interop::procedure!(misbehave);

unsafe extern "C" {
    fn long_running_misbehave_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
}

fn local(hosts: usize, action: &str) -> Value {
    let hosts: Vec<String> = (1..=hosts).map(|number| number.to_string()).collect();
    json!({
        "timeout": 20, "retries": 0, "host_list": hosts, "action": action, "job_id": 9, "transport": "local"
    })
}

#[test]
fn start_procedure_async_replies_like_the_blocking_call() {
    let input = local(0, "true").to_string();
    let events = Run::start(START_PROCEDURE, Some(&input)).wait();
    assert_eq!(events, [Event::Completed(c_abi::start_procedure(input.as_str()))]);
}

#[test]
fn start_procedure_async_reports_each_host_once_before_the_end() {
    let run = Run::start(START_PROCEDURE, Some(&local(40, "true").to_string()));
    let events = run.wait();
    assert_eq!(events.len(), 41);
    let mut hosts = Vec::new();
    for (event, number) in events.iter().zip(1..=40) {
        let Event::Progress(json) = event else { panic!("{event:?}") };
        let progress: Value = serde_json::from_str(json).unwrap();
        assert_eq!((&progress["completed"], &progress["total"]), (&json!(number), &json!(40)));
        hosts.push(progress["host"]["host"].as_str().unwrap().parse::<u32>().unwrap());
    }
    hosts.sort_unstable();
    assert!(hosts.iter().copied().eq(1..=40));
    assert!(matches!(events.last(), Some(Event::Completed(_))));
}

#[test]
fn start_procedure_async_drops_output_that_was_reported_if_asked() {
    let mut input = local(1, "echo out; echo err >&2");
    input["drop_reported_output"] = true.into();
    let texts = |host: &Value| (host["stdout"].clone(), host["stderr"].clone());
    let kept = (json!("out\n"), json!("err\n"));
    let dropped = (json!(""), json!(""));

    let blocking: Value = serde_json::from_str(&c_abi::start_procedure(input.to_string().as_str())).unwrap();
    assert_eq!(texts(&blocking["hosts"][0]), kept, "nobody had it");

    let events = Run::start(START_PROCEDURE, Some(&input.to_string())).wait();
    let [Event::Progress(report), Event::Completed(reply)] = &events[..] else { panic!("{events:?}") };
    let (report, reply): (Value, Value) = (serde_json::from_str(report).unwrap(), serde_json::from_str(reply).unwrap());
    assert_eq!(texts(&report["host"]), kept);
    assert_eq!(texts(&reply["hosts"][0]), dropped);
    assert_eq!(reply["hosts"][0]["outcome"], "succeeded");
}

#[test]
fn start_procedure_async_reports_a_host_while_others_run() {
    let started = env::temp_dir().join(format!("rust-interop-started-{}", std::process::id()));
    // The first host ends when the second one runs.
    let action = format!(
        "if test $HOST = 2; then : >'{0}'; exec sleep 20; fi; until test -e '{0}'; do sleep 0.02; done",
        started.display()
    );
    let run = Run::start(START_PROCEDURE, Some(&local(2, &action).to_string()));
    let Event::Progress(first) = run.next() else { panic!("completed first") };
    assert!(first.contains(r#""completed":1"#));
    run.cancel();
    let events = run.wait();
    fs::remove_file(&started).unwrap();
    let Some(Event::Completed(reply)) = events.last() else { panic!("{events:?}") };
    let reply: Value = serde_json::from_str(reply).unwrap();
    assert_eq!((&reply["result"], &reply["message"]), (&json!("cancelled"), &json!("0 hosts failed")));
    assert_eq!(reply["hosts"][0]["outcome"], "succeeded");
    assert_eq!(reply["hosts"][1]["outcome"], "cancelled");
}

#[test]
fn cancel_during_the_retry_delay_ends_it_at_once() {
    let trace = env::temp_dir().join(format!("rust-interop-retry-{}", std::process::id()));
    let mut input = local(1, &format!(": >'{}'; exit 1", trace.display()));
    input["retries"] = json!(3);
    input["retry_delay"] = json!(1000);
    let run = Run::start(START_PROCEDURE, Some(&input.to_string()));
    while fs::remove_file(&trace).is_err() {
        thread::sleep(Duration::from_millis(1));
    }
    // The action ends now. If the cancel comes first, the outcome is the same.
    thread::sleep(Duration::from_millis(100));
    run.cancel();
    let events = run.wait();
    let Some(Event::Completed(reply)) = events.last() else { panic!("{events:?}") };
    assert!(reply.contains(r#""outcome":"cancelled""#), "{reply}");
}

#[test]
fn cancel_many_times_and_at_any_moment_completes_once() {
    thread::scope(|scope| {
        for worker in 0..4 {
            scope.spawn(move || {
                for round in 0..50_u64 {
                    let run = Run::start(START_PROCEDURE, Some(&local(3, "true").to_string()));
                    thread::sleep(Duration::from_micros(round * 40 * worker));
                    run.cancel();
                    run.cancel();
                    let events = run.wait();
                    let completed = events.iter().filter(|event| matches!(event, Event::Completed(_))).count();
                    assert_eq!(completed, 1);
                    assert!(matches!(events.last(), Some(Event::Completed(_))));
                }
            });
        }
    });
}

#[test]
fn cancel_and_release_racing_a_panic_complete_once_ten_thousand_times() {
    thread::scope(|scope| {
        for worker in 0..4 {
            scope.spawn(move || {
                for round in 0..2_500_u32 {
                    let behaviour = if round % 2 == 0 { "\"panic\"" } else { "\"report_and_panic\"" };
                    let mut run = Run::start(long_running_misbehave_async, Some(behaviour));
                    for _ in 0..round % 50 * worker {
                        std::hint::spin_loop();
                    }
                    run.cancel();
                    if round % 3 == 0 {
                        run.release();
                    }
                    let events = run.wait();
                    let (last, before) = events.split_last().unwrap();
                    assert!(matches!(last, Event::Completed(reply) if reply.contains("panicked")), "{events:?}");
                    assert!(before.iter().all(|event| matches!(event, Event::Progress(_))), "{events:?}");
                }
            });
        }
    });
}

#[test]
fn release_before_the_end_still_completes() {
    let mut run = Run::start(START_PROCEDURE, Some(&local(1, "sleep 0.1; echo done").to_string()));
    run.release();
    let events = run.wait();
    let Some(Event::Completed(reply)) = events.last() else { panic!("{events:?}") };
    assert!(reply.contains("done"), "{reply}");
}

#[test]
fn procedure_that_panics_completes_with_the_panic() {
    for behaviour in ["panic", "report_and_panic"] {
        let events = Run::start(long_running_misbehave_async, Some(&json!(behaviour).to_string())).wait();
        let Some(Event::Completed(reply)) = events.last() else { panic!("{events:?}") };
        assert!(reply.starts_with(r#"{"error":{"kind":"panicked","message":"on purpose","location":"#), "{reply}");
        assert!(reply.contains("long_running.rs:"), "{reply}");
    }
}

#[test]
fn procedure_that_fails_completes_with_its_error() {
    let events = Run::start(long_running_misbehave_async, Some("\"fail\"")).wait();
    assert_eq!(events, [Event::Completed(r#"{"error":{"kind":"failed","message":"on purpose"}}"#.to_owned())]);
}

#[test]
fn procedure_that_waits_sees_the_cancel() {
    let run = Run::start(long_running_misbehave_async, Some("\"wait_for_cancel\""));
    run.cancel();
    assert_eq!(run.wait(), [Event::Completed("\"cancelled\"".to_owned())]);
}

#[test]
fn input_that_cannot_be_read_completes_with_the_error() {
    for (input, kind) in [(None, "null_pointer"), (Some("{"), "invalid_json"), (Some("3"), "invalid_input")] {
        let events = Run::start(START_PROCEDURE, input).wait();
        let [Event::Completed(reply)] = events.as_slice() else { panic!("{events:?}") };
        assert!(reply.starts_with(&format!(r#"{{"error":{{"kind":"{kind}""#)), "{reply}");
    }
}
