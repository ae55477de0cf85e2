// Vectors of AVX-512 with bf16, for the kernels that have a body of their own there.
#pragma once
#include <stdint.h>
#if defined(__x86_64__)
#include <immintrin.h>
#define DK_WIDE __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))

// The first `left` of 16 lanes.
DK_WIDE static inline __mmask16 dk_first(int left) {
    return left >= 16 ? 0xffff : left <= 0 ? 0 : (__mmask16)((1u << left) - 1);
}

// 2^t with relative error below 5e-5, a fortieth of what bf16 rounds away.
DK_WIDE static inline __m512 dk_exp2_wide(__m512 t) {
    __m512 n = _mm512_roundscale_ps(t, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC), f = _mm512_sub_ps(t, n);
    __m512 p = _mm512_fmadd_ps(_mm512_set1_ps(9.6181291e-3f), f, _mm512_set1_ps(5.5504109e-2f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(2.4022651e-1f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(6.9314718e-1f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(1.0f));
    return _mm512_scalef_ps(p, n);
}

// 1 / (1 + 2^t) with relative error below 1.5e-4.
DK_WIDE static inline __m512 dk_sigmoid_wide(__m512 t) {
    return _mm512_rcp14_ps(_mm512_add_ps(dk_exp2_wide(t), _mm512_set1_ps(1)));
}

// x sigmoid(2 u), u = sqrt(2/pi) (x + 0.044715 x^3): GELU in its tanh form.
DK_WIDE static inline __m512 dk_gelu_wide(__m512 x) {
    // -2 log2(e) sqrt(2/pi), and 0.044715 times that.
    __m512 c = _mm512_fmadd_ps(_mm512_mul_ps(x, x), _mm512_set1_ps(-0.1029432f), _mm512_set1_ps(-2.3022082f));
    return _mm512_mul_ps(x, dk_sigmoid_wide(_mm512_mul_ps(c, x)));
}

DK_WIDE static inline __m512 dk_silu_wide(__m512 x) {
    return _mm512_mul_ps(x, dk_sigmoid_wide(_mm512_mul_ps(x, _mm512_set1_ps(-1.44269504f))));
}

DK_WIDE static inline __m512 dk_f32_wide(const uint16_t *x, __mmask16 m) {
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(m, x)), 16));
}

DK_WIDE static inline void dk_bf16_wide(uint16_t *out, __mmask16 m, __m512 x) {
    _mm256_mask_storeu_epi16(out, m, (__m256i)_mm512_cvtneps_pbh(x));
}
#endif
