/* Calls the library on threads that end, and counts the blocks of memory that they leave. For Windows, where the library
   itself has to free its thread-local variables. The argument is how many times 256 threads end. */
#include "rust_interop.h"

#include <windows.h>

#include <psapi.h>
#include <stdio.h>
#include <stdlib.h>

enum { CALLERS = 128, HEAPS = 64, KIB = 1024 };

static const char input[] = "{\"timeout\":5,\"retries\":0,\"host_list\":[],\"action\":\"exit 0\",\"job_id\":1}";

static HANDLE all_have_completed;
static volatile LONG completed;

static void require(int holds, const char *step) {
    if (!holds) {
        fprintf(stderr, "%s failed\n", step);
        exit(2);
    }
}

static void on_completed(void *worker, char *reply_json) {
    HANDLE process = GetCurrentProcess();
    free_mem(reply_json);
    require(DuplicateHandle(process, GetCurrentThread(), process, worker, SYNCHRONIZE, FALSE, 0), "DuplicateHandle");
    if (InterlockedIncrement(&completed) == CALLERS) {
        SetEvent(all_have_completed);
    }
    /* A worker that returned now would take another call, and there would be fewer workers than calls. */
    WaitForSingleObject(all_have_completed, INFINITE);
}

static DWORD WINAPI call(void *worker) {
    const rust_interop_callbacks callbacks = {worker, NULL, on_completed, NULL};
    rust_interop_call *handle;
    free_mem(start_procedure(input));
    handle = start_procedure_async(input, &callbacks);
    require(handle != NULL, "start_procedure_async");
    WaitForSingleObject(all_have_completed, INFINITE);
    rust_interop_release(handle);
    return 0;
}

static void wait_for(HANDLE *threads) {
    for (int number = 0; number < CALLERS; number++) {
        WaitForSingleObject(threads[number], INFINITE);
        CloseHandle(threads[number]);
    }
}

/* Starts the callers with CreateThread, as .NET does. Returns when they and the library's workers have ended. */
static void run_threads(void) {
    HANDLE callers[CALLERS];
    HANDLE workers[CALLERS];
    completed = 0;
    ResetEvent(all_have_completed);
    for (int number = 0; number < CALLERS; number++) {
        callers[number] = CreateThread(NULL, 0, call, &workers[number], 0, NULL);
        require(callers[number] != NULL, "CreateThread");
    }
    wait_for(callers);
    wait_for(workers);
}

static int count_blocks(void) {
    HANDLE heaps[HEAPS];
    int count = (int)GetProcessHeaps(HEAPS, heaps);
    int blocks = 0;
    require(count <= HEAPS, "GetProcessHeaps");
    for (int number = 0; number < count; number++) {
        PROCESS_HEAP_ENTRY entry = {0};
        HeapLock(heaps[number]);
        while (HeapWalk(heaps[number], &entry)) {
            blocks += (entry.wFlags & PROCESS_HEAP_ENTRY_BUSY) != 0;
        }
        HeapUnlock(heaps[number]);
    }
    return blocks;
}

static int count_resident_kib(void) {
    PROCESS_MEMORY_COUNTERS counters = {0};
    GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters);
    return (int)(counters.WorkingSetSize / KIB);
}

int main(int count, char **arguments) {
    int turns = count > 1 ? atoi(arguments[1]) : 1;
    int blocks;
    int kib;
    all_have_completed = CreateEvent(NULL, TRUE, FALSE, NULL);
    /* What is allocated once is allocated here. */
    run_threads();
    blocks = count_blocks();
    kib = count_resident_kib();
    for (int turn = 0; turn < turns; turn++) {
        run_threads();
    }
    blocks = count_blocks() - blocks;
    kib = count_resident_kib() - kib;
    fprintf(stderr, "%d threads left %d blocks and %d KiB\n", 2 * CALLERS * turns, blocks, kib);
    /* Half of what a block for each caller, or for each worker, would be. */
    if (blocks >= CALLERS * turns / 2) {
        return 1;
    }
    puts("the threads left nothing");
    return 0;
}
