//! The flags of `ssh`: all that OpenSSH 7.4 to 10.5 has.

use super::terminal::Terminal;
use super::why;

enum Flag {
    Alone,
    /// Its value is the rest of the argument, or else the next argument.
    WithValue,
    Refused(&'static str),
}

fn flag(letter: char) -> Flag {
    match letter {
        '2' | '4' | '6' | 'A' | 'C' | 'K' | 'T' | 'a' | 'k' | 't' | 'x' => Flag::Alone,
        'B' | 'F' | 'I' | 'J' | 'b' | 'c' | 'i' | 'l' | 'm' | 'o' | 'p' => Flag::WithValue,
        '1' => Flag::Refused(why::PROTOCOL),
        'D' | 'L' | 'R' | 'g' | 'w' => Flag::Refused(why::FORWARD),
        'E' | 'q' | 'v' | 'y' => Flag::Refused(why::LOG),
        'G' | 'Q' | 'V' | 'Z' => Flag::Refused("it makes `ssh` print something and end"),
        'M' | 'O' | 'S' => Flag::Refused(why::SHARED),
        'N' | 'W' | 's' => Flag::Refused(why::SESSION),
        'P' => Flag::Refused("it only takes a value since OpenSSH 9.4; use `-o Tag=…`"),
        'X' | 'Y' => Flag::Refused(why::X11),
        'e' => Flag::Refused(why::ESCAPE),
        'f' => Flag::Refused(why::BACKGROUND),
        'n' => Flag::Refused(why::STDIN),
        _ => Flag::Refused("`ssh` has no such option"),
    }
}

/// Reads arguments for `ssh` one after another, as `ssh` does.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// The flag whose value is the next argument.
    awaits_value: Option<char>,
    terminal: Terminal,
}

impl Reader {
    /// Returns the value of a `-o` that this argument completes.
    ///
    /// # Errors
    /// It is not a flag, or one that is not allowed.
    pub(super) fn read<'a>(&mut self, argument: &'a str) -> Result<Option<&'a str>, String> {
        let option = self.read_option(argument)?;
        if let Some(line) = option {
            self.terminal = self.terminal.after_option(line);
        }
        Ok(option)
    }

    fn read_option<'a>(&mut self, argument: &'a str) -> Result<Option<&'a str>, String> {
        if let Some(letter) = self.awaits_value.take() {
            return Ok((letter == 'o').then_some(argument));
        }
        // `ssh` would take a word alone for the host.
        let Some(letters) = argument.strip_prefix('-').filter(|letters| !matches!(*letters, "" | "-")) else {
            return Err("neither an option nor the value of one".to_owned());
        };
        let mut rest = letters.chars();
        while let Some(letter) = rest.next() {
            match flag(letter) {
                Flag::Alone => self.terminal = self.terminal.after_flag(letter),
                Flag::WithValue if rest.as_str().is_empty() => self.awaits_value = Some(letter),
                Flag::WithValue => return Ok((letter == 'o').then_some(rest.as_str())),
                Flag::Refused(why) => return Err(format!("`-{letter}` is not allowed: {why}")),
            }
        }
        Ok(None)
    }

    /// The terminal that the arguments so far ask for.
    pub(super) fn terminal(&self) -> Terminal {
        self.terminal
    }

    pub(super) fn awaits_value(&self) -> bool {
        self.awaits_value.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<(Vec<String>, bool), String> {
        let mut reader = Reader::default();
        let mut options = Vec::new();
        for argument in arguments {
            options.extend(reader.read(argument)?.map(str::to_owned));
        }
        Ok((options, reader.awaits_value()))
    }

    #[test]
    fn read_flags_and_their_values_are_allowed() {
        for (arguments, options) in [
            (&["-F", "/etc/ssh config", "-p", "22"] as &[_], &[] as &[&str]),
            (&["-p22", "-4C", "-oPort=1", "-o", "-q"], &["Port=1", "-q"]),
            (&["-J", "jump", "-ttlroot", "-F", "--", "-i", ""], &[]),
            (&["-246aAKkTtxCbaddress", "-Beth0", "-c", "aes", "-m", "hmac", "-I", "p"], &[]),
            (&["-Co", "Port 1", "-4oPort=2"], &["Port 1", "Port=2"]),
        ] {
            let options = options.iter().map(|&option| option.to_owned()).collect();
            assert_eq!(read(arguments), Ok((options, false)), "{arguments:?}");
        }
    }

    #[test]
    fn read_other_letter_is_refused_by_name_also_in_a_group() {
        let allowed = "246ACKTaktxBFIJbcilmop";
        for letter in (' '..='~').chain(['é', '…']).filter(|letter| !allowed.contains(*letter)) {
            for argument in [format!("-{letter}"), format!("-4{letter}"), format!("-{letter}value")] {
                // Alone, it ends the options.
                if argument != "--" {
                    assert!(read(&[&argument]).unwrap_err().contains(&format!("`-{letter}`")), "{argument}");
                }
            }
        }
    }

    #[test]
    fn read_refused_flag_says_why() {
        for (argument, reason) in [
            ("-1", why::PROTOCOL),
            ("-L1:h:2", why::FORWARD),
            ("-Elog", why::LOG),
            ("-v", why::LOG),
            ("-enone", why::ESCAPE),
            ("-G", "it makes `ssh` print something and end"),
            ("-S", why::SHARED),
            ("-N", why::SESSION),
            ("-P", "it only takes a value since OpenSSH 9.4; use `-o Tag=…`"),
            ("-X", why::X11),
            ("-f", why::BACKGROUND),
            ("-n", why::STDIN),
            ("-z", "`ssh` has no such option"),
        ] {
            assert_eq!(read(&[argument]).unwrap_err(), format!("`{}` is not allowed: {reason}", &argument[..2]));
        }
    }

    #[test]
    fn read_words_that_are_not_options_are_refused() {
        for arguments in [&["server2"] as &[_], &["-p", "22", "server2"], &["-"], &["--"], &[""], &["-4", "--"]] {
            assert!(read(arguments).is_err(), "{arguments:?}");
        }
    }

    #[test]
    fn read_missing_value_is_noticed() {
        assert_eq!(read(&["-4", "-o"]), Ok((Vec::new(), true)));
    }
}
