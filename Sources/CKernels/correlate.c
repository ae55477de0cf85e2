#include "include/kernels.h"
#include "simd.h"

// A dot product of d numbers, d a multiple of 16. Sixteen partial sums: compilers leave a single one scalar.
static inline __attribute__((always_inline)) float dot16(const float *a, const float *b, int d) {
    float t[16] = {0};
    for (int j = 0; j < d; j += 16)
        for (int i = 0; i < 16; i++) t[i] += a[j + i] * b[j + i];
    for (int half = 8; half > 0; half /= 2)
        for (int i = 0; i < half; i++) t[i] += t[i + half];
    return t[0];
}

DK_KERNEL(void, dk_correlate,
          (const float *a, const float *b, int h, int w, int d, int reach_y, int reach_x, float *out, ptrdiff_t ld),
          (a, b, h, w, d, reach_y, reach_x, out, ld)) {
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++, out += ld) {
            const float *here = a + (ptrdiff_t)(y * w + x) * d;
            float *o = out;
            for (int ty = y - reach_y; ty <= y + reach_y; ty++)
                for (int tx = x - reach_x; tx <= x + reach_x; tx++)
                    *o++ = ty < 0 || ty >= h || tx < 0 || tx >= w ? 0 : dot16(here, b + (ptrdiff_t)(ty * w + tx) * d, d);
        }
}
