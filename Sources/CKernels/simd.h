// Shared by the kernels: variants for wider machines, bf16 conversion, a vectorisable exp.
#pragma once
#include <stdint.h>
#include <string.h>
#include "include/kernels.h"
// DK_KERNEL(type, name, (parameters), (their names)) { body } makes a function of one body for every instruction set, of
// which each call takes the one that dk_isa() names; DK_LOCAL_KERNEL one that its file alone sees. In place of
// target_clones, which asks the CPU alone: a machine without AVX-512 can be tried on one that has it.
#if defined(__x86_64__)
#define DK_VARIANTS(R, NAME, PARAMETERS, NAMES)                                                                       \
    static inline __attribute__((always_inline)) R NAME##_body PARAMETERS;                                            \
    __attribute__((target("arch=x86-64-v4"))) static R NAME##_v4 PARAMETERS { return NAME##_body NAMES; }             \
    __attribute__((target("arch=x86-64-v3"))) static R NAME##_v3 PARAMETERS { return NAME##_body NAMES; }             \
    static R NAME##_v1 PARAMETERS { return NAME##_body NAMES; }
#define DK_CHOICE(NAME, NAMES)                                                                                        \
    {                                                                                                                 \
        int isa = dk_isa();                                                                                           \
        return isa >= DK_AVX512 ? NAME##_v4 NAMES : isa >= DK_AVX2 ? NAME##_v3 NAMES : NAME##_v1 NAMES;               \
    }
#define DK_KERNEL(R, NAME, PARAMETERS, NAMES)                                                                         \
    DK_VARIANTS(R, NAME, PARAMETERS, NAMES)                                                                           \
    R NAME PARAMETERS DK_CHOICE(NAME, NAMES)                                                                          \
    static inline __attribute__((always_inline)) R NAME##_body PARAMETERS
#define DK_LOCAL_KERNEL(R, NAME, PARAMETERS, NAMES)                                                                   \
    DK_VARIANTS(R, NAME, PARAMETERS, NAMES)                                                                           \
    static R NAME PARAMETERS DK_CHOICE(NAME, NAMES)                                                                   \
    static inline __attribute__((always_inline)) R NAME##_body PARAMETERS
#else
#define DK_KERNEL(R, NAME, PARAMETERS, NAMES) R NAME PARAMETERS
#define DK_LOCAL_KERNEL(R, NAME, PARAMETERS, NAMES) static R NAME PARAMETERS
#endif
// Panels that one tile takes of those left: three, but 2 + 2 rather than 3 + 1, since one alone does not hide its latency.
static inline __attribute__((always_inline)) int dk_at_once(int left) { return left == 4 ? 2 : left < 3 ? left : 3; }
// Panels are read three at a time by one tile of rows after the other. The second to fourth tile each ask for a panel of the
// next three: the weights of all layers do not fit the second cache, and a panel is too short for the machine to foresee.
static inline __attribute__((always_inline)) const void *dk_next(const void *b, ptrdiff_t bytes, int tile, int left) {
    return tile >= 1 && tile <= 3 && tile + 2 < left ? (const char *)b + (tile + 2) * bytes : 0;
}
static inline __attribute__((always_inline)) float dk_f32(uint16_t x) {
    uint32_t u = (uint32_t)x << 16;
    float f;
    memcpy(&f, &u, 4);
    return f;
}
static inline __attribute__((always_inline)) uint16_t dk_bf16(float f) {
    uint32_t u;
    memcpy(&u, &f, 4);
    return (uint16_t)((u + 0x7fffu + ((u >> 16) & 1u)) >> 16);
}
// exp with relative error below 2e-7 on [-87, 88] (Cephes' polynomial); clamps outside.
static inline __attribute__((always_inline)) float dk_exp(float x) {
    x = x < -87.0f ? -87.0f : (x > 88.0f ? 88.0f : x);
    float n = (x * 1.44269504f + 12582912.0f) - 12582912.0f;
    float r = x - n * 0.693359375f;
    r = r + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    int32_t e = ((int32_t)n + 127) << 23;
    float s;
    memcpy(&s, &e, 4);
    return p * s;
}
// The largest of x[n] and top. Eight partial maxima: compilers leave a single one scalar.
static inline __attribute__((always_inline)) float dk_max(const float *x, int n, float top) {
    float t[8];
    for (int i = 0; i < 8; i++) t[i] = top;
    int j = 0;
    for (; j + 8 <= n; j += 8)
        for (int i = 0; i < 8; i++) t[i] = x[j + i] > t[i] ? x[j + i] : t[i];
    for (; j < n; j++) t[0] = x[j] > t[0] ? x[j] : t[0];
    for (int i = 1; i < 8; i++) t[0] = t[i] > t[0] ? t[i] : t[0];
    return t[0];
}
static inline __attribute__((always_inline)) float dk_sigmoid(float x) { return 1.0f / (1.0f + dk_exp(-x)); }
// GELU, tanh form: 0.5 x (1 + tanh(u)) = x sigmoid(2u), u = sqrt(2/pi) (x + 0.044715 x^3).
static inline __attribute__((always_inline)) float dk_gelu(float x) {
    return x * dk_sigmoid(1.5957691216f * (x + 0.044715f * x * x * x));
}
static inline __attribute__((always_inline)) float dk_gelu_slope(float x) {
    float u = 1.5957691216f * (x + 0.044715f * x * x * x);
    float s = dk_sigmoid(u);
    return s + x * s * (1.0f - s) * 1.5957691216f * (1.0f + 0.134145f * x * x);
}
