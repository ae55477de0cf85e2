#include "scratch.h"
#include <pthread.h>
#include <stdlib.h>

typedef struct {
    void *memory[DK_SCRATCH_COUNT];
    size_t bytes[DK_SCRATCH_COUNT];
} scratch;
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void release(void *value) {
    scratch *s = value;
    for (int i = 0; i < DK_SCRATCH_COUNT; i++) free(s->memory[i]);
    free(s);
}
static void make_key(void) {
    if (pthread_key_create(&key, release)) abort();
}

void *dk_scratch(int purpose, size_t bytes) {
    pthread_once(&once, make_key);
    scratch *s = pthread_getspecific(key);
    if (!s) {
        s = calloc(1, sizeof *s);
        if (!s || pthread_setspecific(key, s)) abort();
    }
    if (s->bytes[purpose] < bytes) {
        free(s->memory[purpose]);
        s->bytes[purpose] = (bytes + 65535) / 65536 * 65536;
        s->memory[purpose] = aligned_alloc(64, s->bytes[purpose]);
        if (!s->memory[purpose]) abort();
    }
    return s->memory[purpose];
}
