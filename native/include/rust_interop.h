/*
 * RustInterop: the C ABI, version 1. This file is its one full statement.
 *
 * Text. Every string is NUL-terminated UTF-8. Input and output of a procedure are JSON.
 *
 * Ownership. Whoever allocates frees. An input belongs to the caller: it is read during the call and neither kept nor
 * changed. Every `char *` that a function returns belongs to the caller, until it goes back through free_mem of the
 * same library, exactly once. `const char *` results are static and never freed.
 *
 * Misuse. free_mem, rust_interop_cancel and rust_interop_release check what they are given. A pointer that this library
 * has not returned (another library's, one into the middle of a string, the caller's own memory) and one that was given
 * back before end the process by abort(), with one line on standard error that names the function and the pointer. No
 * memory is changed before. Two things cannot be seen: a pointer to memory that does not exist may end the process by a
 * segmentation fault instead, and one that was given back and has been returned again since is the newer string's. The
 * library avoids to return the same pointer again soon.
 *
 * Threads. Every function may be called from any thread, at any time, by any number of threads at once.
 *
 * Errors. A reply is the procedure's output or an error, and an error always begins with the bytes `{"error":{`:
 *
 *   {"error":{"kind":"invalid_input","message":"...","path":"host_list[1]","line":1,"column":42}}
 *
 *   kind      null_pointer   the input is NULL
 *             invalid_utf8   the input is not UTF-8
 *             invalid_json   the input is not JSON
 *             invalid_input  a member has the wrong type, is missing, unknown, duplicate, null or out of range
 *             failed         the procedure itself says that it failed
 *             panicked       the procedure panicked; the library goes on working
 *   message   the reason, for people
 *   path      the place in the input, where it is known
 *   line      the place in the text, where it is known; counted from 1
 *   column    likewise, in bytes
 *   location  `file:line` of the panic, where it is known
 *
 * Libraries of one's own. A library made with the crate rust-interop exports free_mem, the rust_interop_* functions, and
 * for each procedure of its own two functions: NAME(input_json), which is to be called like start_procedure, and
 * NAME_async(input_json, callbacks), like start_procedure_async. Strings and handles go back to the library that they came from.
 *
 * Panics never leave a function. One in a procedure, wherever it comes from, becomes an error reply and ends nothing
 * else. Only what Rust itself ends a process for does that here too: a panic in a destructor while another panic unwinds,
 * or in that of a thread's variable; a stack that overflows; memory that a procedure needs and does not get.
 *
 * Nothing is written on standard output but what print_* was asked to print. Nothing is written on standard error but the
 * line of a misuse, and what Rust says when it ends the process.
 *
 * Signals. A write to a broken pipe raises SIGPIPE, as it does for every C function; .NET and Python ignore it.
 */
#ifndef RUST_INTEROP_H
#define RUST_INTEROP_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the ABI that this header states; compare it with what rust_interop_abi_version() returns. */
#define RUST_INTEROP_ABI_VERSION 1u

/* What print_string and print_int return. Numbers are never reused. */
enum rust_interop_print_status {
    RUST_INTEROP_PRINT_DONE = 0,
    RUST_INTEROP_PRINT_NULL_POINTER = 1,
    RUST_INTEROP_PRINT_INVALID_UTF8 = 2,
    RUST_INTEROP_PRINT_STDOUT_NOT_WRITABLE = 3, /* closed, full or broken; some of the text may have been written */
    RUST_INTEROP_PRINT_PANICKED = 4
};

/* Prints the text and a newline on standard output, unbuffered. */
int32_t print_string(const char *text);

/* Prints ".NET gave us number 2" and a newline on standard output, unbuffered. */
int32_t print_int(const int32_t *value);

/*
 * Runs an action on many hosts, with a timeout and retries per host, and returns when all have ended. Never NULL.
 *
 * Input, one object; unknown, duplicate and null members are refused, and nothing runs before all of it was checked:
 *
 *   timeout            number   seconds an attempt may take, 0 to 922337203685.4775, fractions allowed; 0 = no limit
 *   retries            integer  further attempts after a failed one, 0 to 255
 *   host_list          strings  the hosts, each once: 1 to 1024 bytes, no leading '-', no white space or control
 *                               characters
 *   action             string   the command to run on each host; not blank, no NUL character
 *   job_id             integer  the caller's number (32 bits), returned unchanged
 *
 *   and optionally
 *
 *   transport          string   "ssh" (default): on the host, by the system's OpenSSH client
 *                               "local": on this machine, by `sh -c` or `cmd /C`, with HOST, JOB_ID and ATTEMPT (from
 *                               1) in the environment besides, and an empty standard input
 *   ssh_arguments      strings  further options for ssh, which the caller vouches for: some of them run programs here.
 *                               What outcomes rest on stands before them, and neither they nor the user's configuration
 *                               change it: ssh asks nobody, shares no connection, forwards nothing, stays in the
 *                               foreground, and has the library's command, session, standard input and log. Options
 *                               that say otherwise are refused with the reason: -D, -E, -G, -L, -M, -N, -O, -P, -Q, -R,
 *                               -S, -V, -W, -X, -Y, -Z, -f, -g, -n, -q, -s, -w, -y, -1, and -o in every spelling. So
 *                               are words that are no option, and control characters. ConnectTimeout, ConnectionAttempts,
 *                               ServerAliveInterval and ServerAliveCountMax may be given here; else they are at most
 *                               10 s, 1, 10 s and 3, whatever the user's configuration says
 *   remote_shell       string   "posix" (default): a wrapper in `sh` runs the action, under any login shell that can start
 *                               `sh`. It is sent the action (at most 131069 bytes) after it has proved that it runs, and
 *                               ends it at the timeout, the cancel, or when this side goes. A login shell that is
 *                               bash, zsh, ksh, mksh or dash runs the action itself, any other has `sh` run it
 *                               "none": the action as it is, for network devices; nobody there ends it
 *   expect_disconnect  boolean  a connection lost while the action runs counts as succeeded (default false). The action
 *                               then goes on when the connection is lost, also because this side goes
 *   max_failures       integer  once more hosts than this have failed, start no further ones (32 bits, unsigned)
 *   concurrency        integer  hosts at a time, 1 to 65535, default 64; fewer where the process may open few files
 *   retry_delay        number   seconds before the first retry, doubled for each further one up to 30; default 0.5
 *   output_limit       integer  bytes kept of each output stream per host (32 bits, unsigned), default 65536
 *   environment        object   the whole environment of what is started on this machine, the local action or ssh: names
 *                               and values, which are strings. A name is not empty and has no '='; neither has a NUL
 *                               character; no name is there twice, on Windows in another case either. ssh is searched
 *                               for in its PATH. Default: the environment of this process. No error names a value
 *
 * Output, one object:
 *
 *   job_id             integer  as in the input
 *   result             string   "success": it ran to its end, whatever the hosts did; "cancelled"
 *   message            string   "0 hosts failed", "1 host failed", "2 hosts failed"
 *   failed_hosts       strings  the hosts whose outcome is failed, timed_out, unreachable or lost, in the input's order
 *   hosts              objects  every host, in the input's order:
 *     host             string
 *     outcome          string   "succeeded"    the action ended with exit code 0
 *                               "failed"       the action ended otherwise, or could not be started
 *                               "timed_out"    its time was over. Tried again only if it is known to have ended
 *                               "unreachable"  nothing was sent, so the action did not run. Not tried again where the
 *                                              host's key, or the keys of this side, were refused
 *                               "lost"         the action may have run, and nothing proves that it has ended; never tried
 *                                              again
 *                               "cancelled"    the procedure was cancelled before the host was done
 *                               "not_started"  the procedure ended before the host's turn
 *     exit_code        integer  of the last attempt; absent where there is none
 *     attempts         integer  how often the action was tried
 *     duration         number   seconds from the first attempt's start to the last one's end, waits included
 *     stdout, stderr   string   of the last attempt; what is not UTF-8 becomes U+FFFD. Of the action alone with
 *                               remote_shell "posix"; with "none" a banner of the host is in stderr
 *     truncated        boolean  whether either was longer than output_limit
 *     error            string   why the last attempt did not succeed, where the exit code does not say; or what is odd about
 *                               one that did. May be absent
 *
 * An outcome is what has been proved. Over ssh with remote_shell "posix", the wrapper marks the action's begin and end, with
 * a secret of the attempt; what was not marked is not believed, whatever a server, a login shell or a configuration says.
 * With "none", ssh's own log is evidence from the moment when a command on this side (LocalCommand) has proved that ssh was
 * authenticated.
 *
 * Connections that a server closes before it asks who we are (MaxStartups of OpenSSH) are no attempts: such a connection is
 * made again up to five times, within ssh's connect timeout. From the first one on, no more than 8 connections to that
 * address are open unauthenticated.
 *
 * An attempt that times out ends with its whole process group, and so does one that runs when the calling process dies
 * (but on Windows). A process that made a session of its own (setsid) escapes that, and so does another user's. What is
 * started on this machine has a session of its own and no terminal.
 *
 * What an action that ended by itself has left in the background stays. If such a process holds the action's output, error
 * names it, and the action is not tried again. Over ssh its output then leads nowhere.
 *
 * Where SIGCHLD is ignored, nobody can learn how an action ended: its host has failed, with an error that says so, and
 * is not tried again.
 */
char *start_procedure(const char *input_json);

/*
 * What a long-running call tells its caller, from threads of the library. Copied during the call that takes it. Neither
 * function may throw an exception or jump out.
 */
typedef struct {
    /* Handed to both functions. It must live until `completed` returns. */
    void *context;

    /*
     * How far the call has come, as JSON: any number of times, never two at once, never after `completed`. The text is
     * the library's and lives until the function returns. The call waits meanwhile. NULL: no progress is wanted.
     */
    void (*progress)(void *context, const char *progress_json);

    /*
     * The reply, which the callee owns: exactly once, and last, whatever happens (an error, a panic, a cancel at any
     * moment). It may come before the function that started the call returns, and on its thread. Not NULL.
     */
    void (*completed)(void *context, char *reply_json);
} rust_interop_callbacks;

/* A handle on a long-running call. */
typedef struct rust_interop_call rust_interop_call;

/*
 * Starts a procedure and returns without waiting for it: the same input, and the same reply, as start_procedure has.
 * The input is copied. The handle goes back through rust_interop_release. NULL, and nothing happens, where `callbacks`
 * or its `completed` is NULL.
 *
 * Progress, one object for each host as it ends: `completed` and `total`, the numbers of hosts done and of all, and
 * `host`, an object as in the output's `hosts`. `completed` counts up by one.
 */
rust_interop_call *start_procedure_async(const char *input_json, const rust_interop_callbacks *callbacks);

/*
 * Cancels a call: any number of times, also when it has completed. What runs is ended, and the reply tells what had
 * been done by then. Returns without waiting for that. NULL is a no-op; what is no call, or was released, ends the process
 * (see Misuse).
 */
void rust_interop_cancel(rust_interop_call *call);

/*
 * Releases the handle, once, at any time. The call goes on: it is neither waited for nor cancelled. NULL is a no-op; what
 * is no call, or was released before, ends the process (see Misuse).
 */
void rust_interop_release(rust_interop_call *call);

/*
 * Frees a string that this library returned. NULL is a no-op; what is no string of this library, or was freed before,
 * ends the process (see Misuse).
 */
void free_mem(char *string);

/* The version of the ABI that the library implements. */
uint32_t rust_interop_abi_version(void);

/* The version of the library, such as "0.1.0". Static. */
const char *rust_interop_version(void);

/* The number of strings handed out and not yet freed. */
int64_t rust_interop_live_strings(void);

/*
 * The names of the procedures that the library exports, each of which has a NAME_async too: a JSON array of strings in
 * ordinal order, such as ["start_procedure"]. Never NULL; the caller owns it. Where there is no memory for it, an error reply.
 */
char *rust_interop_procedures(void);

#ifdef __cplusplus
}
#endif

#endif
