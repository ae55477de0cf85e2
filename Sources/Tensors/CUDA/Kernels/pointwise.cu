// Element by element. A pointer that may be f32 or bf16 comes with a flag: 1 for f32 ("wide"), 0 for bf16. Unless a kernel
// says otherwise: one thread for 8 elements, blocks of 256.

__device__ __forceinline__ float load(const void *x, long i, int wide) {
    return wide ? ((const float *)x)[i] : to_f32(((const bf16 *)x)[i]);
}

__device__ __forceinline__ void store(void *x, long i, int wide, float value) {
    if (wide)
        ((float *)x)[i] = value;
    else
        ((bf16 *)x)[i] = to_bf16(value);
}

// Elements i..<i+8 that exist; whole groups in 16-byte accesses.
__device__ __forceinline__ void load8(const void *x, long i, long count, int wide, float *v) {
    if (i + 8 > count) {
        for (int j = 0; j < 8; j++) v[j] = i + j < count ? load(x, i + j, wide) : 0.0f;
    } else if (wide) {
        float4 a = *(const float4 *)((const float *)x + i), b = *(const float4 *)((const float *)x + i + 4);
        v[0] = a.x, v[1] = a.y, v[2] = a.z, v[3] = a.w, v[4] = b.x, v[5] = b.y, v[6] = b.z, v[7] = b.w;
    } else {
        uint4 a = *(const uint4 *)((const bf16 *)x + i);
        unsigned words[4] = {a.x, a.y, a.z, a.w};
#pragma unroll
        for (int j = 0; j < 4; j++) {
            v[2 * j] = __uint_as_float(words[j] << 16);
            v[2 * j + 1] = __uint_as_float(words[j] & 0xffff0000u);
        }
    }
}

__device__ __forceinline__ void store8(void *x, long i, long count, int wide, const float *v) {
    if (i + 8 > count) {
        for (int j = 0; j < 8 && i + j < count; j++) store(x, i + j, wide, v[j]);
    } else if (wide) {
        *(float4 *)((float *)x + i) = make_float4(v[0], v[1], v[2], v[3]);
        *(float4 *)((float *)x + i + 4) = make_float4(v[4], v[5], v[6], v[7]);
    } else {
        unsigned words[4];
#pragma unroll
        for (int j = 0; j < 4; j++)
            words[j] = pack_bf16(v[2 * j], v[2 * j + 1]);
        *(uint4 *)((bf16 *)x + i) = make_uint4(words[0], words[1], words[2], words[3]);
    }
}

__device__ __forceinline__ long first_of_8() { return ((long)blockIdx.x * blockDim.x + threadIdx.x) * 8; }

__device__ __forceinline__ float sigmoid(float x) { return __fdividef(1.0f, 1.0f + __expf(-x)); }

// The biases of elements i..<i+8; bias [columns] may be null.
__device__ __forceinline__ void bias8(const float *bias, int columns, long i, float *b) {
    int column = bias ? (int)(i % columns) : 0;
#pragma unroll
    for (int j = 0; j < 8; j++) {
        b[j] = bias ? bias[column] : 0.0f;
        if (++column >= columns) column = 0;
    }
}

// GELU in its tanh form, x sigmoid(2 u).
__device__ __forceinline__ float activated(int kind, float x) {
    if (kind == 1) return x * sigmoid(1.5957691216f * (x + 0.044715f * x * x * x));
    return kind == 2 ? x * sigmoid(x) : x;
}

__device__ __forceinline__ float slope(int kind, float x) {
    if (kind == 1) {
        float s = sigmoid(1.5957691216f * (x + 0.044715f * x * x * x));
        return s + x * s * (1.0f - s) * 1.5957691216f * (1.0f + 0.134145f * x * x);
    }
    float s = sigmoid(x);
    return kind == 2 ? s * (1.0f + x * (1.0f - s)) : 1.0f;
}

extern "C" __global__ void convert(const void *x, int x_wide, void *y, int y_wide, long count) {
    long i = first_of_8();
    if (i >= count) return;
    float v[8];
    load8(x, i, count, x_wide, v);
    store8(y, i, count, y_wide, v);
}

// y += a x
extern "C" __global__ void add_scaled(float a, const void *x, int x_wide, void *y, int y_wide, long count) {
    long i = first_of_8();
    if (i >= count) return;
    float v[8], w[8];
    load8(x, i, count, x_wide, v);
    load8(y, i, count, y_wide, w);
#pragma unroll
    for (int j = 0; j < 8; j++) w[j] += a * v[j];
    store8(y, i, count, y_wide, w);
}

// y = activation(x + bias); bias [columns] or null. y may be x.
extern "C" __global__ void activation(int kind, const void *x, int x_wide, const float *bias, int columns, void *y,
                                      int y_wide, long count) {
    long i = first_of_8();
    if (i >= count) return;
    float v[8], b[8];
    load8(x, i, count, x_wide, v);
    bias8(bias, columns, i, b);
#pragma unroll
    for (int j = 0; j < 8; j++) v[j] = activated(kind, v[j] + b[j]);
    store8(y, i, count, y_wide, v);
}

// dx = dy activation'(pre + bias); without an activation there need be no `pre`.
extern "C" __global__ void activation_backward(int kind, const void *pre, int pre_wide, const float *bias, int columns,
                                               const void *dy, int dy_wide, void *dx, int dx_wide, long count) {
    long i = first_of_8();
    if (i >= count) return;
    float v[8], g[8], b[8];
    load8(dy, i, count, dy_wide, g);
    if (kind) {
        load8(pre, i, count, pre_wide, v);
        bias8(bias, columns, i, b);
#pragma unroll
        for (int j = 0; j < 8; j++) g[j] *= slope(kind, v[j] + b[j]);
    }
    store8(dx, i, count, dx_wide, g);
}

// Four standard normals for each value of Philox4x32-10's counter (Salmon et al. 2011; Box and Muller 1958), as the host makes
// them. One thread a counter.
extern "C" __global__ void normals(unsigned long long seed, unsigned long long stream, float *out, long count) {
    long counter = (long)blockIdx.x * blockDim.x + threadIdx.x;
    if (counter * 4 >= count) return;
    unsigned c0 = (unsigned)counter, c1 = (unsigned)((unsigned long long)counter >> 32);
    unsigned c2 = (unsigned)stream, c3 = (unsigned)(stream >> 32);
    unsigned k0 = (unsigned)seed, k1 = (unsigned)(seed >> 32);
    for (int round = 0; round < 10; round++) {
        unsigned a_high = __umulhi(c0, 0xD2511F53u), a_low = c0 * 0xD2511F53u;
        unsigned b_high = __umulhi(c2, 0xCD9E8D57u), b_low = c2 * 0xCD9E8D57u;
        c0 = b_high ^ c1 ^ k0;
        c1 = b_low;
        c2 = a_high ^ c3 ^ k1;
        c3 = a_low;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    unsigned words[4] = {c0, c1, c2, c3};
    for (int pair = 0; pair < 2; pair++) {
        float u = ((float)(words[2 * pair] >> 8) + 1.0f) * 5.9604644775390625e-8f;
        float angle = (float)(words[2 * pair + 1] >> 8) * 5.9604644775390625e-8f * 2.0f * 3.14159265358979f;
        float radius = sqrtf(-2.0f * logf(u));
        long i = counter * 4 + 2 * pair;
        if (i < count) out[i] = radius * cosf(angle);
        if (i + 1 < count) out[i + 1] = radius * sinf(angle);
    }
}

// Cosines and sines of position * frequency: positions [tokens, axes], one axis and frequency for each pair. One thread an
// angle.
extern "C" __global__ void rotary_table(const float *positions, int axes, const int *axis, const float *frequency,
                                        int pairs, float *cosine, float *sine, long count) {
    long i = (long)blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count) return;
    int pair = (int)(i % pairs);
    float angle = positions[i / pairs * axes + axis[pair]] * frequency[pair];
    cosine[i] = cosf(angle);
    sine[i] = sinf(angle);
}

// Rectified flow with a noise level for each run of `per_frame` elements: y = (1 - level) x + level e.
extern "C" __global__ void mix_noise(const float *x, const float *e, const float *levels, long per_frame, float *y,
                                     long count) {
    long i = (long)blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count) return;
    float level = levels[i / per_frame];
    y[i] = (1.0f - level) * x[i] + level * e[i];
}

// z = a x + factor[frame] b y for runs of `per_frame` elements; factor may be null (1). One thread an element.
extern "C" __global__ void combine(float a, const float *x, float b, const float *factors, const float *y,
                                   long per_frame, float *z, long count) {
    long i = (long)blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count) return;
    z[i] = a * x[i] + (factors ? factors[i / per_frame] : 1.0f) * b * y[i];
}

// The gradient factor * weight[frame] * (v - target), and the sum of weighted squares of each frame. One block a frame.
extern "C" __global__ void weighted_error(const float *v, const float *target, const float *weights, float factor,
                                          int per_frame, float *gradient, float *sums) {
    __shared__ float parts[32];
    long base = (long)blockIdx.x * per_frame;
    float weight = weights[blockIdx.x], sum = 0.0f;
    for (int i = threadIdx.x; i < per_frame; i += blockDim.x) {
        float d = v[base + i] - target[base + i];
        sum += d * d;
        gradient[base + i] = d * factor * weight;
    }
    sum = warp_sum(sum);
    if ((threadIdx.x & 31) == 0) parts[threadIdx.x >> 5] = sum;
    __syncthreads();
    if (threadIdx.x == 0) {
        float total = 0.0f;
        for (int i = 0; i < (int)(blockDim.x >> 5); i++) total += parts[i];
        sums[blockIdx.x] = total * weight;
    }
}

// Scales the vectors e [vectors, c] by `strength` of their clip, and cuts them to a root mean square of `limit`. One thread a
// vector.
extern "C" __global__ void limit_vectors(float *e, const float *strengths, long per_clip, float limit, int c,
                                         long vectors) {
    long i = (long)blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= vectors) return;
    float power = 0.0f;
    for (int j = 0; j < c; j++) power += e[i * c + j] * e[i * c + j];
    float size = sqrtf(power / (float)c);
    float scale = strengths[i / per_clip] * fminf(1.0f, limit / fmaxf(size, 1e-6f));
    for (int j = 0; j < c; j++) e[i * c + j] *= scale;
}

// How far to move the velocities that made x = x_t - t v: factor[frame] (fake - real), in units of the mean distance of x from what
// `real` takes it for, noised - level[frame] real. One block a frame of `per_frame` numbers; `sizes` are the mean squares of what
// is written where the factor is not 0.
extern "C" __global__ void matching_gradient(const float *fake, const float *real, const float *x, const float *noised,
                                             const float *levels, const float *factors, float scale, int per_frame,
                                             float *gradient, float *sizes) {
    __shared__ float parts[32];
    __shared__ float whole;
    long base = (long)blockIdx.x * per_frame;
    float level = levels[blockIdx.x], factor = factors[blockIdx.x], sum = 0.0f;
    for (int i = threadIdx.x; i < per_frame; i += blockDim.x)
        sum += fabsf(x[base + i] - (noised[base + i] - level * real[base + i]));
    sum = warp_sum(sum);
    if ((threadIdx.x & 31) == 0) parts[threadIdx.x >> 5] = sum;
    __syncthreads();
    if (threadIdx.x == 0) {
        whole = 0.0f;
        for (int i = 0; i < (int)(blockDim.x >> 5); i++) whole += parts[i];
    }
    __syncthreads();
    float size = factor / fmaxf(whole / (float)per_frame, 0.02f), power = 0.0f;
    for (int i = threadIdx.x; i < per_frame; i += blockDim.x) {
        float g = size * (fake[base + i] - real[base + i]);
        power += g * g;
        gradient[base + i] = scale * g;
    }
    power = warp_sum(power);
    __syncthreads();
    if ((threadIdx.x & 31) == 0) parts[threadIdx.x >> 5] = power;
    __syncthreads();
    if (threadIdx.x == 0) {
        float total = 0.0f;
        for (int i = 0; i < (int)(blockDim.x >> 5); i++) total += parts[i];
        sizes[blockIdx.x] = total / (float)per_frame;
    }
}
