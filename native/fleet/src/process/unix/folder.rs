use std::env;
use std::fs::{self, DirBuilder};
use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::supervision::Supervision;
use super::watchdog::{Entry, LINE};
use crate::random;

/// A folder that only this user can enter, with a path that is short enough for a socket in it. It is removed when
/// dropped, and if this process dies first, by the watchdog.
#[derive(Debug)]
pub(crate) struct PrivateFolder<'a> {
    path: PathBuf,
    _entry: Option<Entry<'a>>,
}

impl<'a> PrivateFolder<'a> {
    /// # Errors
    /// No folder for temporary files can be written, or all their paths are too long or odd.
    pub(crate) fn create(supervision: &'a Supervision) -> io::Result<Self> {
        // The first is in memory and the user's own, where there is one.
        let runtime = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        Self::create_in(supervision, runtime.into_iter().chain([env::temp_dir(), PathBuf::from("/tmp")]))
    }

    fn create_in(supervision: &'a Supervision, places: impl Iterator<Item = PathBuf>) -> io::Result<Self> {
        let mut error = io::Error::from(ErrorKind::InvalidFilename);
        for place in places {
            let path = place.join(format!("rust-interop-{}", random::hexadecimal::<8>()));
            let Some(text) = path.to_str().filter(|text| is_plain(text)) else { continue };
            // Listed first: from then on, it is removed whatever happens.
            let entry = supervision.watchdog.announce_folder(text);
            match DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Self { path, _entry: entry }),
                Err(failed) => error = failed,
            }
        }
        Err(error)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for PrivateFolder<'_> {
    fn drop(&mut self) {
        // Somebody else may have emptied the temporary folder first.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Whether a path means the same to everybody: `ssh` expands some characters, and the watchdog trims blanks.
fn is_plain(path: &str) -> bool {
    let is_ordinary = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.+,@:".contains(&byte);
    path.starts_with('/') && path.len() <= LINE && path.bytes().all(is_ordinary)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn create_takes_the_first_place_with_a_short_and_plain_path_that_can_be_written() {
        let temporary = env::temp_dir();
        let long = temporary.join("x".repeat(LINE));
        let odd = temporary.join("rust interop %h");
        let nowhere = PathBuf::from("/nowhere");
        let supervision = Supervision::new();
        let places = [PathBuf::from("tmp"), long, odd, nowhere.clone(), PathBuf::from("/tmp")];
        let folder = PrivateFolder::create_in(&supervision, places.into_iter()).unwrap();
        assert_eq!(folder.path().parent(), Some(Path::new("/tmp")));
        assert_eq!(fs::metadata(folder.path()).unwrap().permissions().mode() & 0o777, 0o700);
        let path = folder.path().to_owned();
        fs::write(path.join("s"), "").unwrap();
        drop(folder);
        assert!(!path.exists());
        let error = PrivateFolder::create_in(&supervision, [nowhere].into_iter()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        let error = PrivateFolder::create_in(&supervision, [PathBuf::from("relative")].into_iter()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidFilename);
    }
}
