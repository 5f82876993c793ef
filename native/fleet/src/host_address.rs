use std::net::Ipv6Addr;
use std::num::NonZeroU16;

const SCHEME: &str = "ssh://";

/// Where `ssh` is to connect, as an entry of `host_list` says it: an alias of the user's configuration, a name or an
/// address, with a user in front or a port behind it. What the entry doesn't say is left to `ssh`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HostAddress<'a> {
    pub(crate) user: Option<&'a str>,
    /// Without brackets.
    pub(crate) host: &'a str,
    pub(crate) port: Option<NonZeroU16>,
}

impl<'a> HostAddress<'a> {
    /// # Errors
    /// It can be read in more than one way, or in none.
    pub(crate) fn parse(text: &'a str) -> Result<Self, &'static str> {
        let address = text.strip_prefix(SCHEME).map_or(Ok(text), without_path)?;
        // The last `@`, as in `ssh` itself: the name of a user may contain one.
        let (user, place) = match address.rsplit_once('@') {
            Some((user, place)) => (Some(checked_user(user)?), place),
            None => (None, address),
        };
        let (host, port) = split_port(place)?;
        if host.is_empty() {
            return Err("the host is missing");
        }
        if host.starts_with('-') {
            return Err("a host name must not begin with `-`");
        }
        Ok(Self { user, host, port })
    }
}

fn without_path(address: &str) -> Result<&str, &'static str> {
    let address = address.strip_suffix('/').unwrap_or(address);
    if address.contains(['/', '?', '#']) {
        return Err("`ssh://` takes a user, a host and a port, but no path and no query");
    }
    if address.contains('%') {
        return Err("`%` has two meanings after `ssh://`: write the address without `ssh://`");
    }
    Ok(address)
}

fn checked_user(user: &str) -> Result<&str, &'static str> {
    if user.is_empty() {
        return Err("the user in front of `@` is missing");
    }
    if user.starts_with('-') {
        return Err("the name of a user must not begin with `-`");
    }
    if user.contains(':') {
        return Err("`:` in front of `@`: a password cannot be given, because other users would see it");
    }
    Ok(user)
}

fn split_port(place: &str) -> Result<(&str, Option<NonZeroU16>), &'static str> {
    if let Some(bracketed) = place.strip_prefix('[') {
        let (host, after) = bracketed.split_once(']').ok_or("`]` is missing")?;
        if !is_ipv6(host) {
            return Err("only an IPv6 address can be in brackets");
        }
        return match after.strip_prefix(':') {
            Some(port) => Ok((host, Some(read_port(port)?))),
            None if after.is_empty() => Ok((host, None)),
            None => Err("only a port can follow `]`, as in `[::1]:22`"),
        };
    }
    match place.split_once(':') {
        None => Ok((place, None)),
        Some(_) if is_ipv6(place) => Ok((place, None)),
        Some((_, port)) if port.contains(':') => {
            Err("only an IPv6 address has more than one `:`, and with a port it needs brackets, as in `[::1]:22`")
        }
        Some((host, port)) => Ok((host, Some(read_port(port)?))),
    }
}

fn read_port(text: &str) -> Result<NonZeroU16, &'static str> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let port = if is_number { text.parse().ok() } else { None };
    port.ok_or("a port is a number from 1 to 65535")
}

/// Also with a zone, as in `fe80::1%eth0`.
fn is_ipv6(text: &str) -> bool {
    let (address, zone) = text.split_once('%').map_or((text, None), |(address, zone)| (address, Some(zone)));
    let is_zone = |zone: &str| !zone.is_empty() && !zone.contains([':', '%', '[', ']']);
    address.parse::<Ipv6Addr>().is_ok() && zone.is_none_or(is_zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_every_form_gives_user_host_and_port() {
        for (text, user, host, port) in [
            ("web", None, "web", None),
            ("web.example", None, "web.example", None),
            ("192.0.2.1", None, "192.0.2.1", None),
            ("zürich", None, "zürich", None),
            ("node[1-3]", None, "node[1-3]", None),
            ("a/b?c#d%e", None, "a/b?c#d%e", None),
            ("ann@web", Some("ann"), "web", None),
            ("web:2222", None, "web", Some(2222)),
            ("web:1", None, "web", Some(1)),
            ("web:65535", None, "web", Some(65535)),
            ("ann@192.0.2.1:22", Some("ann"), "192.0.2.1", Some(22)),
            ("[::1]", None, "::1", None),
            ("[::1]:22", None, "::1", Some(22)),
            ("::1", None, "::1", None),
            ("::1:22", None, "::1:22", None),
            ("fe80::1%eth0", None, "fe80::1%eth0", None),
            ("ann@[fe80::1%eth0.5]:22", Some("ann"), "fe80::1%eth0.5", Some(22)),
            ("ann@::ffff:192.0.2.1", Some("ann"), "::ffff:192.0.2.1", None),
            (r"CORP\ann@web", Some(r"CORP\ann"), "web", None),
            ("ann@corp.example@web:22", Some("ann@corp.example"), "web", Some(22)),
            ("ssh://web", None, "web", None),
            ("ssh://web/", None, "web", None),
            ("ssh://ann@web:22", Some("ann"), "web", Some(22)),
            ("ssh://ann@[::1]:22/", Some("ann"), "::1", Some(22)),
        ] {
            let port = port.map(|port| NonZeroU16::new(port).unwrap());
            assert_eq!(HostAddress::parse(text), Ok(HostAddress { user, host, port }), "{text}");
        }
    }

    #[test]
    fn parse_what_is_no_address_is_refused_with_the_reason() {
        for (reason, texts) in [
            ("the host is missing", &["", ":22", "ann@", "ann@:22", "ssh://", "ssh:///", "ssh://ann@"] as &[_]),
            ("begin with `-`", &["-oProxyCommand=x", "ann@-oProxyCommand=x", "-x:22", "ssh://-x", "-ann@web"]),
            ("begin with `-`", &["ssh://-ann@web"]),
            ("the user in front of `@` is missing", &["@web", "@", "ssh://@web"]),
            ("a password cannot be given", &["ann:secret@web", "ssh://ann:secret@web", ":@web", "web:22@other"]),
            (
                "a port is a number from 1 to 65535",
                &["web:", "web:0", "web:000", "web:65536", "web:99999999999", "web:ssh", "web:+22", "web:-1"],
            ),
            ("a port is a number from 1 to 65535", &["web:22a", "web:٢٢", "[::1]:", "http://web", "SSH://web", "C:"]),
            ("`]` is missing", &["[::1", "[", "ann@[::1:22"]),
            ("only an IPv6 address can be in brackets", &["[]", "[web]", "[192.0.2.1]:22", "[::1%]", "[::1%a%b]:22"]),
            ("only a port can follow `]`", &["[::1]22", "[::1]]", "[::1] :22"]),
            ("more than one `:`", &["web:22:33", "::1::22", "fe80::1%eth0:22", ":::", "web::1"]),
            ("no path and no query", &["ssh://web/path", "ssh://web//", "ssh://web?x", "ssh://web#x"]),
            ("two meanings", &["ssh://a%40b@web", "ssh://[fe80::1%eth0]:22", "ssh://[fe80::1%25eth0]"]),
        ] {
            for text in texts {
                let error = HostAddress::parse(text).unwrap_err();
                assert!(error.contains(reason), "{text}: {error}");
            }
        }
    }
}
