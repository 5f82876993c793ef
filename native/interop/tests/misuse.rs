//! Giving back a pointer that isn't the caller's to give ends the process, with one line that says what was wrong. Each
//! case runs in a process of its own.
#![cfg(unix)]
#![expect(unsafe_code, reason = "calls C functions, and wrongly")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::env;
use std::ffi::{CStr, CString, c_char, c_void};
use std::future::poll_fn;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::ptr;
use std::sync::Barrier;
use std::task::Poll;
use std::thread;

use c_caller::{Callbacks, ScheduledRun};

#[expect(clippy::unnecessary_wraps, reason = "a procedure returns a result")]
fn text_of(length: usize) -> Result<String, Infallible> {
    Ok("x".repeat(length))
}
rust_interop::procedure!(text_of);

#[rust_interop::export]
async fn wait() {
    let mut is_woken = false;
    poll_fn(|context| {
        if std::mem::replace(&mut is_woken, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

unsafe extern "C" {
    fn misuse_text_of(input_json: *const c_char) -> *mut c_char;
    fn misuse_text_of_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    fn free_mem(string: *mut c_char);
    fn rust_interop_keep(string: *const c_char);
    fn rust_interop_cancel(call: *mut c_void);
    fn rust_interop_drain(call: *mut c_void);
    fn rust_interop_release(call: *mut c_void);
    fn misuse_wait_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    fn rust_interop_run(task: *mut c_void);
}

const SIGABRT: i32 = 6;
const CASE: &str = "RUST_INTEROP_MISUSE";

const FREED: &str = ", a string that was already freed; aborting\n";
const NO_STRING: &str = ", which is not a string of this library, or was already freed; aborting\n";
const RELEASED: &str = ", a call that was already released; aborting\n";
const NO_CALL: &str = ", which is not a call of this library, or was already released; aborting\n";
const NO_TASK: &str = ", which is not a task of this library, or was already run; aborting\n";

/// Runs the case in a process of its own, which the case has to end.
fn assert_ends(case: &str, function: &str, reasons: &[&str]) {
    // Without a core dump.
    let output = Command::new("/bin/sh")
        .args(["-c", "ulimit -c 0; exec \"$@\"", "sh"])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "commit", "--ignored", "--nocapture"])
        .env(CASE, case)
        .output()
        .unwrap();

    let line = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.signal(), Some(SIGABRT), "{case}: {} {line}", output.status);
    assert_eq!(line.lines().count(), 1, "{case}: {line}");
    assert!(line.starts_with(&format!("rust-interop: {function} was given 0x")), "{case}: {line}");
    assert!(reasons.iter().any(|reason| line.ends_with(reason)), "{case}: {line}");
}

#[test]
#[ignore = "ends the process"]
fn commit() {
    let case = env::var(CASE).unwrap();
    match case.as_str() {
        "twice" => free_twice(text(5)),
        "twice, a large one" => free_twice(text(3_000_000)),
        "twice, another meanwhile" => {
            let stale = text(5);
            free(stale);
            let live = text(5);
            assert_ne!(stale, live);
            free(stale);
        }
        "twice at once" => free_at_once(text(5)),
        "of the C library" => free(CString::new("a text that is long enough").unwrap().into_raw()),
        "static" => free(c"static".as_ptr().cast_mut()),
        "read-only" => {
            #[repr(align(64))]
            struct Aligned([u8; 256]);
            static TEXT: Aligned = Aligned([b'x'; 256]);
            free(TEXT.0.as_ptr().wrapping_add(64).cast_mut().cast());
        }
        "on the stack" => free([0; 64].as_mut_ptr()),
        "in the middle" => free(text(64).wrapping_add(16)),
        "in the middle, unaligned" => free(text(64).wrapping_add(3)),
        "before the start" => free(text(64).wrapping_sub(16)),
        "a number" => free(ptr::without_provenance_mut(0x110)),
        "at the start of the first page" => free(page_after_a_hole()),
        "of another library" => free(text_of_another_library()),
        "a call" => free(call().cast()),
        "released twice" => {
            let call = call();
            release(call);
            release(call);
        }
        "cancelled after the release" => {
            let call = call();
            release(call);
            cancel(call);
        }
        "drained after the release" => {
            let call = call();
            release(call);
            drain(call);
        }
        "kept after it was freed" => {
            let string = text(5);
            free(string);
            keep(string);
        }
        "of the C library, kept" => keep(CString::new("a text that is long enough").unwrap().into_raw()),
        "a call, kept" => keep(call().cast()),
        "a string as a call" => release(text(64).cast()),
        "a string as a call to cancel" => cancel(text(64).cast()),
        "a string as a call to drain" => drain(text(64).cast()),
        "a call, unaligned" => release(call().wrapping_byte_add(1)),
        "a call to cancel, unaligned" => cancel(call().wrapping_byte_add(1)),
        "run twice" => {
            let task = ScheduledRun::start(misuse_wait_async, "{}").next().into_raw();
            run(task);
            run(task);
        }
        "a call, run" => run(call()),
        "a string, run" => run(text(64).cast()),
        other => panic!("unknown: {other}"),
    }
}

fn text(length: usize) -> *mut c_char {
    let input = CString::new(length.to_string()).unwrap();
    // SAFETY: the input is NUL-terminated and outlives the call.
    unsafe { misuse_text_of(input.as_ptr()) }
}

fn free(string: *mut c_char) {
    // SAFETY: none if this is the misuse, which is the point.
    unsafe { free_mem(string) };
}

fn keep(string: *mut c_char) {
    // SAFETY: none, which is the point.
    unsafe { rust_interop_keep(string) };
}

fn free_twice(string: *mut c_char) {
    free(string);
    free(string);
}

fn free_at_once(string: *mut c_char) {
    let address = string.expose_provenance();
    let both = Barrier::new(2);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                both.wait();
                free(ptr::with_exposed_provenance_mut(address));
            });
        }
    });
}

/// A page with no other page in front of it.
fn page_after_a_hole() -> *mut c_char {
    // SAFETY: the call takes an integer and touches no memory.
    let size = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap();
    let access = libc::PROT_READ | libc::PROT_WRITE;
    // SAFETY: the memory is new.
    let pages = unsafe { libc::mmap(ptr::null_mut(), 2 * size, access, libc::MAP_PRIVATE | libc::MAP_ANON, -1, 0) };
    assert_ne!(pages, libc::MAP_FAILED);
    // SAFETY: it is the first of these pages, and nobody uses it.
    assert_eq!(unsafe { libc::munmap(pages, size) }, 0);
    pages.wrapping_byte_add(size).cast()
}

fn text_of_another_library() -> *mut c_char {
    let name = format!("libanother_library{}", env::consts::DLL_SUFFIX);
    let path = env::current_exe().unwrap().parent().unwrap().with_file_name("examples").join(name);
    let path = CString::new(path.to_str().unwrap()).unwrap();
    // SAFETY: the library's initialisers are those of the standard library.
    let library = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL) };
    assert!(!library.is_null());
    // SAFETY: the library stays loaded.
    let symbol = unsafe { libc::dlsym(library, c"another_library_reply".as_ptr()) };
    assert!(!symbol.is_null());
    // SAFETY: the header says that the export is such a function.
    let reply: c_caller::Invoke = unsafe { std::mem::transmute(symbol) };
    // SAFETY: the input is NUL-terminated.
    unsafe { reply(c"null".as_ptr()) }
}

unsafe extern "C" fn on_completed(_: *mut c_void, reply: *mut c_char) {
    free(reply);
}

fn call() -> *mut c_void {
    let callbacks = Callbacks::new(ptr::null_mut(), None, Some(on_completed));
    // SAFETY: the input is NUL-terminated, and the callbacks may be called from any thread.
    unsafe { misuse_text_of_async(c"1".as_ptr(), &raw const callbacks) }
}

fn release(call: *mut c_void) {
    // SAFETY: none if this is the misuse, which is the point.
    unsafe { rust_interop_release(call) };
}

fn cancel(call: *mut c_void) {
    // SAFETY: none if this is the misuse, which is the point.
    unsafe { rust_interop_cancel(call) };
}

fn drain(call: *mut c_void) {
    // SAFETY: none if this is the misuse, which is the point.
    unsafe { rust_interop_drain(call) };
}

fn run(task: *mut c_void) {
    // SAFETY: none if this is the misuse, which is the point.
    unsafe { rust_interop_run(task) };
}

#[test]
fn free_mem_string_of_any_length_in_any_order_frees_it() {
    let around = |length: usize| [length - 1, length, length + 1];
    let lengths = (0..1200).chain([4_096, 65_536, 1_000_000].into_iter().flat_map(around));
    let strings: Vec<_> = lengths.map(|length| (length, text(length))).collect();
    let (even, odd): (Vec<_>, Vec<_>) = strings.into_iter().partition(|(length, _)| length % 2 == 0);
    for (length, string) in even.into_iter().chain(odd.into_iter().rev()) {
        // SAFETY: it is NUL-terminated and not freed yet.
        let text = unsafe { CStr::from_ptr(string) }.to_str().unwrap();
        assert_eq!(text, format!("\"{}\"", "x".repeat(length)));
        free(string);
    }
}

#[test]
fn free_mem_same_string_twice_ends_the_process() {
    assert_ends("twice", "free_mem", &[FREED]);
    assert_ends("twice, another meanwhile", "free_mem", &[FREED, NO_STRING]);
    assert_ends("twice, a large one", "free_mem", &[FREED, NO_STRING]);
    assert_ends("twice at once", "free_mem", &[FREED, NO_STRING]);
}

#[test]
fn free_mem_foreign_pointer_ends_the_process() {
    assert_ends("of the C library", "free_mem", &[NO_STRING]);
    assert_ends("static", "free_mem", &[NO_STRING]);
    assert_ends("read-only", "free_mem", &[NO_STRING]);
    assert_ends("on the stack", "free_mem", &[NO_STRING]);
    assert_ends("a number", "free_mem", &[NO_STRING]);
    assert_ends("at the start of the first page", "free_mem", &[NO_STRING]);
    assert_ends("of another library", "free_mem", &[NO_STRING]);
    assert_ends("a call", "free_mem", &[NO_STRING]);
}

#[test]
fn free_mem_pointer_beside_the_start_ends_the_process() {
    assert_ends("in the middle", "free_mem", &[NO_STRING]);
    assert_ends("in the middle, unaligned", "free_mem", &[NO_STRING]);
    assert_ends("before the start", "free_mem", &[NO_STRING]);
}

#[test]
fn release_same_call_twice_ends_the_process() {
    assert_ends("released twice", "rust_interop_release", &[RELEASED, NO_CALL]);
    assert_ends("a call, unaligned", "rust_interop_release", &[NO_CALL]);
    assert_ends("a string as a call", "rust_interop_release", &[NO_CALL]);
}

#[test]
fn keep_foreign_or_freed_string_ends_the_process() {
    assert_ends("kept after it was freed", "rust_interop_keep", &[FREED, NO_STRING]);
    assert_ends("of the C library, kept", "rust_interop_keep", &[NO_STRING]);
    assert_ends("a call, kept", "rust_interop_keep", &[NO_STRING]);
}

#[test]
fn cancel_released_call_ends_the_process() {
    assert_ends("cancelled after the release", "rust_interop_cancel", &[RELEASED, NO_CALL]);
    assert_ends("a call to cancel, unaligned", "rust_interop_cancel", &[NO_CALL]);
    assert_ends("a string as a call to cancel", "rust_interop_cancel", &[NO_CALL]);
}

#[test]
fn drain_released_call_ends_the_process() {
    assert_ends("drained after the release", "rust_interop_drain", &[RELEASED, NO_CALL]);
    assert_ends("a string as a call to drain", "rust_interop_drain", &[NO_CALL]);
}

#[test]
fn run_what_is_no_scheduled_task_ends_the_process() {
    assert_ends("run twice", "rust_interop_run", &[", a task that was already run; aborting\n", NO_TASK]);
    assert_ends("a call, run", "rust_interop_run", &[NO_TASK]);
    assert_ends("a string, run", "rust_interop_run", &[NO_TASK]);
}
