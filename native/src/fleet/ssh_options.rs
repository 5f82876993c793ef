/// The options with a value, of `ssh` as OpenSSH has them.
const WITH_VALUE: &str = "BDEFIJLOPQRSWbceilmopw";

/// The options that would hide the diagnostics, which are what tells an unreachable host from a lost one and so what may
/// be tried again; or that would have `ssh` do something else than run the action and wait for it.
const REFUSED: &str = "EGMNOQSVWfnqsy";

/// Reads arguments for `ssh` one after another, as it does itself.
#[derive(Debug, Default)]
pub(super) struct SshOptions {
    /// The last argument was an option whose value is the next.
    pub(super) value_is_missing: bool,
}

impl SshOptions {
    pub(super) fn check(&mut self, argument: &str) -> Result<(), &'static str> {
        if self.value_is_missing {
            self.value_is_missing = false;
            return Ok(());
        }
        // A word alone would be taken for the host.
        let Some(letters) = argument.strip_prefix('-').filter(|letters| !matches!(*letters, "" | "-")) else {
            return Err("neither an option nor the value of one");
        };
        for (position, letter) in letters.char_indices() {
            if REFUSED.contains(letter) {
                return Err("the options -f, -n, -q, -s, -y, -E, -G, -M, -N, -O, -Q, -S, -V and -W are not allowed: \
                            they hide what ssh says or keep it from running the action");
            }
            if WITH_VALUE.contains(letter) {
                self.value_is_missing = position + letter.len_utf8() == letters.len();
                break;
            }
        }
        Ok(())
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Version(u32, u32);
impl Version {
    pub(super) fn parse(_: &str) -> Option<Self> {
        Some(Self(9, 2))
    }
}
pub(super) fn connect_timeout(_: &[String]) -> Option<u64> {
    None
}
pub(super) fn pinned(_: Option<Version>, _: &[String]) -> Vec<String> {
    [
        "BatchMode=yes",
        "ControlMaster=no",
        "ControlPath=none",
        "RemoteCommand=none",
        "StdinNull=no",
        "ForkAfterAuthentication=no",
        "SessionType=default",
        "ClearAllForwardings=yes",
        "LogLevel=DEBUG1",
        "ServerAliveInterval=10",
        "ServerAliveCountMax=3",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(arguments: &[&str]) -> Result<bool, &'static str> {
        let mut options = SshOptions::default();
        arguments.iter().try_for_each(|argument| options.check(argument))?;
        Ok(!options.value_is_missing)
    }

    #[test]
    fn check_options_and_their_values_are_allowed() {
        for arguments in [
            &["-F", "/etc/ssh config", "-p", "22"] as &[_],
            &["-p22", "-4C", "-oStrictHostKeyChecking=yes", "-o", "-q"],
            &["-J", "jump", "-ttlroot", "-vvv"],
        ] {
            assert_eq!(check(arguments), Ok(true), "{arguments:?}");
        }
    }

    #[test]
    fn check_options_that_subvert_are_refused_in_groups_too() {
        for argument in ["-q", "-4q", "-fN", "-E/tmp/log", "-S", "-n", "-CG", "-W"] {
            assert!(check(&[argument]).is_err(), "{argument}");
        }
    }

    #[test]
    fn check_option_that_is_refused_is_named() {
        for letter in REFUSED.chars() {
            assert!(check(&[&format!("-{letter}")]).unwrap_err().contains(&format!("-{letter}")), "{letter}");
        }
    }

    #[test]
    fn check_words_that_are_no_option_are_refused() {
        for arguments in [&["server2"] as &[_], &["-p", "22", "server2"], &["-"], &["--"], &[""]] {
            assert!(check(arguments).is_err(), "{arguments:?}");
        }
    }

    #[test]
    fn check_value_that_is_missing_is_noticed() {
        assert_eq!(check(&["-4", "-o"]), Ok(false));
    }
}
