//! A host that is reached through another one.

use std::fs::OpenOptions;
use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use crate::sshd::{SSHD, Sshd};

/// Listens to a port of the loopback interface, and starts the server for each connection, as inetd would. Its
/// connections count as those of the server.
pub(crate) struct Listener {
    address: SocketAddr,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    pub(crate) fn start(sshd: &Sshd) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (configuration, connections) = (sshd.path("sshd_config"), sshd.path("connections"));
        let is_over = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&is_over);
        let thread = thread::spawn(move || {
            let mut servers = Vec::new();
            for connection in listener.incoming() {
                if stop.load(Ordering::Acquire) {
                    break;
                }
                let input = OwnedFd::from(connection.unwrap());
                let output = Stdio::from(input.try_clone().unwrap());
                let mut server = Command::new(SSHD);
                server.args(["-i", "-f", &configuration]).stdin(input).stdout(output);
                let server = server.spawn().unwrap();
                let mut connections = OpenOptions::new().append(true).create(true).open(&connections).unwrap();
                writeln!(connections, "{}", server.id()).unwrap();
                servers.push(server);
            }
            for mut server in servers {
                server.kill().unwrap();
                server.wait().unwrap();
            }
        });
        Self { address, is_over, thread: Some(thread) }
    }

    /// The options that a configuration needs for a host behind this listener.
    pub(crate) fn host(&self) -> String {
        format!("HostName {}\nPort {}\n", self.address.ip(), self.address.port())
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Release);
        TcpStream::connect(self.address).unwrap();
        self.thread.take().unwrap().join().unwrap();
    }
}
