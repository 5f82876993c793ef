/*
 * RustInterop: the C ABI, version 2. This file documents it in full.
 *
 * Text. Every string is NUL-terminated UTF-8. Input and output of a procedure are JSON.
 *
 * Ownership. Whoever allocates frees. An input belongs to the caller: a function reads it during the call, and neither
 * keeps nor changes it. Every `char *` that a function returns belongs to the caller until it goes back through
 * free_mem of the same library, exactly once. `const char *` results are static and never freed.
 *
 * Misuse. free_mem, rust_interop_keep, rust_interop_cancel, rust_interop_drain, rust_interop_release and rust_interop_run check the
 * pointer they get. If this library has not returned it (it is another library's, points into the middle of a string,
 * or is the caller's own memory), or if it was already given back, they end the process by abort(), with one line on
 * standard error that names the function and the pointer. They change no memory before that. Two mistakes can't be
 * detected. A pointer to memory that doesn't exist may end the process with a segmentation fault instead. And if a
 * pointer was given back and the library has returned the same address again since, it counts as the newer string. The
 * library avoids returning the same address again soon.
 *
 * Threads. Any thread may call any function at any time, also at once with others.
 *
 * Errors. A reply is the procedure's output or an error, and an error always begins with the bytes `{"error":{`:
 *
 *   {"error":{"kind":"invalid_input","message":"...","path":"host_list[1]","line":1,"column":42}}
 *
 *   kind      null_pointer   the input is NULL
 *             invalid_utf8   the input is not UTF-8
 *             invalid_json   the input is not JSON
 *             invalid_input  a member is missing, unknown, duplicate, null, out of range or of the wrong type
 *             invalid_handle a handle stands for nothing, or for something of another type (see Handles)
 *             failed         the procedure itself reports that it failed; or it is async, and was cancelled
 *             panicked       the procedure panicked; the library continues to work
 *   message   the reason, for people
 *   path      the place in the input, if it is known
 *   line      the line in the text, if it is known; counted from 1
 *   column    likewise, in bytes
 *   location  `file:line` of the panic, if it is known
 *   backtrace how it came to the panic, if RUST_BACKTRACE or RUST_LIB_BACKTRACE asks for it, as of any Rust program
 *   value     the error as JSON of the procedure's own, if it failed and its errors are data
 *
 * Handles. What JSON cannot hold has a handle in its place: a number that stands for an object which stays in Rust. A
 * procedure gets the object of a handle, in any place of its input, and may return handles of objects in its output,
 * its progress, and the value of its error. A method is a procedure whose input has the handle of its object as `self`.
 * The handles in a string belong to it: free_mem drops them, and those in a progress report are dropped when `progress`
 * returns. rust_interop_keep makes them the caller's, who then drops each by rust_interop_drop. An object lives until
 * all its handles are dropped, no call uses it, and Rust itself has it nowhere else. A handle that was dropped, that
 * another library returned, or that is just a number, is not valid: a procedure replies with invalid_handle. (By
 * chance, about one of four billion handles of another library is valid here.) A handle is not returned again before
 * the library has given 2,147,483,648 others the same place.
 *
 * Bytes. They have handles too. A procedure that takes bytes gets the handle of the caller's own ones, from
 * rust_interop_lend, or one that the library returned. It reads lent bytes where they are, during the call only: the
 * caller drops the handle when the call has ended, or when `completed` was called. The same bytes may be lent several
 * times, and a handle used for several calls at once. The bytes that a procedure returns are in the library's memory,
 * where rust_interop_bytes finds them.
 *
 * Streams. A procedure may also return the handle of a stream: items that are computed when rust_interop_next asks for
 * them. A stream leads from Rust to the caller only, so an input with its handle is invalid anywhere else.
 *
 * Callbacks. A procedure may take a function of the caller's, by the handle that rust_interop_register returns. The
 * library calls it from any thread, also several at once, during the call, and as long as the library keeps it after that:
 * an object may have it, or a stream. The function gets an input and answers it by rust_interop_answer, with an output or
 * an error, as in a reply. It may call the library in turn.
 *
 * Your own libraries. A library made with the crate rust-interop exports free_mem, the rust_interop_* functions, and
 * two functions for each of its procedures: CRATE_NAME(input_json), which you call like start_procedure, and
 * CRATE_NAME_async(input_json, callbacks), which you call like start_procedure_async. CRATE is the name of the crate,
 * with `_` for `-`: the procedure `close` of the crate acme-text is acme_text_close. Strings and handles go back to the
 * library they came from. The functions of a type are CRATE_TYPE_NAME.
 *
 * Async functions. A procedure that is an `async fn` of Rust has the same two functions. CRATE_NAME_async reads the
 * input, and runs the procedure on the caller's thread until it has to wait. A few threads of the library, which all such
 * calls share, do the rest. A cancel drops the procedure where it waits, and the error is `failed`; if the procedure ends
 * by itself before that, the reply is its own. The error is `failed` too if nothing is left that could wake the procedure
 * and its handle was released.
 *
 * Descriptions. If a function says what its types are, by #[rust_interop::export], there is also the data
 * CRATE_NAME_description, in this order: the 8 bytes `RUSTIO`, 1 (the format) and a line feed; the lengths of two JSON
 * texts, each a little-endian uint32_t; and those texts: the types, and their documentation.
 * native/interop/src/description says what is in them. A library contains the 8 bytes nowhere else, so tools find
 * descriptions in its file without loading it.
 *
 * Direct entries. If the types in a description begin with `{"direct":1,` or `{"direct":2,`, the function also takes its
 * arguments and returns its result without JSON: by a rust_interop_direct, whose address is behind the texts, at the next
 * multiple of the size of an address. The description says what the arguments are. Errors are the same as of CRATE_NAME,
 * without the place in the input. With 2, some values are in compact form.
 *
 * Panics never leave a function. A panic anywhere in a procedure becomes an error reply and has no other effect. The
 * process ends only where Rust itself ends it: at a panic in a destructor while another panic unwinds, a panic in the
 * destructor of a thread-local variable, a stack overflow, and when a procedure runs out of memory.
 *
 * Output. Only print_* write on standard output. Only a misuse, and Rust when it ends the process, write on standard
 * error.
 *
 * Signals. A write to a broken pipe raises SIGPIPE, as it does for every C function; .NET and Python ignore it.
 */
#ifndef RUST_INTEROP_H
#define RUST_INTEROP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the ABI that this header describes. Compare it with what rust_interop_abi_version() returns. */
#define RUST_INTEROP_ABI_VERSION 2u

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
 * Runs an action on many hosts, with a timeout and retries per host. Returns when all have ended. Never NULL.
 *
 * Input, one object. Unknown, duplicate and null members are refused, and nothing runs until all of it is checked:
 *
 *   timeout            number   seconds an attempt may take, 0 to 922337203685.4775, fractions allowed; 0 = no limit
 *   retries            integer  further attempts after a failed one, 0 to 255
 *   host_list          strings  the hosts, each once: 1 to 1024 bytes, no leading '-', no white space or control
 *                               characters. For ssh: an alias of the user's configuration, a host name, an IPv4 address,
 *                               or an IPv6 address as "::1", "[::1]" or "fe80::1%eth0". A user in front ("user@host",
 *                               split at the last '@') and a port behind ("host:22", "[::1]:22") come before those of
 *                               ssh_arguments and of the configuration. "ssh://user@host:22" is the same, without path,
 *                               query and '%'. Refused are an empty user or host, one that begins with '-', a port
 *                               outside 1 to 65535, a password, and a ':' that is neither a port's nor an IPv6 address's.
 *                               "::1:22" is an address. Hosts are compared as text, so "host" and "host:22" are two
 *   action             string   the command to run on each host; not blank, no NUL character
 *   job_id             integer  the caller's number (32 bits), returned unchanged
 *
 *   and optionally
 *
 *   transport          string   "ssh" (default): on the host, by the system's OpenSSH client
 *                               "local": on this machine, by `sh -c` or `cmd /C`
 *   ssh_arguments      strings  further options for ssh, which the caller answers for: some of them run programs here.
 *                               The options that outcomes depend on come first, and neither these nor the user's
 *                               configuration can change them: ssh asks nobody, shares no connection but a kept one,
 *                               forwards nothing, stays in the foreground, and has the library's command, session,
 *                               standard input and log. Options that contradict this are refused with the reason: -D,
 *                               -E, -G, -L, -M, -N, -O, -P, -Q, -R, -S, -V, -W, -X, -Y, -Z, -e, -f, -g, -n, -q, -s, -v,
 *                               -w, -y, -1, and -o in every spelling. So are words that are not options, and control
 *                               characters. -tt (or RequestTTY=force) is refused unless remote_shell is "none", where it
 *                               makes a terminal; -t alone would make none. ConnectTimeout, ConnectionAttempts,
 *                               ServerAliveInterval and ServerAliveCountMax may be given here; otherwise they are at most
 *                               10 s, 1, 10 s and 3, whatever the user's configuration says
 *   remote_shell       string   "posix" (default): a wrapper in `sh` runs the action, under any login shell that can
 *                               start `sh`. It gets the action (at most 131069 bytes; a longer script can be the input of `sh -s`) only after it has proved that it
 *                               runs, and ends it at the timeout, at a cancel, or when this side goes away. A login
 *                               shell that is bash, zsh, ksh, mksh or dash runs the action itself; any other has `sh`
 *                               run it
 *                               "none": the action as it is, for network devices; nothing ends it there
 *   sudo               boolean  whether the action runs as root, by sudo on the host (default false). What sudo refuses has
 *                               failed without a retry, and the action was not started. Only over ssh with remote_shell
 *                               "posix"
 *   sudo_password      string   the password that sudo asks for, where it does: one line of at most 1023 bytes. Default:
 *                               sudo may not ask (-n). It is in no argument of a program
 *   expect_disconnect  boolean  a connection lost while the action runs counts as succeeded (default false). The action
 *                               then keeps running when the connection is lost, also because this side goes away
 *   max_failures       integer  once more hosts than this have failed, start no further ones (32 bits, unsigned)
 *   batches            shares   the sizes of the batches in which the hosts run, at least one: all hosts of a batch end
 *                               before one of the next starts. Each is a number of hosts (32 bits, unsigned) or a text
 *                               with a percentage of all hosts, such as "25%", rounded down but at least 1; none is 0. The
 *                               last one repeats. Default: all hosts are one batch
 *   max_batch_failures share    once more hosts of a batch than this have failed, start no further ones of any batch: a
 *                               number, or a percentage of the batch from "0%" to "100%"
 *   block_size         integer  hosts that the caller of start_procedure_async grants at a time (32 bits, unsigned), see
 *                               there; 0 (default), or without `progress`: it grants none, and all may start
 *   block_lifetime     number   seconds after the report of a block in which attempts of its hosts may begin, see there; 0
 *                               (default) for no limit
 *   concurrency        integer  hosts at a time, 1 to 65535, default 64; fewer if the process may open too few files
 *   retry_delay        number   seconds before the first retry, doubled for each further one up to 30; default 0.5
 *   output_limit       integer  bytes kept of each output stream per host (32 bits, unsigned), default 65536: the first
 *                               half and the last. Between them, the text has a line with the number of the others:
 *                               `[… 12345 bytes left out …]`, or `[… 1 byte left out …]`, with a line feed before and
 *                               after it. A character that is cut there is left out. 0 keeps nothing, not even that line
 *   drop_reported_output  boolean  whether start_procedure_async keeps no output of a host after the progress object that says
 *                               that the host is done: in the final output, its stdout and stderr are empty then (default false)
 *   report_starts      boolean  whether start_procedure_async also reports each attempt when it begins (default false)
 *   report_output      boolean  whether start_procedure_async also reports output while the actions run (default false)
 *   environment        object   the whole environment of the process started on this machine (the local action, or ssh):
 *                               names and values, which are strings. A name is not empty and has no '='; neither name
 *                               nor value has a NUL character; no name appears twice, on Windows not even in another
 *                               case. The library looks for ssh in this PATH. Default: this process's environment. No
 *                               error quotes a value
 *   variables          object   names and values (strings) for the environment of the action, besides HOST (as in
 *                               host_list), JOB_ID and ATTEMPT (from 1), which every action has. Not with ssh and
 *                               remote_shell "none", where an action has none of them. Over ssh, no value is in the
 *                               arguments of a program. A name has ASCII letters, digits and '_', and begins with no
 *                               digit. Refused are those three, names that begin with `ri_`, and names that shells
 *                               keep to themselves, such as UID or RANDOM. A value has no NUL character. With its name,
 *                               a variable has at most 131070 bytes; those of a host together have at most 1048576. No
 *                               error quotes a value
 *   host_variables     object   objects like `variables` by host, each of which is in host_list. They replace variables
 *                               of the same name
 *   input              string   what the action reads from its standard input, from the beginning at each attempt. Or
 *                               {"base64": string}: bytes that are not text, in Base64 with padding (RFC 4648). Without
 *                               it, standard input is empty. Over ssh with remote_shell "posix", the action begins when
 *                               all of its input has arrived; the far `sh` keeps it in memory, with up to five bytes for
 *                               each that is not ASCII text. No error quotes it
 *   host_inputs        object   the same by host, each of which is in host_list, instead of `input`
 *   keep_connections   number   seconds that a connection over ssh is kept after an action, for the next one on the same
 *                               host with the same ssh_arguments and environment, in this call or another; 0 (default)
 *                               keeps none. Kept connections are processes that end with this one, however it ends. An
 *                               action for which one can't be used gets a connection of its own, on Windows every action
 *   max_kept_connections  integer  connections that are kept at most while no action uses them, 1 to 65535, default 100;
 *                               fewer if the process may open too few files. Those unused for the longest end first
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
 *                               "timed_out"    its time ran out. Tried again only if it is known to have ended
 *                               "unreachable"  nothing was sent, so the action did not run. Not tried again if the
 *                                              host's key, or the keys of this side, were refused
 *                               "lost"         the action may have run, and nothing proves that it has ended; never tried
 *                                              again
 *                               "cancelled"    the procedure was cancelled before the host was done
 *                               "not_started"  the procedure ended before the host's turn
 *     exit_code        integer  of the last attempt; absent if there is none
 *     attempts         integer  how often the action was tried
 *     duration         number   seconds from the first attempt's start to the last one's end, waits included
 *     stdout, stderr   string   of the last attempt; what is not UTF-8 becomes U+FFFD; what is longer than
 *                               output_limit has its beginning and its end. Of the action alone with
 *                               remote_shell "posix"; with "none", stderr includes a banner of the host
 *     truncated        boolean  whether either was longer than output_limit
 *     error            string   why the last attempt did not succeed, if the exit code does not say; or what is odd about
 *                               one that did. May be absent
 *
 * An outcome states what was proved. Over ssh with remote_shell "posix", the wrapper marks the begin and end of the
 * action with a secret of the attempt. What it did not mark is not believed, whatever a server, a login shell or a
 * configuration says. With "none", ssh's own log is evidence from the moment when a command on this side (LocalCommand)
 * has proved that ssh was authenticated.
 *
 * A connection that the server closes before it asks who we are (MaxStartups of OpenSSH) does not count as an attempt:
 * it is made again up to five times, within ssh's connect timeout. From the first such connection on, at most 8
 * unauthenticated connections to that address are open at a time.
 *
 * When an attempt times out, its whole process group is ended. The same happens to a running attempt when the calling
 * process dies (except on Windows). A process that made a session of its own (setsid) escapes that, and so does one of
 * another user. What is started on this machine has a session of its own and no terminal.
 *
 * What an action leaves in the background keeps running if the action ended by itself. If such a process holds the
 * action's output open, error names it, and the action is not tried again. Over ssh, the output of that process is then
 * discarded.
 *
 * If SIGCHLD is ignored, nobody can learn how an action ended: its host fails with an error that says so, and is not
 * tried again.
 */
char *start_procedure(const char *input_json);

/* An async function that was woken. */
typedef struct rust_interop_task rust_interop_task;

/*
 * What a long-running call reports to, from threads of the library. An async function also reports from the caller's
 * thread, before the function that started the call returns. The struct is copied before that. No function in it may throw
 * an exception or jump out.
 */
typedef struct {
    /* Passed to each function. It must live until `completed` returns. */
    void *context;

    /*
     * Progress as JSON: any number of times, never two at once, never after `completed`. The text belongs to the
     * library and lives until the function returns; the call waits meanwhile. NULL if you want no progress.
     */
    void (*progress)(void *context, const char *progress_json);

    /*
     * The reply, which the callee owns: exactly once, and last, whatever happens (an error, a panic, a cancel at any
     * moment). It may come before the function that started the call returns, and on its thread. Not NULL.
     */
    void (*completed)(void *context, char *reply_json);

    /*
     * Has the caller's threads poll the future of an async function. Called each time that the future was woken, or is to
     * be dropped after a cancel: on any thread, never after `completed`, and not again before the task runs. The callee owns
     * the task. It returns soon, and passes the task to rust_interop_run, once, on any thread, but not before it has
     * returned. NULL if the library's own threads are to do that. Procedures that are not async never call it.
     */
    void (*schedule)(void *context, rust_interop_task *task);
} rust_interop_callbacks;

/* A handle of a long-running call. */
typedef struct rust_interop_call rust_interop_call;

/*
 * Starts a procedure and returns without waiting for it. Input and reply are those of start_procedure. The input is
 * copied. The handle goes back through rust_interop_release. If `callbacks` or its `completed` is NULL, does nothing
 * and returns NULL.
 *
 * Progress, one object for each host as it ends: `completed` and `total`, the number of hosts that are done and of all
 * hosts, and `host`, an object as in the output's `hosts`. `completed` goes up by one each time.
 *
 * With block_size, hosts start in blocks, in the order of host_list. An object with the member `block` has the index of the
 * first host of a block and their number, from 1 to block_size: fewer at the end of a batch and of all. It comes once all hosts
 * before have started, and none of these starts before `progress` returns:
 *
 *   {"block":{"first":64,"count":64}}
 *
 * With block_lifetime, a block is reported again before an attempt that would begin later than that after the report: the
 * hosts that have not started or, for a retry and a connection that took long, the host alone. Over ssh, an attempt begins
 * when the action is sent; with remote_shell "none", when ssh starts.
 *
 * With report_starts, also an object with the member `start` for each attempt, as it begins: `host`, as in host_list, and
 * `attempt`, the number of the attempt, from 1. It comes before the attempt's output, and before the object that says that the
 * host is done:
 *
 *   {"start":{"host":"web1","attempt":1}}
 *
 * With report_output, also an object with the member `output` for each piece of a host's output, as it is read:
 *
 *   {"output":{"host":"web1","stream":"stdout","attempt":1,"text":"..."}}
 *
 *   host     as in host_list
 *   stream   "stdout" or "stderr"
 *   attempt  the number of the attempt, from 1
 *   text     one or more whole characters, which may end anywhere in a line; what is not UTF-8 becomes U+FFFD
 *
 * The pieces of a stream are in order and together all of it, whatever output_limit is. All pieces of a host come before the
 * object that says that the host is done. The text is what would be in the output's stdout and stderr, except that over ssh,
 * what ssh says of a connection that ends may be in a piece of stderr. While `progress` does not return, at most 64 KiB of
 * each running host wait (and once more what is read at a time); then the output of that host is not read, so an action that
 * writes more waits. Its timeout goes on. After a cancel no action waits: of its output, what is more than 64 KiB is left out,
 * and a line says how much, as with output_limit. Starts wait too, and a host is not done before all of it was reported.
 */
rust_interop_call *start_procedure_async(const char *input_json, const rust_interop_callbacks *callbacks);

/*
 * Cancels a call. You may call it any number of times, also after the call has completed. It ends whatever runs, and
 * the reply says what was done until then; this function does not wait for that. NULL is a no-op. A pointer that is not
 * a call, or was released, ends the process (see Misuse).
 */
void rust_interop_cancel(rust_interop_call *call);

/*
 * Drains a call. You may call it any number of times, also after the call has completed. It begins no further host; what runs
 * goes on, with its retries, and the reply says what was done; this function does not wait for that. Your own procedures begin
 * no more work if they look at Context::is_draining; the others go on. NULL is a no-op. A pointer that is not a call, or was
 * released, ends the process (see Misuse).
 */
void rust_interop_drain(rust_interop_call *call);

/*
 * Releases the handle, once, at any time. The call goes on: this neither waits for it nor cancels it. NULL is a no-op.
 * A pointer that is not a call, or was already released, ends the process (see Misuse).
 */
void rust_interop_release(rust_interop_call *call);

/*
 * Runs a task that `schedule` was given: polls the future. `completed` may be called before this returns, on this thread.
 * NULL is a no-op. A pointer that is not a task, or was already run, ends the process (see Misuse).
 */
void rust_interop_run(rust_interop_task *task);

/*
 * Frees a string that this library returned, and drops its handles unless they were kept. NULL is a no-op. A pointer that
 * is not a string of this library, or was already freed, ends the process (see Misuse).
 */
void free_mem(char *string);

/*
 * Makes the handles in a reply the caller's, who drops each of them. Also those in a progress report, until `progress`
 * returns. A string without handles is left as it is. NULL is a no-op. A pointer that is not a string of this library, or
 * was already freed, ends the process (see Misuse).
 */
void rust_interop_keep(const char *string);

/*
 * Lends the library `length` bytes. Returns their handle, which the caller drops; or 0, which is no handle, if `data` is
 * NULL and `length` is not 0, if `length` is more than PTRDIFF_MAX, or if there are too many handles. Nobody may change or
 * free the bytes before the handle is dropped and the calls that got it have ended.
 */
uint64_t rust_interop_lend(const uint8_t *data, size_t length);

/*
 * Where the bytes are that the library returned this handle of. Writes how many there are to `length`, unless it is NULL.
 * They stay there until the handle is dropped. Nobody may change them, because the library may have them elsewhere too.
 * Returns NULL, and writes 0, if the handle is not valid or stands for something else, such as a loan. For no bytes, the
 * result is not NULL.
 */
const uint8_t *rust_interop_bytes(uint64_t handle, size_t *length);

/*
 * A value of a direct call, by its shape in the description:
 *
 *   u8 to u64        `number`
 *   i8 to i64        `number`, sign-extended
 *   bool             `number`: 0 or 1
 *   char             `number`: a Unicode scalar value
 *   f32, f64         `number`: its bits
 *   string           `data` and `length`: UTF-8, without a NUL at its end, and with any in it
 *   lent_bytes       `data` and `length`
 *   bytes            `data` and `length`; as an argument, also the handle of bytes as `number`, with RUST_INTEROP_HANDLE
 *                    as `length`
 *   a type           `number`: the handle of an object, if the type is one
 *   unit             nothing; only as a result
 *   any other        `data` and `length`: the value in compact form
 *
 * Compact forms are little-endian, follow one another without padding, and have no names:
 *
 *   numbers          as many bytes as the type has
 *   bool             a byte: 0 or 1
 *   char             4 bytes: a Unicode scalar value
 *   unit             a byte: 0
 *   string, path, ip_address
 *                    4 bytes with the number of bytes, and UTF-8
 *   duration, system_time
 *                    8 bytes with the seconds, and 4 bytes with the nanoseconds
 *   option           a byte 0; or a byte 1 and the value
 *   list, tuple      4 bytes with the number of items, and the items
 *   map              4 bytes with the number of pairs, and of each the key and the value
 *   struct           its fields in their order, but for those of the other direction; a byte 0 if there are none
 *   enum             4 bytes with the index of the variant, and what the variant has
 *
 * `data` may be NULL if `length` is 0. The caller neither changes nor frees the memory during the call.
 */
typedef struct {
    union {
        uint64_t number;
        const uint8_t *data;
    } content;
    size_t length; /* in bytes */
} rust_interop_value;

#define RUST_INTEROP_HANDLE SIZE_MAX

/* Where the result of a direct call goes. */
typedef struct {
    rust_interop_value value; /* set by the call, unless it fails */

    /*
     * Set with a string or bytes: 0 if they are in `room`. Otherwise they are in the library's memory until the caller drops
     * this handle of bytes. The handle of an object is `value` itself, and the caller drops that.
     */
    uint64_t handle;

    uint8_t *room;   /* the caller's memory for a string or bytes, or NULL */
    size_t capacity; /* of `room`, in bytes */
} rust_interop_result;

/*
 * The direct entry of a function. Takes as many values as the function has arguments; a method takes its object first.
 * Returns NULL, or an error reply, which the caller owns. If an argument isn't what the function takes, or the count is
 * another one, or a pointer is NULL, the function doesn't run. `arguments` may be NULL if `count` is 0. Both pointers are
 * aligned as C aligns them.
 */
typedef char *(*rust_interop_direct)(const rust_interop_value *arguments, size_t count, rust_interop_result *result);

/*
 * A function of the caller's. The struct is copied. None of the functions in it may throw an exception or jump out. Any
 * thread may call them, also several at once.
 */
typedef struct {
    /* Passed to each function. It must live until `release` is called. */
    void *context;

    /*
     * The function. `answer` is the handle of this one call. The input is JSON, which lives until the function returns. The
     * handles in it are dropped then, unless rust_interop_keep makes them the caller's. The function calls
     * rust_interop_answer before it returns; if the procedure takes an asynchronous function, at any time, and on any thread.
     */
    void (*invoke)(void *context, uint64_t answer, const char *input_json);

    /*
     * Nobody waits any more for the answer of an asynchronous function, which has not answered. Its handle is not valid from
     * now on. NULL if you want to answer nevertheless, for nothing.
     */
    void (*cancel)(void *context, uint64_t answer);

    /* No function is called any more, and none is running: once, and last. NULL if you don't want to know. */
    void (*release)(void *context);

    /*
     * The same function as `invoke`, without JSON. NULL if it has none, or if the procedure takes an asynchronous function. The
     * library calls it if the input has the types of `direct_types`, and otherwise `invoke`. The arguments and their texts live
     * until it returns. It writes the output to `result->value`, and a text to the room of `result`, and returns 0. If it
     * returns another number, because it has failed or there is no room, the library at once calls `invoke` on the same
     * thread with NULL as the input, for the answer to this call.
     */
    int32_t (*invoke_directly)(void *context, const rust_interop_value *arguments, size_t count, rust_interop_result *result);

    /*
     * What `invoke_directly` takes and returns: a letter for each argument, at most four, and one for the output. Numbers and
     * texts are as in rust_interop_value. NUL-terminated, and copied. NULL, as anything else, if it is not to be called.
     *
     *   u unsigned number   i signed number   b bool, 0 or 1   c character   f float, its bits   d double, its bits
     *   t text   n nothing, as an output
     */
    const char *direct_types;

    /* Not 0 if you never withdraw it: rust_interop_withdraw then returns 1. That makes calls cheaper. */
    int32_t never_withdrawn;
} rust_interop_function;

/*
 * Gives the library a function. Returns its handle, which the caller drops when the calls that got it have ended; or 0,
 * which is no handle, if `function` or its `invoke` is NULL, or if there are too many handles: then nothing of it is called.
 * After that the library may still have the function, and rust_interop_live_handles counts it until it is released.
 */
uint64_t rust_interop_register(const rust_interop_function *function);

/*
 * Answers a call of a function, once: with its output, or with an error reply, of which only `message` and `value` are
 * read. The text is read before this returns. Handles in it may be dropped after that. Returns 0, or 1 if the handle is not
 * valid, because the call was answered or nobody waits any more.
 */
int32_t rust_interop_answer(uint64_t answer, const char *reply_json);

/*
 * Takes a function away from the library, by its handle, which may have been dropped. The library doesn't call it again,
 * and each attempt is an error in Rust. Waits until the function has ended on all threads, unless a function of the
 * caller's calls this. Then `release` is called. Returns 0, or 1 if the library doesn't have the function.
 */
int32_t rust_interop_withdraw(uint64_t handle);

/*
 * Drops a handle. Returns 0, or 1 if the handle is not valid. A call that already uses the object goes on. A stream ends. A
 * function is released once the library has it nowhere.
 */
int32_t rust_interop_drop(uint64_t handle);

/*
 * Takes the next items of a stream, and waits until there is at least one, or none any more. The input has the handle of
 * the stream, and how many items there may be at most, at least 1:
 *
 *   {"stream":4294967297,"most":100}   ->   {"items":[...],"done":false}
 *
 * The items are what the procedure that returned the stream says. The handles in them belong to the reply, as in any
 * other. There are fewer items than `most` if the stream has ended, if they took longer than 10 milliseconds, or if they
 * are larger than 256 KiB together. If `done` is true, there are no more, and a further call returns no items.
 *
 * Items are computed only while a call waits for them, on a thread of the library. Only if an item takes too long for its
 * batch is it computed to the end, and the next call returns it.
 *
 * An error reply ends the stream: the error of the procedure's own that the iterator returned, or its panic. Before that,
 * the items that came before it are returned. The iterator is dropped as soon as it has ended or failed.
 *
 * Only one call at a time may take the items of a stream. A second one fails, and changes nothing.
 */
char *rust_interop_next(const char *input_json);

/*
 * The same, without waiting, as start_procedure_async does. There is no progress. rust_interop_cancel ends the stream: the
 * call completes at once with the error `failed`. The item that is being computed can't be interrupted. The iterator is
 * dropped after that. rust_interop_drop does the same to the stream, at any time.
 */
rust_interop_call *rust_interop_next_async(const char *input_json, const rust_interop_callbacks *callbacks);

/* The version of the ABI that the library implements. */
uint32_t rust_interop_abi_version(void);

/* The version of the library, such as "0.2.0". Static. */
const char *rust_interop_version(void);

/* How many strings were handed out and not yet freed. */
int64_t rust_interop_live_strings(void);

/*
 * How many handles are valid, those of loans and answers too: those that were returned and not yet dropped. A function
 * counts until it is released.
 */
int64_t rust_interop_live_handles(void);

/*
 * The procedures that the library exports: a JSON array of objects, in ordinal order of `symbol`, such as
 * [{"name":"close","symbol":"acme_text_close"}]; an error reply if there is no memory for it. Never NULL; the caller
 * owns it.
 *
 *   name    string  the name of the Rust function
 *   symbol  string  the exported function that blocks; with `_async` after it, the one that does not
 */
char *rust_interop_procedures(void);

/*
 * Logging. A caller gets what the library's code logs with the Rust crate `log` by attaching a logger. There may be
 * several, also of several callers; each gets every record up to its level, and the code skips what none of them wants.
 *
 * A record is written before the statement that logs it returns, on the thread of that statement, so several threads may
 * write at once. A record that would be logged while this thread is in the function of a logger is left out: such a
 * logger may call the library, but gets none of the records of that call.
 *
 * A forked child process has no loggers, and may attach its own.
 */

/* The levels. Each includes those before it. */
enum rust_interop_log_level {
    RUST_INTEROP_LOG_OFF = 0, /* nothing; no record has this level */
    RUST_INTEROP_LOG_ERROR = 1,
    RUST_INTEROP_LOG_WARN = 2,
    RUST_INTEROP_LOG_INFO = 3,
    RUST_INTEROP_LOG_DEBUG = 4,
    RUST_INTEROP_LOG_TRACE = 5
};

/* What the functions for logging return. Numbers are never reused. */
enum rust_interop_log_status {
    RUST_INTEROP_LOG_DONE = 0,
    RUST_INTEROP_LOG_INVALID_ARGUMENT = 1, /* an unknown level, or NULL for `write` or `logger` */
    RUST_INTEROP_LOG_OTHER_LOGGER = 2,     /* the library's code has installed a logger of its own (log::set_logger) */
    RUST_INTEROP_LOG_LEFT_OUT = 3,         /* the library is built without the feature `log` of rust-interop */
    RUST_INTEROP_LOG_PANICKED = 4
};

/* A text in UTF-8, which may have NUL characters and has none at its end. If there is no text, `data` is NULL. */
typedef struct {
    const char *data;
    size_t length; /* in bytes */
} rust_interop_text;

/*
 * What the code has logged. It belongs to the library and lives until `write` returns. A later version may add members
 * at the end.
 */
typedef struct {
    size_t size;                   /* of this struct in the library, in bytes */
    uint32_t level;                /* ERROR to TRACE */
    uint32_t line;                 /* in `file`, counted from 1; 0 if it is not known */
    rust_interop_text target;      /* what the code says as target, or else the path of its module */
    rust_interop_text message;     /* if a value in it could not be formatted, it ends there, with the reason */
    rust_interop_text module_path; /* NULL if it is not known */
    rust_interop_text file;        /* likewise */
    rust_interop_text key_values;  /* one JSON object of numbers, booleans and strings, which may have a name twice; NULL
                                      if there are none, or without the feature `log-key-values` of rust-interop */
} rust_interop_log_record;

/* What a logger does with a record. It may neither throw an exception nor jump out. */
typedef void (*rust_interop_log_write)(void *context, const rust_interop_log_record *record);

/*
 * Attaches a logger: `write` gets `context` and each record up to `level`, until the logger is detached. `logger` receives
 * the number that names the logger, never 0 and never used again.
 */
int32_t rust_interop_log_attach(uint32_t level, void *context, rust_interop_log_write write, uint64_t *logger);

/* Changes the level of a logger. Does nothing if it is detached. */
int32_t rust_interop_log_set_level(uint64_t logger, uint32_t level);

/*
 * Detaches a logger. When this returns, no thread is in its `write`, and none will be again. If it is called by the
 * `write` of a logger, it does not wait for the threads that are in one: those calls still end, and no new one begins.
 * Does nothing if the logger is already detached.
 */
void rust_interop_log_detach(uint64_t logger);

#ifdef __cplusplus
}
#endif

#endif
