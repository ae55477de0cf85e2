// Updates of parameters. `state` holds the gradients' norm and what they are scaled by; 0 where the norm is not finite, and then
// nothing is updated.

// Each block's sum of squares, in a fixed order.
extern "C" __global__ void sum_squares(const float *x, long count, double *partial) {
    __shared__ double parts[256];
    double sum = 0.0;
    for (long i = (long)blockIdx.x * blockDim.x + threadIdx.x; i < count; i += (long)gridDim.x * blockDim.x)
        sum += (double)x[i] * (double)x[i];
    parts[threadIdx.x] = sum;
    __syncthreads();
    for (int width = 128; width > 0; width >>= 1) {
        if (threadIdx.x < width) parts[threadIdx.x] += parts[threadIdx.x + width];
        __syncthreads();
    }
    if (threadIdx.x == 0) partial[blockIdx.x] = parts[0];
}

// One thread.
extern "C" __global__ void gradient_scale(const double *partial, int blocks, float clip, float *state) {
    double sum = 0.0;
    for (int i = 0; i < blocks; i++) sum += partial[i];
    float norm = (float)sqrt(sum);
    int finite = norm == norm && norm < 3.0e38f;
    state[0] = norm;
    state[1] = finite ? fminf(1.0f, clip / fmaxf(norm, 1e-12f)) : 0.0f;
}

// AdamW (Loshchilov and Hutter 2019, algorithm 2) for all parameters but those that `skips` marks in blocks of 16.
extern "C" __global__ void adamw(float *w, const float *g, float *m, float *v, const unsigned char *skips, long count,
                                 float rate, float b1, float b2, float eps, float decay, float correction1,
                                 float correction2, const float *state) {
    long i = (long)blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count || state[1] == 0.0f || (skips && skips[i >> 4])) return;
    float d = g[i] * state[1];
    float first = b1 * m[i] + (1.0f - b1) * d, second = b2 * v[i] + (1.0f - b2) * d * d;
    m[i] = first;
    v[i] = second;
    w[i] -= rate * (first * correction1 / (sqrtf(second * correction2) + eps) + decay * w[i]);
}

// What follows an update: the moving average, the bf16 copy, and gradients of zero.
extern "C" __global__ void settle(const float *w, float *average, float decay, bf16 *narrow, float *g, long count,
                                  const float *state) {
    long i = (long)blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count) return;
    if (state[1] != 0.0f) {
        average[i] += (w[i] - average[i]) * decay;
        narrow[i] = to_bf16(w[i]);
    }
    g[i] = 0.0f;
}

// A matrix of Muon's: where it begins, and whether it has more rows than columns and is worked on transposed.
struct MuonPart {
    long offset;
    int rows, columns;
};

// The Nesterov momentum of each part, as x [parts, short side, long side]. Grid (elements / 256, parts).
extern "C" __global__ void muon_momentum(const MuonPart *parts, const float *g, float *m, float mu, float *x,
                                         const float *state) {
    MuonPart part = parts[blockIdx.y];
    int i = blockIdx.x * blockDim.x + threadIdx.x, count = part.rows * part.columns;
    if (i >= count) return;
    float d = g[part.offset + i] * state[1];
    float momentum = mu * m[part.offset + i] + (1.0f - mu) * d;
    if (state[1] != 0.0f) m[part.offset + i] = momentum;
    int row = i / part.columns, column = i % part.columns;
    long to = part.rows > part.columns ? (long)column * part.rows + row : i;
    x[(long)blockIdx.y * count + to] = mu * momentum + (1.0f - mu) * d;
}

// The sum of squares of a part of each matrix: partial [matrices, parts]. Grid (parts, matrices), blocks of 256.
extern "C" __global__ void matrix_squares(const float *x, int count, float *partial) {
    __shared__ float parts[256];
    const float *v = x + (long)blockIdx.y * count;
    float sum = 0.0f;
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) sum += v[i] * v[i];
    parts[threadIdx.x] = sum;
    __syncthreads();
    for (int width = 128; width > 0; width >>= 1) {
        if (threadIdx.x < width) parts[threadIdx.x] += parts[threadIdx.x + width];
        __syncthreads();
    }
    if (threadIdx.x == 0) partial[blockIdx.y * gridDim.x + blockIdx.x] = parts[0];
}

// Divides each matrix by its norm. Grid (elements / 256, matrices).
extern "C" __global__ void unit_norm(float *x, int count, const float *partial, int parts) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count) return;
    float sum = 0.0f;
    for (int j = 0; j < parts; j++) sum += partial[blockIdx.y * parts + j];
    x[(long)blockIdx.y * count + i] *= 1.0f / fmaxf(sqrtf(sum), 1e-12f);
}

// w = (1 - rate decay) w - step x. Grid (elements / 256, parts).
extern "C" __global__ void muon_update(const MuonPart *parts, const float *x, float shrink, float step, float *w,
                                       const float *state) {
    MuonPart part = parts[blockIdx.y];
    int i = blockIdx.x * blockDim.x + threadIdx.x, count = part.rows * part.columns;
    if (i >= count || state[1] == 0.0f) return;
    int row = i / part.columns, column = i % part.columns;
    long from = part.rows > part.columns ? (long)column * part.rows + row : i;
    w[part.offset + i] = shrink * w[part.offset + i] - step * x[(long)blockIdx.y * count + from];
}
