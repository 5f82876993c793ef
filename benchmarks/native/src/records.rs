//! Returns the records that it gets: as exports, as JSON, and as C structs.

use std::ffi::{CStr, CString, c_char};
use std::str::Utf8Error;
use std::{ptr, slice, str};

use rust_interop::{Record, export};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Record)]
struct Reading {
    id: u64,
    name: String,
    text: String,
    score: f64,
    valid: bool,
    parent: Option<u32>,
}

#[export]
fn same_reading(reading: Reading) -> Reading {
    reading
}

#[export]
fn same_readings(readings: Vec<Reading>) -> Vec<Reading> {
    readings
}

/// The same as JSON, for handwritten interop. The caller gives the result to [`crate::text::text_drop`]. NULL if it isn't JSON.
///
/// # Safety
/// The text is NUL-terminated.
#[unsafe(no_mangle)]
unsafe extern "C" fn readings_as_json(readings: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    let text = unsafe { CStr::from_ptr(readings) };
    let readings: Option<Vec<Reading>> = text.to_str().ok().and_then(|text| serde_json::from_str(text).ok());
    readings
        .and_then(|readings| serde_json::to_string(&same_readings(readings)).ok())
        .and_then(|text| CString::new(text).ok())
        .map_or(ptr::null_mut(), CString::into_raw)
}

#[repr(C)]
struct ReadingStruct {
    id: u64,
    name: *const u8,
    name_length: usize,
    text: *const u8,
    text_length: usize,
    score: f64,
    valid: bool,
    has_parent: bool,
    parent: u32,
}

/// Structs, and the texts that they lead to.
#[repr(C)]
struct ReadingsStruct {
    readings: *const ReadingStruct,
    length: usize,
    owner: *mut Owner,
}

struct Owner {
    _readings: Vec<Reading>,
    structs: Vec<ReadingStruct>,
}

/// The same as C structs. The caller gives the result to [`readings_drop`]. There is no owner if a text isn't UTF-8.
///
/// # Safety
/// There are as many structs as that, and they lead to as many bytes as they say.
#[unsafe(no_mangle)]
unsafe extern "C" fn readings_as_structs(readings: *const ReadingStruct, length: usize) -> ReadingsStruct {
    // SAFETY: the caller's promise.
    let structs = unsafe { slice::from_raw_parts(readings, length) };
    // SAFETY: as above.
    let text = |data, length| str::from_utf8(unsafe { slice::from_raw_parts(data, length) }).map(str::to_owned);
    let readings = structs.iter().map(|reading| {
        Ok(Reading {
            id: reading.id,
            name: text(reading.name, reading.name_length)?,
            text: text(reading.text, reading.text_length)?,
            score: reading.score,
            valid: reading.valid,
            parent: reading.has_parent.then_some(reading.parent),
        })
    });
    let Ok(readings) = readings.collect::<Result<Vec<Reading>, Utf8Error>>() else {
        return ReadingsStruct { readings: ptr::null(), length: 0, owner: ptr::null_mut() };
    };
    let readings = same_readings(readings);
    let structs = readings.iter().map(|reading| ReadingStruct {
        id: reading.id,
        name: reading.name.as_ptr(),
        name_length: reading.name.len(),
        text: reading.text.as_ptr(),
        text_length: reading.text.len(),
        score: reading.score,
        valid: reading.valid,
        has_parent: reading.parent.is_some(),
        parent: reading.parent.unwrap_or_default(),
    });
    let owner = Box::new(Owner { structs: structs.collect(), _readings: readings });
    ReadingsStruct { readings: owner.structs.as_ptr(), length: owner.structs.len(), owner: Box::into_raw(owner) }
}

/// Drops what [`readings_as_structs`] returned.
///
/// # Safety
/// It is its owner, and was not dropped.
#[unsafe(no_mangle)]
unsafe extern "C" fn readings_drop(owner: *mut Owner) {
    // SAFETY: the caller's promise.
    drop(unsafe { Box::from_raw(owner) });
}
