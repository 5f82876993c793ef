//! The same function without JSON: it returns C structs in memory that the caller reads and gives back.

use std::mem::ManuallyDrop;

use crate::listing::{File, listing};

#[repr(C)]
pub struct FileStruct {
    name: *mut u8,
    name_length: usize,
    name_capacity: usize,
    size: u64,
    share: f64,
    hidden: bool,
}

#[repr(C)]
pub struct ListingStruct {
    files: *mut FileStruct,
    length: usize,
    capacity: usize,
}

impl From<File> for FileStruct {
    fn from(file: File) -> Self {
        let mut name = ManuallyDrop::new(file.name.into_bytes());
        Self {
            name: name.as_mut_ptr(),
            name_length: name.len(),
            name_capacity: name.capacity(),
            size: file.size,
            share: file.share,
            hidden: file.hidden,
        }
    }
}

/// Lists the files. The caller gives them to [`free_files`].
#[unsafe(no_mangle)]
pub extern "C" fn list_files_as_structs(files: usize) -> ListingStruct {
    let mut files: ManuallyDrop<Vec<FileStruct>> =
        ManuallyDrop::new(listing(files).files.into_iter().map(FileStruct::from).collect());
    ListingStruct { files: files.as_mut_ptr(), length: files.len(), capacity: files.capacity() }
}

/// Frees the files.
///
/// # Safety
/// They came from [`list_files_as_structs`] unchanged, and come back only once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free_files(listing: ListingStruct) {
    // SAFETY: the caller's promise: these are the parts of a vector.
    for file in unsafe { Vec::from_raw_parts(listing.files, listing.length, listing.capacity) } {
        // SAFETY: as above.
        drop(unsafe { Vec::from_raw_parts(file.name, file.name_length, file.name_capacity) });
    }
}
