// The register tile of int8 products: up to 8 rows of u8 x up to 48 columns of s8, summed exactly in s32.
#pragma once
#include <stddef.h>
#include <stdint.h>
// c[r * ldc + 16 * z + lane] = sum over quads k of a[r][4 k ..< 4 k + 4] . b[z * panel + 64 k + 4 lane ..], rows in 1...8.
// `next` is a panel that will be read later, or null.
typedef void (*dk_tile8)(const uint8_t *const *a, const int8_t *b, ptrdiff_t panel, int quads, int rows, int32_t *c,
                         ptrdiff_t ldc, const void *next);
// Tiles for 1, 2 and 3 panels of one kind (DK_INT8_...), or null where this machine or build has none.
extern const dk_tile8 *dk_tiles8(int kind);
extern const dk_tile8 dk_avx2_tiles8[4], dk_avx_vnni_tiles8[4], dk_avx512_vnni_tiles8[4];
