//! The input of `start_procedure`, written a second time: from the header, not from the library's own structure.

use std::collections::BTreeMap;
use std::convert::Infallible;

use rust_interop::procedure;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProcedureInput {
    timeout: f64,
    retries: u8,
    host_list: Vec<String>,
    action: String,
    job_id: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    transport: Option<Transport>,
    #[serde(default)]
    ssh_arguments: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    remote_shell: Option<RemoteShell>,
    #[serde(default)]
    sudo: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sudo_password: Option<String>,
    #[serde(default)]
    expect_disconnect: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_failures: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    batches: Vec<HostShare>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_batch_failures: Option<HostShare>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    block_size: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    block_lifetime: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    concurrency: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry_delay: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    output_limit: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    environment: Option<BTreeMap<String, String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    drop_reported_output: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    report_starts: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    report_output: Option<bool>,
    #[serde(default)]
    variables: BTreeMap<String, String>,
    #[serde(default)]
    host_variables: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    input: Option<Input>,
    #[serde(default)]
    host_inputs: BTreeMap<String, Input>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keep_connections: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_kept_connections: Option<u16>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Input {
    Text(String),
    Bytes { base64: String },
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum HostShare {
    Count(u32),
    Percent(String),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Transport {
    Ssh,
    Local,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RemoteShell {
    Posix,
    None,
}

fn mirror_input(input: ProcedureInput) -> Result<ProcedureInput, Infallible> {
    Ok(input)
}
procedure!(mirror_input);
