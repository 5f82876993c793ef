//! Secrets appear in no error and in no `Debug` output.

mod c_abi;

use rust_interop_fleet::ProcedureInput;
use serde_json::Value;

/// Works as a text and as a number.
const SECRET: &str = "7310951";

fn input(action: &str, more: &str) -> String {
    format!(r#"{{"timeout":5,"retries":0,"host_list":["a"],"action":{action},"job_id":1{more}}}"#)
}

#[test]
fn start_procedure_secret_of_the_wrong_type_is_not_in_the_error() {
    let cases = [
        ("action", input(SECRET, "")),
        ("action", input(&format!("-{SECRET}.5"), "")),
        ("action", input(&format!("\"{SECRET}\\u0000\""), "")),
        ("ssh_arguments", input("\"true\"", &format!(r#","ssh_arguments":"{SECRET}""#))),
        ("ssh_arguments", input("\"true\"", &format!(r#","ssh_arguments":{SECRET}"#))),
        ("ssh_arguments[0]", input("\"true\"", &format!(r#","ssh_arguments":[{SECRET}]"#))),
        ("ssh_arguments[0]", input("\"true\"", &format!(r#","ssh_arguments":["{SECRET}"]"#))),
        ("ssh_arguments[1]", input("\"true\"", &format!(r#","ssh_arguments":["-l","{SECRET}\u0000"]"#))),
        ("environment", input("\"true\"", &format!(r#","environment":"A={SECRET}""#))),
        ("environment", input("\"true\"", &format!(r#","environment":{SECRET}"#))),
        ("environment", input("\"true\"", &format!(r#","environment":["A={SECRET}"]"#))),
        ("environment", input("\"true\"", &format!(r#","environment":{{"A={SECRET}":""}}"#))),
        ("environment.A", input("\"true\"", &format!(r#","environment":{{"A":{SECRET}}}"#))),
        ("environment.A", input("\"true\"", &format!(r#","environment":{{"A":["{SECRET}"]}}"#))),
        ("environment.A", input("\"true\"", &format!(r#","environment":{{"A":"{SECRET}\u0000"}}"#))),
        ("environment.A", input("\"true\"", &format!(r#","environment":{{"A":"","A":"{SECRET}"}}"#))),
        ("input", input("\"true\"", &format!(r#","input":{SECRET}"#))),
        ("input", input("\"true\"", &format!(r#","input":{{"{SECRET}":1}}"#))),
        ("input.base64", input("\"true\"", &format!(r#","input":{{"base64":"{SECRET}"}}"#))),
        ("host_inputs.a", input("\"true\"", &format!(r#","host_inputs":{{"a":{SECRET}}}"#))),
        ("sudo_password", input("\"true\"", &format!(r#","sudo":true,"sudo_password":{SECRET}"#))),
        ("sudo_password", input("\"true\"", &format!(r#","sudo":true,"sudo_password":"{SECRET}\n""#))),
        ("sudo_password", input("\"true\"", &format!(r#","sudo_password":"{SECRET}""#))),
        ("variables", input("\"true\"", &format!(r#","variables":{SECRET}"#))),
        ("variables", input("\"true\"", &format!(r#","variables":{{"A={SECRET}":""}}"#))),
        ("variables.A", input("\"true\"", &format!(r#","variables":{{"A":{SECRET}}}"#))),
        ("host_variables.a", input("\"true\"", &format!(r#","host_variables":{{"a":"{SECRET}"}}"#))),
        ("host_variables.a.A", input("\"true\"", &format!(r#","host_variables":{{"a":{{"A":"{SECRET}\u0000"}}}}"#))),
    ];
    for (path, input) in cases {
        let reply = c_abi::start_procedure(input.as_str());
        let error = &serde_json::from_str::<Value>(&reply).unwrap()["error"];
        assert_eq!(error["path"], path, "{reply}");
        assert!(!reply.contains(SECRET), "{input} gets the reply {reply}");
    }
}

#[test]
fn debug_of_an_input_has_sizes_instead_of_secrets() {
    let more = format!(
        r#","ssh_arguments":["-l","{SECRET}"],"environment":{{"{SECRET}":"{SECRET}"}},"variables":{{"A":"{SECRET}"}},"host_variables":{{"a":{{"A":"{SECRET}"}}}},"sudo":true,"sudo_password":"{SECRET}","input":"{SECRET}","host_inputs":{{"a":"{SECRET}"}}"#
    );
    let input: ProcedureInput = serde_json::from_str(&input(&format!("\"echo {SECRET}\""), &more)).unwrap();
    let text = format!("{input:?}");
    assert!(!text.contains(SECRET), "{text}");
    assert!(text.contains("action: 12 bytes") && text.contains("2 options") && text.contains("1 variables"), "{text}");
}
