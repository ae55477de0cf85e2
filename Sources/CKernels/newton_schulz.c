// Newton-Schulz steps in bf16, the precision that Muon was published with, and in f32.
#include "include/kernels.h"
#include "scratch.h"
#include "simd.h"

enum { BLOCK = 32 };
static const float A = 3.4445f, B = -4.7750f, C = 2.0315f;

// The lower triangle of a square matrix from the upper one, in blocks that stay in the first cache.
#define MIRROR(NAME, T)                                                                                               \
    DK_LOCAL_KERNEL(void, NAME, (T *m, int size), (m, size)) {                                                        \
        for (int row = 0; row < size; row += BLOCK)                                                                   \
            for (int column = 0; column <= row; column += BLOCK)                                                      \
                for (int i = row; i < size && i < row + BLOCK; i++)                                                   \
                    for (int j = column; j < i && j < column + BLOCK; j++) m[i * size + j] = m[j * size + i];         \
    }
MIRROR(mirror, uint16_t)
MIRROR(mirror32, float)

// a I + b g + c g^2, of the upper triangle.
DK_LOCAL_KERNEL(void, polynomial, (const uint16_t *g, const float *square, int size, uint16_t *out),
                (g, square, size, out)) {
    for (int i = 0; i < size; i++) {
        for (int j = i; j < size; j++) out[i * size + j] = dk_bf16(B * dk_f32(g[i * size + j]) + C * square[i * size + j]);
        out[i * size + i] = dk_bf16(A + B * dk_f32(g[i * size + i]) + C * square[i * size + i]);
    }
}

// The upper triangle of a symmetric product, and what of the lower one lies in the same tiles.
static void symmetric(const uint16_t *a, int lda, const uint16_t *panels, int k, int n, const dk_epilogue *e) {
    for (int row = 0; row < n; row += BLOCK)
        dk_gemm(a, lda, panels, k, n, row, row + BLOCK < n ? row + BLOCK : n, row / 16, (n + 15) / 16, e);
}

void dk_newton_schulz(float *x, int rows, int columns, float scale, int steps) {
    size_t count = (size_t)rows * (size_t)columns, square = (size_t)rows * (size_t)rows;
    size_t padded = (size_t)(rows + 15) / 16 * 16 * (size_t)((columns + 15) / 16 * 16);
    // Each begins on a line of its own.
    size_t sizes[5] = {count * 2, padded * 2, square * 2, square * 2, square * 4}, total = 0;
    for (int i = 0; i < 5; i++) total += sizes[i] = (sizes[i] + 63) / 64 * 64;
    char *room = dk_scratch(DK_SCRATCH_NEWTON_SCHULZ, total);
    uint16_t *x16 = (uint16_t *)room, *panels = (uint16_t *)(room += sizes[0]), *gram = (uint16_t *)(room += sizes[1]);
    uint16_t *s = (uint16_t *)(room += sizes[2]);
    float *product = (float *)(room + sizes[3]);
    for (size_t i = 0; i < count; i++) x[i] *= scale;
    dk_to_bf16(x, x16, count);
    for (int step = 0; step < steps; step++) {
        dk_pack_transposed16(x16, columns, columns, rows, 0, (rows + 15) / 16, panels);
        symmetric(x16, columns, panels, columns, rows, &(dk_epilogue){.out16 = gram, .ld = rows});
        mirror(gram, rows);
        dk_pack16(gram, rows, rows, rows, 0, (rows + 15) / 16, panels);
        symmetric(gram, rows, panels, rows, rows, &(dk_epilogue){.out32 = product, .ld = rows});
        polynomial(gram, product, rows, s);
        mirror(s, rows);
        dk_pack16(x16, columns, rows, columns, 0, (columns + 15) / 16, panels);
        dk_epilogue e = {.ld = columns};
        if (step + 1 < steps)
            e.out16 = x16;
        else
            e.out32 = x;
        dk_gemm(s, rows, panels, rows, columns, 0, rows, 0, (columns + 15) / 16, &e);
    }
}

static void symmetric32(const dk_product32 *e) {
    for (int row = 0; row < e->n; row += BLOCK)
        dk_gemm32(e, row, row + BLOCK < e->n ? row + BLOCK : e->n, row / 16, (e->n + 15) / 16);
}

void dk_newton_schulz32(float *x, int rows, int columns, float scale, int steps) {
    size_t count = (size_t)rows * (size_t)columns, square = (size_t)rows * (size_t)rows;
    size_t padded = (size_t)(rows + 15) / 16 * 16 * (size_t)((columns + 15) / 16 * 16);
    float *panels = dk_scratch(DK_SCRATCH_NEWTON_SCHULZ, (padded + 2 * square) * sizeof(float));
    float *gram = panels + padded, *s = gram + square;
    for (size_t i = 0; i < count; i++) x[i] *= scale;
    for (int step = 0; step < steps; step++) {
        dk_pack32_transposed(x, columns, columns, rows, 0, (rows + 15) / 16, panels);
        symmetric32(&(dk_product32){x, columns, 1, panels, columns, rows, 1, 0, gram, rows});
        mirror32(gram, rows);
        dk_pack32(gram, rows, rows, rows, 0, (rows + 15) / 16, panels);
        memcpy(s, gram, square * sizeof(float));
        symmetric32(&(dk_product32){gram, rows, 1, panels, rows, rows, C, B, s, rows});
        mirror32(s, rows);
        dk_pack32(x, columns, rows, columns, 0, (columns + 15) / 16, panels);
        dk_gemm32(&(dk_product32){s, rows, 1, panels, rows, columns, 1, A, x, columns}, 0, rows, 0, (columns + 15) / 16);
    }
}
