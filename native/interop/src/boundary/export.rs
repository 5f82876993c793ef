//! The macros that give a function its C names.

/// Exports a function as a procedure, which .NET and anything that speaks C can call.
///
/// The function is `fn(Input) -> Result<Output, E>` or `fn(Input, &Context) -> Result<Output, E>`: `Input` is read from
/// the caller's JSON, `Output` is written into the reply, and the `Display` of `E` says why there is none. Several
/// threads may call it at once.
///
/// There are two exports. `char *CRATE_NAME(const char *input_json)` blocks.
/// `rust_interop_call *CRATE_NAME_async(const char *input_json, const rust_interop_callbacks *callbacks)` doesn't: it
/// runs the function on a thread that no other call uses meanwhile. `CRATE` is the crate's name with `_` for `-`, and
/// `NAME` is the function's name. With the crate in front, a function may be called `close`, without taking the place of
/// the C library's. `rust_interop_procedures` lists both names.
///
/// The exports are `unsafe` functions: a crate may `deny(unsafe_code)`, but can't `forbid` it.
///
/// ```
/// fn count_words(text: String) -> Result<usize, String> {
///     Ok(text.split_whitespace().count())
/// }
/// rust_interop::procedure!(count_words);
/// # fn main() {}
/// ```
///
/// [`export`](macro@crate::export) does the same for a function whose types are described, of which C# then gets a method.
#[macro_export]
macro_rules! procedure {
    ($name:ident) => {
        const _: () = assert!(
            $crate::boundary::export::is_name(stringify!($name)),
            "a procedure's name is part of a C name, so it can't begin with `r#`: rename the function, or export it \
             under another name with `use`"
        );
        $crate::export_procedure!(
            stringify!($name),
            concat!(env!("CARGO_CRATE_NAME"), "_", stringify!($name)),
            concat!(env!("CARGO_CRATE_NAME"), "_", stringify!($name), "_async"),
            self::$name
        );
    };
}

/// Whether an identifier is written as it is, so not as `r#type`.
///
/// ```compile_fail
/// fn r#type(_: ()) -> Result<(), String> {
///     Ok(())
/// }
/// rust_interop::procedure!(r#type);
/// ```
#[doc(hidden)]
#[must_use]
pub const fn is_name(text: &str) -> bool {
    !matches!(text.as_bytes(), [b'r', b'#', ..])
}

/// Exports a procedure under names of any form. Only other macros and the built-in library call it, with
///
/// 1. the name by which `rust_interop_procedures` lists it,
/// 2. the symbol of the export that blocks,
/// 3. the symbol of the one that doesn't: the second with `_async`,
/// 4. the function: a [`Procedure`](crate::boundary::procedure::Procedure), by a path that means the same in a block of
///    its own, such as `self::name`,
/// 5. for an [`AsyncFunction`](crate::boundary::async_function::AsyncFunction) instead, `async_function`: the module of
///    what the exports call.
///
/// The first three are literals, or a `concat!` of literals, `stringify!` and `env!`.
#[doc(hidden)]
#[macro_export]
macro_rules! export_procedure {
    ($name:expr, $symbol:expr, $async_symbol:expr, $procedure:expr $(,)?) => {
        $crate::export_procedure!($name, $symbol, $async_symbol, $procedure, procedure);
    };
    ($name:expr, $symbol:expr, $async_symbol:expr, $procedure:expr, $kind:ident) => {
        const _: () = {
            static LISTED: $crate::boundary::procedure_list::ListedProcedure =
                $crate::boundary::procedure_list::ListedProcedure::new($name, $symbol);
            $crate::at_load!(LISTED.add());

            /// Reads `input_json`, runs the procedure and returns its reply, which the caller frees with `free_mem`.
            ///
            /// # Safety
            /// `input_json` is NULL or points to a NUL-terminated string that nobody writes to during the call.
            #[unsafe(export_name = $symbol)]
            #[allow(unsafe_code, reason = "a C export takes a raw pointer")]
            unsafe extern "C" fn invoke(input_json: *const ::std::ffi::c_char) -> *mut ::std::ffi::c_char {
                // SAFETY: the caller's promise, passed on.
                unsafe { $crate::boundary::$kind::invoke(input_json, $procedure) }
            }

            /// Reads `input_json`, starts the procedure and returns its handle, which the caller gives to
            /// `rust_interop_release`. Returns NULL if `callbacks` or its `completed` is NULL.
            ///
            /// # Safety
            /// As above, and `callbacks` is NULL or points to callbacks that any thread may call until `completed` has
            /// returned.
            #[unsafe(export_name = $async_symbol)]
            #[allow(unsafe_code, reason = "a C export takes raw pointers")]
            unsafe extern "C" fn start(
                input_json: *const ::std::ffi::c_char,
                callbacks: *const $crate::boundary::callbacks::Callbacks,
            ) -> *mut $crate::boundary::call::Call {
                // SAFETY: the caller's promise, passed on.
                unsafe { $crate::boundary::$kind::start(input_json, callbacks, $procedure) }
            }
        };
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_name_raw_identifier_is_false() {
        assert!(!is_name(stringify!(r#type)));
        assert!(is_name("r") && is_name("round"));
    }
}
