//! A process that may open few files. This is a test binary of its own because the limit applies to the whole process.
#![cfg(unix)]
#![expect(unsafe_code, reason = "sets a limit")]

mod c_abi;

use std::fs::File;

use rust_interop_fleet::ProcedureOutput;
use serde_json::json;

fn limit_descriptors(limit: libc::rlim_t) {
    let limit = libc::rlimit { rlim_cur: limit, rlim_max: limit };
    // SAFETY: the limit is live for the call.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) }, 0);
}

#[test]
fn start_procedure_with_few_descriptors_runs_fewer_hosts_at_a_time_or_says_why_not() {
    limit_descriptors(1024);
    let hosts: Vec<String> = (0..100).map(|host| host.to_string()).collect();
    let input = json!({
        "timeout": 60, "retries": 0, "host_list": hosts, "action": "true", "job_id": 1, "transport": "local"
    })
    .to_string();
    let mut open: Vec<File> = (0..950).map(|_| File::open("/dev/null").unwrap()).collect();

    let output: ProcedureOutput = serde_json::from_str(&c_abi::start_procedure(input.as_str())).unwrap();
    assert_eq!(output.failed_hosts, [""; 0], "{:?}", output.hosts);

    while let Ok(file) = File::open("/dev/null") {
        open.push(file);
    }
    let reply = c_abi::start_procedure(input.as_str());
    assert!(reply.starts_with(r#"{"error":{"kind":"failed","message":"too many files are open"#), "{reply}");

    open.clear();
    assert!(c_abi::start_procedure(input.as_str()).contains("0 hosts failed"));
}
