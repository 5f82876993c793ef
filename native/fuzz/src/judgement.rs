use rust_interop_fleet::fuzzing::{Believed, believe_before_authentication, believe_while_running};
use rust_interop_fleet::{HostOutcome, RemoteShell};

/// Splits a text into pieces for the three sources in turn.
const SEPARATOR: u8 = 0xFF;

/// No text from the far side changes what is believed about the action. The first byte says how `ssh` ends; the others
/// are the text.
pub fn target(bytes: &[u8]) {
    let (&first, text) = bytes.split_first().unwrap_or((&0, &[]));
    let pieces: Vec<(u8, &[u8])> =
        (0..).zip(text.split(|&byte| byte == SEPARATOR)).map(|(at, piece)| (at as u8 % 3, piece)).collect();
    let exit_code = if first & 1 == 0 { Some(i32::from(first)) } else { None };
    for exit_code in [exit_code, Some(255), Some(0)] {
        for expect_disconnect in [false, true] {
            let unreachable = Believed { outcome: HostOutcome::Unreachable, exit_code: None, is_sent: false };
            let posix = believe_before_authentication(RemoteShell::Posix, exit_code, expect_disconnect, &pieces);
            assert_eq!(posix, unreachable);
            let bare = believe_before_authentication(RemoteShell::None, exit_code, expect_disconnect, &pieces);
            let unproved =
                if matches!(exit_code, None | Some(255)) { HostOutcome::Unreachable } else { HostOutcome::Lost };
            assert_eq!(bare, Believed { outcome: unproved, ..unreachable });
        }
    }
    let outputs: Vec<(u8, &[u8])> = pieces.into_iter().map(|(source, piece)| (source.max(1), piece)).collect();
    let outcome = if first == 0 { HostOutcome::Succeeded } else { HostOutcome::Failed };
    let expected = Believed { outcome, exit_code: Some(i32::from(first)), is_sent: true };
    assert_eq!(believe_while_running(first, &outputs), expected);
}
