//! The items of `walk`, one by one, as C structs.

use std::ffi::{CString, c_char};
use std::ptr;

use crate::listing::{File, files_of};

pub struct Walk(Box<dyn Iterator<Item = File>>);

#[repr(C)]
pub struct WalkedFile {
    name: *mut c_char,
    size: u64,
    share: f64,
    hidden: bool,
}

impl From<File> for WalkedFile {
    fn from(file: File) -> Self {
        let name = CString::new(file.name).unwrap_or_default().into_raw();
        Self { name, size: file.size, share: file.share, hidden: file.hidden }
    }
}

/// Begins. The caller gives the walk to [`walk_drop`].
#[unsafe(no_mangle)]
pub extern "C" fn walk_new(files: usize) -> *mut Walk {
    Box::into_raw(Box::new(Walk(Box::new(files_of(files)))))
}

/// The next file, which the caller gives to [`walked_file_drop`]; NULL if there is none.
///
/// # Safety
/// The walk came from [`walk_new`] and was not dropped, and no other thread uses it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn walk_next(walk: *mut Walk) -> *mut WalkedFile {
    // SAFETY: the caller's promise.
    match unsafe { &mut *walk }.0.next() {
        Some(file) => Box::into_raw(Box::new(file.into())),
        None => ptr::null_mut(),
    }
}

/// Drops a walk.
///
/// # Safety
/// It came from [`walk_new`] and was not dropped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn walk_drop(walk: *mut Walk) {
    // SAFETY: the caller's promise.
    drop(unsafe { Box::from_raw(walk) });
}

/// Drops a file.
///
/// # Safety
/// It came from [`walk_next`] unchanged and was not dropped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn walked_file_drop(file: *mut WalkedFile) {
    // SAFETY: the caller's promise.
    let file = unsafe { Box::from_raw(file) };
    // SAFETY: as above: it came from `into_raw`.
    drop(unsafe { CString::from_raw(file.name) });
}
