/* glibc's function by which the unwinder finds the unwind table of an address, for musl, which has none. */
#define _GNU_SOURCE
#include <link.h>
#include <stddef.h>
#include <stdint.h>

/* As in glibc's dlfcn.h. The unwinder reads eh_frame alone. */
struct dl_find_object {
    unsigned long long flags;
    void *map_start;
    void *map_end;
    void *link_map;
    void *eh_frame;
    unsigned long long reserved[7];
};

struct search {
    uintptr_t address;
    void *eh_frame;
};

/* Looks into one of the loaded objects. Returns whether the address is in it, which ends the search. */
static int look(struct dl_phdr_info *object, size_t size, void *context) {
    struct search *search = context;
    void *eh_frame = NULL;
    int is_here = 0;
    (void)size;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        uintptr_t start = object->dlpi_addr + segment->p_vaddr;
        if (segment->p_type == PT_LOAD && search->address - start < segment->p_memsz) {
            is_here = 1;
        }
        if (segment->p_type == PT_GNU_EH_FRAME) {
            eh_frame = (void *)start;
        }
    }
    if (is_here) {
        search->eh_frame = eh_frame;
    }
    return is_here;
}

#pragma GCC visibility push(hidden)

int _dl_find_object(void *address, struct dl_find_object *result) {
    struct search search = {(uintptr_t)address, NULL};
    dl_iterate_phdr(look, &search);
    if (search.eh_frame == NULL) {
        return -1;
    }
    result->eh_frame = search.eh_frame;
    return 0;
}
