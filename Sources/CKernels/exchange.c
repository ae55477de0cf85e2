#define _GNU_SOURCE
#include "include/exchange.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

int dk_exchange(const char *a, const char *b) {
#ifdef RENAME_EXCHANGE
    return renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE);
#else
    errno = ENOSYS;
    return -1;
#endif
}
