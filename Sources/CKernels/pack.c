#include "include/kernels.h"
#include "simd.h"

DK_KERNEL(void, dk_to_bf16, (const float *x, uint16_t *y, size_t n), (x, y, n)) {
    for (size_t i = 0; i < n; i++) y[i] = dk_bf16(x[i]);
}
DK_KERNEL(void, dk_from_bf16, (const uint16_t *x, float *y, size_t n), (x, y, n)) {
    for (size_t i = 0; i < n; i++) y[i] = dk_f32(x[i]);
}

#define PACK_TRANSPOSED(NAME, T, CONVERT)                                                                             \
    DK_KERNEL(void, NAME, (const T *w, ptrdiff_t ld, int k, int n, int p0, int p1, uint16_t *out),                    \
              (w, ld, k, n, p0, p1, out)) {                                                                           \
        int pairs = (k + 1) / 2;                                                                                      \
        for (int p = p0; p < p1; p++)                                                                                 \
            for (int j = 0; j < 16; j++) {                                                                            \
                int column = p * 16 + j;                                                                              \
                uint16_t *o = out + ((ptrdiff_t)p * pairs * 16 + j) * 2;                                              \
                const T *row = w + (ptrdiff_t)column * ld;                                                            \
                for (int i = 0; i < pairs; i++) {                                                                     \
                    o[i * 32] = column < n ? CONVERT(row[2 * i]) : 0;                                                 \
                    o[i * 32 + 1] = column < n && 2 * i + 1 < k ? CONVERT(row[2 * i + 1]) : 0;                        \
                }                                                                                                     \
            }                                                                                                         \
    }
#define SAME(x) (x)
PACK_TRANSPOSED(dk_pack_transposed, float, dk_bf16)

// bf16 pairs move as whole 32-bit words when the rows are even and whole.
DK_KERNEL(void, dk_pack_transposed16, (const uint16_t *w, ptrdiff_t ld, int k, int n, int p0, int p1, uint16_t *out),
          (w, ld, k, n, p0, p1, out)) {
    int pairs = (k + 1) / 2;
    for (int p = p0; p < p1; p++) {
        uint32_t *o = (uint32_t *)out + (ptrdiff_t)p * pairs * 16;
        int columns = n - p * 16 < 16 ? n - p * 16 : 16;
        for (int i = 0; i < pairs; i++)
            for (int j = 0; j < 16; j++) {
                uint32_t v = 0;
                if (j < columns) {
                    const uint16_t *row = w + (ptrdiff_t)(p * 16 + j) * ld + 2 * i;
                    v = row[0] | (2 * i + 1 < k ? (uint32_t)row[1] << 16 : 0);
                }
                o[i * 16 + j] = v;
            }
    }
}

#define PACK(NAME, T, CONVERT)                                                                                        \
    DK_KERNEL(void, NAME, (const T *w, ptrdiff_t ld, int k, int n, int p0, int p1, uint16_t *out),                    \
              (w, ld, k, n, p0, p1, out)) {                                                                           \
        int pairs = (k + 1) / 2;                                                                                      \
        for (int p = p0; p < p1; p++)                                                                                 \
            for (int i = 0; i < pairs; i++) {                                                                         \
                uint32_t *o = (uint32_t *)out + ((ptrdiff_t)p * pairs + i) * 16;                                      \
                const T *top = w + (ptrdiff_t)(2 * i) * ld + p * 16;                                                  \
                const T *bottom = top + ld;                                                                           \
                int columns = n - p * 16 < 16 ? n - p * 16 : 16;                                                      \
                if (columns == 16 && 2 * i + 1 < k)                                                                   \
                    for (int j = 0; j < 16; j++) o[j] = (uint32_t)CONVERT(top[j]) | (uint32_t)CONVERT(bottom[j]) << 16; \
                else                                                                                                  \
                    for (int j = 0; j < 16; j++) {                                                                    \
                        uint32_t lo = j < columns ? CONVERT(top[j]) : 0;                                              \
                        uint32_t hi = j < columns && 2 * i + 1 < k ? CONVERT(bottom[j]) : 0;                          \
                        o[j] = lo | hi << 16;                                                                         \
                    }                                                                                                 \
            }                                                                                                         \
    }
PACK(dk_pack, float, dk_bf16)
PACK(dk_pack16, uint16_t, SAME)

DK_KERNEL(void, dk_pair_rows16, (const uint16_t *x, ptrdiff_t ld, int rows, int columns, uint16_t *out,
                                 ptrdiff_t out_ld), (x, ld, rows, columns, out, out_ld)) {
    for (int i = 0; i < (rows + 1) / 2; i++) {
        const uint16_t *top = x + (ptrdiff_t)(2 * i) * ld, *bottom = top + ld;
        uint32_t *o = (uint32_t *)out + (ptrdiff_t)i * out_ld;
        if (2 * i + 1 < rows)
            for (int j = 0; j < columns; j++) o[j] = top[j] | (uint32_t)bottom[j] << 16;
        else
            for (int j = 0; j < columns; j++) o[j] = top[j];
    }
}
