// Attention in int8 for CPUs with AVX512-VNNI: twice the products of bf16 an instruction. Keys and values have a scale a token,
// as in SageAttention (Zhang et al. 2024); weights are bytes, rounded by thresholds spread over the keys, so that many
// small ones keep their sum where each alone would be nothing. Logits and softmax are f32.
#include "avx512.h"
#include "include/kernels.h"
#include "simd.h"
#include "tile8.h"

int dk_prefers_int8(void) { return dk_has_bf16() && dk_int8_kind() == DK_INT8_AVX512_VNNI; }

size_t dk_attention_int8_scratch(int keys) { return (size_t)keys * 11 + 64; }

#if defined(__x86_64__)
#define LIMIT 127.0f

// The largest magnitude of head_dim bf16 numbers.
DK_WIDE static inline float largest(const uint16_t *x, int head_dim) {
    __m512 top = _mm512_setzero_ps();
    for (int i = 0; i < head_dim; i += 16)
        top = _mm512_max_ps(top, _mm512_abs_ps(dk_f32_wide(x + i, dk_first(head_dim - i))));
    return _mm512_reduce_max_ps(top);
}

DK_WIDE void dk_keys_int8(const uint16_t *x, int tokens, int head_dim, int8_t *panels, float *scale, int32_t *offset) {
    const int quads = head_dim / 4;
    for (int t = 0; t < tokens; t++) {
        const uint16_t *row = x + (ptrdiff_t)t * head_dim;
        const float top = largest(row, head_dim);
        const __m512 inverse = _mm512_set1_ps(top > 0 ? LIMIT / top : 0);
        int8_t q[256] __attribute__((aligned(64)));
        __m512i sum = _mm512_setzero_si512();
        for (int i = 0; i < head_dim; i += 16) {
            __m512i v = _mm512_cvtps_epi32(_mm512_mul_ps(dk_f32_wide(row + i, dk_first(head_dim - i)), inverse));
            sum = _mm512_add_epi32(sum, v);
            _mm_store_si128((__m128i *)(q + i), _mm512_cvtsepi32_epi8(v));
        }
        int8_t *out = panels + (ptrdiff_t)(t / 16) * quads * 64 + t % 16 * 4;
        for (int i = 0; i < quads; i++) memcpy(out + i * 64, q + i * 4, 4);
        scale[t] = top / LIMIT;
        offset[t] = DK_INT8_ZERO * _mm512_reduce_add_epi32(sum);
    }
}

DK_WIDE void dk_values_int8(const uint16_t *x, ptrdiff_t ld, int tokens, int head_dim, int8_t *panels, ptrdiff_t panel,
                            float *scale) {
    for (int t = 0; t < tokens; t += 4) {
        __m512 inverse[4];
        for (int j = 0; j < 4; j++) {
            const float top = t + j < tokens ? largest(x + (t + j) * ld, head_dim) : 0;
            inverse[j] = _mm512_set1_ps(top > 0 ? LIMIT / top : 0);
            if (t + j < tokens) scale[t + j] = top / LIMIT;
        }
        for (int i = 0; i < head_dim; i += 16) {
            __m512i quad = _mm512_setzero_si512();
            for (int j = 0; j < 4 && t + j < tokens; j++) {
                __m512i v = _mm512_cvtps_epi32(
                    _mm512_mul_ps(dk_f32_wide(x + (t + j) * ld + i, dk_first(head_dim - i)), inverse[j]));
                v = _mm512_and_si512(v, _mm512_set1_epi32(255));
                quad = _mm512_or_si512(quad, _mm512_sllv_epi32(v, _mm512_set1_epi32(8 * j)));
            }
            _mm512_storeu_si512(panels + i / 16 * panel + t * 16, quad);
        }
    }
}

// (c - offset) scale in place of the whole numbers; returns the largest. Keys that only fill a group up become -1e30.
DK_WIDE static float dequantize(int32_t *c, const float *scale, const int32_t *offset, int groups, int group_keys,
                                int group_stride) {
    const __m512 low = _mm512_set1_ps(-1e30f);
    __m512 top = low;
    for (int g = 0; g < groups; g++)
        for (int j = 0; j < group_stride; j += 16) {
            const ptrdiff_t at = (ptrdiff_t)g * group_stride + j;
            __m512i v = _mm512_sub_epi32(_mm512_loadu_si512(c + at), _mm512_loadu_si512(offset + at));
            __m512 l = _mm512_mask_mul_ps(low, dk_first(group_keys - j), _mm512_cvtepi32_ps(v), _mm512_loadu_ps(scale + at));
            top = _mm512_max_ps(top, l);
            _mm512_storeu_ps((float *)(c + at), l);
        }
    return _mm512_reduce_max_ps(top);
}

// exp(unit (l - top)) w, rounded up where it passes the key's threshold; returns the sum of exps.
DK_WIDE static float weights(const float *l, float top, float unit, const float *w, int keys, int row, uint8_t *p) {
    // (bit-reversed i + 1/2) / 64
    static const float thresholds[80] = {
        0.0078125, 0.5078125, 0.2578125, 0.7578125, 0.1328125, 0.6328125, 0.3828125, 0.8828125, 0.0703125, 0.5703125,
        0.3203125, 0.8203125, 0.1953125, 0.6953125, 0.4453125, 0.9453125, 0.0390625, 0.5390625, 0.2890625, 0.7890625,
        0.1640625, 0.6640625, 0.4140625, 0.9140625, 0.1015625, 0.6015625, 0.3515625, 0.8515625, 0.2265625, 0.7265625,
        0.4765625, 0.9765625, 0.0234375, 0.5234375, 0.2734375, 0.7734375, 0.1484375, 0.6484375, 0.3984375, 0.8984375,
        0.0859375, 0.5859375, 0.3359375, 0.8359375, 0.2109375, 0.7109375, 0.4609375, 0.9609375, 0.0546875, 0.5546875,
        0.3046875, 0.8046875, 0.1796875, 0.6796875, 0.4296875, 0.9296875, 0.1171875, 0.6171875, 0.3671875, 0.8671875,
        0.2421875, 0.7421875, 0.4921875, 0.9921875, 0.0078125, 0.5078125, 0.2578125, 0.7578125, 0.1328125, 0.6328125,
        0.3828125, 0.8828125, 0.0703125, 0.5703125, 0.3203125, 0.8203125, 0.1953125, 0.6953125, 0.4453125, 0.9453125};
    const float k = unit * 1.44269504f;
    const __m512 vk = _mm512_set1_ps(k), bias = _mm512_set1_ps(-top * k);
    __m512 sum = _mm512_setzero_ps();
    for (int j = 0; j < keys; j += 16) {
        __m512 e = dk_exp2_wide(_mm512_fmadd_ps(_mm512_loadu_ps(l + j), vk, bias));
        sum = _mm512_add_ps(sum, e);
        // Rows and frames do not all favour the same keys.
        __m512 t = _mm512_loadu_ps(thresholds + ((j + row * 11) & 63));
        __m512i q = _mm512_cvttps_epi32(_mm512_fmadd_ps(e, _mm512_loadu_ps(w + j), t));
        _mm_storeu_si128((__m128i *)(p + j), _mm512_cvtusepi32_epi8(q));
    }
    return _mm512_reduce_add_ps(sum);
}

DK_WIDE static void store(const int32_t *c, int width, int rows, const float *factor, uint16_t *o, ptrdiff_t ld) {
    for (int r = 0; r < rows; r++)
        for (int j = 0; j < width; j += 16) {
            __m512 v = _mm512_cvtepi32_ps(_mm512_load_si512(c + r * width + j));
            dk_bf16_wide(o + r * ld + j, 0xffff, _mm512_mul_ps(v, _mm512_set1_ps(factor[r])));
        }
}

void dk_attention_int8(const uint8_t *q, const float *q_scale, int first, int rows, const int8_t *k_panels, const float *k_scale,
                       const int32_t *k_offset, const int8_t *v_panels, ptrdiff_t v_panel, const float *v_scale,
                       int groups, int group_keys, int group_stride, int head_dim, float scale, uint16_t *o,
                       ptrdiff_t ld, float *scratch, const int8_t *next_k, const int8_t *next_v) {
    const dk_tile8 *tiles = dk_tiles8(DK_INT8_AVX512_VNNI);
    const int keys = groups * group_stride, quads = head_dim / 4, panels = head_dim / 16;
    const ptrdiff_t k_panel = (ptrdiff_t)quads * 64;
    float *w = scratch, top = 0;
    int32_t *s = (int32_t *)(w + keys), c[8 * 48] __attribute__((aligned(64)));
    uint8_t *p = (uint8_t *)(s + (ptrdiff_t)keys * 8);
    for (int i = 0; i < keys; i++) top = v_scale[i] > top ? v_scale[i] : top;
    for (int i = 0; i < keys; i++) w[i] = top > 0 ? v_scale[i] / top * 255 : 0;
    for (int m = 0; m < rows; m += 8) {
        const int n = rows - m < 8 ? rows - m : 8;
        const uint8_t *a[8];
        for (int r = 0; r < 8; r++) a[r] = q + (ptrdiff_t)(m + (r < n ? r : 0)) * head_dim;
        // Each call asks for as much of the next head as it reads of one panel of this one.
        const int third = m / 8 * ((keys / 16 + 2) / 3);
        for (int z = 0, nz; z < keys / 16; z += nz) {
            nz = dk_at_once(keys / 16 - z);
            const int ahead = third + z / 3;
            tiles[nz](a, k_panels + z * k_panel, k_panel, quads, n, s + z * 16, keys,
                      next_k && ahead < keys / 16 ? next_k + ahead * k_panel : 0);
        }
        float factor[8];
        for (int r = 0; r < n; r++) {
            int32_t *row = s + (ptrdiff_t)r * keys;
            const float peak = dequantize(row, k_scale, k_offset, groups, group_keys, group_stride);
            factor[r] = top / 255 / weights((float *)row, peak, q_scale[m + r] * scale, w, keys, first + m + r, p + (ptrdiff_t)r * keys);
        }
        for (int r = 0; r < 8; r++) a[r] = p + (ptrdiff_t)(r < n ? r : 0) * keys;
        for (int z = 0, nz; z < panels; z += nz) {
            nz = dk_at_once(panels - z);
            const int ahead = (m / 8 * panels + z) / 2;
            tiles[nz](a, v_panels + z * v_panel, v_panel, keys / 4, n, c, nz * 16,
                      next_v && ahead < panels ? next_v + ahead * v_panel : 0);
            store(c, nz * 16, n, factor, o + (ptrdiff_t)m * ld + z * 16, ld);
        }
    }
}
#else
void dk_keys_int8(const uint16_t *x, int tokens, int head_dim, int8_t *panels, float *scale, int32_t *offset) {}
void dk_values_int8(const uint16_t *x, ptrdiff_t ld, int tokens, int head_dim, int8_t *panels, ptrdiff_t panel,
                    float *scale) {}
void dk_attention_int8(const uint8_t *q, const float *q_scale, int first, int rows, const int8_t *k_panels, const float *k_scale,
                       const int32_t *k_offset, const int8_t *v_panels, ptrdiff_t v_panel, const float *v_scale,
                       int groups, int group_keys, int group_stride, int head_dim, float scale, uint16_t *o,
                       ptrdiff_t ld, float *scratch, const int8_t *next_k, const int8_t *next_v) {}
#endif
