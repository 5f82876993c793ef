use std::ffi::{CStr, CString, c_char};

/// The blocking export of a procedure.
pub(crate) type Invoke = unsafe extern "C" fn(*const c_char) -> *mut c_char;

unsafe extern "C" {
    fn free_mem(string: *mut c_char);
    fn rust_interop_keep(string: *const c_char);
    safe fn rust_interop_live_strings() -> i64;
}

/// The bytes up to the first NUL, which is where a C string ends.
pub(crate) fn text(bytes: &[u8]) -> &[u8] {
    bytes.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// Calls the export with the text. Checks that the reply is UTF-8, and frees it, with its handles.
pub(crate) fn call(invoke: Invoke, text: &[u8]) -> String {
    call_and(invoke, text, |_| {})
}

/// Likewise, but the handles are the caller's.
pub(crate) fn call_and_keep(invoke: Invoke, text: &[u8]) -> String {
    // SAFETY: it is a reply that nobody has freed.
    call_and(invoke, text, |raw| unsafe { rust_interop_keep(raw) })
}

fn call_and(invoke: Invoke, text: &[u8], use_reply: impl FnOnce(*const c_char)) -> String {
    let input = CString::new(text).unwrap();
    // SAFETY: the input is NUL-terminated and outlives the call.
    let raw = unsafe { invoke(input.as_ptr()) };
    assert!(!raw.is_null(), "a reply is never NULL");
    assert_eq!(rust_interop_live_strings(), 1, "a reply counts until it is freed");
    // SAFETY: a reply is NUL-terminated and lives until it is freed.
    let reply = unsafe { CStr::from_ptr(raw) }.to_str().unwrap().to_owned();
    use_reply(raw);
    // SAFETY: it came from this library and is freed once.
    unsafe { free_mem(raw) };
    assert_eq!(rust_interop_live_strings(), 0, "a freed reply does not count");
    assert_eq!(input.as_bytes(), text, "the input is not changed");
    reply
}
