#include "tile32.h"
#include "simd.h"

// What CPUs without AVX2 run: 4 x 8 sums fit the sixteen registers of baseline x86-64.
#define PORTABLE(NZ)                                                                                                  \
    static void portable_##NZ(const float *const *a, ptrdiff_t ks, const float *b, ptrdiff_t zs, ptrdiff_t bks, int k, \
                              float *c, ptrdiff_t ldc, int adds, const void *next) {                                  \
        portable(a, ks, b, zs, bks, k, c, ldc, adds, NZ);                                                             \
    }
static inline __attribute__((always_inline)) void portable(const float *const *a, ptrdiff_t ks, const float *b,
                                                           ptrdiff_t zs, ptrdiff_t bks, int k, float *c, ptrdiff_t ldc,
                                                           int adds, int nz) {
    for (int part = 0; part < 4 * nz; part++) {
        int half = part / 2 % 2, column = part / 4 * 16 + part % 2 * 8;
        const float *const *rows = a + half * 4, *x = b + part / 4 * zs + part % 2 * 8;
        float sum[4][8];
        for (int r = 0; r < 4; r++)
            for (int i = 0; i < 8; i++) sum[r][i] = 0;
        for (int j = 0; j < k; j++)
            for (int r = 0; r < 4; r++) {
                float v = rows[r][j * ks];
                for (int i = 0; i < 8; i++) sum[r][i] += v * x[j * bks + i];
            }
        for (int r = 0; r < 4; r++) {
            float *o = c + (half * 4 + r) * ldc + column;
            for (int i = 0; i < 8; i++) o[i] = adds ? o[i] + sum[r][i] : sum[r][i];
        }
    }
}
PORTABLE(1)
PORTABLE(2)
PORTABLE(3)
static const dk_tile32 portable_tiles[4] = {0, portable_1, portable_2, portable_3};

#if defined(__x86_64__)
#include <immintrin.h>
#define LANES 16
#include "vector32.h"
#include "tile32_vectors.h"
#undef LANES
#define LANES 8
#include "vector32.h"
#include "tile32_vectors.h"

const dk_tile32 *dk_tiles32(int isa) {
    return isa >= DK_AVX512 ? tiles_avx512 : isa >= DK_AVX2 ? tiles_avx2 : portable_tiles;
}
#else
const dk_tile32 *dk_tiles32(int isa) { return portable_tiles; }
#endif
