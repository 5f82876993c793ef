//! C programs that are compiled against the built library.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder in which cargo puts the built library, next to that of this test.
fn library_folder() -> PathBuf {
    env::current_exe().unwrap().parent().unwrap().with_file_name("examples")
}

/// Compiles `tests/c/NAME.c`.
pub(crate) fn compile(name: &str) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = library_folder();
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let output = Command::new(env::var("CC").unwrap_or_else(|_| "cc".to_owned()))
        // Make's variable: if the library is built for a sanitizer, the program has to be linked with it too.
        .args(env::var("CFLAGS").unwrap_or_default().split_whitespace())
        .args(["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-pthread"])
        .arg(concat!("-DEXPECTED_VERSION=\"", env!("CARGO_PKG_VERSION"), "\""))
        .arg("-I")
        .arg(source.join("include"))
        .arg(source.join(format!("tests/c/{name}.c")))
        .arg("-o")
        .arg(&program)
        .arg("-L")
        .arg(&folder)
        .arg("-lrust_interop")
        .arg(format!("-Wl,-rpath,{}", folder.display()))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    program
}

/// Runs the program, which has to succeed.
pub(crate) fn run(program: &Path, arguments: &[&str]) -> Output {
    // cargo's search path would come first, and it contains the library of an earlier build.
    let output = Command::new(program).args(arguments).env_remove("LD_LIBRARY_PATH").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    output
}
