//! Whether an address can be read. Finding out takes a system call.

#[cfg(unix)]
pub(super) use unix::is_mapped;
#[cfg(windows)]
pub(super) use windows::is_mapped;

#[cfg(unix)]
mod unix {
    use std::ffi::{c_int, c_void};
    use std::io;
    use std::ptr;

    const ENOMEM: i32 = 12;

    unsafe extern "C" {
        safe fn getpagesize() -> c_int;
    }

    /// Whether the page at this address is mapped.
    pub(in crate::boundary) fn is_mapped(address: usize) -> bool {
        let size = usize::try_from(getpagesize()).unwrap_or(4096);
        let page = ptr::without_provenance_mut(address & !(size - 1));
        ask(page, size) == 0 || io::Error::last_os_error().raw_os_error() != Some(ENOMEM)
    }

    #[cfg(not(target_vendor = "apple"))]
    fn ask(page: *mut c_void, size: usize) -> c_int {
        unsafe extern "C" {
            fn mincore(address: *mut c_void, length: usize, residence: *mut u8) -> c_int;
        }

        let mut residence = 0;
        // SAFETY: it is asked for one page, so it writes one byte, which is live and writable for the call.
        unsafe { mincore(page, size, &raw mut residence) }
    }

    /// On macOS, mincore doesn't distinguish a page that is not mapped from one that is paged out.
    #[cfg(target_vendor = "apple")]
    fn ask(page: *mut c_void, size: usize) -> c_int {
        const MS_ASYNC: c_int = 1;

        unsafe extern "C" {
            fn msync(address: *mut c_void, length: usize, flags: c_int) -> c_int;
        }

        // SAFETY: the call changes no memory. It makes the system write a file's page, as it would do later anyway.
        unsafe { msync(page, size, MS_ASYNC) }
    }
}

#[cfg(windows)]
mod windows {
    use std::ffi::c_void;
    use std::ptr;

    const MEM_COMMIT: u32 = 0x1000;
    const PAGE_NOACCESS: u32 = 0x01;
    const PAGE_GUARD: u32 = 0x100;

    /// `MEMORY_BASIC_INFORMATION`.
    #[repr(C)]
    struct Information {
        base: *mut c_void,
        allocation_base: *mut c_void,
        allocation_protection: u32,
        size: usize,
        state: u32,
        protection: u32,
        kind: u32,
    }

    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn VirtualQuery(address: *const c_void, information: *mut Information, length: usize) -> usize;
    }

    /// Whether the page at this address is mapped.
    pub(in crate::boundary) fn is_mapped(address: usize) -> bool {
        let mut information = Information {
            base: ptr::null_mut(),
            allocation_base: ptr::null_mut(),
            allocation_protection: 0,
            size: 0,
            state: 0,
            protection: 0,
            kind: 0,
        };
        // SAFETY: the structure is live and writable for the call, and its size is passed along.
        let written =
            unsafe { VirtualQuery(ptr::without_provenance(address), &raw mut information, size_of::<Information>()) };
        written != 0 && information.state == MEM_COMMIT && information.protection & (PAGE_NOACCESS | PAGE_GUARD) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_mapped_memory_in_use_is_true() {
        let stack = 0_u8;
        assert!(is_mapped((&raw const stack).addr()));
        assert!(is_mapped(b"static".as_ptr().addr()));
    }

    #[test]
    fn is_mapped_first_page_is_false() {
        for address in [0, 16, 17, 4095] {
            assert!(!is_mapped(address), "{address}");
        }
        // The answer to an earlier call isn't taken for this one's.
        let stack = 0_u8;
        assert!(is_mapped((&raw const stack).addr()));
    }
}
