// Newton-Schulz steps in bf16, the precision that Muon was published with.
#include <stdlib.h>
#include "include/kernels.h"
#include "simd.h"

enum { BLOCK = 32, COLUMNS = 48 };
static const float A = 3.4445f, B = -4.7750f, C = 2.0315f;

// The lower triangle of a square matrix from the upper one, in blocks that stay in the first cache.
DK_LOCAL_KERNEL(void, mirror, (uint16_t *m, int size), (m, size)) {
    for (int row = 0; row < size; row += BLOCK)
        for (int column = 0; column <= row; column += BLOCK)
            for (int i = row; i < size && i < row + BLOCK; i++)
                for (int j = column; j < i && j < column + BLOCK; j++) m[i * size + j] = m[j * size + i];
}

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
    for (int column = 0; column < n; column += COLUMNS) {
        int end = column + COLUMNS < n ? column + COLUMNS : n;
        dk_gemm(a, lda, panels, k, n, 0, end, column / 16, (end + 15) / 16, e);
    }
}

void dk_newton_schulz(float *x, int rows, int columns, float scale, int steps) {
    size_t count = (size_t)rows * (size_t)columns, square = (size_t)rows * (size_t)rows;
    size_t padded = (size_t)(rows + 15) / 16 * 16 * (size_t)((columns + 15) / 16 * 16);
    uint16_t *x16 = aligned_alloc(64, (count * 2 + 63) / 64 * 64), *panels = aligned_alloc(64, padded * 2);
    uint16_t *gram = aligned_alloc(64, (square * 2 + 63) / 64 * 64), *s = aligned_alloc(64, (square * 2 + 63) / 64 * 64);
    float *product = aligned_alloc(64, (square * 4 + 63) / 64 * 64);
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
    free(x16);
    free(panels);
    free(gram);
    free(s);
    free(product);
}
