#include "tile8.h"
#include "include/kernels.h"
#include "simd.h"

// Plain loops that any CPU runs; the sums are whole numbers, so every kind gives the same bits.
static inline __attribute__((always_inline)) void portable(const uint8_t *const *a, const int8_t *b, ptrdiff_t panel,
                                                           int quads, int rows, int32_t *c, ptrdiff_t ldc, int nz) {
    for (int r = 0; r < rows; r++)
        for (int z = 0; z < nz; z++) {
            int32_t sum[16] = {0};
            for (int k = 0; k < quads; k++) {
                const uint8_t *x = a[r] + 4 * k;
                const int8_t *w = b + z * panel + 64 * (ptrdiff_t)k;
                for (int j = 0; j < 16; j++)
                    sum[j] += x[0] * w[4 * j] + x[1] * w[4 * j + 1] + x[2] * w[4 * j + 2] + x[3] * w[4 * j + 3];
            }
            memcpy(c + r * ldc + z * 16, sum, sizeof sum);
        }
}
#define PORTABLE(NZ)                                                                                                  \
    DK_LOCAL_KERNEL(void, portable_##NZ,                                                                              \
                    (const uint8_t *const *a, const int8_t *b, ptrdiff_t panel, int quads, int rows, int32_t *c,      \
                     ptrdiff_t ldc, const void *next), (a, b, panel, quads, rows, c, ldc, next)) {                                                                  \
        portable(a, b, panel, quads, rows, c, ldc, NZ);                                                                  \
    }
PORTABLE(1)
PORTABLE(2)
PORTABLE(3)
static const dk_tile8 portable_tiles8[4] = {0, portable_1, portable_2, portable_3};

#if defined(__x86_64__)
#include <cpuid.h>
static int has_avx_vnni(void) {
    unsigned a, b, c, d;
    // Leaf 7, subleaf 1, EAX bit 4; that the system saves the registers is what "avx2" says.
    return __builtin_cpu_supports("avx2") && __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a >> 4 & 1);
}
const dk_tile8 *dk_tiles8(int kind) {
    switch (kind) {
    case DK_INT8_PORTABLE: return portable_tiles8;
    case DK_INT8_AVX2: return __builtin_cpu_supports("avx2") ? dk_avx2_tiles8 : 0;
    case DK_INT8_AVX_VNNI: return has_avx_vnni() ? dk_avx_vnni_tiles8 : 0;
    case DK_INT8_AVX512_VNNI:
        return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vl") ? dk_avx512_vnni_tiles8 : 0;
    default: return 0;
    }
}
#else
const dk_tile8 *dk_tiles8(int kind) { return kind == DK_INT8_PORTABLE ? portable_tiles8 : 0; }
#endif

int dk_int8_kind(void) {
    // Looked up once: asking the CPU is slow in a virtual machine.
    static int found = -1;
    int kind = __atomic_load_n(&found, __ATOMIC_RELAXED);
    if (kind >= 0) return kind;
    // Held to less than the machine has: AVX2 alone, without the VNNI of later machines.
    int held = dk_isa() < DK_AVX512 && dk_isa_best() >= DK_AVX512;
    kind = dk_isa() < DK_AVX2 ? DK_INT8_PORTABLE : held ? DK_INT8_AVX2 : DK_INT8_AVX512_VNNI;
    while (kind > DK_INT8_PORTABLE && !dk_tiles8(kind)) kind--;
    __atomic_store_n(&found, kind, __ATOMIC_RELAXED);
    return kind;
}

int dk_int8_products(int kind, const uint8_t *const *a, const int8_t *b, ptrdiff_t panel, int quads, int rows, int nz,
                     int32_t *c) {
    const dk_tile8 *tiles = dk_tiles8(kind);
    if (!tiles) return 0;
    tiles[nz](a, b, panel, quads, rows, c, nz * 16, 0);
    return 1;
}
