/* Before glibc 2.33 these were no functions of libc.so.6: each program got its own, which called these others. */
#include <sys/stat.h>

#ifdef __x86_64__
enum { LAYOUT = 1 };
#else
enum { LAYOUT = 0 };
#endif

int __xstat64(int layout, const char *path, struct stat64 *status);
int __lxstat64(int layout, const char *path, struct stat64 *status);
int __fxstat64(int layout, int descriptor, struct stat64 *status);
int __fxstatat64(int layout, int folder, const char *path, struct stat64 *status, int flags);

#pragma GCC visibility push(hidden)

int stat64(const char *path, struct stat64 *status) {
    return __xstat64(LAYOUT, path, status);
}

int lstat64(const char *path, struct stat64 *status) {
    return __lxstat64(LAYOUT, path, status);
}

int fstat64(int descriptor, struct stat64 *status) {
    return __fxstat64(LAYOUT, descriptor, status);
}

int fstatat64(int folder, const char *path, struct stat64 *status, int flags) {
    return __fxstatat64(LAYOUT, folder, path, status, flags);
}
