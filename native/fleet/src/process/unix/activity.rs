use std::fs;

/// Whether the process keeps a processor busy, or would if it were given one. Where the system does not tell, it does not.
pub(super) fn computes(process: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name stands in brackets and may have anything in it.
    stat.rsplit(')').next().is_some_and(|rest| rest.starts_with(" R "))
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::process::{Child, Command, Stdio};
    use std::thread;
    use std::time::{Duration, Instant};

    use super::*;

    /// Whether it comes to compute, or to wait: until a program runs that was started, it does either.
    fn comes_to(child: &mut Child, compute: bool) -> bool {
        let patience = Instant::now() + Duration::from_secs(20);
        while computes(child.id()) != compute && Instant::now() < patience {
            thread::yield_now();
        }
        let came = computes(child.id()) == compute;
        child.kill().unwrap();
        child.wait().unwrap();
        came
    }

    #[test]
    fn computes_process_that_reads_from_nobody_does_not() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        assert!(comes_to(&mut child, false));
    }

    #[test]
    fn computes_process_that_loops_does() {
        let mut child = Command::new("sh").args(["-c", "while :; do :; done"]).spawn().unwrap();
        assert!(comes_to(&mut child, true));
    }
}
