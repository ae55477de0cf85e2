#include "epilogue.h"
#include "avx512.h"
#include "simd.h"

static inline __attribute__((always_inline)) void store_columns(const float *c, int width, int rows, int columns,
                                                                int row0, int column0, const dk_epilogue *e) {
    for (int r = 0; r < rows; r++) {
        float v[48];
        const float *t = c + r * width;
        ptrdiff_t at = (ptrdiff_t)(row0 + r) * e->ld + column0;
        if (e->bias)
            for (int j = 0; j < columns; j++) v[j] = t[j] + e->bias[column0 + j];
        else
            for (int j = 0; j < columns; j++) v[j] = t[j];
        if (e->pre16)
            for (int j = 0; j < columns; j++) e->pre16[at + j] = dk_bf16(v[j]);
        if (e->activation == DK_GELU)
            for (int j = 0; j < columns; j++) v[j] = dk_gelu(v[j]);
        else if (e->activation == DK_SILU)
            for (int j = 0; j < columns; j++) v[j] = v[j] * dk_sigmoid(v[j]);
        if (e->residual) {
            const float *g = e->gate;
            // Rounded as if it had been stored in between, so that fused and separate layers give the same bits.
            if (e->rounds)
                for (int j = 0; j < columns; j++) v[j] = dk_f32(dk_bf16(v[j]));
            if (g) {
                g += (ptrdiff_t)((row0 + r) / e->rows_per_gate) * e->gate_ld + column0;
                for (int j = 0; j < columns; j++) v[j] = e->residual[at + j] + g[j] * v[j];
            } else
                for (int j = 0; j < columns; j++) v[j] = e->residual[at + j] + v[j];
        }
        if (e->out16)
            for (int j = 0; j < columns; j++) e->out16[at + j] = dk_bf16(v[j]);
        if (e->out32) {
            if (e->accumulate)
                for (int j = 0; j < columns; j++) e->out32[at + j] += v[j];
            else
                for (int j = 0; j < columns; j++) e->out32[at + j] = v[j];
        }
    }
}

DK_LOCAL_KERNEL(void, portable, (const float *c, int width, int rows, int columns, int row0, int column0,
                                 const dk_epilogue *e), (c, width, rows, columns, row0, column0, e)) {
    // Nearly all tiles are whole.
    if (columns == 48)
        store_columns(c, 48, rows, 48, row0, column0, e);
    else
        store_columns(c, width, rows, columns, row0, column0, e);
}

DK_LOCAL_KERNEL(void, dequantize, (const int32_t *c, int width, int rows, int columns, const float *row_scale,
                                   const float *scale, const int32_t *offset, float *out),
                (c, width, rows, columns, row_scale, scale, offset, out)) {
    for (int r = 0; r < rows; r++)
        for (int j = 0; j < columns; j++)
            out[r * width + j] = (float)(c[r * width + j] - offset[j]) * (row_scale[r] * scale[j]);
}

#if defined(__x86_64__)
// Sixteen columns of all rows at a time, from sums of f32 or, with a scale for every row, of whole numbers.
DK_WIDE static inline __attribute__((always_inline)) void wide(const float *c, const int32_t *whole, int width, int rows,
                                                               int columns, int row0, int column0,
                                                               const float *row_scale, const float *scale,
                                                               const int32_t *offset, const dk_epilogue *e) {
    const __m512 zero = _mm512_setzero_ps();
    for (int j = 0; j < columns; j += 16) {
        const __mmask16 m = dk_first(columns - j);
        const int column = column0 + j;
        const __m512 bias = e->bias ? _mm512_maskz_loadu_ps(m, e->bias + column) : zero;
        const __m512 unit = whole ? _mm512_maskz_loadu_ps(m, scale + j) : zero;
        const __m512i shift = whole ? _mm512_maskz_loadu_epi32(m, offset + j) : _mm512_setzero_si512();
        for (int r = 0; r < rows; r++) {
            const ptrdiff_t at = (ptrdiff_t)(row0 + r) * e->ld + column;
            __m512 v;
            if (whole) {
                __m512i sum = _mm512_sub_epi32(_mm512_load_si512(whole + r * width + j), shift);
                v = _mm512_mul_ps(_mm512_cvtepi32_ps(sum), _mm512_mul_ps(_mm512_set1_ps(row_scale[r]), unit));
            } else
                v = _mm512_load_ps(c + r * width + j);
            v = _mm512_add_ps(v, bias);
            if (e->pre16) dk_bf16_wide(e->pre16 + at, m, v);
            if (e->activation == DK_GELU)
                v = dk_gelu_wide(v);
            else if (e->activation == DK_SILU)
                v = dk_silu_wide(v);
            if (e->residual) {
                if (e->rounds)
                    v = _mm512_castsi512_ps(
                        _mm512_slli_epi32(_mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh(v)), 16));
                __m512 x = _mm512_maskz_loadu_ps(m, e->residual + at);
                if (e->gate) {
                    const float *gate = e->gate + (ptrdiff_t)((row0 + r) / e->rows_per_gate) * e->gate_ld;
                    v = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(m, gate + column), v, x);
                } else
                    v = _mm512_add_ps(x, v);
            }
            if (e->out16) dk_bf16_wide(e->out16 + at, m, v);
            if (e->out32) {
                if (e->accumulate) v = _mm512_add_ps(v, _mm512_maskz_loadu_ps(m, e->out32 + at));
                _mm512_mask_storeu_ps(e->out32 + at, m, v);
            }
        }
    }
}
DK_WIDE static void wide32(const float *c, int width, int rows, int columns, int row0, int column0,
                           const dk_epilogue *e) {
    wide(c, 0, width, rows, columns, row0, column0, 0, 0, 0, e);
}
DK_WIDE static void wide8(const int32_t *c, int width, int rows, int columns, int row0, int column0,
                          const float *row_scale, const float *scale, const int32_t *offset, const dk_epilogue *e) {
    wide(0, c, width, rows, columns, row0, column0, row_scale, scale, offset, e);
}
#else
static void wide32(const float *c, int width, int rows, int columns, int row0, int column0, const dk_epilogue *e) {}
static void wide8(const int32_t *c, int width, int rows, int columns, int row0, int column0, const float *row_scale,
                  const float *scale, const int32_t *offset, const dk_epilogue *e) {}
#endif

void dk_store(const float *c, int width, int rows, int columns, int row0, int column0, const dk_epilogue *e) {
    if (dk_has_bf16())
        wide32(c, width, rows, columns, row0, column0, e);
    else
        portable(c, width, rows, columns, row0, column0, e);
}

void dk_store8(const int32_t *c, int width, int rows, int columns, int row0, int column0, const float *row_scale,
               const float *scale, const int32_t *offset, const dk_epilogue *e) {
    if (dk_has_bf16()) {
        wide8(c, width, rows, columns, row0, column0, row_scale, scale, offset, e);
        return;
    }
    float v[8 * 48] __attribute__((aligned(64)));
    dequantize(c, width, rows, columns, row_scale, scale, offset, v);
    portable(v, width, rows, columns, row0, column0, e);
}
