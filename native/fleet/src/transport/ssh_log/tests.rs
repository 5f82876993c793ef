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
fn receive_line_before_the_nonce_is_no_evidence() {
    for forged in ["", "Authenticated to h\n", "01234\n", "debug1: 0123\n", "x0123\n"] {
        let log = log(&format!("{forged}{SENT}{EXIT}exec request failed on channel 0\n"));
        let evidence = (log.is_authenticated, log.was_sent, log.far_end);
        assert_eq!(evidence, (false, false, FarEnd::Unknown), "{forged}");
    }
}

#[test]
fn receive_sent_command_that_begins_with_the_secret_is_the_proof() {
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
fn receive_end_of_the_command_after_the_nonce_is_evidence() {
    let log = log(&format!("lies\n{NONCE}\n{SENT}{EXIT}"));
    assert!(log.is_authenticated && log.was_sent && said(&log).is_empty());
    assert_eq!(log.far_end, FarEnd::Exited(Some(7)));
}

#[test]
fn receive_end_by_a_signal_is_final() {
    let signal = "debug1: client_input_channel_req: channel 0 rtype exit-signal reply 0\r\n";
    assert_eq!(log(&format!("{NONCE}\n{SENT}{signal}{EXIT}")).far_end, FarEnd::Signalled);
}

#[test]
fn receive_refusal_to_run_a_command_is_reported() {
    assert_eq!(log(&format!("{NONCE}\n{SENT}exec request failed on channel 0\r\n")).far_end, FarEnd::Refused);
}

#[test]
fn receive_action_or_remark_that_names_an_exit_status_does_not_fake_one() {
    let sent = "debug1: Sending command: client_input_channel_req: channel 0 rtype exit-status reply 0\r\n";
    let remote = "debug1: Remote: client_input_channel_req: channel 0 rtype exit-status reply 0\r\n";
    assert_eq!(log(&format!("{NONCE}\n{sent}{remote}debug1: Exit status 0\n")).far_end, FarEnd::Unknown);
}

#[test]
fn receive_line_of_another_channel_or_form_is_no_evidence() {
    for line in [
        "debug1: client_input_channel_req: channel 1 rtype exit-status reply 0",
        "debug1: clientloop.c:client_input_channel_req():1 (pid=5): channel 0 rtype exit-status reply 0",
    ] {
        assert_eq!(log(&format!("{NONCE}\n{line}\n")).far_end, FarEnd::Unknown, "{line}");
    }
}

#[test]
fn receive_sent_command_counts_with_the_secret_or_after_the_nonce() {
    let mut secret = SshLog::new(Proof::SentCommand("reboot".to_owned()));
    secret.receive(SENT.as_bytes());
    assert!(secret.was_sent);
    assert!(!log(&format!("{NONCE}\n")).was_sent);
    assert!(log(&format!("{NONCE} \r\n{SENT}")).was_sent);
}

#[test]
fn receive_exit_status_that_no_action_can_have_is_ignored() {
    let request = "debug1: client_input_channel_req: channel 0 rtype exit-status reply 0\n";
    for (status, expected) in [("0", Some(0)), ("255", Some(255)), ("-1", None), ("x", None)] {
        let log = log(&format!("{NONCE}\n{SENT}{request}debug1: Exit status {status}\n"));
        assert_eq!(log.far_end, FarEnd::Exited(expected), "{status}");
    }
}

#[test]
fn receive_refusal_after_an_end_or_of_another_request_is_ignored() {
    for (line, far_end) in [
        ("exec request failed on channel 0", FarEnd::Refused),
        ("shell request failed on channel 0", FarEnd::Refused),
        ("subsystem request failed on channel 0", FarEnd::Refused),
        ("X11 forwarding request failed on channel 0", FarEnd::Unknown),
    ] {
        assert_eq!(log(&format!("{NONCE}\n{line}\n")).far_end, far_end, "{line}");
        assert_eq!(log(&format!("{NONCE}\n{EXIT}{line}\n")).far_end, FarEnd::Exited(Some(7)), "{line}");
    }
}

#[test]
fn receive_routine_lines_are_not_kept() {
    let routine = "debug2: x\nOpenSSH_9.2p1\n\nAuthenticated to h\nTransferred: sent 1\nBytes per second: 1\n\
                   Pseudo-terminal will not be allocated because x\nWarning: Permanently added x\nServer accepts key: x\n\
                   ** WARNING: x\n@@@@\n";
    assert_eq!(said(&log(&format!("{routine}a\n"))), ["a"]);
}

#[test]
fn receive_offered_keys_are_kept_once_and_bounded() {
    let offer = |key: usize| format!("debug1: Offering public key: /k{key} ED25519 SHA256:x\n");
    let keys = |count| format!("{}{}", offer(0), (0..count).map(offer).collect::<String>());
    assert_eq!(log(&keys(2)).offered(), ["/k0", "/k1"]);
    assert_eq!(log(&keys(MOST_SAID + 5)).offered().len(), MOST_SAID);
}

#[test]
fn receive_connection_by_name_keeps_the_address_that_is_known() {
    let to_name = "debug1: Connecting to h port 1.\n";
    let address = Some(Address::Network("::1 port 1".to_owned()));
    assert_eq!(log(&format!("debug1: Connecting to h [::1] port 1.\n{to_name}")).connecting.address, address);
    assert_eq!(log(to_name).connecting, Connecting { address: None, step: Step::Connecting });
}

#[test]
fn receive_more_than_a_megabyte_before_authentication_is_a_flood() {
    let mut log = log("");
    log.receive(&vec![b'x'; MOST_BEFORE]);
    assert!(!log.is_flooded());
    log.receive(b"x");
    assert!(log.is_flooded());
    assert_eq!(log.line.len(), LONGEST_LINE);
}

#[test]
fn receive_any_length_after_the_proof_is_no_flood() {
    let mut log = log(&format!("{NONCE}\n"));
    log.receive(&vec![b'x'; 2 * MOST_BEFORE]);
    assert!(!log.is_flooded());
}

#[test]
fn receive_reason_for_no_connection_is_kept() {
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
