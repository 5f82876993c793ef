//! A real sshd without a port, one process for each connection.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use rust_interop_fleet::{HostOutcome, HostResult, ProcedureOutput};
use serde_json::{Value, json};

use crate::c_abi;

pub(crate) const SSHD: &str = "/usr/sbin/sshd";

/// In the environment of everything that a test starts.
const MARK: &str = "RUST_INTEROP_KEPT";

/// The longest that anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// The action has succeeded at once, and has written this.
pub(crate) fn assert_succeeded(host: &HostResult, stdout: &str) {
    assert_eq!((host.outcome, host.attempts, host.stdout.as_str()), (HostOutcome::Succeeded, 1, stdout), "{host:?}");
}

/// Keys and configurations in a folder of the test's own, which is removed when dropped.
pub(crate) struct Sshd {
    folder: PathBuf,
    mark: String,
}

impl Sshd {
    /// `None` if it isn't installed.
    pub(crate) fn new(more: &str) -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        if !Path::new(SSHD).exists() || Command::new("ssh").arg("-V").output().is_err() {
            return None;
        }
        // As root, sshd needs the folder that its service creates.
        let _ = fs::create_dir("/run/sshd");
        let mark = format!("{}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let sshd = Self { folder: env::temp_dir().join(format!("rust-interop-kept-{mark}")), mark };
        fs::create_dir(&sshd.folder).unwrap();
        for key in ["hostkey", "id"] {
            let path = sshd.path(key);
            let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f", &path]).status();
            assert!(made.unwrap().success());
        }
        fs::copy(sshd.path("id.pub"), sshd.path("authorized_keys")).unwrap();
        let key = fs::read_to_string(sshd.path("hostkey.pub")).unwrap();
        fs::write(sshd.path("known_hosts"), format!("kept {key}")).unwrap();
        let folder = sshd.folder.display();
        let server = format!(
            "HostKey {folder}/hostkey\nAuthorizedKeysFile {folder}/authorized_keys\nStrictModes no\nUsePAM no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\nUseDNS no\n\
             PrintMotd no\nLogLevel ERROR\nSetEnv HOME={folder}\n{more}\n"
        );
        fs::write(sshd.path("sshd_config"), server).unwrap();
        let client = format!(
            "Host *\n  ProxyCommand sh -c 'echo $$ >>{folder}/connections; exec {SSHD} -i -f {folder}/sshd_config'\n  \
             IdentityFile {folder}/id\n  IdentitiesOnly yes\n  IdentityAgent none\n  HostKeyAlias kept\n  \
             UserKnownHostsFile {folder}/known_hosts\n  GlobalKnownHostsFile /dev/null\n  StrictHostKeyChecking yes\n  \
             KexAlgorithms curve25519-sha256\n"
        );
        fs::write(sshd.path("ssh_config"), client).unwrap();
        Some(sshd)
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }

    /// A program that ends with the test.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env(MARK, &self.mark);
        command
    }

    /// An input that keeps connections, with further members.
    pub(crate) fn input(&self, action: &str, more: &Value) -> Value {
        let mut input = json!({
            "timeout": 20, "retries": 2, "retry_delay": 0, "host_list": ["a"], "action": action, "job_id": 1,
            "ssh_arguments": ["-F", self.path("ssh_config")], "keep_connections": 60,
            "environment": { "PATH": env::var("PATH").unwrap(), MARK: self.mark }
        });
        for (name, value) in more.as_object().unwrap() {
            match (&mut input[name], value) {
                (Value::Array(known), Value::Array(more)) if name == "ssh_arguments" => {
                    known.extend(more.iter().cloned());
                }
                (Value::Object(known), Value::Object(more)) => known.extend(more.clone()),
                (known, more) => *known = more.clone(),
            }
        }
        input
    }

    pub(crate) fn run(&self, action: &str, more: &Value) -> HostResult {
        self.run_all(action, more).remove(0)
    }

    pub(crate) fn run_all(&self, action: &str, more: &Value) -> Vec<HostResult> {
        run_input(&self.input(action, more))
    }

    /// The process of the server of each connection so far.
    pub(crate) fn connections(&self) -> Vec<u32> {
        let text = fs::read_to_string(self.path("connections")).unwrap_or_default();
        text.lines().map(|line| line.parse().unwrap()).collect()
    }

    /// The processes that keep a connection.
    pub(crate) fn masters(&self) -> Vec<u32> {
        self.processes().into_iter().filter(|number| words(*number).iter().any(|word| word == "-M")).collect()
    }

    /// The folders of their sockets.
    pub(crate) fn socket_folders(&self) -> Vec<PathBuf> {
        let socket_of = |number: u32| {
            let words = words(number);
            let flag = words.iter().position(|word| word == "-S")?;
            Some(Path::new(&words[flag + 1]).parent()?.to_owned())
        };
        self.masters().into_iter().filter_map(socket_of).collect()
    }

    /// Whether a server still serves one of the connections.
    pub(crate) fn is_connected(&self) -> bool {
        // A process that has ended has no words.
        self.connections().into_iter().any(|server| words(server)[0].contains("sshd"))
    }

    /// All living clients that were started for the test. Servers hide their environment.
    pub(crate) fn processes(&self) -> Vec<u32> {
        let mark = format!("{MARK}={}\0", self.mark);
        let all = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
        all.filter(|number: &u32| {
            let environment = fs::read(format!("/proc/{number}/environ")).unwrap_or_default();
            environment.windows(mark.len()).any(|window| window == mark.as_bytes())
        })
        .collect()
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        for process in self.processes() {
            signal("KILL", process);
        }
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

pub(crate) fn run_input(input: &Value) -> Vec<HostResult> {
    let reply = c_abi::start_procedure(input.to_string());
    serde_json::from_str::<ProcedureOutput>(&reply).unwrap_or_else(|error| panic!("{error}: {reply}")).hosts
}

fn words(process: u32) -> Vec<String> {
    let line = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&line).split('\0').map(str::to_owned).collect()
}

/// Returns whether there was such a process.
pub(crate) fn signal(name: &str, process: u32) -> bool {
    let kill = Command::new("kill").args(["-s", name, &process.to_string()]).stderr(Stdio::null()).status();
    kill.unwrap().success()
}

pub(crate) fn eventually(is_true: impl Fn() -> bool) -> bool {
    let deadline = Instant::now() + PATIENCE;
    while !is_true() {
        if Instant::now() > deadline {
            return false;
        }
        thread::sleep(Duration::from_millis(5));
    }
    true
}
