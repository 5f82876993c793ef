//! The header is compiled and run as a C program against the built library, so that it cannot drift.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder that cargo has put the built library in: that of this test.
fn library_folder() -> PathBuf {
    env::current_exe().unwrap().parent().unwrap().to_owned()
}

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    output
}

#[test]
fn header_c_program_finds_every_promise_kept() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = library_folder();
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("header");
    run(Command::new(env::var("CC").unwrap_or_else(|_| "cc".to_owned()))
        // As make has them: the library may be built for a tool that the program has to be linked for too.
        .args(env::var("CFLAGS").unwrap_or_default().split_whitespace())
        .args(["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-pthread"])
        .arg(concat!("-DEXPECTED_VERSION=\"", env!("CARGO_PKG_VERSION"), "\""))
        .arg("-I")
        .arg(source.join("include"))
        .arg(source.join("tests/c/header.c"))
        .arg("-o")
        .arg(&program)
        .arg("-L")
        .arg(&folder)
        .arg("-lrust_interop")
        .arg(format!("-Wl,-rpath,{}", folder.display())));

    // cargo's own search path comes before the program's, and has a library of an earlier build in it.
    let output = run(Command::new(&program).env_remove("LD_LIBRARY_PATH"));

    assert_eq!(String::from_utf8(output.stdout).unwrap(), "from C: é\n\n.NET gave us number 2\n");
}
