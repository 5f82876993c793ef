use rust_interop_fleet::fuzzing::{Answer, Answers, new_session};

/// Splits a text into a command and the variables of a session.
const SEPARATOR: u8 = 0xFF;

/// The messages of a master are read alike in pieces of any size, and as OpenSSH's `PROTOCOL.mux` has them; and a master
/// reads what it is sent. The first byte is the size of the pieces; the others are what the master says, and a command.
pub fn target(bytes: &[u8]) {
    let (&size, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    for size in [usize::from(size).max(1), usize::MAX] {
        let (mut answers, mut read) = (Answers::default(), Vec::new());
        let is_well_formed = bytes.chunks(size).all(|piece| answers.receive(piece, &mut read).is_ok());
        assert_eq!((read, is_well_formed), expected(bytes), "in pieces of {size}");
    }
    asked_for(bytes);
}

/// What a master that sends these bytes says, and whether it keeps to the protocol.
fn expected(bytes: &[u8]) -> (Vec<Answer>, bool) {
    let mut stream = Bytes(bytes);
    let mut answers = Vec::new();
    while let Some(length) = stream.number() {
        if length > 16 * 1024 {
            return (answers, false);
        }
        let Some(message) = stream.take(length) else { break };
        let Some(answer) = meaning(Bytes(message)) else { return (answers, false) };
        answers.push(answer);
    }
    (answers, true)
}

fn meaning(mut message: Bytes<'_>) -> Option<Answer> {
    let kind = message.number()?;
    if kind == 1 {
        return Some(Answer::Hello(message.number()?));
    }
    if kind == 0x8000_0004 {
        return Some(Answer::Exited { session: message.number()?, code: message.number()? });
    }
    if !matches!(kind, 0x8000_0002 | 0x8000_0003 | 0x8000_0005 | 0x8000_0006) || message.number()? != 1 {
        return Some(Answer::Other);
    }
    Some(match kind {
        0x8000_0005 => Answer::Alive,
        0x8000_0006 => Answer::Opened(message.number()?),
        _ => Answer::Refused(String::from_utf8_lossy(message.text()?).into_owned()),
    })
}

/// Asks for a session, and reads the message as a master does.
fn asked_for(bytes: &[u8]) {
    let mut texts = bytes.split(|&byte| byte == SEPARATOR);
    let command = String::from_utf8_lossy(texts.next().unwrap_or_default());
    let variables: Vec<&[u8]> = texts.collect();
    let message = new_session(&command, variables.iter().copied()).unwrap();
    let mut message = Bytes(&message);
    assert_eq!(message.number(), u32::try_from(message.0.len()).ok());
    // A new session of the only request, with nothing reserved and of all flags only that for an agent.
    assert_eq!([(); 2].map(|()| message.number()), [Some(0x1000_0002), Some(1)]);
    assert_eq!(message.text(), Some(&b""[..]));
    assert_eq!([(); 5].map(|()| message.number()), [0, 0, 1, 0, u32::MAX].map(Some));
    assert_eq!([(); 2].map(|()| message.text()), [Some(&b""[..]), Some(command.as_bytes())]);
    for variable in variables {
        assert_eq!(message.text(), Some(variable));
    }
    assert!(message.0.is_empty());
}

/// The rest of a message.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, length: u32) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length.try_into().ok()?)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        self.take(4).map(|bytes| u32::from_be_bytes(bytes.try_into().unwrap()))
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }
}
