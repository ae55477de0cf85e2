// Panels p0..<p1 of x W^T, for one vector width.
TARGET static void FORM(panels)(const float *x, int m, const float *panels, int k, int p0, int p1, float *out,
                         ptrdiff_t ld) {
    const float *end = panels + (ptrdiff_t)p1 * DK_PANEL32 * k;
    for (int p = p0; p < p1; p++) {
        const float *b = panels + (ptrdiff_t)p * DK_PANEL32 * k;
        for (int k0 = 0, count; k0 < k; k0 += count, b += (ptrdiff_t)count * DK_PANEL32) {
            count = block(k - k0);
            const float *next = b + (ptrdiff_t)count * DK_PANEL32;
            for (int z = 0; z < DK_PANEL32; z += 2 * LANES)
                FORM(column_tiles)(x + k0, k, b + z, DK_PANEL32, count, out + p * DK_PANEL32 + z, ld, m, k0 > 0,
                                   next < end ? (const char *)next : 0);
        }
    }
}
