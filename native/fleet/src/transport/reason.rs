//! Why there is no connection, in words. A server can fake what is read here. Only the error, and whether an attempt
//! that sent nothing is repeated, depend on it.

use std::time::Duration;

use super::ssh_log::{Address, SshLog, Step};

/// What `ssh` says when another attempt would end the same way, or lock an account.
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

/// What `ssh` says when the server closes a connection before it asks who we are.
const TURNED_AWAY: [&str; 4] =
    ["kex_exchange_identification: ", "ssh_exchange_identification: ", "Connection closed by ", "Connection reset by "];

/// What the `ssh` of a jump host says when it has not come as far as the host.
const NOT_REACHED: [&str; 3] = ["ssh: connect to host ", "ssh: Could not resolve hostname ", "stdio forwarding failed"];

/// Whether another attempt would end the same way.
pub(super) fn is_final(log: &SshLog, stderr: &str) -> bool {
    log.said().chain(stderr.lines()).any(|line| FINAL.iter().any(|said| line.contains(said)))
}

/// Whether the server closed the connection before it asked who we are.
fn is_turned_away(log: &SshLog, stderr: &str) -> bool {
    // Without a connection to the jump host or from there, `ssh` reports the same.
    let is_connected = || !stderr.lines().any(|line| NOT_REACHED.iter().any(|said| line.starts_with(said)));
    log.connecting.step < Step::Authenticating
        && log.said().any(|line| TURNED_AWAY.iter().any(|said| line.starts_with(said)))
        && is_connected()
}

/// The address of a connection that was closed before the server asked who we are: it may have too many such
/// connections.
pub(super) fn turned_away_by(log: &SshLog, stderr: &str) -> Option<Address> {
    let is_turned_away = !log.is_authenticated && !is_final(log, stderr) && is_turned_away(log, stderr);
    let address = || log.connecting.address.clone().unwrap_or(Address::Proxy(String::new()));
    is_turned_away.then(address)
}

/// What `ssh`, and the `ssh` of a jump host, have said, with the keys concerned.
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

/// What the attempt was waiting for when its time ran out.
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
    fn said_lines_of_a_jump_host_come_first_and_once() {
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
        assert!(is_turned_away(&log(closed), ""));
        assert!(!is_turned_away(&log(&format!("debug1: SSH2_MSG_SERVICE_ACCEPT received\n{closed}")), ""));
        assert!(!is_turned_away(&log("ssh: connect to host h port 22: Connection refused\n"), ""));
    }

    #[test]
    fn is_final_only_if_another_attempt_cannot_help() {
        for line in ["", "ssh: connect to host h port 22: Connection refused", "Connection closed by 127.0.0.1 port 22"]
        {
            assert!(!is_final(&log(&format!("{line}\n")), line), "{line}");
        }
        for said in FINAL {
            let line = format!("jump: {said}: x");
            assert!(is_final(&log(&format!("{line}\n")), "") && is_final(&log(""), &line), "{line}");
        }
    }

    #[test]
    fn is_turned_away_by_each_of_its_lines() {
        for said in TURNED_AWAY {
            assert!(is_turned_away(&log(&format!("{said}x\n")), ""), "{said}");
            assert!(!is_turned_away(&log(&format!("x{said}\n")), ""), "{said}");
        }
    }

    #[test]
    fn turned_away_by_a_host_that_a_jump_host_has_reached_and_been_allowed_to() {
        let turned_away_by = |jump| turned_away_by(&log("kex_exchange_identification: Connection closed\n"), jump);
        for jump in ["", "Welcome\n", "kex_exchange_identification: Connection closed by remote host\r\n"] {
            assert_eq!(turned_away_by(jump), Some(Address::Proxy(String::new())), "{jump}");
        }
        for jump in [
            "Welcome\r\nnobody@jump: Permission denied (publickey).\r\n",
            "ssh: connect to host jump port 22: Connection refused\r\n",
            "ssh: Could not resolve hostname jump: Name or service not known\r\n",
            "channel 0: open failed: connect failed: No route to host\r\nstdio forwarding failed\r\n",
        ] {
            assert_eq!(turned_away_by(jump), None, "{jump}");
        }
    }

    #[test]
    fn waiting_says_what_for_and_where() {
        let mut text = String::new();
        for (line, awaited) in [
            ("OpenSSH_9.2p1", "`ssh` to begin to connect"),
            ("debug1: Connecting to h [::1] port 22.", "a connection (::1 port 22)"),
            ("debug1: Connection established.", "the server's first line (::1 port 22)"),
            ("debug1: Remote protocol version 2.0, remote software version x", "the exchange of keys (::1 port 22)"),
            ("debug1: SSH2_MSG_SERVICE_ACCEPT received", "the authentication (::1 port 22)"),
        ] {
            text.extend([line, "\r\n"]);
            let waiting = waiting(&log(&text), Duration::from_millis(1500));
            assert_eq!(waiting, format!("waited 1.5 s for {awaited}"));
        }
    }

    #[test]
    fn waiting_for_a_proxy_names_the_jump_host_or_the_proxy() {
        for (lines, place) in [
            ("debug1: Executing proxy command: exec nc h 22\n", "by a proxy command"),
            (
                "debug1: Setting implicit ProxyCommand from ProxyJump: ssh -W '[%h]:%p' jump\n",
                "by `ssh -W '[%h]:%p' jump`",
            ),
        ] {
            let executing = "debug1: Executing proxy command: exec ssh -W '[h]:22' jump\n";
            let waiting = waiting(&log(&format!("{lines}{executing}")), Duration::from_secs(1));
            assert_eq!(waiting, format!("waited 1 s for a connection ({place})"));
        }
    }
}
