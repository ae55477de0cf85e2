#include <math.h>
#include "avx512.h"
#include "include/kernels.h"
#include "simd.h"

// y = (x - mean) / std * (1 + scale) + shift; shift and scale rows by (row0 + r) / rows_per_mod, or null.
DK_KERNEL(void, dk_layer_norm, (const float *x, int rows, int d, const float *shift, const float *scale,
                                ptrdiff_t mod_ld, int rows_per_mod, float eps, int row0, float *y32, uint16_t *y16,
                                float *mean, float *rstd),
          (x, rows, d, shift, scale, mod_ld, rows_per_mod, eps, row0, y32, y16, mean, rstd)) {
#pragma clang fp reassociate(on)
    for (int r = 0; r < rows; r++) {
        const float *v = x + (ptrdiff_t)r * d;
        float sum = 0, squares = 0;
        for (int i = 0; i < d; i++) sum += v[i];
        float mu = sum / (float)d;
        for (int i = 0; i < d; i++) squares += (v[i] - mu) * (v[i] - mu);
        float inverse = 1.0f / sqrtf(squares / (float)d + eps);
        if (mean) {
            mean[r] = mu;
            rstd[r] = inverse;
        }
        ptrdiff_t at = (ptrdiff_t)r * d;
        if (shift) {
            const float *sh = shift + (ptrdiff_t)((row0 + r) / rows_per_mod) * mod_ld;
            const float *sc = scale + (ptrdiff_t)((row0 + r) / rows_per_mod) * mod_ld;
            if (y16)
                for (int i = 0; i < d; i++) y16[at + i] = dk_bf16((v[i] - mu) * inverse * (1.0f + sc[i]) + sh[i]);
            else
                for (int i = 0; i < d; i++) y32[at + i] = (v[i] - mu) * inverse * (1.0f + sc[i]) + sh[i];
        } else if (y16)
            for (int i = 0; i < d; i++) y16[at + i] = dk_bf16((v[i] - mu) * inverse);
        else
            for (int i = 0; i < d; i++) y32[at + i] = (v[i] - mu) * inverse;
    }
}

// For rows that share one modulation row; dshift and dscale accumulate (null without modulation).
DK_KERNEL(void, dk_layer_norm_backward, (const float *x, const float *dy32, const uint16_t *dy16, int rows, int d,
                                         const float *scale, const float *mean, const float *rstd, float *dx,
                                         float *dshift, float *dscale),
          (x, dy32, dy16, rows, d, scale, mean, rstd, dx, dshift, dscale)) {
#pragma clang fp reassociate(on)
    float g[4096];
    for (int r = 0; r < rows; r++) {
        ptrdiff_t at = (ptrdiff_t)r * d;
        const float *v = x + at;
        float mu = mean[r], inverse = rstd[r], sum = 0, dot = 0;
        if (dy16)
            for (int i = 0; i < d; i++) g[i] = dk_f32(dy16[at + i]);
        else
            for (int i = 0; i < d; i++) g[i] = dy32[at + i];
        if (scale) {
            for (int i = 0; i < d; i++) {
                dshift[i] += g[i];
                dscale[i] += g[i] * (v[i] - mu) * inverse;
                g[i] *= 1.0f + scale[i];
            }
        }
        for (int i = 0; i < d; i++) {
            sum += g[i];
            dot += g[i] * (v[i] - mu) * inverse;
        }
        sum /= (float)d;
        dot /= (float)d;
        for (int i = 0; i < d; i++) dx[at + i] += inverse * (g[i] - sum - (v[i] - mu) * inverse * dot);
    }
}

// A pointer that may be null is asked for once, outside the loop: compilers do not vectorise a choice between two arrays.
#define INLINE static inline __attribute__((always_inline))

INLINE void gate_rows(const float *x, const uint16_t *y16, const float *y32, const float *gate, int rows, int d,
                      float *out, int narrow, int gated) {
    for (int r = 0; r < rows; r++) {
        ptrdiff_t at = (ptrdiff_t)r * d;
        for (int i = 0; i < d; i++) {
            float y = narrow ? dk_f32(y16[at + i]) : y32[at + i];
            out[at + i] = x[at + i] + (gated ? gate[i] : 1.0f) * y;
        }
    }
}

DK_KERNEL(void, dk_gated_residual, (const float *x, const uint16_t *y16, const float *y32, const float *gate,
                                    int rows, int d, float *out), (x, y16, y32, gate, rows, d, out)) {
    if (y16)
        gate ? gate_rows(x, y16, y32, gate, rows, d, out, 1, 1) : gate_rows(x, y16, y32, gate, rows, d, out, 1, 0);
    else
        gate ? gate_rows(x, y16, y32, gate, rows, d, out, 0, 1) : gate_rows(x, y16, y32, gate, rows, d, out, 0, 0);
}

INLINE void gate_rows_backward(const float *dout, const uint16_t *y16, const float *y32, const float *gate, int rows,
                               int d, uint16_t *dy16, float *dy32, float *dgate, int narrow, int gated) {
    for (int r = 0; r < rows; r++) {
        ptrdiff_t at = (ptrdiff_t)r * d;
        if (dgate)
            for (int i = 0; i < d; i++) dgate[i] += dout[at + i] * (narrow ? dk_f32(y16[at + i]) : y32[at + i]);
        for (int i = 0; i < d; i++) {
            float dy = dout[at + i] * (gated ? gate[i] : 1.0f);
            if (narrow)
                dy16[at + i] = dk_bf16(dy);
            else
                dy32[at + i] = dy;
        }
    }
}

// y and dy are of one type.
DK_KERNEL(void, dk_gated_residual_backward, (const float *dout, const uint16_t *y16, const float *y32,
                                             const float *gate, int rows, int d, uint16_t *dy16, float *dy32,
                                             float *dgate), (dout, y16, y32, gate, rows, d, dy16, dy32, dgate)) {
    if (y16)
        gate ? gate_rows_backward(dout, y16, y32, gate, rows, d, dy16, dy32, dgate, 1, 1)
             : gate_rows_backward(dout, y16, y32, gate, rows, d, dy16, dy32, dgate, 1, 0);
    else
        gate ? gate_rows_backward(dout, y16, y32, gate, rows, d, dy16, dy32, dgate, 0, 1)
             : gate_rows_backward(dout, y16, y32, gate, rows, d, dy16, dy32, dgate, 0, 0);
}

INLINE void slopes(int activation, const uint16_t *pre16, const float *pre32, const float *dy32, const uint16_t *dy16,
                   uint16_t *dx16, float *dx32, size_t n, int narrow, int narrow_dy) {
    for (size_t i = 0; i < n; i++) {
        float g = narrow_dy ? dk_f32(dy16[i]) : dy32[i];
        if (activation == DK_GELU)
            g *= dk_gelu_slope(narrow ? dk_f32(pre16[i]) : pre32[i]);
        else if (activation == DK_SILU) {
            float x = narrow ? dk_f32(pre16[i]) : pre32[i], s = dk_sigmoid(x);
            g *= s * (1.0f + x * (1.0f - s));
        }
        if (narrow)
            dx16[i] = dk_bf16(g);
        else
            dx32[i] = g;
    }
}

DK_LOCAL_KERNEL(void, portable_slopes, (int activation, const uint16_t *pre16, const float *pre32, const float *dy32,
                                         const uint16_t *dy16, uint16_t *dx16, float *dx32, size_t n),
          (activation, pre16, pre32, dy32, dy16, dx16, dx32, n)) {
#define SLOPES(A)                                                                                                     \
    if (dx16)                                                                                                         \
        dy16 ? slopes(A, pre16, pre32, dy32, dy16, dx16, dx32, n, 1, 1)                                               \
             : slopes(A, pre16, pre32, dy32, dy16, dx16, dx32, n, 1, 0);                                              \
    else                                                                                                              \
        dy16 ? slopes(A, pre16, pre32, dy32, dy16, dx16, dx32, n, 0, 1)                                               \
             : slopes(A, pre16, pre32, dy32, dy16, dx16, dx32, n, 0, 0);
    switch (activation) {
    case DK_GELU: SLOPES(DK_GELU) break;
    case DK_SILU: SLOPES(DK_SILU) break;
    default: SLOPES(DK_NONE)
    }
}

#if defined(__x86_64__)
// From bf16 to bf16: GELU's slope s + x s (1 - s) u', s = sigmoid(u), or SiLU's, where u = x.
DK_WIDE static void wide_slopes(int activation, const uint16_t *pre16, const uint16_t *dy16, uint16_t *dx16, size_t n) {
    const __m512 one = _mm512_set1_ps(1), log2e = _mm512_set1_ps(-1.44269504f);
    for (size_t i = 0; i < n; i += 16) {
        const __mmask16 m = dk_first(n - i < 16 ? (int)(n - i) : 16);
        __m512 x = dk_f32_wide(pre16 + i, m), u = x, du = one;
        if (activation == DK_GELU) {
            __m512 squared = _mm512_mul_ps(x, x);
            u = _mm512_fmadd_ps(squared, _mm512_set1_ps(0.0713548f), _mm512_set1_ps(1.5957691f));
            u = _mm512_mul_ps(u, x);
            du = _mm512_fmadd_ps(squared, _mm512_set1_ps(0.2140644f), _mm512_set1_ps(1.5957691f));
        }
        __m512 s = dk_sigmoid_wide(_mm512_mul_ps(u, log2e));
        __m512 t = _mm512_mul_ps(_mm512_mul_ps(x, du), _mm512_sub_ps(one, s));
        dk_bf16_wide(dx16 + i, m, _mm512_mul_ps(dk_f32_wide(dy16 + i, m), _mm512_fmadd_ps(s, t, s)));
    }
}
#endif

// The value before the activation and dx are of one type; without an activation there need be no such value.
void dk_activation_backward(int activation, const uint16_t *pre16, const float *pre32, const float *dy32,
                            const uint16_t *dy16, uint16_t *dx16, float *dx32, size_t n) {
#if defined(__x86_64__)
    if (activation != DK_NONE && dy16 && dx16 && dk_has_bf16()) {
        wide_slopes(activation, pre16, dy16, dx16, n);
        return;
    }
#endif
    portable_slopes(activation, pre16, pre32, dy32, dy16, dx16, dx32, n);
}

// y32 may be x. Compilers, who cannot know that they overlap in no other way, would then go one by one.
INLINE void activate(int activation, const float *x, float *y32, uint16_t *y16, size_t n) {
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < n; i++) {
        float v = activation == DK_GELU ? dk_gelu(x[i]) : activation == DK_SILU ? x[i] * dk_sigmoid(x[i]) : x[i];
        if (y32)
            y32[i] = v;
        else
            y16[i] = dk_bf16(v);
    }
}

DK_KERNEL(void, dk_activation, (int activation, const float *x, float *y32, uint16_t *y16, size_t n),
          (activation, x, y32, y16, n)) {
#define ACTIVATE(A) y32 ? activate(A, x, y32, 0, n) : activate(A, x, 0, y16, n);
    switch (activation) {
    case DK_GELU: ACTIVATE(DK_GELU) break;
    case DK_SILU: ACTIVATE(DK_SILU) break;
    default: ACTIVATE(DK_NONE)
    }
}

DK_KERNEL(void, dk_add, (const float *x, float *y, size_t n), (x, y, n)) {
    for (size_t i = 0; i < n; i++) y[i] += x[i];
}
DK_KERNEL(void, dk_add16, (const uint16_t *x, float *y, size_t n), (x, y, n)) {
    for (size_t i = 0; i < n; i++) y[i] += dk_f32(x[i]);
}
DK_KERNEL(void, dk_add_bf16, (const uint16_t *x, uint16_t *y, size_t n), (x, y, n)) {
    for (size_t i = 0; i < n; i++) y[i] = dk_bf16(dk_f32(x[i]) + dk_f32(y[i]));
}
DK_KERNEL(void, dk_sum_rows16, (const uint16_t *x, int rows, int d, float *out), (x, rows, d, out)) {
    for (int r = 0; r < rows; r++)
        for (int i = 0; i < d; i++) out[i] += dk_f32(x[(ptrdiff_t)r * d + i]);
}
DK_KERNEL(void, dk_sum_rows32, (const float *x, int rows, int d, float *out), (x, rows, d, out)) {
    for (int r = 0; r < rows; r++)
        for (int i = 0; i < d; i++) out[i] += x[(ptrdiff_t)r * d + i];
}
DK_KERNEL(double, dk_sum_squares, (const float *x, size_t n), (x, n)) {
#pragma clang fp reassociate(on)
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (double)x[i] * (double)x[i];
    return sum;
}
