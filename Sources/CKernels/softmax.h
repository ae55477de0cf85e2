// The softmax of bf16 attention: rows of `ld`, in groups of `group_stride` keys of which `group_keys` count.
#pragma once
#include <stddef.h>
#include <stdint.h>
// Logits to weights p (not yet divided by their sum), 0 for keys that do not count; `lse` may be null.
void dk_softmax(const float *s, int rows, int groups, int group_keys, int group_stride, ptrdiff_t ld, float scale,
                uint16_t *p, float *inverse_sum, float *lse);
// ds = p * (dp - delta) * scale, with p = exp(s * scale - lse); both as bf16.
void dk_softmax_backward(const float *s, const float *dp, int rows, int groups, int group_keys, int group_stride,
                         ptrdiff_t ld, float scale, const float *lse, const uint16_t *o, const uint16_t *d_o,
                         ptrdiff_t old, int head_dim, uint16_t *p, uint16_t *ds);
