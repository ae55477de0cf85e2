// Attention for CPUs whose bf16 products run in f32 arithmetic: 16-bit whole numbers, finer than bf16, multiply and add in
// pairs at 1.6 times the speed. Logits and softmax are f32.
#include <math.h>
#include "include/kernels.h"
#include "simd.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Weights reach 8191 and values 2047, so that 128 products fit 32 bits.
enum { BLOCK = 128, ROWS = 10, WEIGHT = 8191, VALUE = 2047 };

// The largest magnitude of queries and keys whose products over head_dim channels fit 32 bits.
static float largest(int head_dim) {
    float m = floorf(sqrtf(2147483000.0f / (float)head_dim));
    return m < 32767.0f ? m : 32767.0f;
}

static inline __attribute__((always_inline)) int16_t whole16(float x) {
    float f = x + 12582912.0f;
    uint32_t u;
    memcpy(&u, &f, 4);
    return (int16_t)u;
}

DK_LOCAL_KERNEL(float, quantize, (const float *x, int n, float limit, int16_t *out), (x, n, limit, out)) {
    float size[256];
    for (int i = 0; i < n; i++) size[i] = fabsf(x[i]);
    float top = dk_max(size, n, 0);
    float inverse = top > 0 ? limit / top : 0;
    for (int i = 0; i < n; i++) out[i] = whole16(x[i] * inverse);
    return top / limit;
}

DK_LOCAL_KERNEL(void, rotated, (const uint16_t *x, const float *c, const float *s, int head_dim, int normalize,
                                float *o), (x, c, s, head_dim, normalize, o)) {
#pragma clang fp reassociate(on)
    int half = head_dim / 2;
    float inverse = 1;
    if (normalize) {
        float sum = 0;
        for (int i = 0; i < head_dim; i++) sum += dk_f32(x[i]) * dk_f32(x[i]);
        inverse = 1.0f / sqrtf(sum / (float)head_dim + 1e-6f);
    }
    for (int i = 0; i < half; i++) {
        float a = dk_f32(x[i]) * inverse, b = dk_f32(x[i + half]) * inverse;
        o[i] = a * c[i] - b * s[i];
        o[i + half] = a * s[i] + b * c[i];
    }
}

void dk_rotate_int16(const uint16_t *x, ptrdiff_t ld, const float *cosine, const float *sine, int tokens, int head_dim,
                     int normalize, int16_t *out, float *scale) {
    float row[256], limit = largest(head_dim);
    for (int t = 0; t < tokens; t++) {
        ptrdiff_t angle = (ptrdiff_t)t * (head_dim / 2);
        rotated(x + (ptrdiff_t)t * ld, cosine + angle, sine + angle, head_dim, normalize, row);
        scale[t] = quantize(row, head_dim, limit, out + (ptrdiff_t)t * head_dim);
    }
}

void dk_values_int16(const uint16_t *x, ptrdiff_t ld, int tokens, int head_dim, int16_t *out, float *scale) {
    float row[256];
    for (int t = 0; t < tokens; t++) {
        dk_from_bf16(x + (ptrdiff_t)t * ld, row, (size_t)head_dim);
        scale[t] = quantize(row, head_dim, VALUE, out + (ptrdiff_t)t * head_dim);
    }
}

// c[5][16] = rows of a [., pairs] times 16 columns of pairs b; `bks` pairs from one pair of channels to the next.
static void portable(const int16_t *const *a, const uint32_t *b, ptrdiff_t bks, int pairs, int32_t *c) {
    const int16_t *w = (const int16_t *)b;
    for (int r = 0; r < 5; r++)
        for (int j = 0; j < 16; j++) {
            int32_t sum = 0;
            for (int k = 0; k < pairs; k++)
                sum += a[r][2 * k] * w[(k * bks + j) * 2] + a[r][2 * k + 1] * w[(k * bks + j) * 2 + 1];
            c[r * 16 + j] = sum;
        }
}
#if defined(__x86_64__)
// 5 rows x 16 columns ran at 157 GFLOP/s on one Zen 3 core, 4 x 16 at 149.
__attribute__((target("avx2"))) static void avx2(const int16_t *const *a, const uint32_t *b, ptrdiff_t bks, int pairs,
                                                 int32_t *c) {
    __m256i acc[5][2];
    _Pragma("unroll") for (int r = 0; r < 5; r++)
        _Pragma("unroll") for (int v = 0; v < 2; v++) acc[r][v] = _mm256_setzero_si256();
    const int16_t *a0 = a[0], *a1 = a[1], *a2 = a[2], *a3 = a[3], *a4 = a[4];
    for (int k = 0; k < pairs; k++) {
        __m256i w[2];
        _Pragma("unroll") for (int v = 0; v < 2; v++)
            w[v] = _mm256_loadu_si256((const __m256i *)(b + k * bks + v * 8));
        const int16_t *x[5] = {a0, a1, a2, a3, a4};
        _Pragma("unroll") for (int r = 0; r < 5; r++) {
            int32_t pair;
            memcpy(&pair, x[r] + 2 * k, 4);
            __m256i u = _mm256_set1_epi32(pair);
            _Pragma("unroll") for (int v = 0; v < 2; v++)
                acc[r][v] = _mm256_add_epi32(acc[r][v], _mm256_madd_epi16(u, w[v]));
        }
    }
    _Pragma("unroll") for (int r = 0; r < 5; r++)
        _Pragma("unroll") for (int v = 0; v < 2; v++) _mm256_storeu_si256((__m256i *)(c + r * 16 + v * 8), acc[r][v]);
}
static int has_avx2(void) { return __builtin_cpu_supports("avx2"); }
#else
static int has_avx2(void) { return 0; }
#endif
typedef void (*tile16)(const int16_t *const *a, const uint32_t *b, ptrdiff_t bks, int pairs, int32_t *c);
static tile16 tile(int kind) {
#if defined(__x86_64__)
    if (kind != DK_INT8_PORTABLE && has_avx2()) return avx2;
#endif
    return portable;
}
int dk_prefers_int16(void) { return !dk_has_bf16() && dk_isa() >= DK_AVX2; }

// Row of whole-number logits to weights: exp(l - top) * w, with l = c * unit * k_scale; returns the sum of exps. Keys that
// only fill a group up weigh nothing.
DK_LOCAL_KERNEL(float, softmax_row, (const int32_t *restrict c, const float *restrict k_scale, float unit,
                                     const float *restrict w, int groups, int group_keys, int group_stride,
                                     float *restrict l, int16_t *restrict p),
                (c, k_scale, unit, w, groups, group_keys, group_stride, l, p)) {
#pragma clang fp reassociate(on)
    int keys = groups * group_stride;
    float sum = 0;
    for (int j = 0; j < keys; j++) l[j] = (float)c[j] * (k_scale[j] * unit);
    for (int at = group_keys; at < keys; at += group_stride)
        for (int j = at; j < at + group_stride - group_keys; j++) l[j] = -1e30f;
    float top = dk_max(l, keys, -1e30f);
    for (int j = 0; j < keys; j++) {
        float e = dk_exp(l[j] - top);
        sum += e;
        p[j] = whole16(e * w[j]);
    }
    return sum;
}

DK_LOCAL_KERNEL(void, add, (const int32_t *c, float *sum, int n), (c, sum, n)) {
    for (int i = 0; i < n; i++) sum[i] += (float)c[i];
}

DK_LOCAL_KERNEL(void, store_row, (const float *sum, float factor, int n, uint16_t *o), (sum, factor, n, o)) {
    for (int i = 0; i < n; i++) o[i] = dk_bf16(sum[i] * factor);
}

size_t dk_attention_int16_scratch(int keys) { return (size_t)keys * (2 + ROWS + ROWS / 2) + 64; }

void dk_attention_int16(const int16_t *q, const float *q_scale, int rows, const int16_t *k_panels, const float *k_scale,
                        const int16_t *v_pairs, const float *v_scale, int groups, int group_keys, int group_stride,
                        int head_dim, float scale, uint16_t *o, ptrdiff_t ld, float *scratch, int kind) {
    tile16 product = tile(kind);
    int keys = groups * group_stride;
    float *w = scratch, *l = w + keys;
    int32_t *c = (int32_t *)(l + keys);
    int16_t *p = (int16_t *)(c + (size_t)keys * ROWS);
    float top = 0;
    for (int g = 0; g < groups; g++)
        for (int j = g * group_stride; j < g * group_stride + group_keys; j++) top = v_scale[j] > top ? v_scale[j] : top;
    for (int j = 0; j < keys; j++) w[j] = top > 0 ? v_scale[j] / top * WEIGHT : 0;
    const uint32_t *kp = (const uint32_t *)k_panels, *vp = (const uint32_t *)v_pairs;
    ptrdiff_t panel = (ptrdiff_t)head_dim / 2 * 16;
    for (int m = 0; m < rows; m += ROWS) {
        int n = rows - m < ROWS ? rows - m : ROWS;
        const int16_t *a[ROWS];
        int32_t part[5 * 16] __attribute__((aligned(64)));
        float sum[ROWS * 16] __attribute__((aligned(64))), factor[ROWS];
        for (int r = 0; r < ROWS; r++) a[r] = q + (ptrdiff_t)(m + (r < n ? r : 0)) * head_dim;
        for (int z = 0; z < keys / 16; z++)
            for (int r = 0; r < n; r += 5) {
                product(a + r, kp + z * panel, 16, head_dim / 2, part);
                for (int i = r; i < n && i < r + 5; i++)
                    memcpy(c + (ptrdiff_t)i * keys + z * 16, part + (i - r) * 16, 64);
            }
        for (int r = 0; r < n; r++)
            factor[r] = top / WEIGHT
                        / softmax_row(c + (ptrdiff_t)r * keys, k_scale, q_scale[m + r] * scale, w, groups, group_keys,
                                      group_stride, l, p + (ptrdiff_t)r * keys);
        for (int z = 0; z < head_dim / 16; z++) {
            memset(sum, 0, sizeof sum);
            for (int k = 0; k < keys; k += BLOCK) {
                int count = keys - k < BLOCK ? keys - k : BLOCK;
                for (int r = 0; r < ROWS; r++) a[r] = p + (ptrdiff_t)(r < n ? r : 0) * keys + k;
                for (int r = 0; r < n; r += 5) {
                    product(a + r, vp + (ptrdiff_t)(k / 2) * head_dim + z * 16, head_dim, count / 2, part);
                    add(part, sum + r * 16, 5 * 16);
                }
            }
            for (int r = 0; r < n; r++)
                store_row(sum + r * 16, factor[r], 16, o + (ptrdiff_t)(m + r) * ld + z * 16);
        }
    }
}
