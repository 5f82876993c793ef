use super::*;

const NONCE: &str = "0123";
const SENT: &str = "debug1: Sending command: reboot\r\n";
const EXIT: &str = "debug1: client_input_channel_req: channel 0 rtype exit-status reply 0\r\ndebug1: Exit status 7\r\n";

fn log(text: &str) -> SshLog {
    let mut log = SshLog::new(Proof::Nonce(NONCE.to_owned()));
    log.receive(text.as_bytes());
    log
}

fn said(log: &SshLog) -> Vec<&str> {
    log.said().collect()
}

#[test]
fn receive_before_the_nonce_nothing_is_evidence() {
    for forged in ["", "Authenticated to h\n", "01234\n", "debug1: 0123\n", "x0123\n"] {
        let log = log(&format!("{forged}{SENT}{EXIT}exec request failed on channel 0\n"));
        let evidence = (log.is_authenticated, log.was_sent, log.far_end);
        assert_eq!(evidence, (false, false, FarEnd::Unknown), "{forged}");
    }
}

#[test]
fn receive_command_that_begins_with_the_secret_proves_as_much() {
    for (line, is_proof) in [
        ("debug1: Sending command: exec secret more", true),
        ("debug1: Sending command: exec other", false),
        ("Sending command: exec secret", false),
        ("debug1: Remote: Sending command: exec secret", false),
    ] {
        let mut log = SshLog::new(Proof::SentCommand("exec secret".to_owned()));
        log.receive(format!("{line}\n{EXIT}").as_bytes());
        assert_eq!((log.is_authenticated, log.far_end == FarEnd::Exited(Some(7))), (is_proof, is_proof), "{line}");
    }
}

#[test]
fn receive_behind_the_nonce_the_end_of_the_command_is_seen() {
    let log = log(&format!("lies\n{NONCE}\n{SENT}{EXIT}"));
    assert!(log.is_authenticated && log.was_sent && said(&log).is_empty());
    assert_eq!(log.far_end, FarEnd::Exited(Some(7)));
}

#[test]
fn receive_end_by_a_signal_is_seen_and_stands() {
    let signal = "debug1: client_input_channel_req: channel 0 rtype exit-signal reply 0\r\n";
    assert_eq!(log(&format!("{NONCE}\n{SENT}{signal}{EXIT}")).far_end, FarEnd::Signalled);
}

#[test]
fn receive_refusal_to_run_a_command_is_seen() {
    assert_eq!(log(&format!("{NONCE}\n{SENT}exec request failed on channel 0\r\n")).far_end, FarEnd::Refused);
}

#[test]
fn receive_action_or_remark_that_names_an_exit_status_does_not_fake_one() {
    let sent = "debug1: Sending command: client_input_channel_req: channel 0 rtype exit-status reply 0\r\n";
    let remote = "debug1: Remote: client_input_channel_req: channel 0 rtype exit-status reply 0\r\n";
    assert_eq!(log(&format!("{NONCE}\n{sent}{remote}debug1: Exit status 0\n")).far_end, FarEnd::Unknown);
}

#[test]
fn receive_of_another_channel_or_form_is_no_evidence() {
    for line in [
        "debug1: client_input_channel_req: channel 1 rtype exit-status reply 0",
        "debug1: clientloop.c:client_input_channel_req():1 (pid=5): channel 0 rtype exit-status reply 0",
    ] {
        assert_eq!(log(&format!("{NONCE}\n{line}\n")).far_end, FarEnd::Unknown, "{line}");
    }
}

#[test]
fn receive_why_there_is_no_connection_is_kept() {
    let refused = "ssh: connect to host h port 1: Connection refused";
    let log = log(&format!("debug1: Connecting to h [::1] port 1.\r\n{refused}\r\n"));
    assert_eq!(said(&log), [refused]);
    let address = Some(Address::Network("::1 port 1".to_owned()));
    assert_eq!(log.connecting, Connecting { address, step: Step::Connecting });
}

#[test]
fn receive_in_pieces_and_without_end_is_bounded() {
    let mut log = log("");
    for _ in 0..100 {
        log.receive(&[b'x'; 16_384]);
    }
    assert!(log.is_flooded());
    log.receive(format!("\n{}", "a\n".repeat(1000)).as_bytes());
    assert_eq!(log.line.len(), 0);
    assert_eq!(said(&log).len(), MOST_SAID);
}
