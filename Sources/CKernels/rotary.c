#include <math.h>
#include "avx512.h"
#include "include/kernels.h"
#include "simd.h"

DK_LOCAL_KERNEL(void, portable, (const uint16_t *x, ptrdiff_t ld, const float *cosine, const float *sine, int tokens,
                            int head_dim, int normalize, uint16_t *out, float *inverse_rms),
          (x, ld, cosine, sine, tokens, head_dim, normalize, out, inverse_rms)) {
#pragma clang fp reassociate(on)
    int half = head_dim / 2;
    for (int t = 0; t < tokens; t++) {
        const uint16_t *row = x + (ptrdiff_t)t * ld;
        float inverse = 1;
        if (normalize) {
            float sum = 0;
            for (int i = 0; i < head_dim; i++) sum += dk_f32(row[i]) * dk_f32(row[i]);
            inverse = 1.0f / sqrtf(sum / (float)head_dim + 1e-6f);
        }
        if (inverse_rms) inverse_rms[t] = inverse;
        const float *c = cosine + (ptrdiff_t)t * half, *s = sine + (ptrdiff_t)t * half;
        uint16_t *o = out + (ptrdiff_t)t * head_dim;
        for (int i = 0; i < half; i++) {
            float a = dk_f32(row[i]) * inverse, b = dk_f32(row[i + half]) * inverse;
            o[i] = dk_bf16(a * c[i] - b * s[i]);
            o[i + half] = dk_bf16(a * s[i] + b * c[i]);
        }
    }
}

DK_LOCAL_KERNEL(void, portable_backward, (const float *d, const uint16_t *x, ptrdiff_t ld, const float *cosine,
                                     const float *sine, int tokens, int head_dim, int normalize,
                                     const float *inverse_rms, uint16_t *dx, ptrdiff_t dld),
          (d, x, ld, cosine, sine, tokens, head_dim, normalize, inverse_rms, dx, dld)) {
#pragma clang fp reassociate(on)
    int half = head_dim / 2;
    float g[256], v[256];
    for (int t = 0; t < tokens; t++) {
        const float *c = cosine + (ptrdiff_t)t * half, *s = sine + (ptrdiff_t)t * half;
        const float *e = d + (ptrdiff_t)t * head_dim;
        const uint16_t *row = x + (ptrdiff_t)t * ld;
        uint16_t *o = dx + (ptrdiff_t)t * dld;
        for (int i = 0; i < half; i++) {
            g[i] = e[i] * c[i] + e[i + half] * s[i];
            g[i + half] = e[i + half] * c[i] - e[i] * s[i];
        }
        if (normalize) {
            float inverse = inverse_rms[t], dot = 0;
            for (int i = 0; i < head_dim; i++) {
                v[i] = dk_f32(row[i]) * inverse;
                dot += v[i] * g[i];
            }
            dot /= (float)head_dim;
            for (int i = 0; i < head_dim; i++) o[i] = dk_bf16(inverse * (g[i] - v[i] * dot));
        } else
            for (int i = 0; i < head_dim; i++) o[i] = dk_bf16(g[i]);
    }
}

#if defined(__x86_64__)
DK_WIDE static void wide(const uint16_t *x, ptrdiff_t ld, const float *cosine, const float *sine, int tokens,
                         int head_dim, int normalize, uint16_t *out, float *inverse_rms) {
    const int half = head_dim / 2;
    for (int t = 0; t < tokens; t++) {
        const uint16_t *row = x + (ptrdiff_t)t * ld;
        float inverse = 1;
        if (normalize) {
            __m512 sum = _mm512_setzero_ps();
            for (int i = 0; i < head_dim; i += 16) {
                __m512 v = dk_f32_wide(row + i, dk_first(head_dim - i));
                sum = _mm512_fmadd_ps(v, v, sum);
            }
            inverse = 1.0f / sqrtf(_mm512_reduce_add_ps(sum) / (float)head_dim + 1e-6f);
        }
        if (inverse_rms) inverse_rms[t] = inverse;
        const float *c = cosine + (ptrdiff_t)t * half, *s = sine + (ptrdiff_t)t * half;
        uint16_t *o = out + (ptrdiff_t)t * head_dim;
        const __m512 k = _mm512_set1_ps(inverse);
        for (int i = 0; i < half; i += 16) {
            const __mmask16 m = dk_first(half - i);
            __m512 a = _mm512_mul_ps(dk_f32_wide(row + i, m), k), b = _mm512_mul_ps(dk_f32_wide(row + i + half, m), k);
            __m512 vc = _mm512_maskz_loadu_ps(m, c + i), vs = _mm512_maskz_loadu_ps(m, s + i);
            dk_bf16_wide(o + i, m, _mm512_fmsub_ps(a, vc, _mm512_mul_ps(b, vs)));
            dk_bf16_wide(o + i + half, m, _mm512_fmadd_ps(a, vs, _mm512_mul_ps(b, vc)));
        }
    }
}

DK_WIDE static void wide_backward(const float *d, const uint16_t *x, ptrdiff_t ld, const float *cosine,
                                  const float *sine, int tokens, int head_dim, int normalize, const float *inverse_rms,
                                  uint16_t *dx, ptrdiff_t dld) {
    const int half = head_dim / 2;
    for (int t = 0; t < tokens; t++) {
        const float *c = cosine + (ptrdiff_t)t * half, *s = sine + (ptrdiff_t)t * half;
        const float *e = d + (ptrdiff_t)t * head_dim;
        const uint16_t *row = x + (ptrdiff_t)t * ld;
        uint16_t *o = dx + (ptrdiff_t)t * dld;
        const float inverse = normalize ? inverse_rms[t] : 1;
        const __m512 k = _mm512_set1_ps(inverse);
        float g[256] __attribute__((aligned(64)));
        __m512 dot = _mm512_setzero_ps();
        for (int i = 0; i < half; i += 16) {
            const __mmask16 m = dk_first(half - i);
            __m512 a = _mm512_maskz_loadu_ps(m, e + i), b = _mm512_maskz_loadu_ps(m, e + i + half);
            __m512 vc = _mm512_maskz_loadu_ps(m, c + i), vs = _mm512_maskz_loadu_ps(m, s + i);
            __m512 ga = _mm512_fmadd_ps(a, vc, _mm512_mul_ps(b, vs));
            __m512 gb = _mm512_fmsub_ps(b, vc, _mm512_mul_ps(a, vs));
            _mm512_mask_storeu_ps(g + i, m, ga);
            _mm512_mask_storeu_ps(g + i + half, m, gb);
            if (!normalize) continue;
            dot = _mm512_fmadd_ps(dk_f32_wide(row + i, m), ga, dot);
            dot = _mm512_fmadd_ps(dk_f32_wide(row + i + half, m), gb, dot);
        }
        // d of v / rms: inverse (g - n (n . g) / head_dim), n = v inverse.
        const __m512 share = _mm512_set1_ps(_mm512_reduce_add_ps(dot) * inverse * inverse / (float)head_dim);
        for (int i = 0; i < head_dim; i += 16) {
            const __mmask16 m = dk_first(head_dim - i);
            __m512 v = _mm512_maskz_loadu_ps(m, g + i);
            if (normalize) v = _mm512_mul_ps(_mm512_fnmadd_ps(dk_f32_wide(row + i, m), share, v), k);
            dk_bf16_wide(o + i, m, v);
        }
    }
}
#else
#define wide portable
#define wide_backward portable_backward
#endif

void dk_rotate(const uint16_t *x, ptrdiff_t ld, const float *cosine, const float *sine, int tokens, int head_dim,
               int normalize, uint16_t *out, float *inverse_rms) {
    (dk_has_bf16() ? wide : portable)(x, ld, cosine, sine, tokens, head_dim, normalize, out, inverse_rms);
}

void dk_rotate_backward(const float *d, const uint16_t *x, ptrdiff_t ld, const float *cosine, const float *sine,
                        int tokens, int head_dim, int normalize, const float *inverse_rms, uint16_t *dx,
                        ptrdiff_t dld) {
    (dk_has_bf16() ? wide_backward : portable_backward)(
        d, x, ld, cosine, sine, tokens, head_dim, normalize, inverse_rms, dx, dld);
}

// Products are not fused with sums, and squares are summed one by one: the same bits under every instruction set.
DK_KERNEL(void, dk_rotate32, (const float *x, ptrdiff_t ld, const float *cosine, const float *sine, int tokens,
                              int head_dim, int normalize, float *out, float *inverse_rms),
          (x, ld, cosine, sine, tokens, head_dim, normalize, out, inverse_rms)) {
#pragma clang fp contract(off)
    int half = head_dim / 2;
    for (int t = 0; t < tokens; t++) {
        const float *row = x + t * ld, *c = cosine + (ptrdiff_t)t * half, *s = sine + (ptrdiff_t)t * half;
        float *o = out + (ptrdiff_t)t * head_dim, inverse = 1;
        if (normalize) {
            float sum = 0;
            for (int i = 0; i < head_dim; i++) sum += row[i] * row[i];
            inverse = 1.0f / sqrtf(sum / (float)head_dim + 1e-6f);
        }
        if (inverse_rms) inverse_rms[t] = inverse;
        for (int i = 0; i < half; i++) {
            float a = row[i] * inverse, b = row[i + half] * inverse;
            o[i] = a * c[i] - b * s[i];
            o[i + half] = a * s[i] + b * c[i];
        }
    }
}
