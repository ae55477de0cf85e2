#include "epilogue.h"
#include "include/kernels.h"
#include "simd.h"
#include "tile.h"

// Stores one tile: bias, activation, gate and residual while it is in the first cache.
static inline __attribute__((always_inline)) void store_columns(const float *c, int width, int rows, int columns,
                                                                int row0, int column0, const dk_epilogue *e) {
    for (int r = 0; r < rows; r++) {
        float v[48];
        const float *t = c + r * width;
        ptrdiff_t at = (ptrdiff_t)(row0 + r) * e->ld + column0;
        if (e->bias)
            for (int j = 0; j < columns; j++) v[j] = t[j] + e->bias[column0 + j];
        else
            for (int j = 0; j < columns; j++) v[j] = t[j];
        if (e->pre16)
            for (int j = 0; j < columns; j++) e->pre16[at + j] = dk_bf16(v[j]);
        if (e->activation == DK_GELU)
            for (int j = 0; j < columns; j++) v[j] = dk_gelu(v[j]);
        else if (e->activation == DK_SILU)
            for (int j = 0; j < columns; j++) v[j] = v[j] * dk_sigmoid(v[j]);
        if (e->residual) {
            const float *g = e->gate;
            // Rounded as if it had been stored in between, so that fused and separate layers give the same bits.
            if (e->rounds)
                for (int j = 0; j < columns; j++) v[j] = dk_f32(dk_bf16(v[j]));
            if (g) {
                g += (ptrdiff_t)((row0 + r) / e->rows_per_gate) * e->gate_ld + column0;
                for (int j = 0; j < columns; j++) v[j] = e->residual[at + j] + g[j] * v[j];
            } else
                for (int j = 0; j < columns; j++) v[j] = e->residual[at + j] + v[j];
        }
        if (e->out16)
            for (int j = 0; j < columns; j++) e->out16[at + j] = dk_bf16(v[j]);
        if (e->out32) {
            if (e->accumulate)
                for (int j = 0; j < columns; j++) e->out32[at + j] += v[j];
            else
                for (int j = 0; j < columns; j++) e->out32[at + j] = v[j];
        }
    }
}

DK_KERNEL(void, dk_store, (const float *c, int width, int rows, int columns, int row0, int column0,
                           const dk_epilogue *e), (c, width, rows, columns, row0, column0, e)) {
    // Nearly all tiles are whole: with a width known in advance their rows stay in registers.
    if (columns == 48)
        store_columns(c, 48, rows, 48, row0, column0, e);
    else
        store_columns(c, width, rows, columns, row0, column0, e);
}

void dk_gemm(const uint16_t *a, ptrdiff_t lda, const uint16_t *b, int k, int n, int m0, int m1, int p0, int p1,
             const dk_epilogue *e) {
    const dk_tile *tiles = dk_tiles();
    const int pairs = k / 2;
    const ptrdiff_t panel = (ptrdiff_t)pairs * 16;
    float c[8 * 48] __attribute__((aligned(64)));
    for (int p = p0; p < p1; p += 3) {
        int nz = p1 - p < 3 ? p1 - p : 3;
        int columns = n - p * 16 < nz * 16 ? n - p * 16 : nz * 16;
        const uint32_t *bp = (const uint32_t *)b + p * panel;
        for (int m = m0; m < m1; m += 8) {
            int rows = m1 - m < 8 ? m1 - m : 8;
            const uint32_t *ap[8];
            for (int r = 0; r < 8; r++) ap[r] = (const uint32_t *)(a + (ptrdiff_t)(m + (r < rows ? r : 0)) * lda);
            tiles[nz](ap, 1, bp, panel, 16, pairs, c);
            dk_store(c, nz * 16, rows, columns, m, p * 16, e);
        }
    }
}

void dk_gemm_tn(const uint16_t *a, const uint16_t *b, int pairs, int k0, int k1, int n, int m0, int m1, int p0, int p1,
                float *out, ptrdiff_t ldc, int accumulate) {
    const dk_tile *tiles = dk_tiles();
    const ptrdiff_t panel = (ptrdiff_t)pairs * 16;
    float c[8 * 48] __attribute__((aligned(64)));
    dk_epilogue e = {.out32 = out, .ld = ldc, .accumulate = accumulate};
    for (int p = p0; p < p1; p += 3) {
        int nz = p1 - p < 3 ? p1 - p : 3;
        int columns = n - p * 16 < nz * 16 ? n - p * 16 : nz * 16;
        const uint32_t *bp = (const uint32_t *)b + p * panel + (ptrdiff_t)k0 * 16;
        for (int m = m0; m < m1; m += 8) {
            int rows = m1 - m < 8 ? m1 - m : 8;
            const uint32_t *base = (const uint32_t *)a + m / 16 * panel + (ptrdiff_t)k0 * 16 + m % 16, *ap[8];
            for (int r = 0; r < 8; r++) ap[r] = base + r;
            tiles[nz](ap, 16, bp, panel, 16, k1 - k0, c);
            dk_store(c, nz * 16, rows, columns, m, p * 16, &e);
        }
    }
}
