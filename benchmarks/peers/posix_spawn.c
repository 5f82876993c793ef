/*
 * The C contestant: runs `sh -c ACTION` for COUNT hosts, THREADS at a time, with posix_spawn. Each child has HOST, JOB_ID and
 * ATTEMPT in its environment, its own process group and an empty standard input. Up to LIMIT bytes of each of its streams are
 * kept.
 *
 *     posix_spawn_peer COUNT THREADS ACTION
 *
 * Exits with 0 if every child did.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LIMIT = 65536, BUFFER = 16384, STACK = 256 * 1024 };

extern char **environ;

typedef struct {
    int descriptor;
    char *kept;
    size_t length;
} stream;

static atomic_int next_host;
static atomic_int failures;
static int count;
static char *action;
static int environment_length;

static void expect(int error, const char *what)
{
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", what, strerror(error));
        exit(2);
    }
}

/* Reads a pipe once, with room for everything in it. */
static void read_stream(stream *stream)
{
    char buffer[BUFFER];
    ssize_t read_now = read(stream->descriptor, buffer, sizeof buffer);
    if (read_now < 0 && errno == EINTR)
        return;
    if (read_now <= 0) {
        close(stream->descriptor);
        stream->descriptor = -1;
        return;
    }
    size_t keep = LIMIT - stream->length;
    if (keep > (size_t)read_now)
        keep = (size_t)read_now;
    if (keep == 0)
        return;
    stream->kept = realloc(stream->kept, stream->length + keep);
    expect(stream->kept == NULL ? ENOMEM : 0, "realloc");
    memcpy(stream->kept + stream->length, buffer, keep);
    stream->length += keep;
}

static pid_t start(int host, int output, int errors)
{
    char name[32], job[] = "JOB_ID=1", attempt[] = "ATTEMPT=1";
    snprintf(name, sizeof name, "HOST=host%d", host);
    char *environment[environment_length + 4];
    memcpy(environment, environ, sizeof(char *) * (size_t)environment_length);
    memcpy(environment + environment_length, (char *[]){name, job, attempt, NULL}, sizeof(char *) * 4);

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    expect(posix_spawn_file_actions_init(&actions), "posix_spawn_file_actions_init");
    expect(posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0), "addopen");
    expect(posix_spawn_file_actions_adddup2(&actions, output, 1), "adddup2");
    expect(posix_spawn_file_actions_adddup2(&actions, errors, 2), "adddup2");
    expect(posix_spawnattr_init(&attributes), "posix_spawnattr_init");
    expect(posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP), "setflags");
    expect(posix_spawnattr_setpgroup(&attributes, 0), "setpgroup");
    pid_t child;
    char *arguments[] = {"sh", "-c", action, NULL};
    expect(posix_spawnp(&child, "sh", &actions, &attributes, arguments, environment), "posix_spawnp");
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return child;
}

static void run(int host)
{
    int output[2], errors[2];
    expect(pipe2(output, O_CLOEXEC) == 0 ? 0 : errno, "pipe2");
    expect(pipe2(errors, O_CLOEXEC) == 0 ? 0 : errno, "pipe2");
    pid_t child = start(host, output[1], errors[1]);
    close(output[1]);
    close(errors[1]);

    stream streams[] = {{output[0], NULL, 0}, {errors[0], NULL, 0}};
    while (streams[0].descriptor >= 0 || streams[1].descriptor >= 0) {
        struct pollfd polled[] = {{streams[0].descriptor, POLLIN, 0}, {streams[1].descriptor, POLLIN, 0}};
        if (poll(polled, 2, -1) < 0)
            expect(errno == EINTR ? 0 : errno, "poll");
        else
            for (int i = 0; i < 2; i++)
                if (polled[i].revents != 0)
                    read_stream(&streams[i]);
    }
    int status;
    while (waitpid(child, &status, 0) < 0)
        expect(errno == EINTR ? 0 : errno, "waitpid");
    if (status != 0)
        failures++;
    free(streams[0].kept);
    free(streams[1].kept);
}

static void *work(void *nothing)
{
    for (int host = next_host++; host < count; host = next_host++)
        run(host);
    return nothing;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: %s COUNT THREADS ACTION\n", argv[0]);
        return 2;
    }
    count = atoi(argv[1]);
    int threads = atoi(argv[2]);
    action = argv[3];
    while (environ[environment_length] != NULL)
        environment_length++;

    pthread_attr_t attributes;
    expect(pthread_attr_init(&attributes), "pthread_attr_init");
    expect(pthread_attr_setstacksize(&attributes, STACK), "setstacksize");
    pthread_t started[threads];
    for (int i = 0; i < threads; i++)
        expect(pthread_create(&started[i], &attributes, work, NULL), "pthread_create");
    for (int i = 0; i < threads; i++)
        expect(pthread_join(started[i], NULL), "pthread_join");
    return failures == 0 ? 0 : 1;
}
