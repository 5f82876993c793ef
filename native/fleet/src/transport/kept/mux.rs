//! The messages of OpenSSH's control protocol (its `PROTOCOL.mux`): what a master says to its clients, and what they
//! say to it.

/// The only version that there has been since OpenSSH 5.1.
pub(super) const VERSION: u32 = 4;

/// The number of a connection's only request.
const REQUEST: u32 = 1;

/// The longest message that a master accepts, with its length.
const LONGEST: usize = 256 * 1024;

/// The longest message that we accept: a master's longest has a line of text.
const LONGEST_ANSWER: usize = 16 * 1024;

/// The most variables that a master accepts.
const MOST_VARIABLES: usize = 4096;

const HELLO: u32 = 0x0000_0001;
const NEW_SESSION: u32 = 0x1000_0002;
const ALIVE_CHECK: u32 = 0x1000_0004;
const PERMISSION_DENIED: u32 = 0x8000_0002;
const FAILURE: u32 = 0x8000_0003;
const EXIT: u32 = 0x8000_0004;
const ALIVE: u32 = 0x8000_0005;
const SESSION_OPENED: u32 = 0x8000_0006;

/// No escape character: nobody types.
const NO_ESCAPE: u32 = u32::MAX;

/// What a master says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The first message, with the version of the protocol.
    Hello(u32),
    /// The request is refused, for this reason.
    Refused(String),
    /// The session is open, and has this number.
    Opened(u32),
    /// The command of the session with this number has ended with this code.
    Exited {
        /// The number of the session.
        session: u32,
        /// The exit code.
        code: u32,
    },
    /// The connection to the server was alive when it was asked.
    Alive,
    /// Something that only concerns terminals, forwards or newer clients.
    Other,
}

/// The master doesn't keep to the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

/// Reads what a master sends, in pieces of any size.
#[derive(Debug, Default)]
pub struct Answers {
    pending: Vec<u8>,
}

impl Answers {
    /// Takes the next bytes, and adds the answers that they complete.
    ///
    /// # Errors
    /// What follows these answers is malformed. Nothing after it can be read.
    pub fn receive(&mut self, bytes: &[u8], answers: &mut Vec<Answer>) -> Result<(), Malformed> {
        self.pending.extend_from_slice(bytes);
        let mut rest = &self.pending[..];
        let result = loop {
            match take_answer(rest) {
                Ok(Some((answer, behind))) => {
                    answers.push(answer);
                    rest = behind;
                }
                Ok(None) => break Ok(()),
                Err(malformed) => break Err(malformed),
            }
        };
        self.pending = rest.to_vec();
        result
    }
}

/// The first answer, and the bytes behind it. `None` if it isn't complete.
fn take_answer(bytes: &[u8]) -> Result<Option<(Answer, &[u8])>, Malformed> {
    let Some((length, rest)) = take_u32(bytes) else { return Ok(None) };
    let length = usize::try_from(length).map_err(|_| Malformed)?;
    if length > LONGEST_ANSWER {
        return Err(Malformed);
    }
    let Some((message, rest)) = rest.split_at_checked(length) else { return Ok(None) };
    Ok(Some((read(message).ok_or(Malformed)?, rest)))
}

/// `None` if the message is too short for what it says it is.
fn read(message: &[u8]) -> Option<Answer> {
    let (kind, rest) = take_u32(message)?;
    let (number, rest) = match kind {
        HELLO | PERMISSION_DENIED | FAILURE | EXIT | ALIVE | SESSION_OPENED => take_u32(rest)?,
        _ => return Some(Answer::Other),
    };
    if kind != HELLO && kind != EXIT && number != REQUEST {
        return Some(Answer::Other);
    }
    Some(match kind {
        HELLO => Answer::Hello(number),
        SESSION_OPENED => Answer::Opened(take_u32(rest)?.0),
        EXIT => Answer::Exited { session: number, code: take_u32(rest)?.0 },
        ALIVE => Answer::Alive,
        _ => Answer::Refused(take_text(rest)?),
    })
}

fn take_u32(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_be_bytes(*number), rest))
}

fn take_text(bytes: &[u8]) -> Option<String> {
    let (length, rest) = take_u32(bytes)?;
    let text = rest.get(..usize::try_from(length).ok()?)?;
    Some(String::from_utf8_lossy(text).into_owned())
}

/// The client's first message.
pub(super) fn hello() -> Vec<u8> {
    message(|body| {
        put_u32(body, HELLO);
        put_u32(body, VERSION);
    })
}

/// Asks whether the connection to the server is alive.
pub(super) fn alive_check() -> Vec<u8> {
    message(|body| {
        put_u32(body, ALIVE_CHECK);
        put_u32(body, REQUEST);
    })
}

/// Asks for a session that runs a command. The descriptors of its three streams have to follow. Of the variables, the
/// server is sent those that the master's options name (`SendEnv`); whether it is offered an agent is up to the master's
/// options, too (`ForwardAgent`).
///
/// Returns `None` if the master would not accept so long a message.
#[must_use]
pub fn new_session<'a>(command: &str, variables: impl Iterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    const NO: u32 = 0;
    const YES: u32 = 1;
    let mut count = 0;
    let message = message(|body| {
        put_u32(body, NEW_SESSION);
        put_u32(body, REQUEST);
        put_text(body, b"");
        // A terminal, X11, an agent, a subsystem.
        for flag in [NO, NO, YES, NO] {
            put_u32(body, flag);
        }
        put_u32(body, NO_ESCAPE);
        put_text(body, b"");
        put_text(body, command.as_bytes());
        for variable in variables {
            put_text(body, variable);
            count += 1;
        }
    });
    (message.len() <= LONGEST && count < MOST_VARIABLES).then_some(message)
}

fn message(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut message = vec![0; 4];
    write(&mut message);
    let length = size(message.len() - 4);
    message[..4].copy_from_slice(&length.to_be_bytes());
    message
}

fn put_u32(body: &mut Vec<u8>, number: u32) {
    body.extend(number.to_be_bytes());
}

fn put_text(body: &mut Vec<u8>, text: &[u8]) {
    put_u32(body, size(text.len()));
    body.extend(text);
}

/// What doesn't fit is longer than the longest message anyway.
fn size(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(words: &[u32], rest: &[u8]) -> Vec<u8> {
        message(|body| {
            for word in words {
                put_u32(body, *word);
            }
            body.extend(rest);
        })
    }

    /// The answers, and what follows them.
    fn read_all(bytes: &[u8]) -> (Vec<Answer>, Result<(), Malformed>) {
        let mut read = Vec::new();
        let result = Answers::default().receive(bytes, &mut read);
        (read, result)
    }

    #[test]
    fn receive_in_pieces_of_any_size_is_the_same() {
        let refusal = [&8_u32.to_be_bytes()[..], b"no room\xFF"].concat();
        let all = [
            packet(&[HELLO, VERSION], b"\0\0\0\x04name\0\0\0\0"),
            packet(&[FAILURE, REQUEST], &refusal),
            packet(&[SESSION_OPENED, REQUEST, 3], b""),
            packet(&[EXIT, 3, 255], b""),
            packet(&[ALIVE, REQUEST, 77], b""),
            packet(&[0x8000_0007, REQUEST, 22], b""),
            packet(&[SESSION_OPENED, REQUEST + 1, 3], b""),
        ]
        .concat();
        let expected = [
            Answer::Hello(4),
            Answer::Refused("no room\u{FFFD}".to_owned()),
            Answer::Opened(3),
            Answer::Exited { session: 3, code: 255 },
            Answer::Alive,
            Answer::Other,
            Answer::Other,
        ];
        for size in 1..=all.len() {
            let (mut answers, mut read) = (Answers::default(), Vec::new());
            assert!(all.chunks(size).all(|piece| answers.receive(piece, &mut read).is_ok()));
            assert_eq!(read, expected, "{size}");
            assert!(answers.pending.is_empty());
        }
    }

    #[test]
    fn receive_message_that_is_too_short_or_too_long_is_malformed() {
        for bytes in [
            packet(&[], b""),
            packet(&[], b"\0\0\0"),
            packet(&[HELLO], b"\0\0\0"),
            packet(&[EXIT, 1], b"\0"),
            packet(&[SESSION_OPENED, REQUEST], b""),
            packet(&[FAILURE, REQUEST, 9], b"short"),
            packet(&[FAILURE, REQUEST, u32::MAX], b""),
            u32::MAX.to_be_bytes().to_vec(),
            (16_u32 * 1024 + 1).to_be_bytes().to_vec(),
        ] {
            assert_eq!(read_all(&bytes), (Vec::new(), Err(Malformed)), "{bytes:?}");
            let behind_another = [packet(&[EXIT, 1, 2], b""), bytes].concat();
            let exited = Answer::Exited { session: 1, code: 2 };
            assert_eq!(read_all(&behind_another), (vec![exited], Err(Malformed)), "{behind_another:?}");
        }
    }

    #[test]
    fn receive_hostile_bytes_never_panics_and_keeps_little() {
        let seed = packet(&[FAILURE, REQUEST, 3], b"abc");
        for place in 0..seed.len() {
            for byte in 0..=255 {
                let mut bytes = seed.clone();
                bytes[place] = byte;
                for cut in 0..=bytes.len() {
                    let mut answers = Answers::default();
                    let _ = answers.receive(&bytes[..cut], &mut Vec::new());
                    assert!(answers.pending.len() <= LONGEST_ANSWER + 4);
                }
            }
        }
    }

    #[test]
    fn new_session_is_what_openssh_expects() {
        let expected =
            packet(&[NEW_SESSION, REQUEST, 0, 0, 0, 1, 0, u32::MAX, 0, 4], b"true\0\0\0\x06LANG=C\0\0\0\x03A=b");
        let variables: [&[u8]; 2] = [b"LANG=C", b"A=b"];
        assert_eq!(new_session("true", variables.into_iter()), Some(expected));
        assert_eq!(hello(), packet(&[1, 4], b""));
        assert_eq!(alive_check(), packet(&[0x1000_0004, 1], b""));
    }

    #[test]
    fn new_session_that_a_master_would_refuse_is_none() {
        let none = || std::iter::empty();
        assert!(new_session(&"x".repeat(LONGEST - 60), none()).is_some());
        assert_eq!(new_session(&"x".repeat(LONGEST), none()), None);
        let variables = |count| std::iter::repeat_n(&b"A=b"[..], count);
        assert!(new_session("true", variables(MOST_VARIABLES - 1)).is_some());
        assert_eq!(new_session("true", variables(MOST_VARIABLES)), None);
    }
}
