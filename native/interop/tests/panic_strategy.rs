//! The crate refuses to compile where a panic would end the process.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::env;
use std::path::Path;
use std::process::Command;

/// What rustc says about the crate. It never gets as far as producing anything, because it doesn't get the
/// dependencies.
fn compile(strategy: &str) -> String {
    let output = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--edition", "2024", "--crate-type", "lib", "--emit", "metadata", "-C"])
        .arg(format!("panic={strategy}"))
        .arg("--out-dir")
        .arg(env!("CARGO_TARGET_TMPDIR"))
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs"))
        .output()
        .unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn crate_compiled_with_panic_abort_says_what_to_change() {
    const ADVICE: &str = "remove `panic = \"abort\"` from the profile in Cargo.toml";
    assert!(compile("abort").contains(ADVICE));
    assert!(!compile("unwind").contains(ADVICE));
}
