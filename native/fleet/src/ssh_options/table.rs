use super::version::Version;
use super::why;

/// An option of `ssh`, and what is done about it.
#[derive(Debug)]
pub(super) struct Keyword {
    pub(super) name: &'static str,
    pub(super) handling: Handling,
    known: Known,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Handling {
    /// Set before the caller's arguments, and the first value stands. The caller may say the same.
    Pinned { value: &'static str, why: &'static str },
    /// Set behind the caller's arguments: those come first, the configuration does not.
    Default(&'static str),
    /// Set by the transport, to what is left of the attempt's time or what the caller gives.
    ConnectTimeout,
    /// Not the caller's: the transport sets it for each attempt, or it has no effect beside what is pinned.
    Refused(&'static str),
    /// The caller's and the configuration's.
    Callers,
}

#[derive(Debug, Clone, Copy)]
enum Known {
    From(Version),
    Between(Version, Version),
    /// To the builds of some systems.
    Patched,
}

impl Keyword {
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        KEYWORDS.iter().find(|keyword| keyword.name.eq_ignore_ascii_case(name))
    }

    /// Whether every `ssh` of that version knows it.
    pub(super) fn is_known_to(&self, version: Version) -> bool {
        match self.known {
            Known::From(first) => first <= version,
            Known::Between(first, last) => (first..=last).contains(&version),
            Known::Patched => false,
        }
    }

    #[cfg(test)]
    pub(super) fn is_patched(&self) -> bool {
        matches!(self.known, Known::Patched)
    }

    const fn new(name: &'static str, handling: Handling) -> Self {
        Self { name, handling, known: Known::From(Version::new(0, 0)) }
    }

    const fn from(self, major: u16, minor: u16) -> Self {
        Self { known: Known::From(Version::new(major, minor)), ..self }
    }
}

const fn pinned(name: &'static str, value: &'static str, why: &'static str) -> Keyword {
    Keyword::new(name, Handling::Pinned { value, why })
}

const fn refused(name: &'static str, why: &'static str) -> Keyword {
    Keyword::new(name, Handling::Refused(why))
}

const fn callers(name: &'static str) -> Keyword {
    Keyword::new(name, Handling::Callers)
}

const fn patched(name: &'static str) -> Keyword {
    Keyword { known: Known::Patched, ..callers(name) }
}

/// Every option that OpenSSH 7.4 to 10.5 knows, with the version that brought it where that is later than 7.4. Taken from
/// its `readconf.c`; `IgnoreUnknown` is not a way to set what a version does not know, for it would take the place of the
/// user's own.
pub(super) const KEYWORDS: &[Keyword] = &[
    // Asks by a dialog whether BatchMode is set or not, or leaves keys in the agent.
    pinned("AddKeysToAgent", "no", why::UNATTENDED),
    pinned("BatchMode", "yes", why::UNATTENDED),
    pinned("ChannelTimeout", "none", "it would close the action's session").from(9, 6),
    pinned("ClearAllForwardings", "yes", why::FORWARD),
    pinned("ControlMaster", "no", why::SHARED),
    pinned("ControlPath", "none", why::SHARED),
    pinned("ControlPersist", "no", why::SHARED),
    pinned("ExitOnForwardFailure", "no", why::FORWARD),
    pinned("ForkAfterAuthentication", "no", why::BACKGROUND).from(8, 7),
    // Starts `xauth`, too, which inherits the action's input.
    pinned("ForwardX11", "no", why::X11),
    pinned("LogLevel", "DEBUG1", why::LOG),
    pinned("LogVerbose", "none", why::LOG).from(8, 5),
    // Ignored from 7.6 on.
    pinned("Protocol", "2", why::PROTOCOL),
    pinned("RemoteCommand", "none", why::SESSION).from(7, 6),
    pinned("SessionType", "default", why::SESSION).from(8, 7),
    pinned("StdinNull", "no", why::STDIN).from(8, 7),
    pinned("Tunnel", "no", why::FORWARD),
    pinned("VisualHostKey", "no", "the picture would stand in the log"),
    pinned("WarnWeakCrypto", "no", "the warning would pass for the reason of a failure").from(10, 1),
    // One attempt of `ssh` is one of the engine's, and a network that has gone silently is noticed.
    Keyword::new("ConnectionAttempts", Handling::Default("1")),
    Keyword::new("ServerAliveCountMax", Handling::Default("3")),
    Keyword::new("ServerAliveInterval", Handling::Default("10")),
    Keyword::new("ConnectTimeout", Handling::ConnectTimeout),
    refused("LocalCommand", why::LOCAL_COMMAND),
    refused("PermitLocalCommand", why::LOCAL_COMMAND),
    // A section of a file cannot undo what stands before the file.
    refused("Host", why::FROM_A_FILE),
    refused("Include", why::FROM_A_FILE),
    refused("Match", why::FROM_A_FILE),
    // Forwards add up, whoever comes first: ClearAllForwardings takes all of them away, and the rest acts on them alone.
    refused("DynamicForward", why::FORWARD),
    refused("GatewayPorts", why::FORWARD),
    refused("LocalForward", why::FORWARD),
    refused("PermitRemoteOpen", why::FORWARD).from(8, 5),
    refused("RemoteForward", why::FORWARD),
    refused("StreamLocalBindMask", why::FORWARD),
    refused("StreamLocalBindUnlink", why::FORWARD),
    refused("TunnelDevice", why::FORWARD),
    refused("ForwardX11Timeout", why::X11),
    refused("ForwardX11Trusted", why::X11),
    refused("XAuthLocation", why::X11),
    // The connection: where to, and how. RefuseConnection ends `ssh` before there is one.
    callers("AddressFamily"),
    callers("BindAddress"),
    callers("BindInterface").from(7, 7),
    callers("CanonicalDomains"),
    callers("CanonicalizeFallbackLocal"),
    callers("CanonicalizeHostname"),
    callers("CanonicalizeMaxDots"),
    callers("CanonicalizePermittedCNAMEs"),
    callers("Compression"),
    callers("HostName"),
    callers("IPQoS"),
    callers("KeepAlive"),
    callers("Port"),
    callers("ProxyCommand"),
    callers("ProxyJump"),
    callers("ProxyUseFdpass"),
    callers("RefuseConnection").from(10, 1),
    callers("TCPKeepAlive"),
    callers("UsePrivilegedPort"),
    callers("VersionAddendum").from(10, 0),
    // Host keys: with BatchMode, what would ask about them refuses.
    callers("CheckHostIP"),
    callers("FingerprintHash"),
    callers("GlobalKnownHostsFile"),
    callers("GlobalKnownHostsFile2"),
    callers("HashKnownHosts"),
    callers("HostKeyAlias"),
    callers("KnownHostsCommand").from(8, 5),
    callers("NoHostAuthenticationForLocalhost"),
    callers("RevokedHostKeys"),
    callers("StrictHostKeyChecking"),
    callers("UpdateHostKeys"),
    callers("UserKnownHostsFile"),
    callers("UserKnownHostsFile2"),
    callers("VerifyHostKeyDNS"),
    // Identity: with BatchMode, what would ask for a password is left out. CertificateFile and IdentityFile add up, whoever
    // comes first, to more keys that are tried.
    callers("CertificateFile"),
    callers("ChallengeResponseAuthentication"),
    callers("DSAAuthentication"),
    callers("EnableSSHKeysign"),
    callers("GSSAPIAuthentication"),
    callers("GSSAPIDelegateCredentials"),
    callers("HostbasedAuthentication"),
    callers("IdentitiesOnly"),
    callers("IdentityAgent"),
    callers("IdentityFile"),
    callers("IdentityFile2"),
    callers("KbdInteractiveAuthentication"),
    callers("KbdInteractiveDevices"),
    callers("NumberOfPasswordPrompts"),
    callers("PasswordAuthentication"),
    callers("PKCS11Provider"),
    callers("PreferredAuthentications"),
    callers("PubkeyAuthentication"),
    callers("SecurityKeyProvider").from(8, 2),
    callers("SKeyAuthentication"),
    callers("SmartcardDevice"),
    callers("TISAuthentication"),
    callers("User"),
    // Cryptography.
    callers("CASignatureAlgorithms").from(7, 9),
    callers("Cipher"),
    callers("Ciphers"),
    callers("HostbasedAcceptedAlgorithms").from(8, 7),
    Keyword { known: Known::Between(Version::new(8, 5), Version::new(8, 6)), ..callers("HostbasedAlgorithms") },
    callers("HostbasedKeyTypes"),
    callers("HostKeyAlgorithms"),
    callers("KexAlgorithms"),
    callers("MACs"),
    callers("PubkeyAcceptedAlgorithms").from(8, 5),
    callers("PubkeyAcceptedKeyTypes"),
    callers("RekeyLimit"),
    callers("RequiredRSASize").from(9, 1),
    // What the action finds: variables, of which SendEnv adds up and the server accepts what it likes; an agent; a terminal,
    // which the transport refuses where it reads marks, and where nobody types.
    callers("EnableEscapeCommandline").from(9, 2),
    callers("EscapeChar"),
    callers("ForwardAgent"),
    callers("ObscureKeystrokeTiming").from(9, 5),
    callers("RequestTTY"),
    callers("SendEnv"),
    callers("SetEnv").from(7, 8),
    // How the configuration is read, and where a log would go that is not written.
    callers("IgnoreUnknown"),
    callers("SyslogFacility").from(7, 6),
    callers("Tag").from(9, 4),
    // Without any effect today.
    callers("AFSTokenPassing"),
    callers("CompressionLevel"),
    callers("FallBackToRsh"),
    callers("KerberosAuthentication"),
    callers("KerberosTGTPassing"),
    callers("RhostsAuthentication"),
    callers("RhostsRSAAuthentication"),
    callers("RSAAuthentication"),
    callers("UseRoaming"),
    callers("UseRsh"),
    // Debian, Red Hat, FreeBSD and Apple. ProtocolKeepAlives and SetupTimeOut are ServerAliveInterval.
    patched("AppleMultipath"),
    patched("GSSAPIClientIdentity"),
    patched("GSSAPIKexAlgorithms"),
    patched("GSSAPIKeyExchange"),
    patched("GSSAPIRenewalForcesRekey"),
    patched("GSSAPIServerIdentity"),
    patched("GSSAPITrustDNS"),
    patched("HPNBufferSize"),
    patched("HPNDisabled"),
    patched("NoHostAuthenticationForProxyCommand"),
    patched("NoneEnabled"),
    patched("NoneSwitch"),
    patched("ProtocolKeepAlives"),
    patched("RSAMinSize"),
    patched("SetupTimeOut"),
    patched("TCPRcvBuf"),
    patched("TCPRcvBufPoll"),
    patched("UseBlacklistedKeys"),
    patched("UseKeychain"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn pinned_for(major: u16, minor: u16) -> Vec<&'static str> {
        let pinned = KEYWORDS.iter().filter(|keyword| matches!(keyword.handling, Handling::Pinned { .. }));
        pinned.filter(|keyword| keyword.is_known_to(Version::new(major, minor))).map(|keyword| keyword.name).collect()
    }

    #[test]
    fn keywords_pinned_are_those_that_a_version_knows() {
        let mut expected = vec![
            "AddKeysToAgent",
            "BatchMode",
            "ClearAllForwardings",
            "ControlMaster",
            "ControlPath",
            "ControlPersist",
            "ExitOnForwardFailure",
            "ForwardX11",
            "LogLevel",
            "Protocol",
            "Tunnel",
            "VisualHostKey",
        ];
        assert_eq!(pinned_for(7, 4), expected);
        for (before, version, new) in [
            ((7, 5), (7, 6), &["RemoteCommand"] as &[_]),
            ((8, 4), (8, 5), &["LogVerbose"]),
            ((8, 6), (8, 7), &["ForkAfterAuthentication", "SessionType", "StdinNull"]),
            ((9, 5), (9, 6), &["ChannelTimeout"]),
            ((10, 0), (10, 1), &["WarnWeakCrypto"]),
        ] {
            assert_eq!(pinned_for(before.0, before.1), expected, "{before:?}");
            expected.extend(new);
            expected.sort_unstable();
            assert_eq!(pinned_for(version.0, version.1), expected, "{version:?}");
        }
    }
}
