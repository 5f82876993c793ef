//! Runs code when the library or program is loaded.

/// Evaluates an expression when the library or program is loaded: before any call, and while no other thread runs its code.
/// Other code that runs at load may come before or after it.
#[doc(hidden)]
#[macro_export]
macro_rules! at_load {
    ($action:expr) => {
        #[allow(unsafe_code, reason = "code that runs at load has a section of its own")]
        const _: () = {
            #[used]
            #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
            #[cfg_attr(windows, unsafe(link_section = ".CRT$XCU"))]
            #[cfg_attr(not(any(target_vendor = "apple", windows)), unsafe(link_section = ".init_array"))]
            static AT_LOAD: extern "C" fn() = {
                extern "C" fn run() {
                    $action;
                }
                run
            };
        };
    };
}
