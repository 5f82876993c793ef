/* Forks while other threads make the first calls of the process. The argument sets how long the fork is delayed. */
#define _POSIX_C_SOURCE 200809L
#include "rust_interop.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 3, TURNS = 100, PATIENCE = 30 };

static volatile int may_begin;

static int call_works(void) {
    char *reply = start_procedure("{\"timeout\":20,\"retries\":0,\"host_list\":[\"a\",\"b\",\"c\"],\"action\":\"true\","
                                  "\"job_id\":1,\"transport\":\"local\"}");
    int works = strstr(reply, "0 hosts failed") != NULL;
    free_mem(reply);
    return works;
}

static void *call(void *unused) {
    /* Spins, because waking up would take longer than forking. */
    while (!may_begin) {
    }
    return call_works() ? unused : "failed";
}

int main(int count, char **arguments) {
    const struct timespec until_all_spin = {0, 2000000};
    pthread_t threads[THREADS];
    pid_t copy;
    int status = 1;
    int delay = count > 1 ? atoi(arguments[1]) * TURNS : 0;
    for (int number = 0; number < THREADS; number++) {
        if (pthread_create(&threads[number], NULL, call, NULL) != 0) {
            return 2;
        }
    }
    nanosleep(&until_all_spin, NULL);
    may_begin = 1;
    for (volatile int turn = 0; turn < delay; turn++) {
    }
    copy = fork();
    if (copy == 0) {
        alarm(PATIENCE);
        _exit(!call_works());
    }
    if (copy < 0 || waitpid(copy, &status, 0) != copy) {
        return 3;
    }
    for (int number = 0; number < THREADS; number++) {
        void *failed;
        if (pthread_join(threads[number], &failed) != 0 || failed != NULL) {
            return 4;
        }
    }
    return status != 0;
}
