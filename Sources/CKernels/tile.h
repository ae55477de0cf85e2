// The register tile all matrix products are made of: 8 rows x up to 48 columns of f32.
#pragma once
#include <stddef.h>
#include <stdint.h>
// c[r * ldc + 16 * z + lane] = sum over k pairs of a[r][k * ks] . b[z * zs + k * bks + lane]; all strides count pairs. `next` is what
// will be read later, a panel of as many pairs, or null.
typedef void (*dk_tile)(const uint32_t *const *a, ptrdiff_t ks, const uint32_t *b, ptrdiff_t zs, ptrdiff_t bks,
                        int pairs, float *c, ptrdiff_t ldc, const void *next);
// Tiles for 1, 2 and 3 panels, of one kind. Those of DK_TILE_AVX512 read rows that dk_rows has made ready, with ks = 1.
const dk_tile *dk_tiles(int kind);
// Makes `rows` rows of A, 1...8, ready for tiles of a kind, and gives each of the eight of `out` one to read, which lasts until
// the thread asks again.
void dk_rows(int kind, const uint16_t *a, ptrdiff_t lda, int rows, int pairs, const uint32_t **out);
// Round tiles of a kind: the one that stands in for AVX512-BF16 takes what is too small for a normal number for 0, too.
unsigned dk_enter(int kind);
void dk_leave(int kind, unsigned mode);
extern const dk_tile dk_avx2_tiles[4], dk_avx512_tiles[4];
