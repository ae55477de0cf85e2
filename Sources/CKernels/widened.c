// AVX512-BF16's instruction adds the product of the upper halves of a pair first, then that of the lower ones, rounds each sum,
// and takes what is too small for f32's normal numbers for 0. All of that is done here too: the bits are the same.
#include "widened.h"
#include "epilogue.h"
#include "scratch.h"
#include "simd.h"
#include "tile.h"
#include "tile32.h"
#if defined(__x86_64__)
#include <immintrin.h>
#define WIDE __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma")))
#define INLINE static inline __attribute__((always_inline)) WIDE

// Numbers of rows widened at a time, and tiles of rows from which on widening the panels too is the faster way.
enum { ROOM = 96 << 10, TILES = 12 };

// 16 numbers, of each pair the upper one first.
INLINE __m512 widened(const uint32_t *pairs, __mmask8 some) {
    __m256i swapped = _mm256_rol_epi32(_mm256_maskz_loadu_epi32(some, pairs), 16);
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(swapped), 16));
}
INLINE __m512 upper(__m512i u) { return _mm512_castsi512_ps(_mm512_and_si512(u, _mm512_set1_epi32((int)0xffff0000u))); }
INLINE __m512 lower(__m512i u) { return _mm512_castsi512_ps(_mm512_slli_epi32(u, 16)); }

// Numbers from one widened row to the next: whole lines, and not a power of two.
static ptrdiff_t stride(int pairs) { return (2 * pairs + 15) / 16 * 16 + 16; }

// Writes up to 15 numbers beyond the end, zeros.
WIDE static void widen_row(const uint32_t *x, int pairs, float *out) {
    for (int i = 0; i < pairs; i += 8)
        _mm512_storeu_ps(out + 2 * i, widened(x + i, pairs - i < 8 ? (__mmask8)((1 << (pairs - i)) - 1) : 0xff));
}

void dk_widen_rows(const uint16_t *a, ptrdiff_t lda, int rows, int pairs, const uint32_t **out) {
    float *room = dk_scratch(DK_SCRATCH_ROWS, (size_t)(rows * stride(pairs)) * sizeof(float));
    for (int r = 0; r < rows; r++) widen_row((const uint32_t *)(a + r * lda), pairs, room + r * stride(pairs));
    for (int r = 0; r < 8; r++) out[r] = (const uint32_t *)(room + (r < rows ? r : 0) * stride(pairs));
}

// Rows [pairs][16] of a panel to [2 * pairs][16].
WIDE static void widen_panel(const uint32_t *x, int pairs, float *out) {
    for (int i = 0; i < pairs; i++) {
        __m512i u = _mm512_loadu_si512(x + i * 16);
        _mm512_storeu_ps(out + i * 32, upper(u));
        _mm512_storeu_ps(out + i * 32 + 16, lower(u));
    }
}

// Columns 0..<count of row-major x [rows][...], side by side, to [rows][8] or [panels][rows][16]: of each pair of rows the second one
// first, and zeros where there is none.
INLINE __m512 sixteen(const uint16_t *x, __mmask16 some) {
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(some, x)), 16));
}
INLINE __m256 eight(const uint16_t *x, __mmask8 some) {
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_maskz_loadu_epi16(some, x)), 16));
}
WIDE static void widen_eight(const uint16_t *x, ptrdiff_t ld, int rows, int count, float *out) {
    __mmask8 some = count < 8 ? (__mmask8)((1 << count) - 1) : 0xff;
    for (int i = 0; i < rows; i += 2, out += 16) {
        _mm256_storeu_ps(out, i + 1 < rows ? eight(x + (i + 1) * ld, some) : _mm256_setzero_ps());
        _mm256_storeu_ps(out + 8, eight(x + i * ld, some));
    }
}
WIDE static void widen_columns(const uint16_t *x, ptrdiff_t ld, int rows, int count, float *out) {
    const ptrdiff_t panel = (ptrdiff_t)(rows + 1) / 2 * 32;
    for (int i = 0; i < rows; i += 2, out += 32)
        for (int j = 0; j < count; j += 16) {
            __mmask16 some = count - j < 16 ? (__mmask16)((1 << (count - j)) - 1) : 0xffff;
            float *o = out + j / 16 * panel;
            _mm512_storeu_ps(o, i + 1 < rows ? sixteen(x + (i + 1) * ld + j, some) : _mm512_setzero_ps());
            _mm512_storeu_ps(o + 16, sixteen(x + i * ld + j, some));
        }
}

// Widened rows with panels of pairs.
#define PAIRS(NZ)                                                                                                     \
    WIDE static void pairs_##NZ(const uint32_t *const *a, ptrdiff_t ks, const uint32_t *b, ptrdiff_t zs, ptrdiff_t bks, \
                                int pairs, float *c, ptrdiff_t ldc, const void *next) {                               \
        __m512 sum[8][NZ];                                                                                            \
        const float *row[8];                                                                                          \
        _Pragma("unroll") for (int r = 0; r < 8; r++) {                                                               \
            row[r] = (const float *)a[r];                                                                             \
            _Pragma("unroll") for (int z = 0; z < NZ; z++) sum[r][z] = _mm512_setzero_ps();                           \
        }                                                                                                             \
        for (ptrdiff_t k = 0; k < pairs; k++) {                                                                       \
            if (next) _mm_prefetch((const char *)next + 64 * k, _MM_HINT_T1);                                         \
            _Pragma("unroll") for (int low = 0; low < 2; low++) {                                                     \
                __m512 w[NZ];                                                                                         \
                _Pragma("unroll") for (int z = 0; z < NZ; z++) {                                                      \
                    __m512i u = _mm512_loadu_si512(b + z * zs + k * bks);                                             \
                    w[z] = low ? lower(u) : upper(u);                                                                 \
                }                                                                                                     \
                _Pragma("unroll") for (int r = 0; r < 8; r++) {                                                       \
                    __m512 x = _mm512_set1_ps(row[r][2 * k + low]);                                                   \
                    _Pragma("unroll") for (int z = 0; z < NZ; z++) sum[r][z] = _mm512_fmadd_ps(x, w[z], sum[r][z]);   \
                }                                                                                                     \
            }                                                                                                         \
        }                                                                                                             \
        _Pragma("unroll") for (int r = 0; r < 8; r++)                                                                 \
            _Pragma("unroll") for (int z = 0; z < NZ; z++) _mm512_storeu_ps(c + r * ldc + z * 16, sum[r][z]);         \
    }
PAIRS(1)
PAIRS(2)
PAIRS(3)
const dk_tile dk_avx512_tiles[4] = {0, pairs_1, pairs_2, pairs_3};

static void block(const uint16_t *a, ptrdiff_t lda, const uint16_t *b, int pairs, int n, int m0, int m1, int p0, int p1,
                  const dk_epilogue *e) {
    const dk_tile32 *tiles = dk_tiles32(DK_AVX512);
    const ptrdiff_t panel = (ptrdiff_t)pairs * 16, ld = stride(pairs);
    float *left = dk_scratch(DK_SCRATCH_PRODUCT, (size_t)((m1 - m0) * ld + 3 * 2 * panel) * sizeof(float));
    float *right = left + (m1 - m0) * ld, c[8 * 48] __attribute__((aligned(64)));
    for (int m = m0; m < m1; m++) widen_row((const uint32_t *)(a + m * lda), pairs, left + (m - m0) * ld);
    int widens = m1 - m0 >= 8 * TILES;
    for (int p = p0, nz; p < p1; p += nz) {
        nz = dk_at_once(p1 - p);
        int columns = n - p * 16 < nz * 16 ? n - p * 16 : nz * 16;
        const uint32_t *bp = (const uint32_t *)b + p * panel;
        if (widens)
            for (int z = 0; z < nz; z++) widen_panel(bp + z * panel, pairs, right + 2 * z * panel);
        for (int m = m0; m < m1; m += 8) {
            int rows = m1 - m < 8 ? m1 - m : 8;
            const float *row[8];
            for (int r = 0; r < 8; r++) row[r] = left + (m - m0 + (r < rows ? r : 0)) * ld;
            unsigned mode = dk_enter(DK_TILE_AVX512);
            if (widens)
                tiles[nz](row, 1, right, 2 * panel, 16, 2 * pairs, c, nz * 16, 0, 0);
            else
                dk_avx512_tiles[nz]((const uint32_t *const *)row, 1, bp, panel, 16, pairs, c, nz * 16,
                                    dk_next(bp, panel * 4, (m - m0) / 8, p1 - p));
            dk_leave(DK_TILE_AVX512, mode);
            dk_store(c, nz * 16, rows, columns, m, p * 16, e);
        }
    }
}

void dk_gemm_widened(const uint16_t *a, ptrdiff_t lda, const uint16_t *b, int k, int n, int m0, int m1, int p0, int p1,
                     const dk_epilogue *e) {
    int fitting = (int)(ROOM / stride(k / 2)) / 8 * 8, rows = fitting < 64 ? 64 : fitting;
    for (int m = m0; m < m1; m += rows) block(a, lda, b, k / 2, n, m, m1 - m < rows ? m1 : m + rows, p0, p1, e);
}

void dk_gemm_tn_widened(const uint16_t *a, ptrdiff_t lda, const uint16_t *b, ptrdiff_t ldb, int k0, int k1, int n, int m0,
                        int m1, int p0, int p1, const dk_epilogue *e) {
    const dk_tile32 *tiles = dk_tiles32(DK_AVX512);
    const int k = (k1 - k0 + 1) / 2 * 2, parts = (m1 - m0 + 7) / 8;
    float *left = dk_scratch(DK_SCRATCH_PRODUCT, (size_t)k * (size_t)(parts * 8 + 48) * sizeof(float));
    float *right = left + (ptrdiff_t)k * parts * 8, c[8 * 48] __attribute__((aligned(64)));
    for (int part = 0; part < parts; part++) {
        int m = m0 + part * 8;
        widen_eight(a + k0 * lda + m, lda, k1 - k0, m1 - m, left + (ptrdiff_t)k * part * 8);
    }
    for (int p = p0, nz; p < p1; p += nz) {
        nz = dk_at_once(p1 - p);
        int columns = n - p * 16 < nz * 16 ? n - p * 16 : nz * 16;
        widen_columns(b + k0 * ldb + p * 16, ldb, k1 - k0, columns, right);
        for (int part = 0; part < parts; part++) {
            int m = m0 + part * 8, rows = m1 - m < 8 ? m1 - m : 8;
            const float *row[8];
            for (int r = 0; r < 8; r++) row[r] = left + (ptrdiff_t)k * part * 8 + r;
            unsigned mode = dk_enter(DK_TILE_AVX512);
            tiles[nz](row, 8, right, (ptrdiff_t)k * 16, 16, k, c, nz * 16, 0, 0);
            dk_leave(DK_TILE_AVX512, mode);
            dk_store(c, nz * 16, rows, columns, m, p * 16, e);
        }
    }
}
#endif
