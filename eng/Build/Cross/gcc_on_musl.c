/* What Debian's libstdc++ and libgcc_s ask glibc for and musl does not have; for tests alone. */
#define _GNU_SOURCE
#include <locale.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

/* Hidden there, since each library has its own. */
#define _dl_find_object find_object
#include "../../../src/RustInterop.Build/Linking/dl_find_object.c"
#undef _dl_find_object
#pragma GCC visibility pop

int _dl_find_object(void *address, struct dl_find_object *result) {
    return find_object(address, result);
}

char __libc_single_threaded;

struct {
    unsigned int vendor, type, subtype, features;
} __cpu_model;

int __cpu_indicator_init(void) {
    return 0;
}

uint32_t arc4random(void) {
    uint32_t number;
    if (getrandom(&number, sizeof number, 0) != sizeof number) {
        abort();
    }
    return number;
}

size_t __strftime_l(char *text, size_t size, const char *format, const struct tm *time, locale_t locale) {
    return strftime_l(text, size, format, time, locale);
}

/* The destructors of a thread's objects, last made first. */
struct destructor {
    void (*run)(void *);
    void *object;
    struct destructor *next;
};

static pthread_key_t destructors;
static pthread_once_t is_made = PTHREAD_ONCE_INIT;

static void run_all(void *first) {
    for (struct destructor *current = first; current != NULL;) {
        struct destructor *next = current->next;
        current->run(current->object);
        free(current);
        current = next;
    }
}

static void make_key(void) {
    if (pthread_key_create(&destructors, run_all) != 0) {
        abort();
    }
}

int __cxa_thread_atexit_impl(void (*run)(void *), void *object, void *library) {
    struct destructor *added = malloc(sizeof *added);
    (void)library;
    if (added == NULL) {
        return -1;
    }
    pthread_once(&is_made, make_key);
    added->run = run;
    added->object = object;
    added->next = pthread_getspecific(destructors);
    return pthread_setspecific(destructors, added);
}
