use std::fs;
use std::process::Command;
use std::thread;

use super::*;
use crate::event_loop::tests::block_on;
use crate::process::capture::Captures;
use crate::process::grant::{self, GrantRequest, Term};

fn sh(script: &str) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(script);
    command
}

struct Finished {
    ending: Ending,
    captures: Captures,
}

fn start(script: &str, timeout: Option<Duration>, supervision: &Arc<Supervision>) -> Finished {
    let (ending, captures) = run_with(sh(script), Stdin::Empty, timeout, Captures::new(100), supervision);
    Finished { ending, captures }
}

fn run_with<P: Protocol + 'static>(
    command: Command,
    stdin: Stdin,
    timeout: Option<Duration>,
    protocol: P,
    supervision: &Arc<Supervision>,
) -> (Ending, P) {
    let supervision = Arc::clone(supervision);
    let (ending, protocol) = block_on(|event_loop| async move {
        let _registration = supervision.cancel.register().await;
        let deadline = timeout.map(|timeout| Instant::now() + timeout);
        run(&event_loop, &supervision, Run { command, stdin, log: None, deadline, protocol, grant: None }).await
    });
    (ending.unwrap(), protocol)
}

/// The same, for a script with the path of a log as its `$1`.
fn run_with_log<P: Protocol + 'static>(script: &str, protocol: P) -> (Ending, P) {
    let log = LogFile::create().unwrap();
    let mut command = sh(script);
    command.arg("sh").arg(log.path());
    let supervision = Arc::new(Supervision::new());
    let (ending, protocol) = block_on(|event_loop| async move {
        let run_of = Run { command, stdin: Stdin::Empty, log: Some(log), deadline: None, protocol, grant: None };
        run(&event_loop, &supervision, run_of).await
    });
    (ending.unwrap(), protocol)
}

fn run_to_end(script: &str, timeout: Option<Duration>) -> Finished {
    start(script, timeout, &Arc::new(Supervision::new()))
}

#[test]
fn run_to_the_end_returns_status_and_output() {
    let finished = run_to_end("printf out; printf err >&2; exit 3", None);
    assert!(matches!(finished.ending, Ending::Exited(status) if status.code() == Some(3)));
    assert_eq!(
        (finished.captures.stdout.into_text(), finished.captures.stderr.into_text()),
        ("out".into(), "err".into())
    );
}

#[test]
fn run_background_process_that_holds_the_output_does_not_hang() {
    let finished = run_to_end("sleep 20 & printf $!", None);
    let left = finished.captures.stdout.into_text();
    assert!(matches!(finished.ending, Ending::Exited(_)));
    assert!(Command::new("kill").arg(left).status().unwrap().success());
}

#[test]
fn run_deadline_ends_the_whole_group() {
    let script = "trap '' TERM; (trap '' TERM; exec sleep 1000) & echo $!; wait";
    let finished = run_to_end(script, Some(Duration::from_millis(500)));
    let grandchild: u32 = finished.captures.stdout.into_text().trim().parse().unwrap();
    assert!(matches!(finished.ending, Ending::Stopped(Cause::TimeOver, Ok(()))), "{:?}", finished.ending);
    let patience = Instant::now() + Duration::from_secs(30);
    while is_running(grandchild) {
        assert!(Instant::now() < patience, "{grandchild} still runs");
        thread::sleep(Duration::from_millis(1));
    }
}

fn is_running(process: u32) -> bool {
    let state = Command::new("ps").args(["-o", "stat=", "-p", &process.to_string()]).output().unwrap().stdout;
    // If nobody reaps orphans, they stay zombies.
    !state.is_empty() && state[0] != b'Z'
}

#[test]
fn run_cancel_lets_the_group_tidy_up() {
    let ready = std::env::temp_dir().join(format!("rust-interop-ready-{}", std::process::id()));
    let script = format!("trap 'echo tidy; exit' TERM; : >'{}'; sleep 1000 & wait", ready.display());
    let supervision = Arc::new(Supervision::new());
    let finished = thread::scope(|scope| {
        let run = scope.spawn(|| start(&script, None, &supervision));
        while !ready.exists() {
            thread::sleep(Duration::from_millis(1));
        }
        supervision.cancel.set();
        run.join().unwrap()
    });
    fs::remove_file(ready).unwrap();
    assert_eq!(finished.captures.stdout.into_text(), "tidy\n");
}

#[test]
fn run_waits_for_its_grant_which_does_not_count_for_the_deadline() {
    let (ending, captures) = block_on(move |event_loop| async move {
        let supervision = Arc::new(Supervision::new());
        let answer_later = |request: GrantRequest| {
            thread::spawn(|| {
                thread::sleep(Duration::from_millis(700));
                request.grant();
            });
        };
        let grant = Some(Grant::new(Term::over(), answer_later, &supervision.cancel).await);
        let deadline = Some(Instant::now() + Duration::from_millis(600));
        let protocol = Captures::new(10);
        let run_of = Run { command: sh("echo out"), stdin: Stdin::Empty, log: None, deadline, protocol, grant };
        run(&event_loop, &supervision, run_of).await
    });
    assert!(matches!(ending.unwrap(), Ending::Exited(status) if status.success()));
    assert_eq!(captures.stdout.into_text(), "out\n");
}

#[test]
fn run_cancelled_before_it_is_granted_starts_nothing() {
    let (grant, requests, cancel) = grant::tests::expired();
    let started = std::env::temp_dir().join(format!("rust-interop-ungranted-{}", std::process::id()));
    let command = sh(&format!(": >'{}'", started.display()));
    assert!(!grant.is_valid());
    cancel.set();
    let (ending, _) = block_on(move |event_loop| async move {
        let protocol = Captures::new(10);
        let run_of = Run { command, stdin: Stdin::Empty, log: None, deadline: None, protocol, grant: Some(grant) };
        run(&event_loop, &Arc::new(Supervision::new()), run_of).await
    });
    assert!(matches!(ending.unwrap(), Ending::Stopped(Cause::Cancelled, Ok(()))));
    assert!(!started.exists());
    drop(requests);
}

#[test]
fn run_cancelled_ends_the_child() {
    let supervision = Arc::new(Supervision::new());
    let finished = thread::scope(|scope| {
        let run = scope.spawn(|| start("sleep 20", None, &supervision));
        supervision.cancel.set();
        run.join().unwrap()
    });
    assert!(matches!(finished.ending, Ending::Stopped(Cause::Cancelled, Ok(()))));
}

#[test]
fn run_output_beyond_the_limit_is_read_and_dropped() {
    let finished = run_to_end("head -c 5000000 /dev/zero", None);
    assert!(matches!(finished.ending, Ending::Exited(status) if status.success()));
    assert!(finished.captures.stdout.is_truncated());
    let zeros = "\0".repeat(50);
    assert_eq!(finished.captures.stdout.into_text(), format!("{zeros}\n[… 4999900 bytes left out …]\n{zeros}"));
}

#[test]
fn run_child_that_cannot_be_watched_is_polled() {
    for (script, timeout, ends) in
        [("sleep 0.01; echo out; exit 4", None, true), ("echo out; sleep 20", Some(Duration::from_millis(50)), false)]
    {
        let supervision = Arc::new(Supervision::new());
        let (ending, captures) = block_on(move |event_loop| async move {
            event_loop.fail_to_watch();
            let deadline = timeout.map(|timeout| Instant::now() + timeout);
            let protocol = Captures::new(10);
            let run_of = Run { command: sh(script), stdin: Stdin::Empty, log: None, deadline, protocol, grant: None };
            run(&event_loop, &supervision, run_of).await
        });
        let ending = ending.unwrap();
        assert_eq!(captures.stdout.into_text(), "out\n");
        assert_eq!(matches!(ending, Ending::Exited(status) if status.code() == Some(4)), ends);
        assert_eq!(matches!(ending, Ending::Stopped(Cause::TimeOver, Ok(()))), !ends);
    }
}

/// Answers a question, and concludes when it has received enough.
#[derive(Default)]
struct Echo {
    received: Vec<u8>,
    answer: Option<Vec<u8>>,
    stopped: bool,
}

impl Protocol for Echo {
    fn receive(&mut self, _: Source, bytes: &[u8]) {
        self.received.extend_from_slice(bytes);
        if bytes.ends_with(b"?\n") {
            self.answer = Some(b"yes\n".to_vec());
        }
    }

    fn take_input(&mut self) -> Option<Vec<u8>> {
        self.answer.take()
    }

    fn concludes_at(&self) -> Option<Instant> {
        self.received.ends_with(b"enough\n").then(Instant::now)
    }

    fn finish(&mut self, _: Cause) -> Option<(Vec<u8>, Duration)> {
        self.stopped = true;
        Some((b"stop\n".to_vec(), Duration::from_secs(20)))
    }
}

fn talk(script: &str, timeout: Duration) -> (Ending, Echo) {
    run_with(sh(script), Stdin::Protocol, Some(timeout), Echo::default(), &Arc::new(Supervision::new()))
}

#[test]
fn run_protocol_that_concludes_ends_the_child_before_its_deadline() {
    let (ending, echo) = talk("echo ready?; read -r a; echo $a; echo enough; sleep 20", Duration::from_secs(20));
    assert!(matches!(ending, Ending::Concluded(Ok(()))), "{ending:?}");
    assert_eq!((echo.received.as_slice(), echo.stopped), (&b"ready?\nyes\nenough\n"[..], false));
}

#[test]
fn run_log_is_read_again_and_again_while_the_child_runs() {
    let script = "for line in a b enough; do echo $line >\"$1\"; sleep 0.1; done; sleep 20";
    let (ending, echo) = run_with_log(script, Echo::default());
    assert!(matches!(ending, Ending::Concluded(Ok(()))), "{ending:?}");
    assert_eq!(echo.received, b"a\nb\nenough\n");
}

#[test]
fn run_input_larger_than_the_pipe_holds_arrives_whole() {
    let echo = Echo { answer: Some(vec![b'x'; 1_000_000]), ..Echo::default() };
    let script = "head -c 1000000 | wc -c; echo enough; sleep 20";
    let patience = Some(Duration::from_secs(20));
    let (ending, echo) = run_with(sh(script), Stdin::Protocol, patience, echo, &Arc::new(Supervision::new()));
    assert!(matches!(ending, Ending::Concluded(Ok(()))), "{ending:?}");
    assert_eq!(echo.received, b"1000000\nenough\n");
}

#[test]
fn run_protocol_at_the_deadline_may_ask_the_child_to_end() {
    let (ending, echo) =
        talk("trap '' TERM; read -r a; sleep 0.4; echo $a; read -r a || echo end", Duration::from_millis(50));
    assert!(matches!(ending, Ending::Stopped(Cause::TimeOver, Ok(()))), "{ending:?}");
    assert_eq!((echo.received.as_slice(), echo.stopped), (&b"stop\nend\n"[..], true));
}

fn run_with_input(script: &str, input: &[u8], timeout: Duration) -> Finished {
    let stdin = Stdin::Bytes(input.into());
    let supervision = Arc::new(Supervision::new());
    let (ending, captures) = run_with(sh(script), stdin, Some(timeout), Captures::new(100), &supervision);
    Finished { ending, captures }
}

#[test]
fn run_bytes_are_read_to_their_end_also_by_the_name_of_the_stream() {
    for (script, input) in [("cat; echo end", "short"), ("cat /dev/stdin; echo end", "short"), ("cat; echo end", "")] {
        let finished = run_with_input(script, input.as_bytes(), Duration::from_secs(20));
        assert_eq!(finished.captures.stdout.into_text(), format!("{input}end\n"), "{script}");
    }
    let finished = run_with_input("wc -c", &vec![0; 3_000_000], Duration::from_secs(20));
    assert_eq!(finished.captures.stdout.into_text().trim(), "3000000");
}

#[test]
fn run_bytes_that_nobody_reads_delay_no_end() {
    for script in [
        "exit 3",
        "read -r a; exit 3",
        "exec <&-; sleep 0.1; exit 3",
        "exec 5<&0; sleep 0.5 >/dev/null 2>&1 <&5 & exit 3",
    ] {
        let finished = run_with_input(script, &vec![b'\n'; 3_000_000], Duration::from_secs(20));
        assert!(matches!(finished.ending, Ending::Exited(status) if status.code() == Some(3)), "{script}");
    }
    let finished = run_with_input("sleep 20", &vec![0; 3_000_000], Duration::from_millis(50));
    assert!(matches!(finished.ending, Ending::Stopped(Cause::TimeOver, Ok(()))), "{:?}", finished.ending);
}
