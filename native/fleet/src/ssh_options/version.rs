/// The version of OpenSSH, as far as options depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    major: u16,
    minor: u16,
}

impl Version {
    /// The oldest version that this library works with.
    pub(super) const OLDEST: Self = Self::new(7, 4);

    pub(super) const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }

    /// Reads the output of `ssh -V`: `OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.19` or
    /// `OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let name = text.lines().find_map(|line| line.strip_prefix("OpenSSH_"))?;
        let (major, rest) = name.strip_prefix("for_Windows_").unwrap_or(name).split_once('.')?;
        let minor = rest.split(|character: char| !character.is_ascii_digit()).next()?;
        Some(Self::new(number(major)?, number(minor)?))
    }
}

fn number(digits: &str) -> Option<u16> {
    // A sign would parse too.
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_text_of_every_build_gives_its_version() {
        for (text, major, minor) in [
            ("OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19 27 Jan 2026\r\n", 9, 2),
            ("OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2", 9, 5),
            ("OpenSSH_10.2p1, LibreSSL 3.3.6", 10, 2),
            ("OpenSSH_9.7, LibreSSL 3.9.0", 9, 7),
            ("OpenSSH_7.4p1, OpenSSL 1.0.2k-fips  26 Jan 2017", 7, 4),
            ("OpenSSH_10.0-snap, LibreSSL 4.1.0", 10, 0),
            (
                "warning: setlocale: LC_ALL: cannot change locale\nOpenSSH_9.6p1 Ubuntu-3ubuntu13.5, OpenSSL 3.0.13",
                9,
                6,
            ),
        ] {
            assert_eq!(Version::parse(text), Some(Version::new(major, minor)), "{text}");
        }
    }

    #[test]
    fn parse_text_of_another_program_is_none() {
        for text in [
            "",
            "Dropbear v2022.83",
            "Sun_SSH_1.1",
            "OpenSSH_",
            "OpenSSH_9",
            "OpenSSH_x.1",
            "OpenSSH_9.p1",
            "OpenSSH_+9.2",
        ] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn cmp_version_of_two_digits_is_later() {
        assert!(Version::new(10, 0) > Version::new(9, 9) && Version::new(9, 10) > Version::new(9, 2));
    }
}
