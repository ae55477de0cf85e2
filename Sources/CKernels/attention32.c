#include "simd.h"
#include "tile32.h"

// Attention in f32, what the bf16 and int8 forms are tested against.

// The weights of rows of logits [rows, keys], in place.
DK_LOCAL_KERNEL(void, softmax, (float *weights, ptrdiff_t ld, int rows, int keys), (weights, ld, rows, keys)) {
#pragma clang fp reassociate(on)
    for (int r = 0; r < rows; r++) {
        float *p = weights + r * ld, sum = 0, top = dk_max(p, keys, -1e30f);
        for (int j = 0; j < keys; j++) {
            p[j] = dk_exp(p[j] - top);
            sum += p[j];
        }
        for (int j = 0; j < keys; j++) p[j] /= sum;
    }
}

DK_LOCAL_KERNEL(void, plain_logits, (const float *q, int rows, const float *k, int keys, int head_dim, float scale,
                                     float *out, ptrdiff_t ld), (q, rows, k, keys, head_dim, scale, out, ld)) {
#pragma clang fp reassociate(on)
    for (int r = 0; r < rows; r++)
        for (int j = 0; j < keys; j++) {
            float dot = 0;
            for (int i = 0; i < head_dim; i++) dot += q[r * head_dim + i] * k[j * head_dim + i];
            out[r * ld + j] = dot * scale;
        }
}

DK_LOCAL_KERNEL(void, plain_values, (const float *p, ptrdiff_t pld, int rows, const float *v, int keys, int head_dim,
                                     float *o, ptrdiff_t ld), (p, pld, rows, v, keys, head_dim, o, ld)) {
    for (int r = 0; r < rows; r++) {
        float *out = o + r * ld;
        for (int i = 0; i < head_dim; i++) out[i] = 0;
        for (int j = 0; j < keys; j++)
            for (int i = 0; i < head_dim; i++) out[i] += p[r * pld + j] * v[j * head_dim + i];
    }
}

#if defined(__x86_64__)
#include <immintrin.h>
enum { MAX_HEAD_DIM = 256 };

// [count, head_dim] to [head_dim, lanes], 0 where there is no row; head_dim is a multiple of 4.
static void turn(const float *x, int count, int head_dim, float *out, int lanes) {
    for (int j = 0; j < lanes; j += 4) {
        const float *row[4];
        static const float zeros[MAX_HEAD_DIM];
        for (int r = 0; r < 4; r++) row[r] = j + r < count ? x + (ptrdiff_t)(j + r) * head_dim : zeros;
        for (int i = 0; i < head_dim; i += 4) {
            __m128 a = _mm_loadu_ps(row[0] + i), b = _mm_loadu_ps(row[1] + i), c = _mm_loadu_ps(row[2] + i),
                   d = _mm_loadu_ps(row[3] + i);
            _MM_TRANSPOSE4_PS(a, b, c, d);
            float *o = out + i * lanes + j;
            _mm_storeu_ps(o, a);
            _mm_storeu_ps(o + lanes, b);
            _mm_storeu_ps(o + 2 * lanes, c);
            _mm_storeu_ps(o + 3 * lanes, d);
        }
    }
}

#define LANES 16
#include "vector32.h"
#include "attention32_tile.h"
#undef LANES
#define LANES 8
#include "vector32.h"
#include "attention32_tile.h"

// o = p v; head_dim is a multiple of 16.
static void values(const float *p, ptrdiff_t pld, int rows, const float *v, int keys, int head_dim, float *o, ptrdiff_t ld) {
    const dk_tile32 *tiles = dk_tiles32(dk_isa());
    float last[8 * 48] __attribute__((aligned(64)));
    for (int m = 0; m < rows; m += 8) {
        int n = rows - m < 8 ? rows - m : 8;  // whose weights stay in the first cache
        const float *row[8];
        for (int r = 0; r < 8; r++) row[r] = p + (m + (r < n ? r : 0)) * pld;
        for (int z = 0, nz; z < head_dim / 16; z += nz) {
            nz = dk_at_once(head_dim / 16 - z);
            float *out = o + m * ld + z * 16;
            tiles[nz](row, 1, v + z * 16, 16, head_dim, keys, n == 8 ? out : last, n == 8 ? ld : nz * 16, 0, 0);
            for (int r = 0; n < 8 && r < n; r++) memcpy(out + r * ld, last + r * nz * 16, (size_t)nz * 64);
        }
    }
}
#endif

void dk_attention32(const float *q, int rows, const float *k, const float *v, int keys, int head_dim, float scale,
                    float *o, ptrdiff_t ld, float *weights, ptrdiff_t weights_ld) {
#if defined(__x86_64__)
    if (head_dim % 32 == 0 && head_dim <= MAX_HEAD_DIM && dk_isa() >= DK_AVX2) {
        (dk_isa() >= DK_AVX512 ? logits_avx512 : logits_avx2)(q, rows, k, keys, head_dim, scale, weights, weights_ld);
        softmax(weights, weights_ld, rows, keys);
        values(weights, weights_ld, rows, v, keys, head_dim, o, ld);
        return;
    }
#endif
    plain_logits(q, rows, k, keys, head_dim, scale, weights, weights_ld);
    softmax(weights, weights_ld, rows, keys);
    plain_values(weights, weights_ld, rows, v, keys, head_dim, o, ld);
}
