// The register tile that all f32 products are made of, and bf16 products on machines that multiply f32 faster: 8 rows x up to 48
// columns.
#pragma once
#include <stddef.h>
// c[r * ldc + 16 * z + lane] (+)= sum over j < k of a[r][j * ks] . b[z * zs + j * bks + lane], each sum from the first product to
// the last and, where it `adds`, then added to what is there. `next` is what will be read later, a line for every j, or null.
typedef void (*dk_tile32)(const float *const *a, ptrdiff_t ks, const float *b, ptrdiff_t zs, ptrdiff_t bks, int k, float *c,
                          ptrdiff_t ldc, int adds, const void *next);
// Tiles for 1, 2 and 3 panels, the widest of an instruction set.
const dk_tile32 *dk_tiles32(int isa);
