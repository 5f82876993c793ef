/*
 * The floor for every program that runs `sh -c ACTION` COUNT times and reads the output: only the shells, AT_A_TIME at a time,
 * and a pipe for each output. Nothing is watched, set up or kept. There is a thread for each processor and one more. Each starts
 * its share of the shells, the next one when its oldest has ended.
 *
 *     shells_alone_peer COUNT AT_A_TIME ACTION
 *
 * Exits with 0 if every shell did.
 */
#define _GNU_SOURCE
#include <fcntl.h>
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

struct shell {
    pid_t id;
    int outputs[2];
};

static struct shell start(void)
{
    char *arguments[] = {"sh", "-c", action, NULL};
    struct shell shell = {.id = -1};
    int pipes[2][2];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < 2; i++) {
        if (pipe2(pipes[i], O_CLOEXEC) != 0) {
            perror("pipe2");
            exit(2);
        }
        posix_spawn_file_actions_adddup2(&actions, pipes[i][1], i + 1);
        shell.outputs[i] = pipes[i][0];
    }
    if (posix_spawn(&shell.id, "/bin/sh", &actions, NULL, arguments, environ) != 0)
        shell.id = -1;
    posix_spawn_file_actions_destroy(&actions);
    for (int i = 0; i < 2; i++)
        close(pipes[i][1]);
    return shell;
}

static void reap(struct shell shell)
{
    char text[4096];
    int status;
    for (int i = 0; i < 2; i++) {
        while (read(shell.outputs[i], text, sizeof text) > 0)
            ;
        close(shell.outputs[i]);
    }
    if (shell.id < 0 || waitpid(shell.id, &status, 0) < 0 || status != 0)
        failures++;
}

static void *work(void *nothing)
{
    struct shell running[share];
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
