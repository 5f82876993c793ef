/* Calls the library of tests/crates/equipment, which panics on demand. Prints one line for each broken promise. */
#include "rust_interop.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void expect_reply(const char *action, const char *beginning) {
    char input[128];
    char *reply;
    snprintf(input, sizeof input,
             "{\"timeout\":5,\"retries\":0,\"host_list\":[],\"action\":\"%s\",\"job_id\":1}", action);
    reply = start_procedure(input);
    if (strncmp(reply, beginning, strlen(beginning)) != 0) {
        failures++;
        fprintf(stderr, "broken: %s replies %s, not %s\n", action, reply, beginning);
    }
    free_mem(reply);
}

int main(void) {
    expect_reply("panic", "{\"error\":{\"kind\":\"panicked\",\"message\":\"on purpose\"");
    expect_reply("exit 0", "{\"job_id\":1,\"result\":\"success\"");
    expect_reply("panic", "{\"error\":{\"kind\":\"panicked\",\"message\":\"on purpose\"");
    print_string("it goes on");
    return failures;
}
