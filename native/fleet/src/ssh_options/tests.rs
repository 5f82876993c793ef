//! Compares the table with the installed `ssh`, whatever its version.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

use super::table::{Handling, KEYWORDS, Keyword};
use super::*;

/// Another value for each pinned option, and for options that add up or have a default of ours.
const OTHER_VALUES: &[&str] = &[
    "AddKeysToAgent yes",
    "BatchMode no",
    "ChannelTimeout session=1s",
    "ClearAllForwardings no",
    "ControlMaster auto",
    "ControlPath /tmp/shared",
    "ControlPersist yes",
    "EscapeChar ^b",
    "ExitOnForwardFailure yes",
    "ForkAfterAuthentication yes",
    "ForwardX11 yes",
    "LogLevel QUIET",
    "LogVerbose *:*:*",
    "Protocol 2,1",
    "RemoteCommand reboot",
    "SessionType none",
    "StdinNull yes",
    "Tunnel yes",
    "VisualHostKey yes",
    "WarnWeakCrypto yes",
    "ConnectionAttempts 7",
    "RequestTTY force",
    "ServerAliveCountMax 98",
    "ServerAliveInterval 99",
    "DynamicForward 1082",
    "LocalForward 1080 localhost:22",
    "RemoteForward 1081 localhost:22",
];

/// `None` if there is no `ssh`.
fn ssh(arguments: &[&str]) -> Option<Output> {
    match Command::new("ssh").args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => panic!("{error}"),
    }
}

/// `None` if there is no `ssh` whose version can be read.
fn version() -> Option<Version> {
    let text = String::from_utf8(ssh(&["-V"])?.stderr).unwrap();
    Some(Version::parse(&text).expect(&text))
}

/// A file that is removed when dropped.
struct Configuration(PathBuf);

impl Configuration {
    fn of(lines: impl IntoIterator<Item = String>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("rust-interop-config-{}-{number}", process::id()));
        fs::write(&path, lines.into_iter().map(|line| line + "\n").collect::<String>()).unwrap();
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Configuration {
    fn drop(&mut self) {
        fs::remove_file(&self.0).unwrap();
    }
}

/// The options of a file and of arguments, as `ssh` understands them.
fn understood(configuration: &str, options: impl IntoIterator<Item = String>) -> String {
    let mut arguments = vec!["-G".to_owned(), "-F".to_owned(), configuration.to_owned()];
    arguments.extend(options.into_iter().flat_map(|option| ["-o".to_owned(), option]));
    arguments.push("host".to_owned());
    let output = ssh(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Those of the words that are options of the installed `ssh`.
fn known(words: &[String]) -> BTreeSet<&str> {
    let mut known = BTreeSet::new();
    let mut rest = words;
    while !rest.is_empty() {
        let lines = rest.iter().map(|word| format!("{word} none"));
        let file = Configuration::of(["Host another".to_owned()].into_iter().chain(lines));
        let output = ssh(&["-G", "-F", file.path().to_str().unwrap(), "host"]).unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let numbers = |text: &str| -> Vec<usize> {
            let lines = said.lines().filter(|line| line.contains(text));
            lines.filter_map(|line| line.split_once(" line ")?.1.split(':').next()?.parse().ok()).collect()
        };
        let unknown: BTreeSet<usize> = numbers("Bad configuration option").into_iter().collect();
        // In some versions, an option that doesn't accept the value ends the reading.
        let all_was_read = output.status.success() || said.contains("terminating, ");
        let end = if all_was_read { rest.len() } else { *numbers(" line ").iter().max().expect(&said) - 1 };
        known.extend(rest[..end].iter().zip(2..).filter(|(_, line)| !unknown.contains(line)).map(|(word, _)| &**word));
        rest = &rest[end..];
    }
    known
}

/// Every end of a text in the program that could be a keyword, because the linker stores a text as the end of another.
fn words_in_ssh() -> Vec<String> {
    let name = format!("ssh{}", env::consts::EXE_SUFFIX);
    let path =
        env::split_paths(&env::var_os("PATH").unwrap()).map(|folder| folder.join(&name)).find(|file| file.is_file());
    let program = fs::read(path.unwrap()).unwrap();
    let mut words = BTreeSet::new();
    for text in program.split(|byte| *byte == 0) {
        let length =
            text.iter().rev().take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()).take(64).count();
        let word = str::from_utf8(&text[text.len() - length..]).unwrap();
        words.extend((0..word.len().saturating_sub(1)).map(|start| word[start..].to_owned()));
    }
    words.into_iter().collect()
}

#[test]
fn keywords_are_known_to_the_versions_in_the_table() {
    let Some(version) = version() else { return };
    let unpatched: Vec<&Keyword> = KEYWORDS.iter().filter(|keyword| !keyword.is_patched()).collect();
    let names: Vec<String> = unpatched.iter().map(|keyword| keyword.name.to_lowercase()).collect();
    let expected = unpatched.iter().zip(&names).filter(|(keyword, _)| keyword.is_known_to(version));
    assert_eq!(known(&names), expected.map(|(_, name)| &**name).collect(), "{version:?}");
}

#[test]
fn is_known_to_option_of_some_systems_builds_is_false() {
    assert!(!Keyword::find("UseKeychain").unwrap().is_known_to(Version::new(10, 5)));
}

#[test]
fn keywords_include_all_of_the_installed_ssh() {
    if version().is_none() {
        return;
    }
    let words = words_in_ssh();
    let known = known(&words);
    assert!(known.len() > 100, "{known:?}");
    let missing: Vec<_> = known.into_iter().filter(|word| Keyword::find(word).is_none()).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn keywords_are_in_the_table_once() {
    let names: BTreeSet<String> = KEYWORDS.iter().map(|keyword| keyword.name.to_lowercase()).collect();
    assert_eq!(names.len(), KEYWORDS.len());
}

#[test]
fn keywords_of_sections_are_refused_by_ssh_itself() {
    if version().is_none() {
        return;
    }
    for option in ["Host=host", "Match=all", "Include=file"] {
        let output = ssh(&["-G", "-F", "none", "-o", option, "host"]).unwrap();
        assert_eq!(output.status.code(), Some(255), "{option}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("not supported as a command-line option"), "{option}");
    }
}

#[test]
fn pinned_values_are_changed_by_no_configuration_and_no_argument() {
    let Some(version) = version() else { return };
    let other_value = |name: &str| {
        let line = OTHER_VALUES.iter().find(|line| line.split_once(' ').unwrap().0 == name);
        (*line.expect(name)).to_owned()
    };
    let pins: Vec<&Keyword> = KEYWORDS
        .iter()
        .filter(|keyword| matches!(keyword.handling, Handling::Pinned { .. }) && keyword.is_known_to(version))
        .collect();
    let lines = OTHER_VALUES.iter().filter(|line| {
        let name = line.split_once(' ').unwrap().0;
        Keyword::find(name).unwrap().is_known_to(version)
    });
    let lines: Vec<String> = lines.map(|&line| line.to_owned()).collect();
    let file = Configuration::of(lines.clone());
    let configuration = file.path().to_str().unwrap();
    let ours = || pinned(Some(version)).chain(defaults());

    let expected = understood("none", ours());

    assert_eq!(understood(configuration, ours()), expected);
    let pins_and_theirs = pinned(Some(version)).chain(pins.iter().map(|pin| other_value(pin.name)));
    assert_eq!(understood(configuration, pins_and_theirs.chain(defaults())), expected);
    // Alone, the file sets another value for each of them, as far as `ssh -G` prints it.
    let theirs = understood(configuration, []);
    let changed: Vec<&str> = theirs.lines().filter(|line| !expected.lines().any(|ours| ours == *line)).collect();
    for name in lines.iter().map(|line| line.split_once(' ').unwrap().0) {
        let is_changed = changed.iter().any(|line| line.starts_with(&format!("{} ", name.to_lowercase())));
        assert!(is_changed || ["Protocol", "AddKeysToAgent"].contains(&name), "{name}");
    }
}

#[test]
fn pinned_values_are_printed_by_ssh() {
    let Some(version) = version() else { return };
    let printed = understood("none", pinned(Some(version)).chain(defaults()));
    for option in pinned(Some(version)).chain(defaults()) {
        let (name, value) = option.split_once('=').unwrap();
        let name = format!("{} ", name.to_lowercase());
        let Some(line) = printed.lines().find_map(|line| line.strip_prefix(&name)) else {
            assert!(value == "none" || ["addkeystoagent ", "protocol "].contains(&&*name), "{option}");
            continue;
        };
        let other = if value == "no" { "false" } else { "DEBUG" };
        assert!(line == value || line == other, "{option}: {line}");
    }
    assert!(!printed.contains("forward 108"), "{printed}");
}

#[test]
fn defaults_come_after_the_callers_arguments_and_before_the_configuration() {
    let Some(version) = version() else { return };
    let file = Configuration::of(
        OTHER_VALUES.iter().filter(|line| line.ends_with(['7', '8', '9'])).map(|&line| line.to_owned()),
    );
    let given = ["ServerAliveInterval=5", "ServerAliveCountMax 6", "ConnectionAttempts = 4"].map(str::to_owned);

    let printed = understood(file.path().to_str().unwrap(), pinned(Some(version)).chain(given).chain(defaults()));
    let alone = understood(file.path().to_str().unwrap(), pinned(Some(version)).chain(defaults()));

    for line in ["serveraliveinterval 5", "serveralivecountmax 6", "connectionattempts 4"] {
        assert!(printed.lines().any(|printed| printed == line), "{printed}");
    }
    for line in ["serveraliveinterval 10", "serveralivecountmax 3", "connectionattempts 1"] {
        assert!(alone.lines().any(|printed| printed == line), "{alone}");
    }
}

#[test]
fn pinned_unknown_version_is_treated_as_the_oldest() {
    let of = |version| pinned(version).collect::<Vec<_>>();
    assert_eq!(of(None), of(Some(Version::new(7, 4))));
    assert!(of(None).contains(&"BatchMode=yes".to_owned()) && !of(None).contains(&"StdinNull=no".to_owned()));
    assert!(of(Some(Version::new(11, 0))).contains(&"StdinNull=no".to_owned()));
    assert!(!of(Some(Version::new(10, 0))).contains(&"WarnWeakCrypto=no".to_owned()));
}

#[test]
fn terminal_is_the_one_that_ssh_asks_for() {
    if version().is_none() {
        return;
    }
    for arguments in [
        "-t",
        "-tt",
        "-ttt",
        "-t -t",
        "-T -t",
        "-tt -T",
        "-t -o RequestTTY=no",
        "-o RequestTTY=force -t",
        "-o RequestTTY=yes -4t",
        "-o RequestTTY=auto -o RequestTTY=force",
        "-o requesttty=TRUE",
        "-oRequestTTY=Force",
        "-o RequestTTY=no",
        "-4",
    ] {
        let words: Vec<&str> = ["-G", "-F", "none"].into_iter().chain(arguments.split(' ')).chain(["host"]).collect();
        let printed = String::from_utf8(ssh(&words).unwrap().stdout).unwrap();
        let asked_for = printed.lines().find_map(|line| line.strip_prefix("requesttty ")).unwrap();
        let mut reader = reader::Reader::default();
        assert!(arguments.split(' ').all(|argument| reader.read(argument).is_ok()));
        let names: &[&str] = match reader.terminal() {
            terminal::Terminal::Unset | terminal::Terminal::Auto => &["auto"],
            terminal::Terminal::No => &["no", "false"],
            terminal::Terminal::Yes => &["yes", "true"],
            terminal::Terminal::Force => &["force"],
        };
        assert!(names.contains(&asked_for), "{arguments}: {asked_for}, not {names:?}");
    }
}

#[test]
fn option_line_every_spelling_is_read_as_ssh_reads_it() {
    if version().is_none() {
        return;
    }
    for line in [
        "VisualHostKey=yes",
        "visualHOSTkey yes",
        "  VisualHostKey = yes  ",
        "\tVisualHostKey\tyes",
        "=VisualHostKey yes",
        "= VisualHostKey=yes",
        "VisualHostKey=\"yes\"",
        "\"VisualHostKey\" yes",
        "Visual\"HostKey\"yes",
        "\"\"VisualHostKey yes",
        "VisualHostKey  =  \"yes\"",
        "==VisualHostKey yes",
        "#VisualHostKey yes",
        "\"VisualHostKey yes",
        "   ",
        "HashKnownHosts=yes",
    ] {
        let is_set = understood("none", [line.to_owned()]).contains("visualhostkey yes");
        let option = option_line::OptionLine::parse(line);
        let is_read = option
            .is_some_and(|option| option.keyword.eq_ignore_ascii_case("VisualHostKey") && option.value() == "yes");
        assert_eq!(is_read, is_set, "{line}");
    }
}

#[test]
fn reader_flags_take_values_as_the_installed_ssh_says() {
    let Some(output) = ssh(&[]) else { return };
    let usage = String::from_utf8(output.stderr).unwrap();
    let groups: Vec<&str> = usage.split("[-").skip(1).collect();
    assert!(groups.len() > 15, "{usage}");
    for group in groups {
        let flags = group.split([' ', ']']).next().unwrap();
        let takes_value = group[flags.len()..].starts_with(' ');
        for letter in flags.chars() {
            let mut reader = reader::Reader::default();
            match reader.read(&format!("-{letter}")) {
                Ok(_) => assert_eq!(reader.awaits_value(), takes_value, "-{letter}: {usage}"),
                Err(error) => assert!(!error.contains("no such option"), "-{letter}: {usage}"),
            }
        }
    }
}
