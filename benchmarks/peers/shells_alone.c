/*
 * What no program that runs `sh -c ACTION` COUNT times can be below: the shells themselves, AT_A_TIME at a time, with
 * nothing read, watched or set for them. One thread; a shell is started when another has ended.
 *
 *     shells_alone_peer COUNT AT_A_TIME ACTION
 *
 * Ends with 0 if each shell did.
 */
#define _GNU_SOURCE
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

extern char **environ;

static int reap(void)
{
    int status;
    return wait(&status) > 0 && status == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: %s COUNT AT_A_TIME ACTION\n", argv[0]);
        return 2;
    }
    int count = atoi(argv[1]), at_a_time = atoi(argv[2]), failures = 0;
    char *arguments[] = {"sh", "-c", argv[3], NULL};
    for (int started = 0; started < count; started++) {
        if (started >= at_a_time)
            failures += reap();
        pid_t child;
        if (posix_spawn(&child, "/bin/sh", NULL, NULL, arguments, environ) != 0)
            return 2;
    }
    for (int left = count < at_a_time ? count : at_a_time; left > 0; left--)
        failures += reap();
    return failures == 0 ? 0 : 1;
}
