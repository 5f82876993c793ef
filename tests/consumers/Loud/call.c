/* Loads the library whose path is the argument, and calls its procedure twice. The second call panics. */
#include <stdio.h>

#ifdef _WIN32
#include <windows.h>
#define LOAD(path) LoadLibraryA(path)
/* GCC takes this type for any function. */
#define SYMBOL(library, name) ((void (*)(void))GetProcAddress(library, name))
#else
#include <dlfcn.h>
#define LOAD(path) dlopen(path, RTLD_NOW)
#define SYMBOL(library, name) dlsym(library, name)
#endif

int main(int count, char **arguments) {
    void *library = count == 2 ? (void *)LOAD(arguments[1]) : NULL;
    if (library == NULL) {
        fprintf(stderr, "the library does not load\n");
        return 1;
    }
    char *(*shout)(const char *) = (char *(*)(const char *))SYMBOL(library, "loud_shout");
    void (*free_mem)(char *) = (void (*)(char *))SYMBOL(library, "free_mem");
    const char *inputs[] = {"\"hello\"", "\"\""};
    for (int i = 0; i < 2; i++) {
        char *reply = shout(inputs[i]);
        puts(reply);
        free_mem(reply);
    }
    return 0;
}
