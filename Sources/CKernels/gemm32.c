// Products in f32 of packed panels.
#include "include/kernels.h"
#include "simd.h"
#include "tile32.h"

void dk_pack32(const float *w, ptrdiff_t ld, int k, int n, int p0, int p1, float *out) {
    for (int p = p0; p < p1; p++) {
        int columns = n - p * 16 < 16 ? n - p * 16 : 16;
        for (int i = 0; i < k; i++) {
            float *o = out + ((ptrdiff_t)p * k + i) * 16;
            memcpy(o, w + (ptrdiff_t)i * ld + p * 16, (size_t)columns * sizeof(float));
            for (int j = columns; j < 16; j++) o[j] = 0;
        }
    }
}

DK_KERNEL(void, dk_pack32_transposed, (const float *w, ptrdiff_t ld, int k, int n, int p0, int p1, float *out),
          (w, ld, k, n, p0, p1, out)) {
    for (int p = p0; p < p1; p++)
        for (int j = 0; j < 16; j++) {
            const float *row = w + (ptrdiff_t)(p * 16 + j) * ld;
            float *o = out + (ptrdiff_t)p * k * 16 + j;
            if (p * 16 + j < n)
                for (int i = 0; i < k; i++) o[(ptrdiff_t)i * 16] = row[i];
            else
                for (int i = 0; i < k; i++) o[(ptrdiff_t)i * 16] = 0;
        }
}

// Sums are cut every 320 products and the rest in halves, each part summed by itself and then added: nearer to exact than one
// long sum, and the same bits as streaming in f32 has always made.
static int part(int left) { return left >= 640 ? 320 : left > 320 ? (left / 2 + 15) / 16 * 16 : left; }

DK_LOCAL_KERNEL(void, store, (const float *c, int width, int rows, int columns, float alpha, float beta, float *out,
                              ptrdiff_t ld), (c, width, rows, columns, alpha, beta, out, ld)) {
    for (int r = 0; r < rows; r++) {
        const float *x = c + r * width;
        float *o = out + r * ld;
        if (beta == 0)
            for (int j = 0; j < columns; j++) o[j] = alpha * x[j];
        else
            for (int j = 0; j < columns; j++) o[j] = alpha * x[j] + beta * o[j];
    }
}

void dk_gemm32(const dk_product32 *e, int m0, int m1, int p0, int p1) { dk_gemm32_by(dk_isa(), e, m0, m1, p0, p1); }

void dk_gemm32_by(int isa, const dk_product32 *e, int m0, int m1, int p0, int p1) {
    const dk_tile32 *tiles = dk_tiles32(isa);
    const ptrdiff_t panel = (ptrdiff_t)e->k * 16;
    float c[8 * 48] __attribute__((aligned(64)));
    for (int p = p0, nz; p < p1; p += nz) {
        nz = dk_at_once(p1 - p);
        int columns = e->n - p * 16 < nz * 16 ? e->n - p * 16 : nz * 16;
        const float *b = e->panels + p * panel;
        for (int m = m0; m < m1; m += 8) {
            int rows = m1 - m < 8 ? m1 - m : 8;
            const char *next = dk_next(b, panel * 4, (m - m0) / 8, p1 - p);
            for (int k = 0, count; k < e->k; k += count) {
                count = part(e->k - k);
                const float *a[8];
                for (int r = 0; r < 8; r++) a[r] = e->a + (m + (r < rows ? r : 0)) * e->ms + k * e->ks;
                tiles[nz](a, e->ks, b + (ptrdiff_t)k * 16, panel, 16, count, c, nz * 16, k > 0,
                          next ? next + 64 * (ptrdiff_t)k : 0);
            }
            store(c, nz * 16, rows, columns, e->alpha, e->beta, e->out + m * e->ld + p * 16, e->ld);
        }
    }
}
