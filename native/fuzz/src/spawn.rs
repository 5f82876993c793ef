//! Replaces the system's functions that start processes: none is ever started, and each attempt is checked. The linker
//! prefers a program's own definitions to the C library's, so the standard library uses these too.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

static SPAWNS: AtomicUsize = AtomicUsize::new(0);

/// How many processes the library has tried to start so far.
pub(crate) fn count() -> usize {
    SPAWNS.load(Ordering::SeqCst)
}

/// # Safety
/// As for the C library's function.
#[unsafe(no_mangle)]
unsafe extern "C" fn posix_spawnp(
    _: *mut libc::pid_t,
    file: *const c_char,
    _: *const c_void,
    _: *const c_void,
    arguments: *const *const c_char,
    _: *const *const c_char,
) -> c_int {
    SPAWNS.fetch_add(1, Ordering::SeqCst);
    // SAFETY: the caller's promise: NUL-terminated text.
    let program = unsafe { CStr::from_ptr(file) };
    // SAFETY: the caller's promise: NUL-terminated texts, up to NULL.
    let arguments: Vec<&CStr> = (0..)
        .map(|index| unsafe { *arguments.add(index) })
        .take_while(|argument| !argument.is_null())
        .map(|argument| unsafe { CStr::from_ptr(argument) })
        .collect();
    // Aborts, because the library would catch a panic here.
    if !is_ours(program, &arguments) {
        eprintln!("would have started {program:?} {arguments:?}");
        process::abort();
    }
    // An error that isn't worth a retry.
    libc::ENOENT
}

/// Whether it is one of the two programs, and has the host where `ssh` expects it.
fn is_ours(program: &CStr, arguments: &[&CStr]) -> bool {
    match program.to_bytes() {
        b"/bin/sh" => matches!(arguments, [_, option, end, _] if option.to_bytes() == b"-c" && end.to_bytes() == b"--"),
        path if path.ends_with(b"/ssh") => match arguments {
            [_, version] => version.to_bytes() == b"-V",
            [.., end, host, _] => end.to_bytes() == b"--" && is_host(host),
            _ => false,
        },
        _ => false,
    }
}

fn is_host(host: &CStr) -> bool {
    !host.is_empty() && host.to_bytes()[0] != b'-'
}

macro_rules! never {
    ($($name:ident)*) => {$(
        /// Would start a process without a check.
        #[unsafe(no_mangle)]
        extern "C" fn $name() -> c_int {
            eprintln!(concat!(stringify!($name), " was called"));
            process::abort()
        }
    )*};
}

never! { fork vfork posix_spawn pidfd_spawnp pidfd_spawn execve execv execvp execvpe system popen }
