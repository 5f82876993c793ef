//! Which image of the process this code is in: the program, or a shared library.

use std::panic::{self, PanicHookInfo};

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send>;

/// Whether this code is in a shared library that has a standard library of its own, as a `cdylib` has. If so, its panic
/// hook sees no panics but its own. If that can't be found out, the answer is no.
pub(super) fn has_own_standard_library() -> bool {
    let here: fn() -> bool = has_own_standard_library;
    let there: fn(Hook) = panic::set_hook;
    system::are_in_one_library([(here as *const ()).addr(), (there as *const ()).addr()])
}

#[cfg(all(unix, not(target_vendor = "apple")))]
mod system {
    use std::ffi::{c_char, c_int, c_void};
    use std::slice;

    const PT_LOAD: u32 = 1;

    /// The part of `dl_phdr_info` that every system has.
    #[repr(C)]
    struct Image {
        base: usize,
        name: *const c_char,
        segments: *const Segment,
        segment_count: u16,
    }

    /// `Elf64_Phdr`.
    #[cfg(target_pointer_width = "64")]
    #[repr(C)]
    struct Segment {
        kind: u32,
        flags: u32,
        offset: usize,
        address: usize,
        physical_address: usize,
        file_size: usize,
        memory_size: usize,
        alignment: usize,
    }

    /// `Elf32_Phdr`.
    #[cfg(target_pointer_width = "32")]
    #[repr(C)]
    struct Segment {
        kind: u32,
        offset: usize,
        address: usize,
        physical_address: usize,
        file_size: usize,
        memory_size: usize,
        flags: u32,
        alignment: usize,
    }

    unsafe extern "C" {
        fn dl_iterate_phdr(
            visit: unsafe extern "C" fn(*const Image, usize, *mut c_void) -> c_int,
            data: *mut c_void,
        ) -> c_int;
    }

    struct Search {
        addresses: [usize; 2],
        visited: usize,
        is_found: bool,
    }

    /// Whether both addresses are in one image that is not the program's.
    pub(super) fn are_in_one_library(addresses: [usize; 2]) -> bool {
        let mut search = Search { addresses, visited: 0, is_found: false };
        // SAFETY: nobody else has the search, it lives as long as the call, and `visit` casts it back to its own type.
        unsafe { dl_iterate_phdr(visit, (&raw mut search).cast()) };
        search.is_found
    }

    /// # Safety
    /// `image` is valid for the call, and `data` is a [`Search`] that nobody else has.
    unsafe extern "C" fn visit(image: *const Image, _: usize, data: *mut c_void) -> c_int {
        // SAFETY: the caller's promise.
        let search = unsafe { &mut *data.cast::<Search>() };
        // SAFETY: the caller's promise.
        let image = unsafe { &*image };
        // The first image is the program.
        search.visited += 1;
        search.is_found = search.visited > 1 && search.addresses.iter().all(|address| image.contains(*address));
        c_int::from(search.is_found)
    }

    impl Image {
        fn contains(&self, address: usize) -> bool {
            if self.segments.is_null() {
                return false;
            }
            // SAFETY: the loader says how many there are, and they stay as long as the image.
            let segments = unsafe { slice::from_raw_parts(self.segments, usize::from(self.segment_count)) };
            segments.iter().any(|segment| {
                let start = self.base.wrapping_add(segment.address);
                segment.kind == PT_LOAD && address.wrapping_sub(start) < segment.memory_size
            })
        }
    }
}

#[cfg(target_vendor = "apple")]
mod system {
    use std::ffi::{c_char, c_int, c_void};
    use std::ptr;

    /// `Dl_info`.
    #[repr(C)]
    struct Symbol {
        file: *const c_char,
        image: *const c_void,
        name: *const c_char,
        address: *const c_void,
    }

    unsafe extern "C" {
        fn dladdr(address: *const c_void, symbol: *mut Symbol) -> c_int;
        safe fn _dyld_get_image_header(index: u32) -> *const c_void;
    }

    /// Whether both addresses are in one image that is not the program's.
    pub(super) fn are_in_one_library(addresses: [usize; 2]) -> bool {
        let [here, there] = addresses.map(image_of);
        // Image 0 is the program.
        here == there && !here.is_null() && here != _dyld_get_image_header(0)
    }

    fn image_of(address: usize) -> *const c_void {
        let mut symbol = Symbol { file: ptr::null(), image: ptr::null(), name: ptr::null(), address: ptr::null() };
        // SAFETY: the structure is live and writable for the call; the address is looked up, not read.
        unsafe { dladdr(ptr::without_provenance(address), &raw mut symbol) };
        symbol.image
    }
}

#[cfg(windows)]
mod system {
    use std::ffi::c_void;
    use std::ptr;

    const FROM_ADDRESS: u32 = 0x4;
    const UNCHANGED_REFCOUNT: u32 = 0x2;

    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn GetModuleHandleExW(flags: u32, name: *const u16, module: *mut *mut c_void) -> i32;
    }

    /// Whether both addresses are in one image that is not the program's.
    pub(super) fn are_in_one_library(addresses: [usize; 2]) -> bool {
        let [here, there] = addresses.map(|address| image(FROM_ADDRESS, address));
        here == there && !here.is_null() && here != image(0, 0)
    }

    /// The image that contains an address, or the program if no address is asked for.
    fn image(flags: u32, address: usize) -> *mut c_void {
        let mut module = ptr::null_mut();
        // SAFETY: the variable is live and writable for the call; the address is looked up, not read.
        unsafe { GetModuleHandleExW(flags | UNCHANGED_REFCOUNT, ptr::without_provenance(address), &raw mut module) };
        module
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_own_standard_library_in_a_program_is_false() {
        assert!(!has_own_standard_library());
    }

    #[test]
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn are_in_one_library_both_in_one_that_is_not_the_program_is_true() {
        let (here, library) =
            (has_own_standard_library as *const (), [libc::getppid as *const (), libc::getpid as *const ()]);
        assert!(system::are_in_one_library(library.map(<*const ()>::addr)));
        assert!(!system::are_in_one_library([library[0].addr(), here.addr()]));
        assert!(!system::are_in_one_library([here.addr(), another_function_here as *const () as usize]));
        assert!(!system::are_in_one_library([16, 16]));
    }

    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn another_function_here() {}
}
