#include "include/kernels.h"
#include "simd.h"
#include "softmax.h"
#include "tile.h"

// Rows of s beyond `rows` are written too: there are always 8.
// `next` is read later, as many panels, or null.
static void logits(int kind, const uint16_t *q, int rows, const uint16_t *panels, int count, int head_dim, float *s,
                   ptrdiff_t ld, const char *next) {
    const dk_tile *tiles = dk_tiles(kind);
    const uint32_t *ap[8];
    ptrdiff_t panel = (ptrdiff_t)head_dim / 2 * 16;
    dk_rows(kind, q, head_dim, rows, head_dim / 2, ap);
    unsigned mode = dk_enter(kind);
    for (int p = 0, nz; p < count; p += nz) {
        nz = dk_at_once(count - p);
        tiles[nz](ap, 1, (const uint32_t *)panels + p * panel, panel, 16, head_dim / 2, s + p * 16, ld, next);
        if (next) next += panel * 4;
    }
    dk_leave(kind, mode);
}

// The part number `part`, `bytes` long, of keys or values of the next head; null beyond its end.
static const char *ahead(const uint16_t *next, int part, size_t bytes, int keys, int head_dim) {
    size_t at = bytes * (size_t)part;
    return next && part >= 0 && at + bytes <= (size_t)keys * (size_t)head_dim * 2 ? (const char *)next + at : 0;
}

size_t dk_attention_scratch(int keys) { return (size_t)keys * 8 + (size_t)keys * 4 + 64; }

DK_LOCAL_KERNEL(void, scale_store, (const float *c, int width, int rows, const float *inverse, uint16_t *o,
                                    ptrdiff_t ld), (c, width, rows, inverse, o, ld)) {
    for (int r = 0; r < rows; r++)
        for (int j = 0; j < width; j++) o[r * ld + j] = dk_bf16(c[r * width + j] * inverse[r]);
}

void dk_attention(const uint16_t *q, int rows, const uint16_t *k_panels, const uint16_t *v_pairs, int groups,
                  int group_keys, int group_stride, int head_dim, float scale, uint16_t *o, ptrdiff_t ld, float *lse,
                  float *scratch, const uint16_t *next_k, const uint16_t *next_v) {
    const int kind = dk_tile_kind();
    const dk_tile *tiles = dk_tiles(kind);
    int keys = groups * group_stride;
    float *s = scratch;
    uint16_t *p = (uint16_t *)(scratch + (size_t)keys * 8);
    float c[8 * 48] __attribute__((aligned(64))), inverse[8];
    for (int m = 0; m < rows; m += 8) {
        int n = rows - m < 8 ? rows - m : 8;
        // Each tile call asks for a line a step: a third of the keys, and a head_dim / 32nd of the values, a call.
        const char *k_ahead = ahead(next_k, m / 8 - 1, (keys / 16 + 2) / 3 * (size_t)head_dim * 32, keys, head_dim);
        logits(kind, q + (ptrdiff_t)m * head_dim, n, k_panels, keys / 16, head_dim, s, keys, k_ahead);
        dk_softmax(s, n, groups, group_keys, group_stride, keys, scale, p, inverse, lse ? lse + m : 0);
        const uint32_t *ap[8];
        dk_rows(kind, p, keys, n, keys / 2, ap);
        for (int z = 0; z < head_dim / 16; z += 2) {
            int nz = head_dim / 16 - z < 2 ? 1 : 2;
            const char *v_ahead = ahead(next_v, m / 8 * ((head_dim + 31) / 32) + z / 2, (size_t)keys * 32, keys, head_dim);
            unsigned mode = dk_enter(kind);
            tiles[nz](ap, 1, (const uint32_t *)v_pairs + z * 16, 16, head_dim, keys / 2, c, nz * 16, v_ahead);
            dk_leave(kind, mode);
            scale_store(c, nz * 16, n, inverse, o + (ptrdiff_t)m * ld + z * 16, ld);
        }
    }
}

size_t dk_attention_backward_scratch(int rows, int keys, int head_dim) {
    size_t padded = (size_t)(rows + 7) / 8 * 8;
    return (size_t)keys * 16 + (size_t)keys * padded * 2 + padded * (size_t)head_dim * 2 + 256;
}

void dk_attention_backward(const uint16_t *q, int rows, const uint16_t *k_panels, const uint16_t *v_panels,
                           const uint16_t *k_value_panels, int value_keys, int groups, int group_keys,
                           int group_stride, int head_dim, float scale, const uint16_t *o, const uint16_t *d_o,
                           ptrdiff_t ld, const float *lse, float *dq, float *dk, float *dv, float *scratch) {
    const int kind = dk_tile_kind();
    const dk_tile *tiles = dk_tiles(kind);
    int keys = groups * group_stride, padded = (rows + 7) / 8 * 8;
    float *s = scratch, *dp = s + (size_t)keys * 8;
    uint16_t *p = (uint16_t *)(dp + (size_t)keys * 8), *ds = p + (size_t)keys * padded;
    uint16_t *p_pairs = ds + (size_t)keys * padded, *ds_pairs = p_pairs + (size_t)keys * padded;
    // Queries and output gradients as B operands [rows, head_dim] in panels.
    uint16_t *q_panels = ds_pairs + (size_t)keys * padded, *do_panels = q_panels + (size_t)padded * head_dim;
    float c[8 * 48] __attribute__((aligned(64)));
    for (int m = 0; m < rows; m += 8) {
        int n = rows - m < 8 ? rows - m : 8;
        uint16_t grad[8 * 256];
        for (int r = 0; r < n; r++)
            memcpy(grad + r * head_dim, d_o + (ptrdiff_t)(m + r) * ld, (size_t)head_dim * 2);
        logits(kind, q + (ptrdiff_t)m * head_dim, n, k_panels, keys / 16, head_dim, s, keys, 0);
        logits(kind, grad, n, v_panels, keys / 16, head_dim, dp, keys, 0);
        dk_softmax_backward(s, dp, n, groups, group_keys, group_stride, keys, scale, lse + m, o + (ptrdiff_t)m * ld,
                         d_o + (ptrdiff_t)m * ld, ld, head_dim, p + (ptrdiff_t)m * keys, ds + (ptrdiff_t)m * keys);
        const uint32_t *ap[8];
        dk_rows(kind, ds + (ptrdiff_t)m * keys, keys, n, keys / 2, ap);
        ptrdiff_t panel = (ptrdiff_t)value_keys / 2 * 16;
        for (int z = 0; z < head_dim / 16; z += 2) {
            int nz = head_dim / 16 - z < 2 ? 1 : 2;
            unsigned mode = dk_enter(kind);
            tiles[nz](ap, 1, (const uint32_t *)k_value_panels + z * panel, panel, 16, keys / 2, c, nz * 16, 0);
            dk_leave(kind, mode);
            for (int r = 0; r < n; r++)
                memcpy(dq + (ptrdiff_t)(m + r) * head_dim + z * 16, c + r * nz * 16, (size_t)nz * 64);
        }
    }
    if (kind == DK_TILE_AVX512) {
        dk_gemm_tn_rows(ds, keys, q, head_dim, 0, rows, head_dim, 0, keys, 0, head_dim / 16, dk, head_dim, 1);
        dk_gemm_tn_rows(p, keys, d_o, ld, 0, rows, head_dim, 0, keys, 0, head_dim / 16, dv, head_dim, 1);
        return;
    }
    int pairs = (rows + 1) / 2;
    dk_pack16(p, keys, rows, keys, 0, keys / 16, p_pairs);
    dk_pack16(ds, keys, rows, keys, 0, keys / 16, ds_pairs);
    dk_pack16(q, head_dim, rows, head_dim, 0, head_dim / 16, q_panels);
    dk_pack16(d_o, ld, rows, head_dim, 0, head_dim / 16, do_panels);
    dk_gemm_tn(kind, ds_pairs, q_panels, pairs, 0, pairs, head_dim, 0, keys, 0, head_dim / 16, dk, head_dim, 1);
    dk_gemm_tn(kind, p_pairs, do_panels, pairs, 0, pairs, head_dim, 0, keys, 0, head_dim / 16, dv, head_dim, 1);
}
