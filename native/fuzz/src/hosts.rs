use std::collections::HashSet;
use std::convert::Infallible;
use std::ffi::c_char;

use rust_interop_fleet::ProcedureInput;

use crate::call::call;
use crate::reply::{self, Kind, Reply};

fn list_hosts(input: ProcedureInput) -> Result<Vec<String>, Infallible> {
    Ok(input.host_list)
}
rust_interop::procedure!(list_hosts);

unsafe extern "C" {
    fn rust_interop_fuzz_list_hosts(input_json: *const c_char) -> *mut c_char;
}

/// Compares the library's rules for hosts with those below.
pub fn target(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    // Two newlines, so that a name may contain one.
    let hosts: Vec<&str> = text.split("\n\n").collect();
    let list = serde_json::to_string(&hosts).unwrap();
    let input = format!(r#"{{"timeout":1,"retries":0,"host_list":{list},"action":"true","job_id":1}}"#);
    let reply = call(rust_interop_fuzz_list_hosts, input.as_bytes());
    match (reply::read(input.as_bytes(), &reply), first_mistake(&hosts)) {
        (Reply::Output(_), None) => assert_eq!(reply, list),
        (Reply::Error(error), Some(index)) => {
            assert_eq!(error.kind, Kind::InvalidInput);
            assert_eq!(error.path, Some(format!("host_list[{index}]")), "{}", error.message);
        }
        (Reply::Output(_), Some(index)) => panic!("{:?} is accepted", hosts[index]),
        (Reply::Error(error), None) => panic!("{hosts:?} is refused: {}", error.message),
    }
}

/// The first host that the header forbids.
pub(crate) fn first_mistake<T: AsRef<str>>(hosts: &[T]) -> Option<usize> {
    let mut seen = HashSet::new();
    hosts.iter().map(AsRef::as_ref).position(|host| {
        let is_name = (1..=1024).contains(&host.len())
            && host.as_bytes()[0] != b'-'
            && host.chars().all(|character| !is_blank(character));
        !is_name || !seen.insert(host)
    })
}

/// White space and control characters, as Unicode 15 lists the properties `White_Space` and `Cc`.
fn is_blank(character: char) -> bool {
    matches!(
        character,
        '\0'..=' ' | '\u{7F}'..='\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{202F}'
            | '\u{205F}' | '\u{3000}'
    )
}
