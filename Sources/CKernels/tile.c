#include "tile.h"
#include <stdatomic.h>
#include "include/kernels.h"
#include "simd.h"
#include "widened.h"

// Bits of MXCSR: subnormal operands and results are 0.
enum { FLUSHING = 0x8040 };

// Widens pairs to f32 and multiplies: what CPUs without AVX2 run.
static inline __attribute__((always_inline)) void generic(const uint32_t *const *a, ptrdiff_t ks, const uint32_t *b,
                                                          ptrdiff_t zs, ptrdiff_t bks, int pairs, float *c, ptrdiff_t ldc,
                                                          int nz) {
    for (int z = 0; z < nz; z++) {
        const uint32_t *panel = b + z * zs;
        for (int half = 0; half < 2; half++) {
            float acc[4][16];
            for (int r = 0; r < 4; r++)
                for (int j = 0; j < 16; j++) acc[r][j] = 0;
            for (int k = 0; k < pairs; k++) {
                float lo[16], hi[16];
                for (int j = 0; j < 16; j++) {
                    uint32_t u = panel[k * bks + j], l = u << 16, h = u & 0xffff0000u;
                    memcpy(&lo[j], &l, 4);
                    memcpy(&hi[j], &h, 4);
                }
                for (int r = 0; r < 4; r++) {
                    uint32_t u = a[half * 4 + r][k * ks], l = u << 16, h = u & 0xffff0000u;
                    float al, ah;
                    memcpy(&al, &l, 4);
                    memcpy(&ah, &h, 4);
                    for (int j = 0; j < 16; j++) acc[r][j] += al * lo[j] + ah * hi[j];
                }
            }
            for (int r = 0; r < 4; r++)
                for (int j = 0; j < 16; j++) c[(half * 4 + r) * ldc + z * 16 + j] = acc[r][j];
        }
    }
}
#define GENERIC(NZ)                                                                                                   \
    DK_LOCAL_KERNEL(void, generic_##NZ, (const uint32_t *const *a, ptrdiff_t ks, const uint32_t *b,                   \
                                         ptrdiff_t zs, ptrdiff_t bks, int pairs, float *c, ptrdiff_t ldc,             \
                                         const void *next), (a, ks, b, zs, bks, pairs, c, ldc, next)) {                                                                  \
        generic(a, ks, b, zs, bks, pairs, c, ldc, NZ);                                                                    \
    }
GENERIC(1)
GENERIC(2)
GENERIC(3)
static const dk_tile generic_tiles[4] = {0, generic_1, generic_2, generic_3};

#if defined(__x86_64__)
#include <immintrin.h>
#define FAST(NZ)                                                                                                      \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16"))) static void fast_##NZ(                            \
        const uint32_t *const *a, ptrdiff_t ks, const uint32_t *b, ptrdiff_t zs, ptrdiff_t bks, int pairs, float *c,   \
        ptrdiff_t ldc, const void *next) {                                                                            \
        __m512 acc[8][NZ];                                                                                            \
        _Pragma("unroll") for (int r = 0; r < 8; r++)                                                                 \
            _Pragma("unroll") for (int z = 0; z < NZ; z++) acc[r][z] = _mm512_setzero_ps();                           \
        const uint32_t *a0 = a[0], *a1 = a[1], *a2 = a[2], *a3 = a[3], *a4 = a[4], *a5 = a[5], *a6 = a[6], *a7 = a[7]; \
        for (int k = 0; k < pairs; k++) {                                                                             \
            __m512bh bz[NZ];                                                                                          \
            _Pragma("unroll") for (int z = 0; z < NZ; z++) bz[z] = (__m512bh)_mm512_loadu_si512(b + z * zs);          \
            b += bks;                                                                                                 \
            if (next) _mm_prefetch((const char *)next + 64 * (ptrdiff_t)k, _MM_HINT_T1);                              \
            const uint32_t *rows[8] = {a0, a1, a2, a3, a4, a5, a6, a7};                                               \
            _Pragma("unroll") for (int r = 0; r < 8; r++) {                                                           \
                __m512bh av = (__m512bh)_mm512_set1_epi32((int)rows[r][k * ks]);                                      \
                _Pragma("unroll") for (int z = 0; z < NZ; z++) acc[r][z] = _mm512_dpbf16_ps(acc[r][z], av, bz[z]);    \
            }                                                                                                         \
        }                                                                                                             \
        _Pragma("unroll") for (int r = 0; r < 8; r++)                                                                 \
            _Pragma("unroll") for (int z = 0; z < NZ; z++) _mm512_storeu_ps(c + r * ldc + z * 16, acc[r][z]);         \
    }
FAST(1)
FAST(2)
FAST(3)
static const dk_tile fast_tiles[4] = {0, fast_1, fast_2, fast_3};
const dk_tile *dk_tiles(int kind) {
    switch (kind) {
    case DK_TILE_BF16: return fast_tiles;
    case DK_TILE_AVX512: return dk_avx512_tiles;
    case DK_TILE_AVX2: return dk_avx2_tiles;
    default: return generic_tiles;
    }
}
#else
const dk_tile *dk_tiles(int kind) { return generic_tiles; }
#endif

void dk_rows(int kind, const uint16_t *a, ptrdiff_t lda, int rows, int pairs, const uint32_t **out) {
#if defined(__x86_64__)
    if (kind == DK_TILE_AVX512) {
        dk_widen_rows(a, lda, rows, pairs, out);
        return;
    }
#endif
    for (int r = 0; r < 8; r++) out[r] = (const uint32_t *)(a + (r < rows ? r : 0) * lda);
}

unsigned dk_enter(int kind) {
#if defined(__x86_64__)
    unsigned mode = _mm_getcsr();
    if (kind == DK_TILE_AVX512) _mm_setcsr(mode | FLUSHING);
    return mode;
#else
    return 0;
#endif
}

void dk_leave(int kind, unsigned mode) {
#if defined(__x86_64__)
    if (kind == DK_TILE_AVX512) _mm_setcsr(mode);
#endif
}

static _Atomic int chosen = DK_TILE_BF16;

void dk_tile_choose(int kind) { atomic_store_explicit(&chosen, kind, memory_order_relaxed); }

int dk_tile_kind(void) {
    static const int widest[DK_ISA_COUNT] = {DK_TILE_PORTABLE, DK_TILE_AVX2, DK_TILE_AVX512, DK_TILE_BF16};
    int kind = atomic_load_explicit(&chosen, memory_order_relaxed), limit = widest[dk_isa()];
    return kind < limit ? kind : limit;
}

int dk_has_bf16(void) { return dk_isa() >= DK_AVX512_BF16; }
