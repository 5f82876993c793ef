//! What the log of `ssh` shows. Before authentication, a server can make `ssh` write any text into it, even whole
//! lines. So a line is only evidence after one that the other side can't know in advance. That is the line which says
//! that the command was sent, if the command begins with a secret. Otherwise it is a nonce, which a command on this
//! side (`LocalCommand`) writes after authentication.

use std::collections::VecDeque;
use std::fmt;

/// The longest line that is read; longer ones are cut.
const LONGEST_LINE: usize = 2048;

const SENDING: &str = "Sending command: ";

/// How many lines to keep of what `ssh` says.
const MOST_SAID: usize = 12;

/// How much may come before authentication. `ssh` itself writes a hundredth of that.
const MOST_BEFORE: usize = 1024 * 1024;

/// The log of one run of `ssh`, read while it is written.
#[derive(Debug)]
pub(super) struct SshLog {
    proof: Proof,
    line: Vec<u8>,
    /// Bytes before the nonce.
    before: usize,
    pub(super) is_authenticated: bool,
    pub(super) far_end: FarEnd,
    pub(super) was_sent: bool,
    /// Whether `ssh` says that it has come to its main loop.
    #[cfg(unix)]
    pub(super) is_in_session: bool,
    pub(super) connecting: Connecting,
    said: VecDeque<String>,
    /// The server's key, and the keys that it was offered.
    host_key: Option<String>,
    offered: Vec<String>,
}

/// The line after which lines are evidence.
#[derive(Debug)]
pub(super) enum Proof {
    /// Exactly this line.
    Nonce(String),
    /// One that says that a command with this beginning was sent.
    SentCommand(String),
    /// None: the proof isn't in the log.
    #[cfg(unix)]
    Elsewhere,
}

/// What the far side has reported about the end of the command. It only counts after the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum FarEnd {
    #[default]
    Unknown,
    /// The command did not run: the server refuses to run any.
    Refused,
    /// With an exit status, once that is known.
    Exited(Option<i32>),
    Signalled,
    /// Its session was closed, and the server hasn't said how it ended: a signal, or one of the servers that never say.
    #[cfg_attr(not(unix), allow(dead_code, reason = "only known of kept connections"))]
    Closed,
}

/// How far a connection has come. A server can fake it, so only messages and pacing depend on it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Connecting {
    pub(super) address: Option<Address>,
    pub(super) step: Step,
}

/// What `ssh` connects to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Address {
    /// An address and port on the network.
    Network(String),
    /// Whatever a command connects to.
    Proxy(String),
}

/// The last step that a connection has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Step {
    #[default]
    Started,
    Connecting,
    Connected,
    Greeted,
    Authenticating,
}

impl SshLog {
    pub(super) fn new(proof: Proof) -> Self {
        Self {
            proof,
            line: Vec::new(),
            before: 0,
            is_authenticated: false,
            far_end: FarEnd::default(),
            was_sent: false,
            #[cfg(unix)]
            is_in_session: false,
            connecting: Connecting::default(),
            said: VecDeque::new(),
            host_key: None,
            offered: Vec::new(),
        }
    }

    /// For a session in a connection that is authenticated. What the log would show, the control socket does.
    #[cfg(unix)]
    pub(super) fn of_session() -> Self {
        Self { is_authenticated: true, ..Self::new(Proof::Elsewhere) }
    }

    /// Records that something else has proved that the connection is authenticated.
    #[cfg(unix)]
    pub(super) fn set_authenticated(&mut self) {
        self.is_authenticated = true;
        self.said.clear();
    }

    pub(super) fn receive(&mut self, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            let room = LONGEST_LINE.saturating_sub(self.line.len());
            self.line.extend_from_slice(&piece[..piece.len().min(room)]);
            if !self.is_authenticated {
                self.before += piece.len();
            }
            if piece.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                // `echo` on Windows keeps the blank before a redirection.
                self.read_line(String::from_utf8_lossy(&line).trim_end());
            }
        }
    }

    /// Whether the server floods the log instead of authenticating us.
    pub(super) fn is_flooded(&self) -> bool {
        self.before > MOST_BEFORE
    }

    /// What `ssh` has said, without its routine lines.
    pub(super) fn said(&self) -> impl Iterator<Item = &str> {
        self.said.iter().map(String::as_str)
    }

    /// The key that the server has shown.
    pub(super) fn host_key(&self) -> Option<&str> {
        self.host_key.as_deref()
    }

    /// The keys that the server was offered.
    pub(super) fn offered(&self) -> &[String] {
        &self.offered
    }

    fn read_line(&mut self, line: &str) {
        if !self.is_authenticated && self.proof.is_given_by(line) {
            self.is_authenticated = true;
            self.was_sent = matches!(self.proof, Proof::SentCommand(_));
            self.said.clear();
            return;
        }
        match line.strip_prefix("debug1: ") {
            Some(detail) if self.is_authenticated => self.read_session(detail),
            Some(detail) => self.read_connecting(detail),
            None if is_routine(line) => {}
            None => {
                if self.is_authenticated && self.far_end == FarEnd::Unknown && is_refusal(line) {
                    self.far_end = FarEnd::Refused;
                }
                if self.said.len() == MOST_SAID {
                    self.said.pop_front();
                }
                self.said.push_back(line.to_owned());
            }
        }
    }

    fn read_connecting(&mut self, detail: &str) {
        #[cfg(unix)]
        if detail.starts_with("Entering interactive session.") {
            self.is_in_session = true;
        }
        let connecting = &mut self.connecting;
        if let Some(to) = detail.strip_prefix("Connecting to ") {
            connecting.advance(Step::Connecting);
            connecting.address = network_address(to).or(connecting.address.take());
        } else if let Some(command) = detail.strip_prefix("Setting implicit ProxyCommand from ProxyJump: ") {
            connecting.address = Some(Address::Proxy(command.to_owned()));
        } else if detail.starts_with("Executing proxy command: ") {
            connecting.advance(Step::Connecting);
            // The command contains the host's name, so it doesn't show whether other hosts are reached the same way.
            connecting.address.get_or_insert(Address::Proxy(String::new()));
        } else if detail.starts_with("Connection established") {
            connecting.advance(Step::Connected);
        } else if detail.starts_with("Remote protocol version ") {
            connecting.advance(Step::Greeted);
        } else if detail.starts_with("SSH2_MSG_SERVICE_ACCEPT received") {
            connecting.advance(Step::Authenticating);
        } else if let Some(key) = detail.strip_prefix("Server host key: ") {
            self.host_key = Some(key.to_owned());
        } else if let Some(key) = detail.strip_prefix("Offering public key: ") {
            // The path is followed by the kind and the fingerprint.
            let path = key.split(' ').next().unwrap_or(key);
            if self.offered.len() < MOST_SAID && !self.offered.iter().any(|offered| offered == path) {
                self.offered.push(path.to_owned());
            }
        }
    }

    fn read_session(&mut self, detail: &str) {
        if detail.starts_with(SENDING) {
            self.was_sent = true;
        } else if let Some(status) = detail.strip_prefix("Exit status ") {
            if let FarEnd::Exited(known) = &mut self.far_end {
                *known = status.parse().ok().filter(|status| *status >= 0);
            }
        } else if let Some(request) = detail.strip_prefix("client_input_channel_req: channel 0 rtype ") {
            // The first one counts.
            if self.far_end == FarEnd::Unknown {
                match request.split(' ').next() {
                    Some("exit-status") => self.far_end = FarEnd::Exited(None),
                    Some("exit-signal") => self.far_end = FarEnd::Signalled,
                    _ => {}
                }
            }
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(address) => formatter.write_str(address),
            Self::Proxy(command) if command.is_empty() => formatter.write_str("by a proxy command"),
            Self::Proxy(command) => write!(formatter, "by `{command}`"),
        }
    }
}

impl Proof {
    fn is_given_by(&self, line: &str) -> bool {
        match self {
            Self::Nonce(nonce) => line == nonce,
            Self::SentCommand(beginning) => {
                let sent = line.strip_prefix("debug1: ").and_then(|detail| detail.strip_prefix(SENDING));
                sent.is_some_and(|command| command.starts_with(beginning))
            }
            #[cfg(unix)]
            Self::Elsewhere => false,
        }
    }
}

impl Connecting {
    fn advance(&mut self, step: Step) {
        self.step = self.step.max(step);
    }
}

/// Takes the address and the number from `host [address] port number.`.
fn network_address(to: &str) -> Option<Address> {
    let (_, address) = to.split_once(" [")?;
    let (address, port) = address.split_once("] port ")?;
    Some(Address::Network(format!("{address} port {}", port.trim_end_matches('.'))))
}

fn is_refusal(line: &str) -> bool {
    ["exec request failed", "shell request failed", "subsystem request failed"]
        .iter()
        .any(|said| line.starts_with(said))
}

fn is_routine(line: &str) -> bool {
    const BEGINNINGS: [&str; 10] = [
        "debug",
        "OpenSSH_",
        "Authenticated to ",
        "Transferred: ",
        "Bytes per second: ",
        "Pseudo-terminal will not be allocated",
        "Warning: Permanently added ",
        "Server accepts key: ",
        "** ",
        "@@@",
    ];
    line.is_empty() || BEGINNINGS.iter().any(|beginning| line.starts_with(beginning))
}

#[cfg(test)]
mod tests;
