#include "include/kernels.h"
#include "simd.h"

// Linear layers in f32 from packed weights: BLAS packs them anew at every call and cannot read ahead.

void dk_pack32(const float *w, int k, int p0, int p1, float *out) {
    for (int p = p0; p < p1; p++)
        for (int j = 0; j < DK_PANEL32; j++) {
            const float *row = w + ((ptrdiff_t)p * DK_PANEL32 + j) * k;
            float *o = out + (ptrdiff_t)p * DK_PANEL32 * k + j;
            for (int i = 0; i < k; i++) o[(ptrdiff_t)i * DK_PANEL32] = row[i];
        }
}

#if defined(__x86_64__)
#include <immintrin.h>
// Sums are cut where OpenBLAS 0.3 cuts them on machines with AVX-512, every 320 products and the rest in halves, so that the
// bits are the same.
static int block(int left) { return left >= 640 ? 320 : left > 320 ? (left / 2 + 15) / 16 * 16 : left; }

#define LANES 16
#include "vector32.h"
#include "tile32.h"
#include "linear32_panels.h"
#undef LANES
#define LANES 8
#include "vector32.h"
#include "tile32.h"
#include "linear32_panels.h"
#endif

void dk_linear32(const float *x, int m, const float *panels, int k, int p0, int p1, float *out,
                         ptrdiff_t ld) {
#if defined(__x86_64__)
    (dk_isa() >= DK_AVX512 ? panels_avx512 : panels_avx2)(x, m, panels, k, p0, p1, out, ld);
#endif
}
