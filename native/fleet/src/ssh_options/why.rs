//! Why an option is not for the caller.

pub(super) const BACKGROUND: &str = "`ssh` has to stay until the action has ended";
pub(super) const ESCAPE: &str = "the input is for the action, and nobody types";
pub(super) const FORWARD: &str = "an action has no forwards";
pub(super) const FROM_A_FILE: &str = "`ssh` only takes it from a file";
pub(super) const LOCAL_COMMAND: &str = "the library sets its own";
pub(super) const LOG: &str = "outcomes depend on what `ssh` logs";
pub(super) const PROTOCOL: &str = "only version 2 of the protocol is understood";
pub(super) const SESSION: &str = "the action would not be run";
pub(super) const SHARED: &str = "a shared connection belongs to another process";
pub(super) const STDIN: &str = "the action comes through standard input";
pub(super) const UNATTENDED: &str = "nobody is there to answer";
pub(super) const X11: &str = "an X11 connection would keep `ssh` from ending";
