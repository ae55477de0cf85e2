// What follows a product while its tile is in the first cache.
#pragma once
#include "include/kernels.h"
// Rows of `width` floats c to rows row0.. and columns column0.. of the outputs: bias, activation, gate and residual.
void dk_store(const float *c, int width, int rows, int columns, int row0, int column0, const dk_epilogue *e);
