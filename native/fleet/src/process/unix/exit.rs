use std::os::fd::OwnedFd;

/// A descriptor that becomes readable when the child process ends. `None` if the kernel has no such thing (it is old,
/// or has a seccomp filter), or if this process has no descriptor left for it.
pub(super) fn descriptor(child: u32) -> Option<OwnedFd> {
    #[cfg(target_os = "linux")]
    return crate::sys::linux::pidfd_open(child).ok();
    #[cfg(not(target_os = "linux"))]
    {
        let _ = child;
        None
    }
}
