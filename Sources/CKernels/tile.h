// The register tile all matrix products are made of: 8 rows x up to 48 columns of f32.
#pragma once
#include <stddef.h>
#include <stdint.h>
// c[r * ldc + 16 * z + lane] = sum over k pairs of a[r][k * ks] . b[z * zs + k * bks + lane]; all strides count pairs. `next` is what
// will be read later, a panel of as many pairs, or null.
typedef void (*dk_tile)(const uint32_t *const *a, ptrdiff_t ks, const uint32_t *b, ptrdiff_t zs, ptrdiff_t bks,
                        int pairs, float *c, ptrdiff_t ldc, const void *next);
// Tiles for 1, 2 and 3 panels, the fastest this machine has.
extern const dk_tile *dk_tiles(void);
extern const dk_tile dk_avx2_tiles[4];
