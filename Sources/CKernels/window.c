#include "include/kernels.h"
#include "simd.h"

void dk_im2col(const void *x, int h, int w, int c, int kernel, int row0, int row1, int bytes, void *out) {
    int reach = kernel / 2;
    size_t run = (size_t)c * (size_t)bytes;
    char *o = out;
    o += (size_t)row0 * (size_t)(kernel * kernel) * run;
    for (int r = row0; r < row1; r++) {
        int image = r / (h * w), y = r / w % h, xx = r % w;
        const char *base = (const char *)x + (size_t)image * (size_t)(h * w) * run;
        for (int dy = -reach; dy <= reach; dy++)
            for (int dx = -reach; dx <= reach; dx++, o += run) {
                int sy = y + dy, sx = xx + dx;
                if (sy < 0 || sy >= h || sx < 0 || sx >= w)
                    memset(o, 0, run);
                else
                    memcpy(o, base + (size_t)(sy * w + sx) * run, run);
            }
    }
}

#define COL2IM(NAME, T, READ, WRITE)                                                                                  \
    DK_KERNEL(void, NAME, (const T *col, int h, int w, int c, int kernel, int row0, int row1, T *dx),                 \
              (col, h, w, c, kernel, row0, row1, dx)) {                                                               \
        int reach = kernel / 2, taps = kernel * kernel;                                                               \
        float sum[4096];                                                                                              \
        for (int r = row0; r < row1; r++) {                                                                           \
            int image = r / (h * w), y = r / w % h, x = r % w;                                                        \
            for (int i = 0; i < c; i++) sum[i] = 0;                                                                   \
            for (int ky = 0; ky < kernel; ky++)                                                                       \
                for (int kx = 0; kx < kernel; kx++) {                                                                 \
                    int ty = y - (ky - reach), tx = x - (kx - reach);                                                 \
                    if (ty < 0 || ty >= h || tx < 0 || tx >= w) continue;                                             \
                    const T *s = col + ((ptrdiff_t)((image * h + ty) * w + tx) * taps + ky * kernel + kx) * c;        \
                    for (int i = 0; i < c; i++) sum[i] += READ(s[i]);                                                 \
                }                                                                                                     \
            for (int i = 0; i < c; i++) dx[(ptrdiff_t)r * c + i] = WRITE(sum[i]);                                     \
        }                                                                                                             \
    }
#define SAME(x) (x)
COL2IM(dk_col2im16, uint16_t, dk_f32, dk_bf16)
COL2IM(dk_col2im32, float, SAME, SAME)
