//! Masters that lie, stop in the middle of a message, or never stop.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Arc;
use std::{env, fs, process, thread};

use super::*;
use crate::event_loop::tests::block_on;
use crate::transport::delivery::Delivery;
use crate::transport::kept::mux;
use crate::transport::ssh_log::{FarEnd, SshLog};

const HELLO: &[u8] = b"\0\0\0\x08\0\0\0\x01\0\0\0\x04";
const OTHER_VERSION: &[u8] = b"\0\0\0\x08\0\0\0\x01\0\0\0\x05";
const OPENED: &[u8] = b"\0\0\0\x0c\x80\0\0\x06\0\0\0\x01\0\0\0\x07";
const OPENED_AS_8: &[u8] = b"\0\0\0\x0c\x80\0\0\x06\0\0\0\x01\0\0\0\x08";
const OPENED_FOR_ANOTHER: &[u8] = b"\0\0\0\x0c\x80\0\0\x06\0\0\0\x02\0\0\0\x07";
const EXITED: &[u8] = b"\0\0\0\x0c\x80\0\0\x04\0\0\0\x07\0\0\0\x03";
const EXITED_AND_MALFORMED: &[u8] = b"\0\0\0\x0c\x80\0\0\x04\0\0\0\x07\0\0\0\x03\xff\xff\xff\xff";
const EXITED_AS_8: &[u8] = b"\0\0\0\x0c\x80\0\0\x04\0\0\0\x08\0\0\0\x03";
const EXITED_WITH_A_HUGE_CODE: &[u8] = b"\0\0\0\x0c\x80\0\0\x04\0\0\0\x07\xff\xff\xff\xff";
const REFUSED: &[u8] = b"\0\0\0\x0e\x80\0\0\x03\0\0\0\x01\0\0\0\x02no";
const REFUSED_WITH_A_LONG_TEXT: &[u8] = b"\0\0\0\x0e\x80\0\0\x03\0\0\0\x01\0\x01\0\0no";
const TOO_LONG: &[u8] = b"\xff\xff\xff\xff";
const UNKNOWN: &[u8] = b"\0\0\0\x08\x80\0\0\x63\0\0\0\x01";

const CLOSED: &str = "the kept connection was closed";
const NO_ANSWER: &str = "the kept connection did not answer in time";
const NO_SESSION: &str = "the server did not open a session on the kept connection in time";

#[derive(Clone, Copy)]
enum Act {
    Say(&'static [u8]),
    /// Reads all that it was sent so far.
    Listen,
    /// Closes nothing and says nothing more.
    Hang,
    /// Says this for as long as somebody is there.
    Repeat(&'static [u8]),
}
use Act::{Hang, Listen, Repeat, Say};

/// A session whose command is the wrapper, which then gets the action.
fn wrapped() -> SshSession {
    let delivery = Delivery::new(b"action\n".to_vec(), Arc::default());
    SshSession::wrapped(SshLog::of_session(), None, ["Beg", "Tok"], delivery, 100)
}

/// A session whose command is the action.
fn bare() -> SshSession {
    SshSession::bare(SshLog::of_session(), None, 100)
}

/// Runs a session with a master that does this and then closes the connection. Returns how the session ended, and
/// what the master said about the end of the command.
fn run_with(session: fn() -> SshSession, name: &str, acts: &[Act]) -> (Result<Over, NotOpened>, FarEnd) {
    let path = env::temp_dir().join(format!("rust-interop-session-{}-{}", process::id(), name.replace(' ', "-")));
    let listener = UnixListener::bind(&path).unwrap();
    let there = path.clone();
    let ended = thread::scope(|scope| {
        let running = scope.spawn(move || {
            block_on(|event_loop| async move {
                let mut session = session();
                let run = Run {
                    socket: &there,
                    message: mux::new_session("true", std::iter::empty()).unwrap(),
                    stdin: Stdin::Empty,
                    null: &File::open("/dev/null").unwrap(),
                    deadline: Instant::now().checked_add(Duration::from_secs(3)),
                    patience: Duration::from_millis(200),
                    cancel: &CancelSignal::default(),
                    grant: None,
                };
                let ended = match super::run(&event_loop, run, &mut session).await {
                    Ending::NotOpened(why) => Err(why),
                    Ending::Over { over, .. } => Ok(over),
                    Ending::Unread(error) => panic!("{error}"),
                };
                (ended, session.far_end())
            })
        });
        let (mut master, _) = listener.accept().unwrap();
        for act in acts {
            take(*act, &mut master);
        }
        drop(master);
        running.join().unwrap()
    });
    fs::remove_file(path).unwrap();
    ended
}

/// The session may have ended meanwhile.
fn take(act: Act, master: &mut UnixStream) {
    match act {
        Say(bytes) => drop(master.write_all(bytes)),
        Listen => {
            // The greeting, the request, and a byte with each of the three descriptors, which end here.
            let request = mux::new_session("true", std::iter::empty()).unwrap();
            let mut asked = vec![0; mux::hello().len() + request.len() + 3];
            master.read_exact(&mut asked).unwrap();
            assert_eq!(asked, [mux::hello(), request, vec![0; 3]].concat());
        }
        Hang => drop(master.read_to_end(&mut Vec::new())),
        Repeat(bytes) => {
            // Faster than anybody reads.
            let many = bytes.repeat(8192);
            while master.write_all(&many).is_ok() {}
        }
    }
}

/// Runs all sessions at once, because some have to wait.
fn assert_each<E: Copy + Sync>(cases: &[(&str, &[Act], E)], is_expected: impl Fn(&str, &[Act], E) + Sync) {
    thread::scope(|scope| {
        for (name, acts, expected) in cases {
            let is_expected = &is_expected;
            scope.spawn(move || is_expected(name, acts, *expected));
        }
    });
}

#[test]
fn run_master_that_opens_no_session_is_not_waited_for_and_nothing_was_sent() {
    let cases: &[(&str, &[Act], &str)] = &[
        ("closed at once", &[], CLOSED),
        ("silent", &[Hang], NO_ANSWER),
        ("half a greeting", &[Say(&HELLO[..7]), Hang], NO_ANSWER),
        ("another version", &[Say(OTHER_VERSION), Hang], CLOSED),
        ("too long", &[Say(TOO_LONG), Hang], CLOSED),
        ("opened without a greeting", &[Say(OPENED), Hang], NO_ANSWER),
        ("refused without a greeting", &[Say(REFUSED), Hang], NO_ANSWER),
        ("unknown messages without end", &[Repeat(UNKNOWN)], NO_ANSWER),
        ("greeted twice", &[Say(HELLO), Say(HELLO), Hang], NO_SESSION),
        ("no answer", &[Say(HELLO), Listen, Hang], NO_SESSION),
        ("half an answer", &[Say(HELLO), Listen, Say(&OPENED[..13]), Hang], NO_SESSION),
        ("an answer to another request", &[Say(HELLO), Say(OPENED_FOR_ANOTHER), Hang], NO_SESSION),
        ("exited before it is open", &[Say(HELLO), Say(EXITED), Hang], NO_SESSION),
        ("closed instead of an answer", &[Say(HELLO), Listen], CLOSED),
        ("a reason that is longer than its message", &[Say(HELLO), Say(REFUSED_WITH_A_LONG_TEXT), Hang], CLOSED),
    ];
    assert_each(cases, |name, acts, reason| {
        let unanswered = Err(NotOpened::unanswered(reason));
        assert_eq!(run_with(wrapped, name, acts), (unanswered, FarEnd::Unknown), "{name}");
    });
}

#[test]
fn run_master_that_refuses_has_not_run_it_and_is_good_for_others() {
    for (name, session) in [("refused", wrapped as fn() -> _), ("refused an action", bare)] {
        let refused = Err(NotOpened::refused("the kept connection was refused: no"));
        let ended = run_with(session, name, &[Say(HELLO), Listen, Say(REFUSED), Hang]);
        assert_eq!(ended, (refused, FarEnd::Unknown), "{name}");
    }
}

#[test]
fn run_action_that_the_master_was_asked_for_may_run() {
    let late = Over::Stopped(Cause::TimeOver);
    let cases: &[(&str, &[Act], Over)] = &[
        ("asked and silent", &[Say(HELLO), Listen, Hang], late),
        ("asked and half an answer", &[Say(HELLO), Listen, Say(&OPENED[..13]), Hang], late),
        ("asked and closed", &[Say(HELLO), Listen], Over::Ended(None)),
        ("asked and malformed", &[Say(HELLO), Listen, Say(TOO_LONG), Hang], Over::Ended(None)),
    ];
    assert_each(cases, |name, acts, over| {
        assert_eq!(run_with(bare, name, acts), (Ok(over), FarEnd::Unknown), "{name}");
    });
}

#[test]
fn run_session_that_is_open_ends_at_the_masters_end_or_in_time_and_only_with_its_own_status() {
    const BEGIN: [Act; 3] = [Say(HELLO), Listen, Say(OPENED)];
    let closed = Over::Ended(None);
    let late = Over::Stopped(Cause::TimeOver);
    let status = FarEnd::Exited(Some(3));
    let cases: &[(&str, &[Act], (Over, FarEnd))] = &[
        ("open and closed", &[], (closed, FarEnd::Unknown)),
        ("exited and closed", &[Say(EXITED)], (closed, status)),
        ("exited and not closed", &[Say(EXITED), Hang], (Over::Concluded, status)),
        ("exited and malformed", &[Say(EXITED_AND_MALFORMED), Hang], (closed, status)),
        ("another session exited", &[Say(EXITED_AS_8)], (closed, FarEnd::Unknown)),
        ("opened again as another", &[Say(OPENED_AS_8), Say(EXITED_AS_8)], (closed, FarEnd::Unknown)),
        ("refused when open", &[Say(REFUSED)], (closed, FarEnd::Unknown)),
        ("a code that is none", &[Say(EXITED_WITH_A_HUGE_CODE)], (closed, FarEnd::Exited(None))),
        ("open and silent", &[Hang], (late, FarEnd::Unknown)),
        ("half an end", &[Say(&EXITED[..15]), Hang], (late, FarEnd::Unknown)),
        ("open and never silent", &[Repeat(UNKNOWN)], (late, FarEnd::Unknown)),
    ];
    assert_each(cases, |name, acts, (over, far_end)| {
        assert_eq!(run_with(bare, name, &[&BEGIN, acts].concat()), (Ok(over), far_end), "{name}");
    });
}
