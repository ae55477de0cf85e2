#include <math.h>
#include "epilogue.h"
#include "include/kernels.h"
#include "simd.h"
#include "tile8.h"

// The whole number next to x (|x| < 2^21) in the low bits of a float's bits: one rounding, the same on every CPU.
static inline __attribute__((always_inline)) uint32_t whole(float x) {
    float f = x + 12582912.0f;
    uint32_t u;
    memcpy(&u, &f, 4);
    return u;
}

DK_KERNEL(void, dk_pack8, (const float *w, ptrdiff_t ld, int k, int n, int p0, int p1, int8_t *out, float *scale,
                           int32_t *offset),
          (w, ld, k, n, p0, p1, out, scale, offset)) {
#pragma clang fp contract(off)
    int quads = (k + 3) / 4;
    for (int column = p0 * 16; column < p1 * 16; column++) {
        int8_t *o = out + (ptrdiff_t)(column / 16) * quads * 64 + column % 16 * 4;
        float top = 0;
        const float *row = w + (ptrdiff_t)column * ld;
        if (column < n)
            for (int i = 0; i < k; i++) top = fabsf(row[i]) > top ? fabsf(row[i]) : top;
        float inverse = top > 0 ? DK_INT8_WEIGHT / top : 0;
        int32_t sum = 0;
        for (int i = 0; i < quads * 4; i++) {
            int8_t q = column < n && i < k ? (int8_t)whole(row[i] * inverse) : 0;
            o[i / 4 * 64 + i % 4] = q;
            sum += q;
        }
        scale[column] = top / DK_INT8_WEIGHT;
        offset[column] = DK_INT8_ZERO * sum;
    }
}

#define QUANTIZE(NAME, T, READ)                                                                                       \
    DK_KERNEL(void, NAME,                                                                                             \
              (const T *x, ptrdiff_t ld, int rows, int k, uint8_t *out, ptrdiff_t out_ld, float *scale),              \
              (x, ld, rows, k, out, out_ld, scale)) {                                                                 \
        _Pragma("clang fp contract(off)") for (int r = 0; r < rows; r++) {                                            \
            const T *v = x + (ptrdiff_t)r * ld;                                                                       \
            uint8_t *o = out + (ptrdiff_t)r * out_ld;                                                                 \
            float tops[16] = {0}, top = 0;                                                                            \
            for (int i = 0; i + 16 <= k; i += 16)                                                                     \
                for (int j = 0; j < 16; j++)                                                                          \
                    tops[j] = fabsf(READ(v[i + j])) > tops[j] ? fabsf(READ(v[i + j])) : tops[j];                      \
            for (int i = k / 16 * 16; i < k; i++) top = fabsf(READ(v[i])) > top ? fabsf(READ(v[i])) : top;            \
            for (int j = 0; j < 16; j++) top = tops[j] > top ? tops[j] : top;                                         \
            float inverse = top > 0 ? DK_INT8_ACTIVATION / top : 0;                                                   \
            for (int i = 0; i < k; i++) o[i] = (uint8_t)(whole(READ(v[i]) * inverse) + DK_INT8_ZERO);                 \
            for (int i = k; i < (k + 3) / 4 * 4; i++) o[i] = DK_INT8_ZERO;                                            \
            scale[r] = top / DK_INT8_ACTIVATION;                                                                      \
        }                                                                                                             \
    }
#define SAME(x) (x)
QUANTIZE(dk_quantize_rows16, uint16_t, dk_f32)
QUANTIZE(dk_quantize_rows32, float, SAME)

void dk_gemm8(const uint8_t *a, ptrdiff_t lda, const float *row_scale, const int8_t *b, const float *scale,
              const int32_t *offset, int k, int n, int m0, int m1, int p0, int p1, const dk_epilogue *e) {
    const dk_tile8 *tiles = dk_tiles8(dk_int8_kind());
    const int quads = (k + 3) / 4;
    const ptrdiff_t panel = (ptrdiff_t)quads * 64;
    int32_t c[8 * 48] __attribute__((aligned(64)));
    for (int p = p0, nz; p < p1; p += nz) {
        nz = dk_at_once(p1 - p);
        int columns = n - p * 16 < nz * 16 ? n - p * 16 : nz * 16;
        const int8_t *bp = b + p * panel;
        for (int m = m0; m < m1; m += 8) {
            int rows = m1 - m < 8 ? m1 - m : 8;
            const uint8_t *ap[8];
            for (int r = 0; r < 8; r++) ap[r] = a + (ptrdiff_t)(m + (r < rows ? r : 0)) * lda;
            tiles[nz](ap, bp, panel, quads, rows, c, nz * 16, dk_next(bp, panel, (m - m0) / 8, p1 - p));
            dk_store8(c, nz * 16, rows, columns, m, p * 16, row_scale + m, scale + p * 16, offset + p * 16, e);
        }
    }
}
