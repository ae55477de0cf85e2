// Memory of the calling thread's own, kept from call to call.
#pragma once
#include <stddef.h>
enum { DK_SCRATCH_PRODUCT, DK_SCRATCH_ROWS, DK_SCRATCH_NEWTON_SCHULZ, DK_SCRATCH_COUNT };
// At least so many bytes, aligned to 64, valid until the thread asks again for the same purpose.
void *dk_scratch(int purpose, size_t bytes);
