// Plain C loops for the hot spots of the engine. bf16 values are uint16_t; a "pair" is two bf16 values that are
// neighbours along the reduced axis, in one uint32_t. "Panels" hold a matrix B [K, N] as [N/16][K/2][16] pairs.
#pragma once
#include <stddef.h>
#include <stdint.h>

// ---- isa.c
// Instruction sets that kernels are made for, each with all of those before it.
enum { DK_BASELINE = 0, DK_AVX2 = 1, DK_AVX512 = 2, DK_AVX512_BF16 = 3, DK_ISA_COUNT = 4 };
// The widest that this machine has.
int dk_isa_best(void);
// The one in use: the widest, or the one that the environment variable DIORAMA_ISA or dk_isa_limit allows.
int dk_isa(void);
void dk_isa_limit(int isa);
const char *dk_isa_name(int isa);

// ---- tile.c
// Kinds of bf16 register tiles. AVX512-BF16 has an instruction; the others widen to f32. Those with AVX-512 give the same bits
// where that instruction rounds as Intel documents it.
enum { DK_TILE_PORTABLE = 0, DK_TILE_AVX2 = 1, DK_TILE_AVX512 = 2, DK_TILE_BF16 = 3 };
// The one in use: the one chosen, or the last that dk_isa() has where that is less; the last where none was chosen.
int dk_tile_kind(void);
void dk_tile_choose(int kind);
// Whether dk_isa() has bf16 instructions.
int dk_has_bf16(void);

// ---- gemm.c
enum { DK_NONE = 0, DK_GELU = 1, DK_SILU = 2 };
typedef struct {
    const float *bias;      // [N] or null
    int activation;
    float *out32;           // [M, ld] or null
    uint16_t *out16;        // [M, ld] or null
    uint16_t *pre16;        // before the activation, [M, ld] or null
    ptrdiff_t ld;
    int accumulate;         // out32 += instead of =
    const float *gate;      // with residual: out32 = residual + gate[row / rows_per_gate] * value; null: 1
    const float *residual;  // [M, ld]
    ptrdiff_t gate_ld, rows_per_gate;
    int rounds;             // with residual: value is rounded to bf16 first
} dk_epilogue;
// C[m0..<m1, panels p0..<p1] = A (row-major bf16, lda) x B (panels, K even); n is the true column count.
void dk_gemm(const uint16_t *a, ptrdiff_t lda, const uint16_t *b, int k, int n, int m0, int m1, int p0, int p1,
             const dk_epilogue *e);
// The same with a kind of tile that dk_isa() has.
void dk_gemm_by(int kind, const uint16_t *a, ptrdiff_t lda, const uint16_t *b, int k, int n, int m0, int m1, int p0,
                int p1, const dk_epilogue *e);
// C[m0..<m1, panels p0..<p1] (+)= A^T x B over the k pairs k0..<k1; A [K, M] and B [K, N] both in panels of `pairs`. Of any kind of tile
// but DK_TILE_AVX512.
void dk_gemm_tn(int kind, const uint16_t *a, const uint16_t *b, int pairs, int k0, int k1, int n, int m0, int m1, int p0,
                int p1, float *c, ptrdiff_t ldc, int accumulate);
// The same by DK_TILE_AVX512, over the rows k0..<k1 of row-major A and B; k0 is even.
void dk_gemm_tn_rows(const uint16_t *a, ptrdiff_t lda, const uint16_t *b, ptrdiff_t ldb, int k0, int k1, int n, int m0,
                     int m1, int p0, int p1, float *c, ptrdiff_t ldc, int accumulate);

// ---- newton_schulz.c
// x [rows, columns], times `scale` first, becomes the nearest orthogonal matrix, roughly, in bf16; rows <= columns, both even.
void dk_newton_schulz(float *x, int rows, int columns, float scale, int steps);
// The same in f32, of any size.
void dk_newton_schulz32(float *x, int rows, int columns, float scale, int steps);

// ---- int8.c
// Products of quantised rows and weights: x = row_scale (u - DK_INT8_ZERO) with u in 1...255, w = scale s with s within
// +-DK_INT8_WEIGHT. Panels hold a matrix B [K, N] as [N/16][K/4][16][4].
enum { DK_INT8_ZERO = 128, DK_INT8_ACTIVATION = 127, DK_INT8_WEIGHT = 64 };
// Kinds of kernels, slowest first; all give the same bits.
enum { DK_INT8_PORTABLE = 0, DK_INT8_AVX2 = 1, DK_INT8_AVX_VNNI = 2, DK_INT8_AVX512_VNNI = 3 };
// The fastest kind this machine has.
int dk_int8_kind(void);
// One tile by one kind, 1...8 rows and 1...3 panels of `panel` bytes: c[rows][16 * nz]. 0 where the machine lacks that kind.
int dk_int8_products(int kind, const uint8_t *const *a, const int8_t *b, ptrdiff_t panel, int quads, int rows, int nz,
                     int32_t *c);
// Panels p0..<p1 of B[k][n] = w[n * ld + k], their scales, and what the zero point adds to each column; pads with zeros.
void dk_pack8(const float *w, ptrdiff_t ld, int k, int n, int p0, int p1, int8_t *out, float *scale, int32_t *offset);
// Each row with a scale of its own; pads K to 4.
void dk_quantize_rows16(const uint16_t *x, ptrdiff_t ld, int rows, int k, uint8_t *out, ptrdiff_t out_ld, float *scale);
void dk_quantize_rows32(const float *x, ptrdiff_t ld, int rows, int k, uint8_t *out, ptrdiff_t out_ld, float *scale);
// As dk_gemm.
void dk_gemm8(const uint8_t *a, ptrdiff_t lda, const float *row_scale, const int8_t *b, const float *scale,
              const int32_t *offset, int k, int n, int m0, int m1, int p0, int p1, const dk_epilogue *e);

// ---- pack.c
void dk_to_bf16(const float *x, uint16_t *y, size_t n);
void dk_from_bf16(const uint16_t *x, float *y, size_t n);
// panels of B[k][n] = w[n * ld + k]; pads N to 16 and K to even with zeros. Panels p0..<p1.
void dk_pack_transposed(const float *w, ptrdiff_t ld, int k, int n, int p0, int p1, uint16_t *out);
void dk_pack_transposed16(const uint16_t *w, ptrdiff_t ld, int k, int n, int p0, int p1, uint16_t *out);
// panels of B[k][n] = w[k * ld + n].
void dk_pack(const float *w, ptrdiff_t ld, int k, int n, int p0, int p1, uint16_t *out);
void dk_pack16(const uint16_t *w, ptrdiff_t ld, int k, int n, int p0, int p1, uint16_t *out);
// pairs [rows/2][columns] of row-major x; odd last row is paired with zeros.
void dk_pair_rows16(const uint16_t *x, ptrdiff_t ld, int rows, int columns, uint16_t *out, ptrdiff_t out_ld);

// ---- rotary.c
// Prepares one head-major layout from qkv rows: optional RMS normalisation of q and k, then rotation.
void dk_rotate(const uint16_t *x, ptrdiff_t ld, const float *cosine, const float *sine, int tokens, int head_dim,
               int normalize, uint16_t *out, float *inverse_rms);
void dk_rotate_backward(const float *d, const uint16_t *x, ptrdiff_t ld, const float *cosine, const float *sine,
                        int tokens, int head_dim, int normalize, const float *inverse_rms, uint16_t *dx,
                        ptrdiff_t dld);
// As dk_rotate in f32, the same bits on every machine; `inverse_rms` may be null.
void dk_rotate32(const float *x, ptrdiff_t ld, const float *cosine, const float *sine, int tokens, int head_dim,
                 int normalize, float *out, float *inverse_rms);

// ---- attention.c
// o[rows, hd] (ld) = softmax(q k^T * scale) v; keys in panels [keys/16][hd/2][16], values in pairs [keys/2][hd].
// Keys come in groups of group_stride of which only the first group_keys count. lse: [rows] or null.
// next_k and next_v are what will be read after them, as many keys, or null.
void dk_attention(const uint16_t *q, int rows, const uint16_t *k_panels, const uint16_t *v_pairs, int groups,
                  int group_keys, int group_stride, int head_dim, float scale, uint16_t *o, ptrdiff_t ld, float *lse,
                  float *scratch, const uint16_t *next_k, const uint16_t *next_v);
size_t dk_attention_scratch(int keys);
// Backward of one block of query rows against `keys` (groups * stride) keys; dk, dv [keys, hd] accumulate.
void dk_attention_backward(const uint16_t *q, int rows, const uint16_t *k_panels, const uint16_t *v_panels,
                           const uint16_t *k_value_panels, int value_keys, int groups, int group_keys, int group_stride, int head_dim, float scale,
                           const uint16_t *o, const uint16_t *d_o, ptrdiff_t ld, const float *lse, float *dq, float *dk,
                           float *dv, float *scratch);
size_t dk_attention_backward_scratch(int rows, int keys, int head_dim);

// ---- attention_int16.c
// Whether this machine's 16-bit whole-number attention is the faster one.
int dk_prefers_int16(void);
// As dk_rotate, to whole numbers with a scale a token: x = scale * out.
void dk_rotate_int16(const uint16_t *x, ptrdiff_t ld, const float *cosine, const float *sine, int tokens, int head_dim,
                     int normalize, int16_t *out, float *scale);
void dk_values_int16(const uint16_t *x, ptrdiff_t ld, int tokens, int head_dim, int16_t *out, float *scale);
// As dk_attention, with a scale for each query, key and value; the last two hold one for each of groups * group_stride.
void dk_attention_int16(const int16_t *q, const float *q_scale, int rows, const int16_t *k_panels, const float *k_scale,
                        const int16_t *v_pairs, const float *v_scale, int groups, int group_keys, int group_stride,
                        int head_dim, float scale, uint16_t *o, ptrdiff_t ld, float *scratch, int kind);
size_t dk_attention_int16_scratch(int keys);

// ---- attention_int8.c
// Whether this machine's int8 attention is the fastest one.
int dk_prefers_int8(void);
// Rows [tokens, head_dim] as whole numbers with a scale a token. Keys in panels [tokens/16][head_dim/4][16][4], with what the
// zero point of the queries adds to each; values in head_dim / 16 panels [tokens/4][16][4], `panel` bytes apart.
void dk_keys_int8(const uint16_t *x, int tokens, int head_dim, int8_t *panels, float *scale, int32_t *offset);
void dk_values_int8(const uint16_t *x, ptrdiff_t ld, int tokens, int head_dim, int8_t *panels, ptrdiff_t panel,
                    float *scale);
// As dk_attention, with queries as dk_quantize_rows16 makes them, rows first..<first + rows of all. head_dim is a multiple of 16, at most 256.
void dk_attention_int8(const uint8_t *q, const float *q_scale, int first, int rows, const int8_t *k_panels, const float *k_scale,
                       const int32_t *k_offset, const int8_t *v_panels, ptrdiff_t v_panel, const float *v_scale,
                       int groups, int group_keys, int group_stride, int head_dim, float scale, uint16_t *o,
                       ptrdiff_t ld, float *scratch, const int8_t *next_k, const int8_t *next_v);
size_t dk_attention_int8_scratch(int keys);

// ---- attention32.c
// In f32: o = softmax(q k^T scale) v of q [rows, head_dim], k and v [keys, head_dim]; `weights` [rows, keys] are kept for the
// backward. The bits do not depend on how many rows are taken at once.
void dk_attention32(const float *q, int rows, const float *k, const float *v, int keys, int head_dim, float scale,
                    float *o, ptrdiff_t ld, float *weights, ptrdiff_t weights_ld);

// ---- gemm32.c
// Panels p0..<p1 of a matrix B [k, n], [n/16][k][16] with N padded with zeros: of B[k][n] = w[k * ld + n], and of w[n * ld + k].
void dk_pack32(const float *w, ptrdiff_t ld, int k, int n, int p0, int p1, float *out);
void dk_pack32_transposed(const float *w, ptrdiff_t ld, int k, int n, int p0, int p1, float *out);
// out = alpha A B + beta out, A[m][k] = a[m * ms + k * ks]; where beta is 0 what is there is not read.
typedef struct {
    const float *a;
    ptrdiff_t ms, ks;
    const float *panels;
    int k, n;
    float alpha, beta;
    float *out;
    ptrdiff_t ld;
} dk_product32;
// Rows m0..<m1 and panels p0..<p1 of it.
void dk_gemm32(const dk_product32 *e, int m0, int m1, int p0, int p1);
// The same with the tile of an instruction set that this machine has.
void dk_gemm32_by(int isa, const dk_product32 *e, int m0, int m1, int p0, int p1);

// ---- pointwise.c
void dk_layer_norm(const float *x, int rows, int d, const float *shift, const float *scale, ptrdiff_t mod_ld,
                   int rows_per_mod, float eps, int row0, float *y32, uint16_t *y16, float *mean, float *rstd);
void dk_layer_norm_backward(const float *x, const float *dy32, const uint16_t *dy16, int rows, int d, const float *scale,
                            const float *mean, const float *rstd, float *dx_accumulate, float *dshift, float *dscale);
void dk_gated_residual(const float *x, const uint16_t *y16, const float *y32, const float *gate, int rows, int d, float *out);
void dk_gated_residual_backward(const float *dout, const uint16_t *y16, const float *y32, const float *gate, int rows, int d,
                                uint16_t *dy16, float *dy32, float *dgate);
void dk_activation_backward(int activation, const uint16_t *pre16, const float *pre32, const float *dy32,
                            const uint16_t *dy16, uint16_t *dx16, float *dx32, size_t n);
void dk_activation(int activation, const float *x, float *y32, uint16_t *y16, size_t n);
void dk_add(const float *x, float *y, size_t n);
void dk_add16(const uint16_t *x, float *y, size_t n);
void dk_add_bf16(const uint16_t *x, uint16_t *y, size_t n);
void dk_sum_rows16(const uint16_t *x, int rows, int d, float *out);
void dk_sum_rows32(const float *x, int rows, int d, float *out);
double dk_sum_squares(const float *x, size_t n);

// Rows of a same-padded window: out[row, tap, channel] for rows of [images, h, w, c]; elements of `bytes` each.
void dk_im2col(const void *x, int h, int w, int c, int kernel, int row0, int row1, int bytes, void *out);
void dk_col2im16(const uint16_t *col, int h, int w, int c, int kernel, int row0, int row1, uint16_t *dx);
void dk_col2im32(const float *col, int h, int w, int c, int kernel, int row0, int row1, float *dx);

// ---- correlate.c
// out[y, x, dy, dx] = a[y, x] . b[y + dy, x + dx] for displacements up to the reach, 0 outside; a, b [h, w, d], d a multiple
// of 16, a position's numbers `ld` apart.
void dk_correlate(const float *a, const float *b, int h, int w, int d, int reach_y, int reach_x, float *out, ptrdiff_t ld);

// ---- optimizer.c
void dk_adamw(float *w, const float *g, float *m, float *v, size_t n, float lr, float b1, float b2, float eps,
              float decay, float correction1, float correction2, float gradient_scale);
void dk_lerp(float *a, const float *b, size_t n, float t);
void dk_momentum(float *m, const float *g, size_t n, float mu, float gradient_scale, float *nesterov);
void dk_axpy(float a, const float *x, float *y, size_t n);
void dk_scale_add(float decay, float a, const float *x, float *y, size_t n);
