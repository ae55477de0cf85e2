// The f32 register tile for one vector width. AVX-512 sums 8 rows and up to three panels at once; AVX2 4 rows and one panel,
// whose 8 sums just hide the latency of two multiply-adds a cycle.
#if LANES == 16
#define ROWS 8
#define AT(V) (V) * zs
#else
#define ROWS 4
#define AT(V) (V) * LANES
#endif

INLINE void FORM(part)(const float *const *a, ptrdiff_t ks, const float *b, ptrdiff_t zs, ptrdiff_t bks, int k, float *c,
                       ptrdiff_t ldc, int adds, const char *next, int count) {
    VECTOR sum[ROWS][3];
    const float *row[ROWS];
    UNROLLED for (int r = 0; r < ROWS; r++) {
        row[r] = a[r];
        UNROLLED for (int v = 0; v < count; v++) sum[r][v] = ALL(0);
    }
    for (ptrdiff_t j = 0; j < k; j++) {
        VECTOR w[3];
        UNROLLED for (int v = 0; v < count; v++) w[v] = LOAD(b + AT(v));
        b += bks;
        if (next) _mm_prefetch(next + 64 * j, _MM_HINT_T1);
        UNROLLED for (int r = 0; r < ROWS; r++) {
            VECTOR x = ALL(row[r][j * ks]);
            UNROLLED for (int v = 0; v < count; v++) sum[r][v] = FUSED(x, w[v], sum[r][v]);
        }
    }
    UNROLLED for (int r = 0; r < ROWS; r++)
        UNROLLED for (int v = 0; v < count; v++) {
            float *o = c + r * ldc + v * LANES;
            STORE(o, adds ? ADD(LOAD(o), sum[r][v]) : sum[r][v]);
        }
}
#if LANES == 16
#define TILE(NZ)                                                                                                      \
    TARGET static void FORM(tile_##NZ)(const float *const *a, ptrdiff_t ks, const float *b, ptrdiff_t zs, ptrdiff_t bks, \
                                       int k, float *c, ptrdiff_t ldc, int adds, const void *next) {                  \
        FORM(part)(a, ks, b, zs, bks, k, c, ldc, adds, next, NZ);                                                     \
    }
#else
#define TILE(NZ)                                                                                                      \
    TARGET static void FORM(tile_##NZ)(const float *const *a, ptrdiff_t ks, const float *b, ptrdiff_t zs, ptrdiff_t bks, \
                                       int k, float *c, ptrdiff_t ldc, int adds, const void *next) {                  \
        for (int z = 0; z < NZ; z++)                                                                                  \
            for (int r = 0; r < 8; r += ROWS)                                                                         \
                FORM(part)(a + r, ks, b + z * zs, 0, bks, k, c + r * ldc + z * 16, ldc, adds, z || r ? 0 : next, 2);  \
    }
#endif
TILE(1)
TILE(2)
TILE(3)
static const dk_tile32 FORM(tiles)[4] = {0, FORM(tile_1), FORM(tile_2), FORM(tile_3)};
#undef TILE
#undef ROWS
#undef AT
