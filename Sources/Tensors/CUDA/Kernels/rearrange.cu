// Moving elements about. One thread a unit: the widest of 2, 4, 8 and 16 bytes that all runs are whole numbers of.

struct Axes {
    int count;
    int size[7];
    long stride[7];
};

__device__ __forceinline__ void move_unit(const void *x, long from, void *y, long to, int bytes) {
    switch (bytes) {
    case 16: ((uint4 *)y)[to] = ((const uint4 *)x)[from]; break;
    case 8: ((uint2 *)y)[to] = ((const uint2 *)x)[from]; break;
    case 4: ((unsigned *)y)[to] = ((const unsigned *)x)[from]; break;
    default: ((unsigned short *)y)[to] = ((const unsigned short *)x)[from];
    }
}

__device__ __forceinline__ void zero_unit(void *y, long to, int bytes) {
    switch (bytes) {
    case 16: ((uint4 *)y)[to] = make_uint4(0, 0, 0, 0); break;
    case 8: ((uint2 *)y)[to] = make_uint2(0, 0); break;
    case 4: ((unsigned *)y)[to] = 0; break;
    default: ((unsigned short *)y)[to] = 0;
    }
}

__device__ __forceinline__ long thread_number() { return (long)blockIdx.x * blockDim.x + threadIdx.x; }

// Strides, in units, of the axes of the packed side, last axis fastest; `scatter` moves from packed to strided.
extern "C" __global__ void permute(const void *x, void *y, Axes axes, int bytes, int scatter, long count) {
    long i = thread_number();
    if (i >= count) return;
    long rest = i, loose = 0;
    for (int axis = axes.count - 1; axis >= 0; axis--) {
        loose += rest % axes.size[axis] * axes.stride[axis];
        rest /= axes.size[axis];
    }
    move_unit(x, scatter ? i : loose, y, scatter ? loose : i, bytes);
}

// The k x k windows round each position of x [images, h, w, c units], zeros outside.
extern "C" __global__ void windows(const void *x, int h, int w, int c, int kernel, int bytes, void *y, long count) {
    long i = thread_number();
    if (i >= count) return;
    int channel = (int)(i % c), tap = (int)(i / c % (kernel * kernel));
    long position = i / c / (kernel * kernel);
    int px = (int)(position % w) + tap % kernel - kernel / 2, py = (int)(position / w % h) + tap / kernel - kernel / 2;
    if (px < 0 || px >= w || py < 0 || py >= h)
        zero_unit(y, i, bytes);
    else
        move_unit(x, ((position / (w * h) * h + py) * w + px) * c + channel, y, i, bytes);
}

// The gradient of `windows`, one thread an element of dx.
extern "C" __global__ void windows_backward(const void *dy, int wide, int h, int w, int c, int kernel, void *dx,
                                            long count) {
    long i = thread_number();
    if (i >= count) return;
    int channel = (int)(i % c), px = (int)(i / c % w), py = (int)(i / c / w % h);
    long image = i / c / w / h;
    float sum = 0.0f;
    for (int tap = 0; tap < kernel * kernel; tap++) {
        int tx = px - (tap % kernel - kernel / 2), ty = py - (tap / kernel - kernel / 2);
        if (tx < 0 || tx >= w || ty < 0 || ty >= h) continue;
        sum += load(dy, (((image * h + ty) * w + tx) * kernel * kernel + tap) * c + channel, wide);
    }
    store(dx, i, wide, sum);
}

// y[group][row][column] = x[group][row][column] with strides of its own on each side, f32.
extern "C" __global__ void copy_rows(const float *x, long x_group, long x_row, float *y, long y_group, long y_row,
                                     long rows, long columns, long count) {
    long i = thread_number();
    if (i >= count) return;
    long column = i % columns, row = i / columns % rows, group = i / columns / rows;
    y[group * y_group + row * y_row + column] = x[group * x_group + row * x_row + column];
}

// out [rows, width] = the rows of `table` that `index` names; zeros where it is negative.
extern "C" __global__ void gather_rows(const float *table, const int *index, long width, float *out, long count) {
    long i = thread_number();
    if (i >= count) return;
    int row = index[i / width];
    out[i] = row < 0 ? 0.0f : table[row * width + i % width];
}

// What memory shows of frames: views [frames, pixels, c + 2] -> [frames, pixels, c + 3], with `level` times the noise [frames,
// pixels, c] added and the level beside it where it is not negative. With errors [frames, pixels, c], each frame of a clip but
// its first shows that of the one before it.
extern "C" __global__ void noised_views(const float *views, const float *noise, const float *errors,
                                        const float *levels, int clip_frames, int pixels, int c, float *out,
                                        long count) {
    long i = thread_number();
    if (i >= count) return;
    int channel = (int)(i % (c + 3));
    long pixel = i / (c + 3), frame = pixel / pixels;
    float level = levels[frame], value;
    if (channel == c + 2)
        value = level < 0.0f ? 0.0f : level;
    else {
        value = views[pixel * (c + 2) + channel];
        if (level >= 0.0f && channel < c) {
            value += level * noise[pixel * c + channel];
            if (errors && frame % clip_frames > 0) value += errors[(pixel - pixels) * c + channel];
        }
    }
    out[i] = value;
}

// What a graph is given, and what it makes: `counts` f32 numbers each from and to addresses that lie in memory. One row of
// blocks an item.
extern "C" __global__ void carry(const long *from, const long *to, const long *counts) {
    const float *x = (const float *)from[blockIdx.y];
    float *y = (float *)to[blockIdx.y];
    long count = counts[blockIdx.y], step = (long)gridDim.x * blockDim.x, i = thread_number();
    if ((((long)x | (long)y) & 15) == 0 && count % 4 == 0) {
        for (; i < count / 4; i += step) ((float4 *)y)[i] = ((const float4 *)x)[i];
    } else {
        for (; i < count; i += step) y[i] = x[i];
    }
}
