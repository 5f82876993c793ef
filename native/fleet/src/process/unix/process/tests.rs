use std::fs::{self, File};
use std::thread;

use super::*;
use crate::process::capture::Captures;

fn sh(script: &str) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(script);
    command
}

struct Finished {
    ending: Ending,
    captures: Captures,
}

fn start(script: &str, timeout: Option<Duration>, supervision: &Supervision, waits: &dyn Fn()) -> Finished {
    let mut captures = Captures::new(100);
    let deadline = timeout.map(|timeout| Instant::now() + timeout);
    let run_of = Run { supervision, stdin: Stdin::Empty, log: None, deadline, protocol: &mut captures, waits };
    let ending = run(&mut sh(script), run_of).unwrap();
    Finished { ending, captures }
}

fn run_to_end(script: &str, timeout: Option<Duration>) -> Finished {
    start(script, timeout, &Supervision::new(), &|| {})
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
fn run_output_that_is_there_at_the_end_is_read_whole() {
    let go_on = std::env::temp_dir().join(format!("rust-interop-go-on-{}", std::process::id()));
    let script = format!(
        "until test -e '{0}'; do sleep 0.01; done; rm '{0}'; for stream in 1 2; do head -c 60000 /dev/zero >&$stream; done",
        go_on.display()
    );
    // Meanwhile nobody reads, and a pipe has room for it.
    let waits = || {
        File::create(&go_on).unwrap();
        thread::sleep(Duration::from_millis(300));
    };
    let mut captures = Captures::new(100_000);
    let supervision = Supervision::new();
    let protocol = &mut captures;
    let run_of =
        Run { supervision: &supervision, stdin: Stdin::Empty, log: None, deadline: None, protocol, waits: &waits };
    assert!(matches!(run(&mut sh(&script), run_of).unwrap(), Ending::Exited(status) if status.success()));
    assert_eq!((captures.stdout.into_text().len(), captures.stderr.into_text().len()), (60_000, 60_000));
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
    // Where nobody reaps orphans, they stay as zombies.
    !state.is_empty() && state[0] != b'Z'
}

#[test]
fn run_cancel_lets_the_group_tidy_up() {
    let ready = std::env::temp_dir().join(format!("rust-interop-ready-{}", std::process::id()));
    let script = format!("trap 'echo tidy; exit' TERM; : >'{}'; sleep 1000 & wait", ready.display());
    let supervision = Supervision::new();
    let finished = thread::scope(|scope| {
        let run = scope.spawn(|| start(&script, None, &supervision, &|| {}));
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
fn run_child_that_waits_or_computes_long_tells_that_it_waits() {
    let told = std::env::temp_dir().join(format!("rust-interop-told-{}", std::process::id()));
    for pause in ["sleep 0.01", ":"] {
        let script = format!("until test -e '{}'; do {pause}; done", told.display());
        let waits = || drop(File::create(&told).unwrap());
        let finished = start(&script, Some(Duration::from_secs(20)), &Supervision::new(), &waits);
        assert!(matches!(finished.ending, Ending::Exited(_)), "{:?}", finished.ending);
        fs::remove_file(&told).unwrap();
    }
}

#[test]
fn run_cancelled_ends_the_child() {
    let supervision = Supervision::new();
    let finished = thread::scope(|scope| {
        let run = scope.spawn(|| start("sleep 20", None, &supervision, &|| {}));
        supervision.cancel.set();
        run.join().unwrap()
    });
    assert!(matches!(finished.ending, Ending::Stopped(Cause::Cancelled, Ok(()))));
}

#[test]
fn run_output_beyond_the_limit_is_read_and_dropped() {
    let finished = run_to_end("head -c 5000000 /dev/zero; head -c 5000000 /dev/zero >&2", None);
    assert!(matches!(finished.ending, Ending::Exited(status) if status.success()));
    for stream in [finished.captures.stdout, finished.captures.stderr] {
        assert!(stream.is_truncated());
        assert_eq!(stream.into_text().len(), 100);
    }
}

#[test]
fn finish_without_pidfd_works_as_well() {
    let supervision = Supervision::new();
    for (script, timeout, ends) in [
        ("exit 4", None, true),
        ("exec >&- 2>&-; sleep 0.1; exit 4", None, true),
        ("sleep 20", Some(Duration::from_millis(50)), false),
    ] {
        let mut captures = Captures::new(10);
        let protocol = &mut captures;
        let run =
            Run { supervision: &supervision, stdin: Stdin::Empty, log: None, deadline: None, protocol, waits: &|| {} };
        let mut running = Running::start(&sh(script), run, None).unwrap();
        running.watch = ExitWatch::without_pidfd(running.leader);
        let ending = running.finish(timeout.map(|timeout| Instant::now() + timeout), &|| {});
        assert_eq!(matches!(ending, Ending::Exited(status) if status.code() == Some(4)), ends);
        assert_eq!(matches!(ending, Ending::Stopped(Cause::TimeOver, Ok(()))), !ends);
    }
}

/// Says back what it hears, and concludes when it has heard enough.
struct Echo {
    heard: Vec<u8>,
    says: Vec<u8>,
    answer: Option<Vec<u8>>,
    stopped: bool,
}

impl Protocol for Echo {
    fn receive(&mut self, _: Source, bytes: &[u8]) {
        self.heard.extend_from_slice(bytes);
        if bytes.ends_with(b"?\n") {
            self.answer = Some(self.says.clone());
        }
    }

    fn take_input(&mut self) -> Option<Vec<u8>> {
        self.answer.take()
    }

    fn concludes_at(&self) -> Option<Instant> {
        self.heard.ends_with(b"enough\n").then(Instant::now)
    }

    fn finish(&mut self, _: Cause) -> Option<(Vec<u8>, Duration)> {
        self.stopped = true;
        Some((b"stop\n".to_vec(), Duration::from_secs(20)))
    }
}

fn talk(script: &str, says: &[u8], timeout: Duration) -> (Ending, Echo) {
    let mut echo = Echo { heard: Vec::new(), says: says.to_vec(), answer: None, stopped: false };
    let supervision = Supervision::new();
    let run_of = Run {
        supervision: &supervision,
        stdin: Stdin::Protocol,
        log: None,
        deadline: Some(Instant::now() + timeout),
        protocol: &mut echo,
        waits: &|| {},
    };
    let ending = run(&mut sh(script), run_of).unwrap();
    (ending, echo)
}

#[test]
fn run_protocol_that_concludes_ends_the_child_before_its_deadline() {
    let (ending, echo) =
        talk("echo ready?; read -r a; echo $a; echo enough; sleep 20", b"yes\n", Duration::from_secs(20));
    assert!(matches!(ending, Ending::Concluded(Ok(()))), "{ending:?}");
    assert_eq!((echo.heard.as_slice(), echo.stopped), (&b"ready?\nyes\nenough\n"[..], false));
}

#[test]
fn run_protocol_at_the_deadline_may_ask_the_child_to_end() {
    let (ending, echo) =
        talk("trap '' TERM; read -r a; echo $a; read -r a || { sleep 1; echo end; }", b"", Duration::from_millis(50));
    assert!(matches!(ending, Ending::Stopped(Cause::TimeOver, Ok(()))), "{ending:?}");
    assert_eq!((echo.heard.as_slice(), echo.stopped), (&b"stop\nend\n"[..], true));
}

#[test]
fn run_protocol_that_says_more_than_there_is_room_for_is_heard_whole() {
    let says = vec![b'x'; 2_000_000];
    let (ending, echo) = talk("echo ready?; head -c 2000000 | wc -c; echo enough", &says, Duration::from_mins(1));
    assert!(matches!(ending, Ending::Concluded(Ok(())) | Ending::Exited(_)), "{ending:?}");
    assert_eq!(String::from_utf8(echo.heard).unwrap(), "ready?\n2000000\nenough\n");
}
