/* Lets the n-th write, sync, truncation or rename below a folder fail, once. Loaded with
   LD_PRELOAD; armed by `faults_arm`, see tests/reliability/faults.py. Linux. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char folder[PATH_MAX];
static long fails_at = 0, seen = 0;
static char failed[32];

/* `nth` 0 counts only. */
void faults_arm(const char *below, long nth) {
    snprintf(folder, sizeof folder, "%s", below);
    fails_at = nth;
    seen = 0;
    failed[0] = 0;
}

long faults_seen(void) { return seen; }

const char *faults_failed(void) { return failed; }

static int counts(const char *path, const char *call, int error) {
    size_t length = strlen(folder);
    if (!length || strncmp(path, folder, length) != 0) return 0;
    if (++seen != fails_at) return 0;
    snprintf(failed, sizeof failed, "%s", call);
    errno = error;
    return 1;
}

static int counts_fd(int fd, const char *call, int error) {
    char link[64], path[PATH_MAX];
    if (!folder[0]) return 0;
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    errno = before;
    if (n <= 0) return 0;
    path[n] = 0;
    return counts(path, call, error);
}

#define REAL(type, name, ...)                                        \
    static type (*real)(__VA_ARGS__) = NULL;                         \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name);

ssize_t write(int fd, const void *bytes, size_t n) {
    REAL(ssize_t, write, int, const void *, size_t)
    return counts_fd(fd, "write", ENOSPC) ? -1 : real(fd, bytes, n);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t)
    return counts_fd(fd, "pwrite", ENOSPC) ? -1 : real(fd, bytes, n, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t)
    return counts_fd(fd, "pwrite", ENOSPC) ? -1 : real(fd, bytes, n, at);
}

ssize_t writev(int fd, const struct iovec *parts, int n) {
    REAL(ssize_t, writev, int, const struct iovec *, int)
    return counts_fd(fd, "writev", ENOSPC) ? -1 : real(fd, parts, n);
}

ssize_t sendfile(int to, int from, off_t *at, size_t n) {
    REAL(ssize_t, sendfile, int, int, off_t *, size_t)
    return counts_fd(to, "sendfile", ENOSPC) ? -1 : real(to, from, at, n);
}

ssize_t sendfile64(int to, int from, off64_t *at, size_t n) {
    REAL(ssize_t, sendfile64, int, int, off64_t *, size_t)
    return counts_fd(to, "sendfile", ENOSPC) ? -1 : real(to, from, at, n);
}

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *to_at, size_t n, unsigned flags) {
    REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned)
    return counts_fd(to, "copy_file_range", ENOSPC) ? -1 : real(from, at, to, to_at, n, flags);
}

int fsync(int fd) {
    REAL(int, fsync, int)
    return counts_fd(fd, "fsync", EIO) ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL(int, fdatasync, int)
    return counts_fd(fd, "fdatasync", EIO) ? -1 : real(fd);
}

int ftruncate(int fd, off_t n) {
    REAL(int, ftruncate, int, off_t)
    return counts_fd(fd, "ftruncate", EIO) ? -1 : real(fd, n);
}

int ftruncate64(int fd, off64_t n) {
    REAL(int, ftruncate64, int, off64_t)
    return counts_fd(fd, "ftruncate", EIO) ? -1 : real(fd, n);
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *)
    return counts(to, "rename", EIO) ? -1 : real(from, to);
}
