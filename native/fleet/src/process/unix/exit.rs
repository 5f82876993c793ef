use std::os::fd::OwnedFd;

/// What becomes readable when the child ends; `None` where the kernel has no such thing (an old kernel, a seccomp filter), or
/// this process no descriptor for it.
pub(super) fn descriptor(child: u32) -> Option<OwnedFd> {
    #[cfg(target_os = "linux")]
    return crate::sys::linux::pidfd_open(child).ok();
    #[cfg(not(target_os = "linux"))]
    {
        let _ = child;
        None
    }
}
