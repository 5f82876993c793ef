"""Debian's login shells, and accounts without one."""

import dataclasses
import os


@dataclasses.dataclass
class Shell:
    name: str
    path: str
    package: str
    # How to call it with a command, if not by its path; None if it cannot run a command.
    command: str = ""
    # Files of its home that it reads before a command.
    files: dict = dataclasses.field(default_factory=dict)
    # Whether a procedure with POSIX syntax runs under it, by itself or through sh.
    runs: bool = True
    # Whether its command language is POSIX's, so that an action also runs without a wrapper.
    is_posix: bool = False


SHELLS = (
    Shell("dash", "/bin/dash", "dash", is_posix=True),
    Shell("bash", "/bin/bash", "bash", is_posix=True),
    Shell("zsh", "/usr/bin/zsh", "zsh", is_posix=True),
    Shell("ksh93", "/usr/bin/ksh93", "ksh93u+m", is_posix=True),
    Shell("mksh", "/usr/bin/mksh", "mksh", is_posix=True),
    Shell("lksh", "/usr/bin/lksh", "mksh", is_posix=True),
    Shell("posh", "/usr/bin/posh", "posh", is_posix=True),
    Shell("yash", "/usr/bin/yash", "yash", is_posix=True),
    Shell("busybox", "/bin/busybox", "busybox", command="/bin/busybox sh", is_posix=True),
    Shell("rbash", "/bin/rbash", "bash"),
    Shell("fish", "/usr/bin/fish", "fish"),
    Shell("tcsh", "/usr/bin/tcsh", "tcsh"),
    Shell("csh", "/usr/bin/csh", "csh"),
    Shell("bsd-csh", "/usr/bin/bsd-csh", "csh"),
    Shell("elvish", "/usr/bin/elvish", "elvish"),
    Shell("rc", "/usr/bin/rc", "rc"),
    Shell("nologin", "/usr/sbin/nologin", "login", runs=False),
    Shell("true", "/bin/true", "coreutils", runs=False),
    Shell("false", "/bin/false", "coreutils", runs=False),
    Shell("cat", "/bin/cat", "coreutils", runs=False),
    Shell("echo", "/bin/echo", "coreutils", runs=False),
    Shell("git-shell", "/usr/bin/git-shell", "git", runs=False),
)

RUNNING = tuple(shell for shell in SHELLS if shell.runs)
NOT_RUNNING = tuple(shell for shell in SHELLS if not shell.runs)

# What a shell's own file does before the command, which shell reads it, and whether a command can still run.
RC_FILES = (
    ("bash-exit", "bash", {".bashrc": "exit 0\n"}, False),
    ("bash-exec-true", "bash", {".bashrc": "exec true\n"}, False),
    ("bash-exit-with-text", "bash", {".bashrc": "echo 'end 0'; exit 0\n"}, False),
    ("bash-read", "bash", {".bashrc": "read x\n"}, None),
    ("bash-drains-input", "bash", {".bashrc": "cat >/dev/null &\nsleep 0.2\n"}, None),
    ("bash-noise", "bash", {".bashrc": "echo noise; echo noise >&2; printf 'no newline'\n"}, True),
    ("bash-binary-noise", "bash", {".bashrc": "head -c 100000 /dev/urandom; head -c 100000 /dev/urandom >&2\n"}, True),
    ("bash-xtrace", "bash", {".bashrc": "set -x\n"}, True),
    ("bash-errexit", "bash", {".bashrc": "set -eu\n"}, True),
    ("bash-monitor", "bash", {".bashrc": "set -m\n"}, True),
    ("bash-noclobber", "bash", {".bashrc": "set -C\n"}, True),
    ("bash-alias", "bash", {".bashrc": "shopt -s expand_aliases; alias sh=false exec=false echo=false printf=false\n"}, None),
    ("bash-function", "bash", {".bashrc": "sh() { echo function; }; export -f sh\n"}, None),
    ("bash-trap", "bash", {".bashrc": "trap 'echo bye; exit 0' EXIT\n"}, True),
    ("bash-background", "bash", {".bashrc": "sleep 1 &\n"}, True),
    ("bash-variables", "bash", {".bashrc": "export t=x a=x l=x s=/bin/false w=1 r=0 x=1 m=x IFS=0 LC_ALL=C\n"}, True),
    ("bash-closes-errors", "bash", {".bashrc": "exec 2>&-\n"}, True),
    ("bash-closes-output", "bash", {".bashrc": "exec 1>&-\n"}, None),
    ("bash-errors-into-output", "bash", {".bashrc": "exec 2>&1\n"}, True),
    ("bash-path", "bash", {".bashrc": "PATH=/nowhere\n"}, None),
    ("zsh-exit", "zsh", {".zshenv": "exit 0\n"}, False),
    ("zsh-noise", "zsh", {".zshenv": "echo noise; echo noise >&2; setopt xtrace\n"}, True),
    ("tcsh-exit", "tcsh", {".tcshrc": "exit 0\n", ".cshrc": "exit 0\n"}, None),
    ("tcsh-noise", "tcsh", {".tcshrc": "echo noise\n", ".cshrc": "echo noise\n"}, True),
    ("fish-exit", "fish", {".config/fish/config.fish": "exit 0\n"}, None),
    ("fish-noise", "fish", {".config/fish/config.fish": "echo noise; echo noise >&2\n"}, True),
)


def here(among=SHELLS):
    return [shell for shell in among if os.path.exists(shell.path)]


def missing():
    return [shell for shell in SHELLS if not os.path.exists(shell.path)]


def by_name(name):
    return next(shell for shell in SHELLS if shell.name == name)


def forced(shell):
    """A ForceCommand that makes the session that of another login shell."""
    command = shell.command or shell.path
    return f'ForceCommand SHELL={shell.path} exec {command} -c "$SSH_ORIGINAL_COMMAND"'
