/* Calls every function of the header, as a C program would. Prints one line for each broken promise. */
#include "rust_interop.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

static int failures;

static void expect(int holds, const char *promise) {
    if (!holds) {
        failures++;
        fprintf(stderr, "broken: %s\n", promise);
    }
}

static void expect_text(char *reply, const char *beginning, const char *promise) {
    expect(reply != NULL && strncmp(reply, beginning, strlen(beginning)) == 0, promise);
    expect(rust_interop_live_strings() == 1, "a reply counts until it is freed");
    free_mem(reply);
    expect(rust_interop_live_strings() == 0, "a freed reply does not count");
}

static void expect_reply(const char *input, const char *beginning, const char *promise) {
    expect_text(start_procedure(input), beginning, promise);
}

/* A call that another thread completes. */
struct call {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    int progressed;
    char *reply;
};

static void on_progress(void *context, const char *progress_json) {
    struct call *call = context;
    expect(strncmp(progress_json, "{\"completed\":1,\"total\":1,\"host\":{", 33) == 0, "progress is a host");
    pthread_mutex_lock(&call->mutex);
    call->progressed++;
    pthread_mutex_unlock(&call->mutex);
}

static void on_completed(void *context, char *reply_json) {
    struct call *call = context;
    pthread_mutex_lock(&call->mutex);
    expect(call->reply == NULL, "a call completes once");
    call->reply = reply_json;
    pthread_cond_signal(&call->changed);
    pthread_mutex_unlock(&call->mutex);
}

static void expect_completion(const char *input, int cancel, int progressed, const char *beginning) {
    struct call call = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, NULL};
    const rust_interop_callbacks callbacks = {&call, on_progress, on_completed, NULL};
    rust_interop_call *handle = start_procedure_async(input, &callbacks);
    expect(handle != NULL, "a started call has a handle");
    if (cancel) {
        rust_interop_cancel(handle);
    }
    pthread_mutex_lock(&call.mutex);
    while (call.reply == NULL) {
        pthread_cond_wait(&call.changed, &call.mutex);
    }
    pthread_mutex_unlock(&call.mutex);
    expect(strncmp(call.reply, beginning, strlen(beginning)) == 0, beginning);
    expect(call.progressed == progressed, "every host is reported once");
    rust_interop_cancel(handle);
    rust_interop_release(handle);
    free_mem(call.reply);
    expect(rust_interop_live_strings() == 0, "a freed reply does not count");
}

static void on_invoke(void *context, uint64_t answer, const char *input_json) {
    (void)context;
    (void)answer;
    (void)input_json;
}

static void on_release(void *context) {
    ++*(int *)context;
}

static void expect_function(void) {
    int released = 0;
    const rust_interop_function function = {&released, on_invoke, NULL, on_release, NULL, NULL, 0};
    uint64_t given = rust_interop_register(&function);
    expect(given != 0 && rust_interop_live_handles() == 1, "a function has a handle");
    expect(rust_interop_answer(given, "null") == 1, "the handle of a function is not that of a call");
    expect(rust_interop_drop(given) == 0 && released == 1, "a function that nobody has is released");
    expect(rust_interop_drop(given) == 1 && rust_interop_withdraw(given) == 1, "a function is dropped once");
    expect(rust_interop_register(NULL) == 0, "NULL is no function");
    expect(rust_interop_live_handles() == 0, "no function is left");
}

static void on_record(void *context, const rust_interop_log_record *record) {
    (void)record;
    ++*(int *)context;
}

static void expect_logging(void) {
    int records = 0;
    uint64_t logger = 0;
    expect(rust_interop_log_attach(RUST_INTEROP_LOG_TRACE, &records, on_record, &logger) == RUST_INTEROP_LOG_DONE
           && logger != 0, "a logger is attached");
    expect(rust_interop_log_set_level(logger, RUST_INTEROP_LOG_ERROR) == RUST_INTEROP_LOG_DONE, "a level is changed");
    expect(rust_interop_log_set_level(logger, 6) == RUST_INTEROP_LOG_INVALID_ARGUMENT, "an unknown level is refused");
    rust_interop_log_detach(logger);
    rust_interop_log_detach(logger);
    expect(rust_interop_log_attach(RUST_INTEROP_LOG_TRACE, NULL, NULL, &logger) == RUST_INTEROP_LOG_INVALID_ARGUMENT,
           "a logger has a function");
    expect(records == 0, "the built-in library logs nothing");
}

int main(void) {
    const rust_interop_callbacks nobody = {NULL, NULL, NULL, NULL};
    const int32_t number = 2;

    expect(rust_interop_abi_version() == RUST_INTEROP_ABI_VERSION, "the library implements this header");
    expect(strcmp(rust_interop_version(), EXPECTED_VERSION) == 0, "the version is the crate's");
    expect_text(rust_interop_procedures(), "[{\"name\":\"start_procedure\",\"symbol\":\"start_procedure\"}]", "the procedures are listed");

    expect(print_string("from C: \xC3\xA9") == RUST_INTEROP_PRINT_DONE, "print_string prints");
    expect(print_string("") == RUST_INTEROP_PRINT_DONE, "print_string prints an empty line");
    expect(print_string(NULL) == RUST_INTEROP_PRINT_NULL_POINTER, "print_string refuses NULL");
    expect(print_string("\xFF") == RUST_INTEROP_PRINT_INVALID_UTF8, "print_string refuses text that is not UTF-8");
    expect(print_int(&number) == RUST_INTEROP_PRINT_DONE, "print_int prints");
    expect(print_int(NULL) == RUST_INTEROP_PRINT_NULL_POINTER, "print_int refuses NULL");

    expect_reply("{\"timeout\":5,\"retries\":0,\"host_list\":[],\"action\":\"true\",\"job_id\":1}",
                 "{\"job_id\":1,\"result\":\"success\",\"message\":\"0 hosts failed\"", "start_procedure replies");
    expect_reply(NULL, "{\"error\":{\"kind\":\"null_pointer\"", "NULL is an error reply");
    expect_reply("\xFF", "{\"error\":{\"kind\":\"invalid_utf8\"", "text that is not UTF-8 is an error reply");
    expect_reply("{", "{\"error\":{\"kind\":\"invalid_json\"", "text that is not JSON is an error reply");
    expect_reply("{}", "{\"error\":{\"kind\":\"invalid_input\"", "a missing member is an error reply");
    free_mem(NULL);

    expect_completion("{\"timeout\":60,\"retries\":0,\"host_list\":[\"a\"],\"action\":\"exit 0\",\"job_id\":1,"
                      "\"transport\":\"local\"}", 0, 1,
                      "{\"job_id\":1,\"result\":\"success\",\"message\":\"0 hosts failed\"");
    expect_completion("{\"timeout\":0,\"retries\":0,\"host_list\":[],\"action\":\"true\",\"job_id\":2}", 1, 0,
                      "{\"job_id\":2,\"result\":\"");
    expect_completion(NULL, 0, 0, "{\"error\":{\"kind\":\"null_pointer\"");
    expect(start_procedure_async("{}", NULL) == NULL, "a call needs callbacks");
    expect(start_procedure_async("{}", &nobody) == NULL, "a call needs a completed callback");
    rust_interop_cancel(NULL);
    rust_interop_drain(NULL);
    rust_interop_release(NULL);
    rust_interop_keep(NULL);
    expect(rust_interop_drop(0) == 1 && rust_interop_drop(UINT64_MAX) == 1, "a number is no handle");
    expect(rust_interop_next_async("{\"stream\":1,\"most\":1}", NULL) == NULL, "a call for items needs callbacks");
    expect_text(rust_interop_next("{\"stream\":1,\"most\":1}"), "{\"error\":{\"kind\":\"invalid_handle\"",
                "a number is no stream");
    expect(rust_interop_live_handles() == 0, "no handle was returned");

    uint64_t loan = rust_interop_lend((const uint8_t *)"bytes", 5);
    size_t length = 1;
    expect(loan != 0 && rust_interop_live_handles() == 1, "a loan is a handle");
    expect(rust_interop_bytes(loan, &length) == NULL && length == 0, "a loan is not the bytes of Rust");
    expect(rust_interop_drop(loan) == 0 && rust_interop_drop(loan) == 1, "a loan is dropped once");
    expect(rust_interop_lend(NULL, 1) == 0, "NULL has no bytes");
    loan = rust_interop_lend(NULL, 0);
    expect(loan != 0 && rust_interop_drop(loan) == 0, "NULL may be lent as no bytes");
    expect(rust_interop_bytes(0, NULL) == NULL, "a number is no handle of bytes");
    expect(rust_interop_live_handles() == 0, "no loan is left");

    expect_function();
    expect_logging();

    fclose(stdout);
    expect(print_string("nowhere") == RUST_INTEROP_PRINT_STDOUT_NOT_WRITABLE, "print_string reports a closed stdout");
    expect(print_int(&number) == RUST_INTEROP_PRINT_STDOUT_NOT_WRITABLE, "print_int reports a closed stdout");
    return failures;
}
