/* The C functions of benchmarks/native, for which SWIG writes C#. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Counter Counter;
Counter *counter_new(int64_t start);
int64_t counter_add(const Counter *counter, int64_t by);
void counter_drop(Counter *counter);

uint64_t add_numbers(uint64_t first, uint64_t second);

char *text_upper_case(const char *text);
void text_drop(char *text);

void invert_into(const unsigned char *data, size_t length, unsigned char *inverted);

typedef struct {
    char *name;
    uint64_t size;
    double share;
    bool hidden;
} WalkedFile;
typedef struct Walk Walk;
Walk *walk_new(size_t files);
WalkedFile *walk_next(Walk *walk);
void walk_drop(Walk *walk);
void walked_file_drop(WalkedFile *file);

uint64_t sum_of_function(uint32_t calls, uint32_t (*function)(void *context, uint32_t number), void *context);

void do_nothing(void);

#ifdef __cplusplus
}
#endif
