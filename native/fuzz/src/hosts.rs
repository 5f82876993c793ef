use std::collections::HashSet;
use std::convert::Infallible;
use std::ffi::c_char;
use std::net::Ipv6Addr;

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
    let first = first_mistake(&hosts).or_else(|| hosts.iter().position(|host| !is_address(host)));
    match (reply::read(input.as_bytes(), &reply), first) {
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

/// Whether `ssh` can connect to it: `[user@]host[:port]`, also after `ssh://`.
pub(crate) fn is_address(text: &str) -> bool {
    let (text, is_uri) = text.strip_prefix("ssh://").map_or((text, false), |rest| (rest, true));
    let text = if is_uri { text.strip_suffix('/').unwrap_or(text) } else { text };
    let at = text.rfind('@');
    let (user, place) = (at.map_or("nobody", |at| &text[..at]), at.map_or(text, |at| &text[at + 1..]));
    let is_name = |name: &str| !name.is_empty() && !name.starts_with('-');
    let is_port = |port: &str| {
        let digits = port.trim_start_matches('0');
        (1..=5).contains(&digits.len())
            && port.bytes().all(|byte| byte.is_ascii_digit())
            && digits.parse::<u32>().is_ok_and(|port| port <= 65_535)
    };
    let is_ipv6 = |address: &str| match address.split('%').collect::<Vec<_>>()[..] {
        [address] => address.parse::<Ipv6Addr>().is_ok(),
        [address, zone] => address.parse::<Ipv6Addr>().is_ok() && !zone.is_empty() && !zone.contains(['[', ']', ':']),
        _ => false,
    };
    let is_place = if place.starts_with('[') {
        let end = place.find(']').unwrap_or(0);
        let port = place[end..].strip_prefix("]:");
        end > 0 && is_ipv6(&place[1..end]) && (place[end..].len() == 1 || port.is_some_and(is_port))
    } else if place.matches(':').count() == 1 {
        let (host, port) = place.split_once(':').unwrap();
        is_name(host) && is_port(port)
    } else {
        is_name(place) && (!place.contains(':') || is_ipv6(place))
    };
    is_place && is_name(user) && !user.contains(':') && !(is_uri && text.contains(['/', '?', '#', '%']))
}

/// White space and control characters, as Unicode 15 lists the properties `White_Space` and `Cc`.
fn is_blank(character: char) -> bool {
    matches!(
        character,
        '\0'..=' ' | '\u{7F}'..='\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{202F}'
            | '\u{205F}' | '\u{3000}'
    )
}
