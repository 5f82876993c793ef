//! Finds a program that is given without a folder, in the environment that it will run in. The system's own search uses
//! the `PATH` of this process, which may differ.

use std::borrow::Cow;
use std::ffi::{CStr, CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::{fs, io};

/// The folders that `execvp` searches if there is no `PATH`.
const DEFAULT_PATH: &[u8] = b"/bin:/usr/bin";

/// The file that a shell with this environment would run.
///
/// # Errors
/// There is none, or none that may be run: the error that the system would return.
pub(super) fn find<'a>(program: &'a CStr, environment: &[impl AsRef<CStr>]) -> io::Result<Cow<'a, CStr>> {
    let name = program.to_bytes();
    if name.contains(&b'/') {
        return Ok(Cow::Borrowed(program));
    }
    let path = environment.iter().find_map(|variable| variable.as_ref().to_bytes().strip_prefix(b"PATH="));
    let mut error = libc::ENOENT;
    for folder in path.unwrap_or(DEFAULT_PATH).split(|&byte| byte == b':') {
        let file = CString::new([if folder.is_empty() { b"." } else { folder }, b"/", name].concat())?;
        if !fs::metadata(OsStr::from_bytes(file.to_bytes())).is_ok_and(|metadata| metadata.is_file()) {
            continue;
        }
        if may_run(&file) {
            return Ok(Cow::Owned(file));
        }
        error = libc::EACCES;
    }
    Err(io::Error::from_raw_os_error(error))
}

fn may_run(file: &CStr) -> bool {
    // SAFETY: the path is NUL-terminated and lives for the call.
    unsafe { libc::faccessat(libc::AT_FDCWD, file.as_ptr(), libc::X_OK, libc::AT_EACCESS) == 0 }
}

#[cfg(test)]
mod tests {
    use std::fs::{File, Permissions};
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;
    use std::{env, process};

    use super::*;

    /// A folder of the test's own, which is removed when dropped.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = env::temp_dir().join(format!("rust-interop-program-{}-{name}", process::id()));
            fs::create_dir(&path).unwrap();
            Self(path)
        }

        fn with_file(self, name: &str, mode: u32) -> Self {
            let path = self.0.join(name);
            File::create(&path).unwrap();
            fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
            self
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    fn path(folders: &[&Folder]) -> [CString; 2] {
        let folders: Vec<&str> = folders.iter().map(|folder| folder.0.to_str().unwrap()).collect();
        [c"XPATH=/x".to_owned(), CString::new(format!("PATH={}", folders.join(":"))).unwrap()]
    }

    #[test]
    fn find_in_several_folders_returns_the_first_file_that_may_be_run() {
        let (none, plain) = (Folder::new("none"), Folder::new("plain").with_file("acme", 0o644));
        let (first, second) =
            (Folder::new("first").with_file("acme", 0o755), Folder::new("second").with_file("acme", 0o755));
        let folder = Folder::new("folder");
        fs::create_dir(folder.0.join("acme")).unwrap();
        let found = find(c"acme", &path(&[&none, &folder, &plain, &first, &second])).unwrap();
        assert_eq!(OsStr::from_bytes(found.to_bytes()), first.0.join("acme"));
    }

    #[test]
    fn find_without_a_file_that_may_be_run_fails_as_the_system_would() {
        let (none, plain) = (Folder::new("nothing"), Folder::new("refused").with_file("acme", 0o644));
        let error = |folders: &[&Folder]| find(c"acme", &path(folders)).unwrap_err().kind();
        assert_eq!(error(&[&plain, &none]), io::ErrorKind::PermissionDenied);
        assert_eq!(error(&[&none]), io::ErrorKind::NotFound);
    }

    #[test]
    fn find_without_a_path_searches_the_systems_folders() {
        assert!(find(c"sh", &[] as &[&CStr]).unwrap().to_bytes().ends_with(b"bin/sh"));
    }

    #[test]
    fn find_empty_folder_means_the_current_one() {
        // Tests run in the crate's folder, and nobody may run its manifest.
        let environment = [c"PATH=/nowhere:"];
        assert_eq!(find(c"Cargo.toml", &environment).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
    }

    #[test]
    fn find_name_with_a_folder_is_unchanged() {
        assert_eq!(&*find(c"./acme", &[c"PATH=/bin"]).unwrap(), c"./acme");
    }
}
