// What kernels say in inline PTX on a GPU: asynchronous copies, and the tensor cores' loads and products.
#include "run_time.h"

namespace emulated {

struct Copies {
    struct Copy {
        void *to;
        const void *from;
        int bytes, valid;
    };
    std::vector<std::vector<Copy>> groups{1};
};

static std::vector<Copies> copies;

void prepare_copies(int threads) {
    if ((int)copies.size() < threads) copies.resize((size_t)threads);
}

void drop_copies(int thread) { copies[(size_t)thread].groups.assign(1, {}); }

static void copy_now(const Copies::Copy &c) {
    memcpy(c.to, c.from, (size_t)c.valid);
    memset((char *)c.to + c.valid, 0, (size_t)(c.bytes - c.valid));
}

void copy_async(void *to, const void *from, int bytes, int valid) {
    if (((uintptr_t)to | (uintptr_t)from) % (uintptr_t)bytes) fail("an unaligned asynchronous copy");
    copies[current->index].groups.back().push_back({to, from, bytes, valid});
}

void copy_commit() { copies[current->index].groups.emplace_back(); }

void copy_wait(int pending) {
    auto &groups = copies[current->index].groups;
    // The last group is the one not yet committed.
    while ((int)groups.size() - 1 > pending) {
        for (auto &c : groups.front()) copy_now(c);
        groups.erase(groups.begin());
    }
}

struct Matrices {
    float *d;
    const unsigned *a, *b;

    static void run(void **lanes, unsigned mask) {
        if (mask != 0xFFFFFFFFu) fail("mma by a part of a warp");
        float a[16][16], b[16][8], d[16][8];
        for (int lane = 0; lane < 32; lane++) {
            const Matrices &m = *(const Matrices *)lanes[lane];
            int g = lane / 4, t = lane % 4 * 2;
            for (int i = 0; i < 4; i++) {
                int row = g + i % 2 * 8, column = t + i / 2 * 8;
                a[row][column] = bf16_value(m.a[i] & 0xFFFF);
                a[row][column + 1] = bf16_value(m.a[i] >> 16);
                d[g + i / 2 * 8][t + i % 2] = m.d[i];
            }
            for (int i = 0; i < 2; i++) {
                b[t + i * 8][g] = bf16_value(m.b[i] & 0xFFFF);
                b[t + i * 8 + 1][g] = bf16_value(m.b[i] >> 16);
            }
        }
        for (int row = 0; row < 16; row++)
            for (int k = 0; k < 16; k++)
                for (int column = 0; column < 8; column++) d[row][column] += a[row][k] * b[k][column];
        for (int lane = 0; lane < 32; lane++) {
            const Matrices &m = *(const Matrices *)lanes[lane];
            for (int i = 0; i < 4; i++) m.d[i] = d[lane / 4 + i / 2 * 8][lane % 4 * 2 + i % 2];
        }
    }
};

void mma_m16n8k16_bf16(float *d, const unsigned *a, const unsigned *b) {
    Matrices m{d, a, b};
    warp_collective(0xFFFFFFFFu, Matrices::run, &m);
}

template <int count, bool transposed> struct Load {
    unsigned *registers;
    const void *row;

    static void run(void **lanes, unsigned mask) {
        if (mask != 0xFFFFFFFFu) fail("ldmatrix by a part of a warp");
        for (int i = 0; i < count; i++)
            for (int lane = 0; lane < 32; lane++) {
                int g = lane / 4, t = lane % 4 * 2;
                auto at = [&](int row, int column) {
                    return ((const unsigned short *)((Load *)lanes[i * 8 + row])->row)[column];
                };
                unsigned low = transposed ? at(t, g) : at(g, t), high = transposed ? at(t + 1, g) : at(g, t + 1);
                ((Load *)lanes[lane])->registers[i] = low | high << 16;
            }
    }
};

template <int count> static void load_matrix(unsigned *registers, const void *row, bool transposed) {
    if (current->lane < count * 8 && (uintptr_t)row % 16) fail("an unaligned row for ldmatrix");
    Load<count, true> t{registers, row};
    Load<count, false> n{registers, row};
    if (transposed) warp_collective(0xFFFFFFFFu, Load<count, true>::run, &t);
    else warp_collective(0xFFFFFFFFu, Load<count, false>::run, &n);
}

void load_matrix_x4(unsigned *registers, const void *row, bool transposed) {
    load_matrix<4>(registers, row, transposed);
}

void load_matrix_x2(unsigned *registers, const void *row, bool transposed) {
    load_matrix<2>(registers, row, transposed);
}

}  // namespace emulated
