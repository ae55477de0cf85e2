// c = a b, or c += a b where it `adds`: `rows` (at most TILE_ROWS) of a, `k` long, with two vectors of columns of b. Each sum
// is taken from the first product to the last. `next` is read later, a line a step, or null.
INLINE void FORM(tile)(const float *a, ptrdiff_t lda, const float *b, ptrdiff_t ldb, int k, float *c, ptrdiff_t ldc,
                       int rows, int adds, const char *next) {
    VECTOR sum[TILE_ROWS][2];
    UNROLLED for (int r = 0; r < TILE_ROWS; r++) sum[r][0] = sum[r][1] = ALL(0);
    for (ptrdiff_t j = 0; j < k; j++) {
        VECTOR left = LOAD(b + j * ldb), right = LOAD(b + j * ldb + LANES);
        if (next) _mm_prefetch(next + 64 * j, _MM_HINT_T1);
        UNROLLED for (int r = 0; r < TILE_ROWS; r++) {
            if (r >= rows) break;
            VECTOR x = ALL(a[r * lda + j]);
            sum[r][0] = FUSED(x, left, sum[r][0]);
            sum[r][1] = FUSED(x, right, sum[r][1]);
        }
    }
    UNROLLED for (int r = 0; r < TILE_ROWS; r++) {
        if (r >= rows) break;
        float *o = c + r * ldc;
        STORE(o, adds ? ADD(LOAD(o), sum[r][0]) : sum[r][0]);
        STORE(o + LANES, adds ? ADD(LOAD(o + LANES), sum[r][1]) : sum[r][1]);
    }
}

// All of m rows, and two vectors of columns.
INLINE void FORM(column_tiles)(const float *a, ptrdiff_t lda, const float *b, ptrdiff_t ldb, int k, float *c, ptrdiff_t ldc,
                               int m, int adds, const char *next) {
    for (int r = 0; r < m; r += TILE_ROWS) {
        // The second tile and the third ask for what comes next, half each.
        const char *ahead = next && r >= TILE_ROWS && r < 3 * TILE_ROWS ? next + (r / TILE_ROWS - 1) * 64 * (ptrdiff_t)k : 0;
        if (m - r >= TILE_ROWS)
            FORM(tile)(a + r * lda, lda, b, ldb, k, c + r * ldc, ldc, TILE_ROWS, adds, ahead);
        else
            for (int i = r; i < m; i++) FORM(tile)(a + i * lda, lda, b, ldb, k, c + i * ldc, ldc, 1, adds, 0);
    }
}
