// Rotation of queries and keys, forward and backward, in bf16 and f32.

/// Lanes that share one head of one token; with 16, 32, 64 and 128 dimensions each lane holds 8 of either half.
__device__ __forceinline__ int rotate_lanes(int head_dim) {
    return head_dim == 16 || head_dim == 32 || head_dim == 64 || head_dim == 128 ? head_dim / 16 : 32;
}

/// Where a thread of the rotation kernels works.
struct RotatePlace {
    int lane, lanes, half, clip, token, head;
    bool exists, vectors;
    long job, table;

    __device__ __forceinline__ RotatePlace(int clips, int sequence, int heads, int head_dim, int table_rows) {
        lanes = rotate_lanes(head_dim);
        vectors = lanes != 32;
        half = head_dim / 2;
        long item = ((long)blockIdx.x * blockDim.x + threadIdx.x) / lanes, total = (long)clips * sequence * heads;
        lane = threadIdx.x % lanes;
        exists = item < total;
        // Lanes beyond the end stay for the sums over groups.
        if (!exists) item = total - 1;
        head = (int)(item % heads);
        long row = item / heads;
        clip = (int)(row / sequence);
        token = (int)(row % sequence);
        job = (long)clip * heads + head;
        table = (table_rows == sequence ? token : row) * half;
    }

    __device__ __forceinline__ long source(int sequence, int heads, int head_dim, int part) const {
        return (((long)clip * sequence + token) * 3 + part) * heads * head_dim + head * head_dim;
    }
};

template <class T>
__device__ __forceinline__ void rotate(const T* qkv, const float* cosine, const float* sine, int clips, int sequence,
                                       int heads, int head_dim, int table_rows, int normalize, T* q, T* k, T* v,
                                       long kv_head_stride, float* inverse) {
    RotatePlace at(clips, sequence, heads, head_dim, table_rows);
    int half = at.half;
    T* outputs[3] = {q + (at.job * sequence + at.token) * head_dim,
                     k + at.job * kv_head_stride + (long)at.token * head_dim,
                     v + at.job * kv_head_stride + (long)at.token * head_dim};
    if (at.vectors) {
        int i = at.lane * 8;
        float c[8], s[8];
        load8(cosine + at.table + i, c);
        load8(sine + at.table + i, s);
#pragma unroll
        for (int part = 0; part < 3; part++) {
            const T* x = qkv + at.source(sequence, heads, head_dim, part);
            float a[8], b[8];
            load8(x + i, a);
            load8(x + half + i, b);
            if (part < 2) {
                float scale = 1;
                if (normalize) {
                    float sum = 0;
#pragma unroll
                    for (int j = 0; j < 8; j++) sum += a[j] * a[j] + b[j] * b[j];
                    scale = 1.0f / sqrtf(group_sum(sum, at.lanes) / (float)head_dim + 1e-6f);
                }
                if (inverse && at.lane == 0 && at.exists)
                    inverse[((long)part * clips * heads + at.job) * sequence + at.token] = scale;
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    float x0 = a[j] * scale, x1 = b[j] * scale;
                    a[j] = x0 * c[j] - x1 * s[j];
                    b[j] = x0 * s[j] + x1 * c[j];
                }
            }
            if (at.exists) {
                store8(outputs[part] + i, a);
                store8(outputs[part] + half + i, b);
            }
        }
        return;
    }
#pragma unroll
    for (int part = 0; part < 3; part++) {
        const T* x = qkv + at.source(sequence, heads, head_dim, part);
        float scale = 1;
        if (normalize && part < 2) {
            float sum = 0;
            for (int i = at.lane; i < head_dim; i += 32) sum += load1(x + i) * load1(x + i);
            scale = 1.0f / sqrtf(warp_sum(sum) / (float)head_dim + 1e-6f);
        }
        if (!at.exists) continue;
        if (part < 2 && inverse && at.lane == 0)
            inverse[((long)part * clips * heads + at.job) * sequence + at.token] = scale;
        for (int i = at.lane; i < half; i += 32) {
            float c = part < 2 ? cosine[at.table + i] : 1, s = part < 2 ? sine[at.table + i] : 0;
            float a = load1(x + i) * scale, b = load1(x + half + i) * scale;
            store1(outputs[part] + i, a * c - b * s);
            store1(outputs[part] + half + i, a * s + b * c);
        }
    }
}

template <class T>
__device__ __forceinline__ void rotate_backward(const float* dq, const float* dk, const float* dv, const T* qkv,
                                                const float* cosine, const float* sine, const float* inverse, int clips,
                                                int sequence, int heads, int head_dim, int table_rows, int normalize,
                                                T* dqkv) {
    RotatePlace at(clips, sequence, heads, head_dim, table_rows);
    int half = at.half;
    const float* gradients[3] = {dq, dk, dv};
    long from = (at.job * sequence + at.token) * head_dim;
    if (at.vectors) {
        int i = at.lane * 8;
        float c[8], s[8];
        load8(cosine + at.table + i, c);
        load8(sine + at.table + i, s);
#pragma unroll
        for (int part = 0; part < 3; part++) {
            long to = at.source(sequence, heads, head_dim, part);
            float a[8], b[8];
            load8(gradients[part] + from + i, a);
            load8(gradients[part] + from + half + i, b);
            if (part < 2) {
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    float x0 = a[j], x1 = b[j];
                    a[j] = x0 * c[j] + x1 * s[j];
                    b[j] = x1 * c[j] - x0 * s[j];
                }
                if (normalize) {
                    float scale = inverse[((long)part * clips * heads + at.job) * sequence + at.token];
                    float x0[8], x1[8], dot = 0;
                    load8(qkv + to + i, x0);
                    load8(qkv + to + half + i, x1);
#pragma unroll
                    for (int j = 0; j < 8; j++) {
                        x0[j] *= scale, x1[j] *= scale;
                        dot += x0[j] * a[j] + x1[j] * b[j];
                    }
                    dot = group_sum(dot, at.lanes) / (float)head_dim;
#pragma unroll
                    for (int j = 0; j < 8; j++) {
                        a[j] = scale * (a[j] - x0[j] * dot);
                        b[j] = scale * (b[j] - x1[j] * dot);
                    }
                }
            }
            if (at.exists) {
                store8(dqkv + to + i, a);
                store8(dqkv + to + half + i, b);
            }
        }
        return;
    }
#pragma unroll
    for (int part = 0; part < 3; part++) {
        long to = at.source(sequence, heads, head_dim, part);
        const float* g = gradients[part] + from;
        float a[2], b[2], x0[2] = {0, 0}, x1[2] = {0, 0}, scale = 1, dot = 0;
        if (normalize && part < 2) scale = inverse[((long)part * clips * heads + at.job) * sequence + at.token];
#pragma unroll
        for (int n = 0; n < 2; n++) {
            int i = at.lane + n * 32;
            if (i >= half) continue;
            float c = part < 2 ? cosine[at.table + i] : 1, s = part < 2 ? sine[at.table + i] : 0;
            a[n] = g[i] * c + g[i + half] * s;
            b[n] = g[i + half] * c - g[i] * s;
            x0[n] = load1(qkv + to + i) * scale;
            x1[n] = load1(qkv + to + half + i) * scale;
            dot += x0[n] * a[n] + x1[n] * b[n];
        }
        dot = normalize && part < 2 ? warp_sum(dot) / (float)head_dim : 0;
#pragma unroll
        for (int n = 0; n < 2; n++) {
            int i = at.lane + n * 32;
            if (i >= half || !at.exists) continue;
            store1(dqkv + to + i, scale * (a[n] - x0[n] * dot));
            store1(dqkv + to + half + i, scale * (b[n] - x1[n] * dot));
        }
    }
}

/// Rotates, and with `normalize` first normalises, the queries and keys of qkv, which is
/// [clips * sequence, 3 * heads * head_dim], and copies the values. cosine and sine are [table_rows, head_dim / 2],
/// table_rows being `sequence` where all clips share them and clips * sequence otherwise. q is
/// [clips * heads, sequence, head_dim]; the keys and values of a job begin at job * kv_head_stride. inverse
/// [2, clips * heads, sequence], of queries and keys, may be null.
/// Grid: ceil(clips * sequence * heads * lanes / 256), where lanes is head_dim / 16 if head_dim is 16, 32, 64 or 128
/// and 32 otherwise. Block: 256. No dynamic shared memory. head_dim is even and at most 128.
extern "C" __global__ void __launch_bounds__(256)
rotate_bf16(const bf16* qkv, const float* cosine, const float* sine, int clips, int sequence, int heads, int head_dim,
            int table_rows, int normalize, bf16* q, bf16* k, bf16* v, long kv_head_stride, float* inverse,
            const long* places) {
    find_places(places, k, v);
    rotate(qkv, cosine, sine, clips, sequence, heads, head_dim, table_rows, normalize, q, k, v, kv_head_stride,
           inverse);
}

/// Launched like rotate_bf16.
extern "C" __global__ void __launch_bounds__(256)
rotate_f32(const float* qkv, const float* cosine, const float* sine, int clips, int sequence, int heads, int head_dim,
           int table_rows, int normalize, float* q, float* k, float* v, long kv_head_stride, float* inverse,
           const long* places) {
    find_places(places, k, v);
    rotate(qkv, cosine, sine, clips, sequence, heads, head_dim, table_rows, normalize, q, k, v, kv_head_stride,
           inverse);
}

/// The gradient of qkv from those of the rotated queries, keys and values, each [clips * heads, sequence, head_dim].
/// `inverse` may be null without `normalize`. Launched like rotate_bf16.
extern "C" __global__ void __launch_bounds__(256)
rotate_backward_bf16(const float* dq, const float* dk, const float* dv, const bf16* qkv, const float* cosine,
                     const float* sine, const float* inverse, int clips, int sequence, int heads, int head_dim,
                     int table_rows, int normalize, bf16* dqkv) {
    rotate_backward(dq, dk, dv, qkv, cosine, sine, inverse, clips, sequence, heads, head_dim, table_rows, normalize,
                    dqkv);
}

/// Launched like rotate_bf16.
extern "C" __global__ void __launch_bounds__(256)
rotate_backward_f32(const float* dq, const float* dk, const float* dv, const float* qkv, const float* cosine,
                    const float* sine, const float* inverse, int clips, int sequence, int heads, int head_dim,
                    int table_rows, int normalize, float* dqkv) {
    rotate_backward(dq, dk, dv, qkv, cosine, sine, inverse, clips, sequence, heads, head_dim, table_rows, normalize,
                    dqkv);
}
