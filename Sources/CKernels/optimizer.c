#include "include/kernels.h"
#include "simd.h"

// AdamW (Loshchilov and Hutter 2019, algorithm 2).
DK_CLONES void dk_adamw(float *restrict w, const float *restrict g, float *restrict m, float *restrict v, size_t n, float lr, float b1, float b2,
                        float eps, float decay, float correction1, float correction2, float gradient_scale) {
    for (size_t i = 0; i < n; i++) {
        float d = g[i] * gradient_scale;
        m[i] = b1 * m[i] + (1.0f - b1) * d;
        v[i] = b2 * v[i] + (1.0f - b2) * d * d;
        // Unlike sqrtf it sets no errno, so that it can be vectorised.
        float root = __builtin_elementwise_sqrt(v[i] * correction2);
        w[i] -= lr * (m[i] * correction1 / (root + eps) + decay * w[i]);
    }
}
DK_CLONES void dk_lerp(float *a, const float *b, size_t n, float t) {
    for (size_t i = 0; i < n; i++) a[i] += (b[i] - a[i]) * t;
}
DK_CLONES void dk_momentum(float *m, const float *g, size_t n, float mu, float gradient_scale, float *nesterov) {
    for (size_t i = 0; i < n; i++) {
        float d = g[i] * gradient_scale;
        m[i] = mu * m[i] + (1.0f - mu) * d;
        nesterov[i] = mu * m[i] + (1.0f - mu) * d;
    }
}
DK_CLONES void dk_axpy(float a, const float *x, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] += a * x[i];
}
DK_CLONES void dk_scale_add(float decay, float a, const float *x, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = decay * y[i] + a * x[i];
}
