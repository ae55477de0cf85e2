// bf16 products by the f32 multiply-adds of AVX-512: both operands are widened beforehand, as far as they are read often enough.
#pragma once
#include "include/kernels.h"
// As dk_rows, dk_gemm_by and dk_gemm_tn_rows.
void dk_widen_rows(const uint16_t *a, ptrdiff_t lda, int rows, int pairs, const uint32_t **out);
void dk_gemm_widened(const uint16_t *a, ptrdiff_t lda, const uint16_t *b, int k, int n, int m0, int m1, int p0, int p1,
                     const dk_epilogue *e);
void dk_gemm_tn_widened(const uint16_t *a, ptrdiff_t lda, const uint16_t *b, ptrdiff_t ldb, int k0, int k1, int n, int m0,
                        int m1, int p0, int p1, const dk_epilogue *e);
