// What follows a product while its tile is in the first cache.
#pragma once
#include "include/kernels.h"
// Rows of `width` floats c (aligned to 64 bytes, width a multiple of 16) to rows row0.. and columns column0.. of the
// outputs: bias, activation, gate and residual.
void dk_store(const float *c, int width, int rows, int columns, int row0, int column0, const dk_epilogue *e);
// The same from sums of whole numbers: (c - offset) row_scale scale; the last two begin at column0.
void dk_store8(const int32_t *c, int width, int rows, int columns, int row0, int column0, const float *row_scale,
               const float *scale, const int32_t *offset, const dk_epilogue *e);
