/*
 * What no program that runs `sh -c ACTION` COUNT times can be below: the shells themselves, AT_A_TIME at a time, with
 * nothing read, watched or set for them. A thread for each processor, and one more, starts its share of them, a shell when
 * its oldest has ended.
 *
 *     shells_alone_peer COUNT AT_A_TIME ACTION
 *
 * Ends with 0 if each shell did.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static atomic_int next_shell;
static atomic_int failures;
static int count;
static int share;
static char *action;

static pid_t start(void)
{
    char *arguments[] = {"sh", "-c", action, NULL};
    pid_t child;
    return posix_spawn(&child, "/bin/sh", NULL, NULL, arguments, environ) == 0 ? child : -1;
}

static void reap(pid_t child)
{
    int status;
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
        failures++;
}

static void *work(void *nothing)
{
    pid_t running[share];
    int started = 0;
    while (next_shell++ < count) {
        if (started >= share)
            reap(running[started % share]);
        running[started % share] = start();
        started++;
    }
    for (int left = started < share ? 0 : started - share; left < started; left++)
        reap(running[left % share]);
    return nothing;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: %s COUNT AT_A_TIME ACTION\n", argv[0]);
        return 2;
    }
    count = atoi(argv[1]);
    int threads = (int)sysconf(_SC_NPROCESSORS_ONLN) + 1;
    share = atoi(argv[2]) / threads > 0 ? atoi(argv[2]) / threads : 1;
    action = argv[3];
    pthread_t started[threads];
    for (int i = 0; i < threads; i++)
        if (pthread_create(&started[i], NULL, work, NULL) != 0)
            return 2;
    for (int i = 0; i < threads; i++)
        pthread_join(started[i], NULL);
    return failures == 0 ? 0 : 1;
}
