//! Starts a program with three descriptors and no others. The standard library lets children inherit every descriptor
//! without CLOEXEC, and other code in this process creates such descriptors: .NET's collector opens one now and then.

use std::ffi::CStr;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::ptr;

use libc::{c_char, c_int};

use super::program;
use super::system::check;

/// A session of its own, or at least a process group.
#[cfg(target_vendor = "apple")]
const OWN_SESSION: c_int = 0x400;
#[cfg(target_os = "linux")]
const OWN_SESSION: c_int = libc::POSIX_SPAWN_SETSID;
#[cfg(not(any(target_vendor = "apple", target_os = "linux")))]
const OWN_SESSION: c_int = libc::POSIX_SPAWN_SETPGROUP;

/// Makes the system close every descriptor that it isn't asked to keep.
#[cfg(target_vendor = "apple")]
const CLOSE_OTHERS: c_int = libc::POSIX_SPAWN_CLOEXEC_DEFAULT;
#[cfg(not(target_vendor = "apple"))]
const CLOSE_OTHERS: c_int = 0;

/// Starts a program in a session of its own, with SIGPIPE and the signal mask at their defaults. The session is also a
/// process group, with the child's id. It has no controlling terminal, so no terminal can stop the program, and the
/// program can't prompt on one. A name without a slash is looked up in the `PATH` of the given environment.
///
/// The program inherits no descriptor but the three streams, if the system can do that: glibc 2.34 and Apple's can.
/// Elsewhere it also inherits descriptors without CLOEXEC.
///
/// # Errors
/// The program can't be started: the system's error.
pub(crate) fn spawn(
    program: &CStr,
    arguments: &[impl AsRef<CStr>],
    environment: &[impl AsRef<CStr>],
    streams: [BorrowedFd<'_>; 3],
) -> io::Result<u32> {
    let mut actions = FileActions::new()?;
    for (stream, descriptor) in (0..).zip(streams) {
        actions.add_stream(stream, descriptor)?;
    }
    actions.add_close_others()?;
    let mut attributes = Attributes::new()?;
    attributes.set_session_and_signals()?;
    let program = program::find(program, environment)?;

    let arguments = pointers(arguments);
    let environment = pointers(environment);
    let mut child = 0;
    // SAFETY: the actions and attributes are initialised, the two lists end with NULL and point to texts that are
    // borrowed for the call, and `child` is live and writable.
    checked(unsafe {
        libc::posix_spawnp(
            &raw mut child,
            program.as_ptr(),
            &raw const actions.0,
            &raw const attributes.0,
            arguments.as_ptr(),
            environment.as_ptr(),
        )
    })?;
    u32::try_from(child).map_err(io::Error::other)
}

/// Completes the initialisation that one thread would otherwise do at first use, while others wait.
pub(crate) fn initialise() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    std::sync::LazyLock::force(&closefrom::ADD);
}

fn pointers(texts: &[impl AsRef<CStr>]) -> Vec<*mut c_char> {
    texts.iter().map(|text| text.as_ref().as_ptr().cast_mut()).chain([ptr::null_mut()]).collect()
}

/// For functions that return their error instead of setting `errno`.
fn checked(error: c_int) -> io::Result<()> {
    if error == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(error)) }
}

struct FileActions(libc::posix_spawn_file_actions_t);

impl FileActions {
    fn new() -> io::Result<Self> {
        let mut actions = MaybeUninit::uninit();
        // SAFETY: the call initialises what its argument points to.
        checked(unsafe { libc::posix_spawn_file_actions_init(actions.as_mut_ptr()) })?;
        // SAFETY: the call has succeeded.
        Ok(Self(unsafe { actions.assume_init() }))
    }

    fn add_stream(&mut self, stream: c_int, descriptor: BorrowedFd<'_>) -> io::Result<()> {
        // SAFETY: the actions are initialised, and the call stores two integers.
        checked(unsafe { libc::posix_spawn_file_actions_adddup2(&raw mut self.0, descriptor.as_raw_fd(), stream) })
    }

    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn add_close_others(&mut self) -> io::Result<()> {
        let Some(add_close_from) = *closefrom::ADD else { return Ok(()) };
        // SAFETY: the actions are initialised, and the call stores an integer.
        checked(unsafe { add_close_from(&raw mut self.0, 3) })
    }

    #[cfg(not(all(target_os = "linux", target_env = "gnu")))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the same as glibc's")]
    fn add_close_others(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for FileActions {
    fn drop(&mut self) {
        // SAFETY: they are initialised, and weren't destroyed before.
        unsafe { libc::posix_spawn_file_actions_destroy(&raw mut self.0) };
    }
}

struct Attributes(libc::posix_spawnattr_t);

impl Attributes {
    fn new() -> io::Result<Self> {
        let mut attributes = MaybeUninit::uninit();
        // SAFETY: the call initialises what its argument points to.
        checked(unsafe { libc::posix_spawnattr_init(attributes.as_mut_ptr()) })?;
        // SAFETY: the call has succeeded.
        Ok(Self(unsafe { attributes.assume_init() }))
    }

    fn set_session_and_signals(&mut self) -> io::Result<()> {
        let flags = CLOSE_OTHERS | OWN_SESSION | libc::POSIX_SPAWN_SETSIGMASK | libc::POSIX_SPAWN_SETSIGDEF;
        let flags = libc::c_short::try_from(flags).map_err(io::Error::other)?;
        let none = signals(&[])?;
        // .NET ignores SIGPIPE, and the program would inherit that.
        let pipe = signals(&[libc::SIGPIPE])?;
        // SAFETY: the attributes are initialised, and the call stores an integer.
        checked(unsafe { libc::posix_spawnattr_setflags(&raw mut self.0, flags) })?;
        // SAFETY: as above, and the set is initialised.
        checked(unsafe { libc::posix_spawnattr_setsigmask(&raw mut self.0, &raw const none) })?;
        // SAFETY: as above.
        checked(unsafe { libc::posix_spawnattr_setsigdefault(&raw mut self.0, &raw const pipe) })
    }
}

impl Drop for Attributes {
    fn drop(&mut self) {
        // SAFETY: they are initialised, and weren't destroyed before.
        unsafe { libc::posix_spawnattr_destroy(&raw mut self.0) };
    }
}

fn signals(members: &[c_int]) -> io::Result<libc::sigset_t> {
    let mut set = MaybeUninit::uninit();
    // SAFETY: the call initialises what its argument points to.
    check(unsafe { libc::sigemptyset(set.as_mut_ptr()) })?;
    for &signal in members {
        // SAFETY: the set is initialised.
        check(unsafe { libc::sigaddset(set.as_mut_ptr(), signal) })?;
    }
    // SAFETY: as above.
    Ok(unsafe { set.assume_init() })
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod closefrom {
    use std::sync::LazyLock;

    use libc::{c_int, c_void};

    pub(super) type Add = unsafe extern "C" fn(*mut libc::posix_spawn_file_actions_t, c_int) -> c_int;

    /// glibc's function, if it has one. Linking to it would tie the library to newer versions of glibc.
    pub(super) static ADD: LazyLock<Option<Add>> = LazyLock::new(|| {
        // SAFETY: the name is NUL-terminated.
        let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"posix_spawn_file_actions_addclosefrom_np".as_ptr()) };
        // SAFETY: glibc's function of this name has this type, and NULL is `None`.
        unsafe { std::mem::transmute::<*mut c_void, Option<Add>>(found) }
    });
}

#[cfg(test)]
mod tests {
    use std::ffi::CString;
    use std::fs::File;
    use std::io::{self, Read};
    use std::os::fd::{AsFd, FromRawFd, OwnedFd};

    use super::*;

    fn output_of(script: &str, stdin: BorrowedFd<'_>) -> String {
        let (mut output, child_output) = io::pipe().unwrap();
        let arguments = ["sh", "-c", script].map(|argument| CString::new(argument).unwrap());
        let null = File::open("/dev/null").unwrap();
        let child = spawn(c"sh", &arguments, &[c"A=b"], [stdin, child_output.as_fd(), null.as_fd()]).unwrap();
        drop(child_output);
        let mut text = String::new();
        output.read_to_string(&mut text).unwrap();
        assert!(crate::sys::system::wait(child).unwrap().success());
        text
    }

    #[test]
    fn spawn_program_gets_arguments_environment_streams_and_a_group() {
        let (input, _) = io::pipe().unwrap();
        let text =
            output_of("cat; test $(ps -o pgid= -p $$) = $$ && test $(ps -o sid= -p $$) = $$ && echo $A", input.as_fd());
        assert_eq!(text, "b\n");
    }

    #[test]
    #[cfg(any(target_env = "gnu", target_vendor = "apple"))]
    fn spawn_descriptor_without_cloexec_is_not_inherited() {
        // SAFETY: the call takes integers and touches no memory.
        let inheritable = check(unsafe { libc::fcntl(1, libc::F_DUPFD, 3) }).unwrap();
        // SAFETY: the system has just created it, and nobody else knows it.
        let inheritable = unsafe { OwnedFd::from_raw_fd(inheritable) };
        let is_open = format!("test -e /dev/fd/{} && echo inherited; :", inheritable.as_raw_fd());
        let null = File::open("/dev/null").unwrap();
        assert_eq!(output_of(&is_open, null.as_fd()), "");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn spawn_resets_signals_that_are_ignored_or_blocked_here() {
        let blocked = signals(&[libc::SIGUSR1]).unwrap();
        // SAFETY: the set is initialised; the mask is that of this test's own thread.
        assert_eq!(unsafe { libc::pthread_sigmask(libc::SIG_BLOCK, &raw const blocked, std::ptr::null_mut()) }, 0);
        let null = File::open("/dev/null").unwrap();
        let status = output_of("grep -E '^Sig(Blk|Ign)' /proc/self/status", null.as_fd());
        let set = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            u64::from_str_radix(line.trim(), 16).unwrap()
        };
        // Rust's own runtime makes the tests ignore it.
        assert_eq!((set("SigBlk:"), set("SigIgn:") & (1 << (libc::SIGPIPE - 1))), (0, 0), "{status}");
    }

    #[test]
    fn spawn_missing_program_is_an_error() {
        let null = File::open("/dev/null").unwrap();
        let streams = [null.as_fd(); 3];
        let error = spawn(c"no-such-program", &[c"no-such-program"], &[] as &[&CStr], streams).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        let error = spawn(c"/dev/null", &[c"null"], &[] as &[&CStr], streams).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
    }
}
