// The register tile for CPUs with AVX2 and FMA but without AVX512-BF16: bf16 pairs are widened to f32 on the way.
#include "tile.h"
#if defined(__x86_64__)
#include <immintrin.h>

// Pairs of A widened at a time: 8 rows of 512 floats stay in the first cache.
enum { BLOCK = 256, STRIDE = 2 * BLOCK + 8 };
#define AVX2 __attribute__((target("avx2,fma")))
#define INLINE static inline __attribute__((always_inline)) AVX2

// 4 rows x 16 columns: 8 accumulators hide the latency of two multiply-adds a cycle; 4 x 24 ran at half the speed.
INLINE void part(const float *a, ptrdiff_t rs, ptrdiff_t ks, const uint32_t *b, ptrdiff_t bks, int pairs, float *c,
                 ptrdiff_t ld, int add) {
    __m256 acc[4][2];
    _Pragma("unroll") for (int r = 0; r < 4; r++)
        _Pragma("unroll") for (int v = 0; v < 2; v++) acc[r][v] = add ? _mm256_loadu_ps(c + r * ld + v * 8) : _mm256_setzero_ps();
    const __m256i top = _mm256_set1_epi32((int)0xffff0000u);
    for (int k = 0; k < pairs; k++) {
        __m256 w[2];
        _Pragma("unroll") for (int v = 0; v < 2; v++)
            w[v] = _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_loadu_si256((const __m256i *)(b + k * bks + v * 8)), 16));
        _Pragma("unroll") for (int r = 0; r < 4; r++) {
            __m256 x = _mm256_broadcast_ss(a + r * rs + 2 * k * ks);
            _Pragma("unroll") for (int v = 0; v < 2; v++) acc[r][v] = _mm256_fmadd_ps(x, w[v], acc[r][v]);
        }
        _Pragma("unroll") for (int v = 0; v < 2; v++)
            w[v] = _mm256_castsi256_ps(_mm256_and_si256(_mm256_loadu_si256((const __m256i *)(b + k * bks + v * 8)), top));
        _Pragma("unroll") for (int r = 0; r < 4; r++) {
            __m256 x = _mm256_broadcast_ss(a + r * rs + (2 * k + 1) * ks);
            _Pragma("unroll") for (int v = 0; v < 2; v++) acc[r][v] = _mm256_fmadd_ps(x, w[v], acc[r][v]);
        }
    }
    _Pragma("unroll") for (int r = 0; r < 4; r++)
        _Pragma("unroll") for (int v = 0; v < 2; v++) _mm256_storeu_ps(c + r * ld + v * 8, acc[r][v]);
}

INLINE void halves(const float *a, ptrdiff_t rs, ptrdiff_t ks, const uint32_t *b, ptrdiff_t zs, ptrdiff_t bks, int pairs,
                   float *c, ptrdiff_t ldc, int nz, int add) {
    for (int z = 0; z < nz; z++)
        for (int r = 0; r < 8; r += 4)
            part(a + r * rs, rs, ks, b + z * zs, bks, pairs, c + r * ldc + z * 16, ldc, add);
}

INLINE void tile(const uint32_t *const *a, ptrdiff_t ks, const uint32_t *b, ptrdiff_t zs, ptrdiff_t bks, int pairs,
                 float *c, ptrdiff_t ldc, int nz) {
    float wide[8 * STRIDE] __attribute__((aligned(64)));
    for (int k0 = 0; k0 < pairs || k0 == 0; k0 += BLOCK) {
        int n = pairs - k0 < BLOCK ? pairs - k0 : BLOCK;
        if (ks == 1) {
            for (int r = 0; r < 8; r++) {
                const uint16_t *x = (const uint16_t *)(a[r] + k0);
                float *o = wide + r * STRIDE;
                int i = 0;
                for (; i + 8 <= 2 * n; i += 8)
                    _mm256_store_ps(o + i, _mm256_castsi256_ps(_mm256_slli_epi32(
                                               _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(x + i))), 16)));
                for (; i < 2 * n; i++) o[i] = _mm_cvtss_f32(_mm_castsi128_ps(_mm_cvtsi32_si128((int)x[i] << 16)));
            }
            halves(wide, STRIDE, 1, b + k0 * bks, zs, bks, n, c, ldc, nz, k0 > 0);
        } else {
            // Rows of A lie side by side: a[r] = a[0] + r.
            const __m256i top = _mm256_set1_epi32((int)0xffff0000u);
            const uint32_t *x = a[0] + k0 * ks;
            for (int k = 0; k < n; k++) {
                __m256i u = _mm256_loadu_si256((const __m256i *)(x + k * ks));
                _mm256_store_ps(wide + k * 16, _mm256_castsi256_ps(_mm256_slli_epi32(u, 16)));
                _mm256_store_ps(wide + k * 16 + 8, _mm256_castsi256_ps(_mm256_and_si256(u, top)));
            }
            halves(wide, 1, 8, b + k0 * bks, zs, bks, n, c, ldc, nz, k0 > 0);
        }
    }
}
#define TILE(NZ)                                                                                                      \
    AVX2 static void tile_##NZ(const uint32_t *const *a, ptrdiff_t ks, const uint32_t *b, ptrdiff_t zs, ptrdiff_t bks, \
                               int pairs, float *c, ptrdiff_t ldc, const void *next) {                                \
        tile(a, ks, b, zs, bks, pairs, c, ldc, NZ);                                                                       \
    }
TILE(1)
TILE(2)
TILE(3)
const dk_tile dk_avx2_tiles[4] = {0, tile_1, tile_2, tile_3};
#endif
