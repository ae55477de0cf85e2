#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "include/kernels.h"

static _Atomic int chosen = -1;

const char *dk_isa_name(int isa) {
    static const char *const names[DK_ISA_COUNT] = {"baseline", "avx2", "avx512", "avx512bf16"};
    return isa >= 0 && isa < DK_ISA_COUNT ? names[isa] : 0;
}

int dk_isa_best(void) {
#if defined(__x86_64__)
    // What x86-64-v3 and v4 ask for beyond these comes with them on every CPU there is.
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") || !__builtin_cpu_supports("bmi2"))
        return DK_BASELINE;
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
        !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512vl"))
        return DK_AVX2;
    return __builtin_cpu_supports("avx512bf16") ? DK_AVX512_BF16 : DK_AVX512;
#else
    return DK_BASELINE;
#endif
}

void dk_isa_limit(int isa) {
    int best = dk_isa_best();
    atomic_store_explicit(&chosen, isa < best ? isa : best, memory_order_relaxed);
}

int dk_isa(void) {
    int isa = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (isa >= 0) return isa;
    int wanted = DK_ISA_COUNT;
    const char *name = getenv("DIORAMA_ISA");
    for (int i = 0; name && i < DK_ISA_COUNT; i++)
        if (!strcmp(name, dk_isa_name(i))) wanted = i;
    dk_isa_limit(wanted);
    return atomic_load_explicit(&chosen, memory_order_relaxed);
}
