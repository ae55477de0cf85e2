#include "epilogue.h"
#include "include/kernels.h"
#include "simd.h"
#include "tile.h"
#include "widened.h"

void dk_gemm(const uint16_t *a, ptrdiff_t lda, const uint16_t *b, int k, int n, int m0, int m1, int p0, int p1,
             const dk_epilogue *e) {
    dk_gemm_by(dk_tile_kind(), a, lda, b, k, n, m0, m1, p0, p1, e);
}

void dk_gemm_by(int kind, const uint16_t *a, ptrdiff_t lda, const uint16_t *b, int k, int n, int m0, int m1, int p0,
                int p1, const dk_epilogue *e) {
#if defined(__x86_64__)
    if (kind == DK_TILE_AVX512) {
        dk_gemm_widened(a, lda, b, k, n, m0, m1, p0, p1, e);
        return;
    }
#endif
    const dk_tile *tiles = dk_tiles(kind);
    const int pairs = k / 2;
    const ptrdiff_t panel = (ptrdiff_t)pairs * 16;
    float c[8 * 48] __attribute__((aligned(64)));
    for (int p = p0, nz; p < p1; p += nz) {
        nz = dk_at_once(p1 - p);
        int columns = n - p * 16 < nz * 16 ? n - p * 16 : nz * 16;
        const uint32_t *bp = (const uint32_t *)b + p * panel;
        for (int m = m0; m < m1; m += 8) {
            int rows = m1 - m < 8 ? m1 - m : 8;
            const uint32_t *ap[8];
            for (int r = 0; r < 8; r++) ap[r] = (const uint32_t *)(a + (ptrdiff_t)(m + (r < rows ? r : 0)) * lda);
            tiles[nz](ap, 1, bp, panel, 16, pairs, c, nz * 16, dk_next(bp, panel * 4, (m - m0) / 8, p1 - p));
            dk_store(c, nz * 16, rows, columns, m, p * 16, e);
        }
    }
}

void dk_gemm_tn(int kind, const uint16_t *a, const uint16_t *b, int pairs, int k0, int k1, int n, int m0, int m1, int p0,
                int p1, float *out, ptrdiff_t ldc, int accumulate) {
    const dk_tile *tiles = dk_tiles(kind);
    const ptrdiff_t panel = (ptrdiff_t)pairs * 16;
    float c[8 * 48] __attribute__((aligned(64)));
    dk_epilogue e = {.out32 = out, .ld = ldc, .accumulate = accumulate};
    for (int p = p0, nz; p < p1; p += nz) {
        nz = dk_at_once(p1 - p);
        int columns = n - p * 16 < nz * 16 ? n - p * 16 : nz * 16;
        const uint32_t *bp = (const uint32_t *)b + p * panel + (ptrdiff_t)k0 * 16;
        for (int m = m0; m < m1; m += 8) {
            int rows = m1 - m < 8 ? m1 - m : 8;
            const uint32_t *base = (const uint32_t *)a + m / 16 * panel + (ptrdiff_t)k0 * 16 + m % 16, *ap[8];
            for (int r = 0; r < 8; r++) ap[r] = base + r;
            tiles[nz](ap, 16, bp, panel, 16, k1 - k0, c, nz * 16, 0);
            dk_store(c, nz * 16, rows, columns, m, p * 16, &e);
        }
    }
}

void dk_gemm_tn_rows(const uint16_t *a, ptrdiff_t lda, const uint16_t *b, ptrdiff_t ldb, int k0, int k1, int n, int m0,
                     int m1, int p0, int p1, float *out, ptrdiff_t ldc, int accumulate) {
#if defined(__x86_64__)
    dk_epilogue e = {.out32 = out, .ld = ldc, .accumulate = accumulate};
    dk_gemm_tn_widened(a, lda, b, ldb, k0, k1, n, m0, m1, p0, p1, &e);
#endif
}
