use std::ffi::c_char;

use rust_interop_fleet::{HostOutcome, ProcedureInput, ProcedureOutput, ProcedureResult, Transport};

use crate::call::{call, text};
use crate::hosts;
use crate::reply::{self, Kind, Reply};
use crate::spawn;

rust_interop::export_procedure!(
    "start_procedure",
    "start_procedure",
    "start_procedure_async",
    rust_interop_fleet::start_procedure
);

mod raw {
    use super::c_char;

    unsafe extern "C" {
        pub(super) fn start_procedure(input_json: *const c_char) -> *mut c_char;
    }
}

/// All of `start_procedure` except the processes: an accepted input gets as far as trying to start them.
pub fn target(bytes: &[u8]) {
    let text = text(bytes);
    let before = spawn::count();
    let reply = call(raw::start_procedure, text);
    let started = spawn::count() - before;
    match reply::read(text, &reply) {
        Reply::Error(error) => {
            assert_eq!(started, 0, "refused, but a process was started");
            assert_ne!(error.kind, Kind::Failed, "{}", error.message);
        }
        Reply::Output(output) => check(text, serde_json::from_value(output).unwrap(), started),
    }
}

fn check(text: &[u8], output: ProcedureOutput, started: usize) {
    let input: ProcedureInput = serde_json::from_slice(text).unwrap();
    assert_eq!(output.job_id, input.job_id);
    assert_eq!(output.result, ProcedureResult::Success);
    assert_eq!(hosts::first_mistake(&input.host_list), None);
    assert!(input.transport == Transport::Local || input.host_list.iter().all(|host| hosts::is_address(host)));
    assert!(!input.action.trim().is_empty());
    for (name, value) in input.environment.iter().flatten() {
        assert!(!name.is_empty() && !name.contains(['=', '\0']) && !value.contains('\0'), "{name:?} is accepted");
    }
    let reported: Vec<&str> = output.hosts.iter().map(|host| host.host.as_str()).collect();
    assert_eq!(reported, input.host_list);

    let mut tried = 0;
    for host in &output.hosts {
        match host.outcome {
            HostOutcome::Failed => assert_eq!(host.attempts, 1, "a missing program is not tried again"),
            HostOutcome::NotStarted => assert_eq!(host.attempts, 0),
            other => panic!("{other:?}, though nothing runs"),
        }
        tried += host.attempts as usize;
    }
    assert_eq!(output.failed_hosts.len(), tried);
    let is_stopped = input.max_batch_failures.is_some() || input.max_failures.is_some_and(|most| tried > most as usize);
    assert!(tried == reported.len() || is_stopped);
    // Besides the hosts' processes there is one watchdog, and for ssh one `ssh -V`. If there is no `ssh` on the PATH,
    // none is started.
    let is_local = input.transport == Transport::Local;
    let most = if reported.is_empty() { 0 } else { tried + 1 + usize::from(!is_local) };
    let least = if is_local { most } else { most.min(1) };
    assert!((least..=most).contains(&started), "{started} were started");
}
