/* Calls every function of the header, as a C program would. Prints one line for each promise that is broken. */
#include "rust_interop.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void expect(int holds, const char *promise) {
    if (!holds) {
        failures++;
        fprintf(stderr, "broken: %s\n", promise);
    }
}

static void expect_reply(const char *input, const char *beginning, const char *promise) {
    char *reply = start_procedure(input);
    expect(reply != NULL && strncmp(reply, beginning, strlen(beginning)) == 0, promise);
    expect(rust_interop_live_strings() == 1, "a reply that was not freed counts");
    free_mem(reply);
    expect(rust_interop_live_strings() == 0, "a freed reply does not count");
}

int main(void) {
    const int32_t number = 2;

    expect(rust_interop_abi_version() == RUST_INTEROP_ABI_VERSION, "the library implements this header");
    expect(strcmp(rust_interop_version(), EXPECTED_VERSION) == 0, "the version is the crate's");

    expect(print_string("from C: \xC3\xA9") == RUST_INTEROP_PRINT_DONE, "print_string prints");
    expect(print_string("") == RUST_INTEROP_PRINT_DONE, "print_string prints an empty line");
    expect(print_string(NULL) == RUST_INTEROP_PRINT_NULL_POINTER, "print_string refuses NULL");
    expect(print_string("\xFF") == RUST_INTEROP_PRINT_INVALID_UTF8, "print_string refuses what is not UTF-8");
    expect(print_int(&number) == RUST_INTEROP_PRINT_DONE, "print_int prints");
    expect(print_int(NULL) == RUST_INTEROP_PRINT_NULL_POINTER, "print_int refuses NULL");

    expect_reply("{\"timeout\":5,\"retries\":0,\"host_list\":[],\"action\":\"true\",\"job_id\":1}",
                 "{\"job_id\":1,\"result\":\"success\",\"message\":\"0 hosts failed\"", "start_procedure replies");
    expect_reply(NULL, "{\"error\":{\"kind\":\"null_pointer\"", "NULL is an error reply");
    expect_reply("\xFF", "{\"error\":{\"kind\":\"invalid_utf8\"", "what is not UTF-8 is an error reply");
    expect_reply("{", "{\"error\":{\"kind\":\"invalid_json\"", "what is not JSON is an error reply");
    expect_reply("{}", "{\"error\":{\"kind\":\"invalid_input\"", "a missing member is an error reply");
    free_mem(NULL);

    fclose(stdout);
    expect(print_string("nowhere") == RUST_INTEROP_PRINT_STDOUT_NOT_WRITABLE, "print_string reports a closed stdout");
    expect(print_int(&number) == RUST_INTEROP_PRINT_STDOUT_NOT_WRITABLE, "print_int reports a closed stdout");
    return failures;
}
