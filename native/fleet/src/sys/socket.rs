//! Sockets of this machine: connections that never block, and descriptors that travel over them.

use std::io;
use std::mem;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::ptr;

use super::system::{above_standard, check, set_nonblocking};

/// Connects to a socket that another process listens to. If too many connections wait for that process, this is an
/// error instead of a wait.
pub(crate) fn connect(path: &Path) -> io::Result<UnixStream> {
    let path = path.as_os_str().as_bytes();
    // SAFETY: all zero is a valid address, which is plain data.
    let mut address: libc::sockaddr_un = unsafe { mem::zeroed() };
    // The last byte has to stay zero.
    if path.len() >= address.sun_path.len() || path.contains(&0) {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    address.sun_family = libc::sa_family_t::try_from(libc::AF_UNIX).map_err(io::Error::other)?;
    for (to, from) in address.sun_path.iter_mut().zip(path) {
        *to = from.cast_signed() as libc::c_char;
    }
    let size = libc::socklen_t::try_from(size_of::<libc::sockaddr_un>()).map_err(io::Error::other)?;
    let socket = new_socket()?;
    set_nonblocking(socket.as_fd())?;
    // SAFETY: the address is live for the call, and its size is passed along.
    check(unsafe { libc::connect(socket.as_raw_fd(), (&raw const address).cast(), size) })?;
    Ok(UnixStream::from(socket))
}

#[cfg(not(target_vendor = "apple"))]
fn new_socket() -> io::Result<OwnedFd> {
    // SAFETY: the call takes integers and touches no memory.
    own(unsafe { libc::socket(libc::AF_UNIX, libc::SOCK_STREAM | libc::SOCK_CLOEXEC, 0) })
}

#[cfg(target_vendor = "apple")]
fn new_socket() -> io::Result<OwnedFd> {
    // SAFETY: the call takes integers and touches no memory.
    let socket = own(unsafe { libc::socket(libc::AF_UNIX, libc::SOCK_STREAM, 0) })?;
    // SAFETY: as above.
    check(unsafe { libc::fcntl(socket.as_raw_fd(), libc::F_SETFD, libc::FD_CLOEXEC) })?;
    let (on, size) = (1, size_of::<libc::c_int>() as libc::socklen_t);
    // SAFETY: the integer is live for the call, and its size is passed along.
    check(unsafe {
        let option = (libc::SOL_SOCKET, libc::SO_NOSIGPIPE);
        libc::setsockopt(socket.as_raw_fd(), option.0, option.1, (&raw const on).cast(), size)
    })?;
    Ok(socket)
}

fn own(descriptor: RawFd) -> io::Result<OwnedFd> {
    let descriptor = check(descriptor)?;
    // SAFETY: the system has just created it for us, and nobody else knows it.
    above_standard(unsafe { OwnedFd::from_raw_fd(descriptor) })
}

/// Sends a copy of a descriptor with one byte, without blocking, and without a signal if nobody reads any more.
pub(crate) fn send_descriptor(socket: BorrowedFd<'_>, descriptor: BorrowedFd<'_>) -> io::Result<()> {
    #[cfg(target_vendor = "apple")]
    const NO_SIGNAL: libc::c_int = 0;
    #[cfg(not(target_vendor = "apple"))]
    const NO_SIGNAL: libc::c_int = libc::MSG_NOSIGNAL;
    let sent = descriptor.as_raw_fd();
    let size = u32::try_from(size_of::<RawFd>()).map_err(io::Error::other)?;
    let mut byte = 0_u8;
    let mut bytes = libc::iovec { iov_base: (&raw mut byte).cast(), iov_len: 1 };
    // Enough for one descriptor, and aligned for the header.
    let mut control = [0_u64; 4];
    // SAFETY: all zero is a valid message, which is plain data.
    let mut message: libc::msghdr = unsafe { mem::zeroed() };
    message.msg_iov = &raw mut bytes;
    message.msg_iovlen = 1;
    message.msg_control = control.as_mut_ptr().cast();
    // SAFETY: the macro only computes.
    message.msg_controllen = unsafe { libc::CMSG_SPACE(size) } as _;
    debug_assert!(message.msg_controllen as usize <= size_of_val(&control));
    // SAFETY: the message has room for a header, and that is zero.
    let header = unsafe { libc::CMSG_FIRSTHDR(&raw const message) };
    // SAFETY: the pointer points into `control`, which is aligned, zero, large enough and live.
    let header = unsafe { header.as_mut() }.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    header.cmsg_level = libc::SOL_SOCKET;
    header.cmsg_type = libc::SCM_RIGHTS;
    // SAFETY: the macro only computes.
    header.cmsg_len = unsafe { libc::CMSG_LEN(size) } as _;
    // SAFETY: the header is live, and the data follows it in `control`.
    let data = unsafe { libc::CMSG_DATA(header) };
    // SAFETY: `control` has room for a descriptor there.
    unsafe { ptr::copy_nonoverlapping((&raw const sent).cast::<u8>(), data, size_of::<RawFd>()) };
    // SAFETY: the message, its byte and its control data are live for the call.
    let result = unsafe { libc::sendmsg(socket.as_raw_fd(), &raw const message, NO_SIGNAL | libc::MSG_DONTWAIT) };
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::os::fd::AsFd;
    use std::os::unix::net::UnixListener;
    use std::{env, fs, process};

    use super::*;

    /// Takes a byte with a descriptor.
    fn receive_descriptor(socket: &UnixStream) -> OwnedFd {
        let mut byte = [0_u8; 1];
        let mut bytes = libc::iovec { iov_base: byte.as_mut_ptr().cast(), iov_len: 1 };
        let mut control = [0_u64; 4];
        // SAFETY: all zero is a valid message, which is plain data.
        let mut message: libc::msghdr = unsafe { mem::zeroed() };
        message.msg_iov = &raw mut bytes;
        message.msg_iovlen = 1;
        message.msg_control = control.as_mut_ptr().cast();
        message.msg_controllen = size_of_val(&control) as _;
        // SAFETY: the message and its buffers are live and writable for the call.
        let received = unsafe { libc::recvmsg(socket.as_raw_fd(), &raw mut message, 0) };
        assert_eq!(received, 1, "{}", io::Error::last_os_error());
        // SAFETY: the call has filled in the message.
        let header = unsafe { libc::CMSG_FIRSTHDR(&raw const message) };
        // SAFETY: it points into `control`, if it isn't NULL.
        let header = unsafe { header.as_ref() }.unwrap();
        assert_eq!((header.cmsg_level, header.cmsg_type), (libc::SOL_SOCKET, libc::SCM_RIGHTS));
        // SAFETY: the header is live.
        let data = unsafe { libc::CMSG_DATA(header) };
        // SAFETY: a descriptor stands there, at any alignment.
        let descriptor = unsafe { data.cast::<RawFd>().read_unaligned() };
        // SAFETY: the system has created it for us, and nobody else knows it.
        unsafe { OwnedFd::from_raw_fd(descriptor) }
    }

    #[test]
    fn send_descriptor_receiver_writes_where_the_sender_would() {
        let (here, there) = UnixStream::pair().unwrap();
        let (mut reader, writer) = io::pipe().unwrap();
        send_descriptor(here.as_fd(), writer.as_fd()).unwrap();
        drop(writer);
        fs::File::from(receive_descriptor(&there)).write_all(b"x").unwrap();
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "x");
    }

    #[test]
    fn send_descriptor_to_a_full_socket_or_to_nobody_is_an_error() {
        let (here, there) = UnixStream::pair().unwrap();
        set_nonblocking(here.as_fd()).unwrap();
        while (&here).write(&[0; 8192]).is_ok() {}
        let error = |descriptor: BorrowedFd<'_>| send_descriptor(here.as_fd(), descriptor).unwrap_err().kind();
        assert_eq!(error(here.as_fd()), io::ErrorKind::WouldBlock);
        drop(there);
        assert!(matches!(error(here.as_fd()), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset));
    }

    #[test]
    fn connect_reaches_who_listens_and_does_not_wait_for_one_that_accepts_nobody() {
        let path = env::temp_dir().join(format!("rust-interop-connect-{}", process::id()));
        assert_eq!(connect(&path).unwrap_err().kind(), io::ErrorKind::NotFound);
        let listener = UnixListener::bind(&path).unwrap();
        let mut here = connect(&path).unwrap();
        assert_eq!(here.read(&mut [0]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        let (mut there, _) = listener.accept().unwrap();
        there.write_all(b"x").unwrap();
        assert_eq!(here.read(&mut [0]).unwrap(), 1);
        let mut connections = Vec::new();
        let error = loop {
            match connect(&path) {
                Ok(connection) => connections.push(connection),
                Err(error) => break error,
            }
        };
        fs::remove_file(&path).unwrap();
        #[cfg(target_os = "linux")]
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
        drop(error);
    }

    #[test]
    fn connect_path_that_does_not_fit_is_an_error() {
        for path in ["/".repeat(200), "/\0".to_owned()] {
            assert_eq!(connect(Path::new(&path)).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        }
    }
}
