//! Why there is no connection, for people. A server can fake what is read here; nothing but words, and whether an attempt at
//! which nothing was sent is made again, depends on it.

use std::time::Duration;

use super::ssh_log::{SshLog, Step};

/// What `ssh` says when another attempt would come to the same, or lock an account.
const FINAL: [&str; 9] = [
    "Permission denied",
    "Host key verification failed",
    "Too many authentication failures",
    "Bad configuration option",
    "terminating, ",
    "Bad owner or permissions",
    "Can't open user config file",
    "Unable to negotiate with",
    "Could not load host key",
];

/// What `ssh` says when the server closes a connection instead of asking who we are.
const TURNED_AWAY: [&str; 4] =
    ["kex_exchange_identification: ", "ssh_exchange_identification: ", "Connection closed by ", "Connection reset by "];

/// Whether another attempt would come to the same.
pub(super) fn is_final(log: &SshLog, stderr: &str) -> bool {
    log.said().chain(stderr.lines()).any(|line| FINAL.iter().any(|said| line.contains(said)))
}

/// Whether the server has closed the connection before it had asked who we are.
pub(super) fn is_turned_away(log: &SshLog) -> bool {
    log.connecting.step < Step::Authenticating
        && log.said().any(|line| TURNED_AWAY.iter().any(|said| line.starts_with(said)))
}

/// What `ssh`, and the `ssh` of a jump host, have said, with the keys it is about.
pub(super) fn said(log: &SshLog, stderr: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in stderr.lines().chain(log.said()).map(str::trim).filter(|line| !line.is_empty()) {
        if !lines.iter().any(|known| known == line) {
            lines.push(line.to_owned());
        }
    }
    if lines.iter().any(|line| line.contains("Permission denied (")) {
        lines.push(match log.offered() {
            [] => "no key was offered".to_owned(),
            offered => format!("offered: {}", offered.join(", ")),
        });
    }
    if let Some(key) = log.host_key()
        && lines.iter().any(|line| line.contains("Host key verification failed"))
    {
        lines.push(format!("the host showed the key {key}"));
    }
    lines.join("; ")
}

/// What was waited for when the time was over.
pub(super) fn waiting(log: &SshLog, timeout: Duration) -> String {
    let place = log.connecting.address.as_ref().map_or_else(String::new, |address| format!(" ({address})"));
    let awaited = match log.connecting.step {
        Step::Started => "`ssh` to begin to connect",
        Step::Connecting => "a connection",
        Step::Connected => "the server's first line",
        Step::Greeted => "the exchange of keys",
        Step::Authenticating => "the authentication",
    };
    format!("waited {} s for {awaited}{place}", timeout.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::super::ssh_log::Proof;
    use super::*;

    fn log(text: &str) -> SshLog {
        let mut log = SshLog::new(Proof::Nonce("nonce".to_owned()));
        log.receive(text.as_bytes());
        log
    }

    #[test]
    fn said_refused_keys_are_named() {
        let log = log("debug1: Offering public key: /k/id ED25519 SHA256:x\nu@h: Permission denied (publickey).\n");
        assert_eq!(said(&log, ""), "u@h: Permission denied (publickey).; offered: /k/id");
        assert!(is_final(&log, ""));
    }

    #[test]
    fn said_unknown_host_shows_its_key() {
        let log = log("debug1: Server host key: ssh-ed25519 SHA256:x\r\nHost key verification failed.\r\n");
        assert_eq!(said(&log, ""), "Host key verification failed.; the host showed the key ssh-ed25519 SHA256:x");
    }

    #[test]
    fn said_words_of_a_jump_host_come_first_and_once() {
        let log = log("kex_exchange_identification: Connection closed by remote host\n");
        let jump = "ssh: connect to host jump port 22: Connection refused\r\n";
        assert_eq!(
            said(&log, jump),
            "ssh: connect to host jump port 22: Connection refused; \
             kex_exchange_identification: Connection closed by remote host"
        );
    }

    #[test]
    fn is_turned_away_only_before_the_server_asks() {
        let closed = "Connection closed by 127.0.0.1 port 22\n";
        assert!(is_turned_away(&log(closed)));
        assert!(!is_turned_away(&log(&format!("debug1: SSH2_MSG_SERVICE_ACCEPT received\n{closed}"))));
        assert!(!is_turned_away(&log("ssh: connect to host h port 22: Connection refused\n")));
    }

    #[test]
    fn waiting_says_for_what_and_where() {
        let log = log("debug1: Connecting to h [::1] port 22.\ndebug1: Connection established.\n");
        assert_eq!(
            waiting(&log, Duration::from_millis(1500)),
            "waited 1.5 s for the server's first line (::1 port 22)"
        );
    }
}
