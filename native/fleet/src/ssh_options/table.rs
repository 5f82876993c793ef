use super::version::Version;
use super::why;

/// An option of `ssh`, and how it is handled.
#[derive(Debug)]
pub(super) struct Keyword {
    pub(super) name: &'static str,
    pub(super) handling: Handling,
    known: Known,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Handling {
    /// Set in front of the caller's arguments, and the first value counts. The caller may repeat it.
    Pinned { value: &'static str, why: &'static str },
    /// Set after the caller's arguments, which come first; the configuration doesn't.
    Default(&'static str),
    /// Set by the transport: to the caller's value, or to what is left of the attempt's time.
    ConnectTimeout,
    /// Not for the caller: the transport sets it for each attempt, or what is pinned leaves it without effect.
    Refused(&'static str),
    /// Left to the caller and the configuration.
    Callers,
}

#[derive(Debug, Clone, Copy)]
enum Known {
    From(Version),
    Between(Version, Version),
    /// Only in the builds of some systems.
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

/// Every option that OpenSSH 7.4 to 10.5 knows, with its first version if that is later than 7.4. Taken from its
/// `readconf.c`. `IgnoreUnknown` is no way to set options that a version doesn't know, because it would replace the
/// user's own.
pub(super) const KEYWORDS: &[Keyword] = &[
    // Asks in a dialog even if BatchMode is set, or leaves keys in the agent.
    pinned("AddKeysToAgent", "no", why::UNATTENDED),
    pinned("BatchMode", "yes", why::UNATTENDED),
    pinned("ChannelTimeout", "none", "it would close the action's session").from(9, 6),
    pinned("ClearAllForwardings", "yes", why::FORWARD),
    pinned("ControlMaster", "no", why::SHARED),
    pinned("ControlPath", "none", why::SHARED),
    pinned("ControlPersist", "no", why::SHARED),
    // On a terminal, the input of the action could end the connection or start a forward.
    pinned("EscapeChar", "none", why::ESCAPE),
    pinned("ExitOnForwardFailure", "no", why::FORWARD),
    pinned("ForkAfterAuthentication", "no", why::BACKGROUND).from(8, 7),
    // Also starts `xauth`, which inherits the action's input.
    pinned("ForwardX11", "no", why::X11),
    pinned("LogLevel", "DEBUG1", why::LOG),
    pinned("LogVerbose", "none", why::LOG).from(8, 5),
    // Ignored since 7.6.
    pinned("Protocol", "2", why::PROTOCOL),
    pinned("RemoteCommand", "none", why::SESSION).from(7, 6),
    pinned("SessionType", "default", why::SESSION).from(8, 7),
    pinned("StdinNull", "no", why::STDIN).from(8, 7),
    pinned("Tunnel", "no", why::FORWARD),
    pinned("VisualHostKey", "no", "the picture would be in the log"),
    pinned("WarnWeakCrypto", "no", "the warning would look like the reason of a failure").from(10, 1),
    // `ssh` tries once, because the engine retries. A network that goes silent is noticed. A terminal is only for who asks
    // for one here.
    Keyword::new("ConnectionAttempts", Handling::Default("1")),
    Keyword::new("RequestTTY", Handling::Default("no")),
    Keyword::new("ServerAliveCountMax", Handling::Default("3")),
    Keyword::new("ServerAliveInterval", Handling::Default("10")),
    Keyword::new("ConnectTimeout", Handling::ConnectTimeout),
    refused("EnableEscapeCommandline", why::ESCAPE).from(9, 2),
    refused("LocalCommand", why::LOCAL_COMMAND),
    refused("PermitLocalCommand", why::LOCAL_COMMAND),
    // A section of a file can't undo what comes before the file.
    refused("Host", why::FROM_A_FILE),
    refused("Include", why::FROM_A_FILE),
    refused("Match", why::FROM_A_FILE),
    // Forwards add up, wherever they are set. ClearAllForwardings removes all of them, and the others only affect
    // forwards.
    refused("DynamicForward", why::FORWARD),
    refused("GatewayPorts", why::FORWARD),
    refused("LocalForward", why::FORWARD),
    refused("PermitRemoteOpen", why::FORWARD).from(8, 5),
    refused("RemoteForward", why::FORWARD),
    refused("StreamLocalBindMask", why::FORWARD),
    refused("StreamLocalBindUnlink", why::FORWARD),
    refused("TunnelDevice", why::FORWARD),
    refused("SyslogFacility", why::LOG).from(7, 6),
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
    // Host keys: with BatchMode, `ssh` refuses instead of asking about them.
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
    // Identity: with BatchMode, `ssh` skips methods that ask for a password. Values of CertificateFile and IdentityFile
    // add up, wherever they are set, to more keys that are tried.
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
    // What the action finds: variables (SendEnv adds up, and the server accepts those it likes), an agent.
    callers("ForwardAgent"),
    callers("ObscureKeystrokeTiming").from(9, 5),
    callers("SendEnv"),
    callers("SetEnv").from(7, 8),
    // How to read the configuration.
    callers("IgnoreUnknown"),
    callers("Tag").from(9, 4),
    // Without effect today.
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
    // Of Debian, Red Hat, FreeBSD and Apple. ProtocolKeepAlives and SetupTimeOut are ServerAliveInterval.
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
    fn keywords_pinned_for_a_version_are_those_it_knows() {
        let mut expected = vec![
            "AddKeysToAgent",
            "BatchMode",
            "ClearAllForwardings",
            "ControlMaster",
            "ControlPath",
            "ControlPersist",
            "EscapeChar",
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
