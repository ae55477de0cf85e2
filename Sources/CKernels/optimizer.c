#include "include/kernels.h"
#include "simd.h"

// AdamW (Loshchilov and Hutter 2019, algorithm 2).
DK_KERNEL(void, dk_adamw, (float *restrict w, const float *restrict g, float *restrict m, float *restrict v, size_t n,
                           float lr, float b1, float b2, float eps, float decay, float correction1, float correction2,
                           float gradient_scale),
          (w, g, m, v, n, lr, b1, b2, eps, decay, correction1, correction2, gradient_scale)) {
    for (size_t i = 0; i < n; i++) {
        float d = g[i] * gradient_scale;
        m[i] = b1 * m[i] + (1.0f - b1) * d;
        v[i] = b2 * v[i] + (1.0f - b2) * d * d;
        // Unlike sqrtf it sets no errno, so that it can be vectorised.
        float root = __builtin_elementwise_sqrt(v[i] * correction2);
        w[i] -= lr * (m[i] * correction1 / (root + eps) + decay * w[i]);
    }
}
DK_KERNEL(void, dk_lerp, (float *a, const float *b, size_t n, float t), (a, b, n, t)) {
    for (size_t i = 0; i < n; i++) a[i] += (b[i] - a[i]) * t;
}
DK_KERNEL(void, dk_momentum, (float *m, const float *g, size_t n, float mu, float gradient_scale, float *nesterov),
          (m, g, n, mu, gradient_scale, nesterov)) {
    for (size_t i = 0; i < n; i++) {
        float d = g[i] * gradient_scale;
        m[i] = mu * m[i] + (1.0f - mu) * d;
        nesterov[i] = mu * m[i] + (1.0f - mu) * d;
    }
}
DK_KERNEL(void, dk_axpy, (float a, const float *x, float *y, size_t n), (a, x, y, n)) {
    for (size_t i = 0; i < n; i++) y[i] += a * x[i];
}
DK_KERNEL(void, dk_scale_add, (float decay, float a, const float *x, float *y, size_t n), (decay, a, x, y, n)) {
    for (size_t i = 0; i < n; i++) y[i] = decay * y[i] + a * x[i];
}
