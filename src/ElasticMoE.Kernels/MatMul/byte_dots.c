// Q8 and Q4 products with 512-bit byte dot products (AVX-512 VNNI), which .NET 10 has no intrinsics for. Equal bit for bit to the managed
// forms: the same tile, the same exact integer sums, the same multiply-add chain. The build compiles it where there is a C compiler
// (build/native.sh), with -ffp-contract=off; without it the managed forms do the same work.
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")))
#define INLINE static inline __attribute__((always_inline)) TARGET
#ifdef __clang__
#define UNROLL _Pragma("unroll")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

enum {
    LINE = 64,              // bytes of a cache line
    PANEL_ROWS = 16,        // outputs of a panel
    BLOCK = 32,             // inputs of a block
    GROUPS = BLOCK / 4,     // groups of four inputs
    SCALE_BYTES = 2 * PANEL_ROWS,
    TILE_ROWS_MAX = 12,
    ROW_PANELS = 4,
};

// QuantizedTile.cs, field by field.
struct tile {
    const uint8_t * panel;
    ptrdiff_t panel_stride;
    const int8_t * x;
    const float * x_scales;
    const int32_t * x_sums;
    float * y;
    ptrdiff_t y_stride;
    ptrdiff_t y_panel_stride;
    ptrdiff_t blocks;
    int8_t * widened;
    const uint8_t * ahead;
    uint8_t ahead_whole;
};

// A block's weights: q8 has a byte for each, q4 the low and high halves of a byte for a group and the next one.
INLINE ptrdiff_t weight_bytes(int bits) { return BLOCK * PANEL_ROWS * bits / 8; }

// Blocks go by pairs: two rows of scales, then two blocks of weights.
INLINE ptrdiff_t pair_bytes(int bits) { return 2 * (SCALE_BYTES + weight_bytes(bits)); }

INLINE const uint8_t * scales_of(const uint8_t * panel, ptrdiff_t block, int bits) {
    return panel + (block >> 1) * pair_bytes(bits) + (block & 1) * SCALE_BYTES;
}

INLINE const uint8_t * weights_of(const uint8_t * panel, ptrdiff_t block, int bits) {
    return panel + (block >> 1) * pair_bytes(bits) + 2 * SCALE_BYTES + (block & 1) * weight_bytes(bits);
}

// Four inputs of 16 outputs, as unsigned bytes.
INLINE __m512i group_of(const uint8_t * weights, int group, int bits) {
    if (bits == 8)
        return _mm512_loadu_si512(weights + group * LINE);
    const __m512i halves = _mm512_loadu_si512(weights + group / 2 * LINE);
    return _mm512_and_si512(group % 2 ? _mm512_srli_epi16(halves, 4) : halves, _mm512_set1_epi8(0x0F));
}

INLINE __m512i four_inputs(const int8_t * x) {
    int32_t four;
    __builtin_memcpy(&four, x, sizeof four);
    return _mm512_set1_epi32(four);
}

// Takes away what the weights' bias of 2^(bits - 1) added.
INLINE __m512i without_bias(__m512i dots, const int32_t * x_sum, int bits) {
    return _mm512_sub_epi32(dots, _mm512_slli_epi32(_mm512_set1_epi32(*x_sum), bits - 1));
}

INLINE __m512 widen(const uint8_t * scales) { return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *) scales)); }

INLINE __m512 add_block(__m512 acc, __m512i dots, __m512 scales, float x_scale) {
    return _mm512_fmadd_ps(_mm512_cvtepi32_ps(dots), _mm512_mul_ps(scales, _mm512_set1_ps(x_scale)), acc);
}

INLINE const uint8_t * fetch(const uint8_t * ahead, ptrdiff_t bytes) {
    for (ptrdiff_t at = 0; at < bytes; at += LINE)
        _mm_prefetch((const char *) ahead + at, _MM_HINT_T0);
    return ahead + bytes;
}

INLINE void run_tile(const int bits, const int rows, const struct tile * tile) {
    const ptrdiff_t blocks = tile->blocks, x_stride = blocks * BLOCK;
    const uint8_t * ahead = tile->ahead;
    // Every third row has a pointer, and the others are one or two strides further: twelve pointers wouldn't fit in registers.
    const int8_t * x[TILE_ROWS_MAX / 3];
    UNROLL
    for (int r = 0; r < rows; r += 3)
        x[r / 3] = tile->x + r * x_stride;
    __m512 acc[TILE_ROWS_MAX];
    UNROLL
    for (int r = 0; r < rows; r++)
        acc[r] = _mm512_setzero_ps();
    for (ptrdiff_t block = 0; block < blocks; block++) {
        if (ahead) {
            ahead = fetch(ahead, weight_bytes(bits) / 2 + LINE);
            if (tile->ahead_whole)
                ahead = fetch(ahead, weight_bytes(bits) / 2);
        }
        const uint8_t * weights = weights_of(tile->panel, block, bits);
        __m512i dots[TILE_ROWS_MAX];
        UNROLL
        for (int r = 0; r < rows; r++)
            dots[r] = _mm512_setzero_si512();
        UNROLL
        for (int group = 0; group < GROUPS; group++) {
            const __m512i w = group_of(weights, group, bits);
            UNROLL
            for (int r = 0; r < rows; r++)
                dots[r] = _mm512_dpbusd_epi32(dots[r], w, four_inputs(x[r / 3] + r % 3 * x_stride + 4 * group));
        }
        const __m512 scales = widen(scales_of(tile->panel, block, bits));
        UNROLL
        for (int r = 0; r < rows; r++)
            acc[r] = add_block(acc[r], without_bias(dots[r], tile->x_sums + block + r * blocks, bits), scales, tile->x_scales[block + r * blocks]);
        UNROLL
        for (int r = 0; r < rows; r += 3)
            x[r / 3] += BLOCK;
    }
    UNROLL
    for (int r = 0; r < rows; r++)
        _mm512_storeu_ps(tile->y + r * tile->y_stride, acc[r]);
}

// One row and four panels side by side, which take turns within a block.
INLINE void run_row(const int bits, const struct tile * tile) {
    const ptrdiff_t blocks = tile->blocks, stride = tile->panel_stride;
    const uint8_t * ahead = tile->panel + (1024 + pair_bytes(bits) - 1) / pair_bytes(bits) * pair_bytes(bits);
    __m512 acc[ROW_PANELS];
    UNROLL
    for (int p = 0; p < ROW_PANELS; p++)
        acc[p] = _mm512_setzero_ps();
    for (ptrdiff_t block = 0; block < blocks; block++) {
        const uint8_t * weights = weights_of(tile->panel, block, bits);
        const uint8_t * scales = scales_of(tile->panel, block, bits);
        const int lines = (int) (weight_bytes(bits) / LINE) + (block % 2 == 0);
        for (int line = 0; line < lines; line++, ahead += LINE) {
            UNROLL
            for (int p = 0; p < ROW_PANELS; p++)
                _mm_prefetch((const char *) ahead + p * stride, _MM_HINT_T0);
        }
        __m512i dots[ROW_PANELS];
        UNROLL
        for (int p = 0; p < ROW_PANELS; p++)
            dots[p] = _mm512_setzero_si512();
        UNROLL
        for (int group = 0; group < GROUPS; group++) {
            const __m512i inputs = four_inputs(tile->x + block * BLOCK + 4 * group);
            UNROLL
            for (int p = 0; p < ROW_PANELS; p++)
                dots[p] = _mm512_dpbusd_epi32(dots[p], group_of(weights + p * stride, group, bits), inputs);
        }
        UNROLL
        for (int p = 0; p < ROW_PANELS; p++)
            acc[p] = add_block(acc[p], without_bias(dots[p], tile->x_sums + block, bits), widen(scales + p * stride), tile->x_scales[block]);
    }
    UNROLL
    for (int p = 0; p < ROW_PANELS; p++)
        _mm512_storeu_ps(tile->y + p * tile->y_panel_stride, acc[p]);
}

// Rows are known where a tile is compiled, so that its sums stay in registers.
#define TILE(BITS, ROWS) \
    static TARGET void tile_q##BITS##_##ROWS(const struct tile * tile) { run_tile(BITS, ROWS, tile); }
#define TILES(BITS) \
    TILE(BITS, 1) TILE(BITS, 2) TILE(BITS, 3) TILE(BITS, 4) TILE(BITS, 5) TILE(BITS, 6) \
    TILE(BITS, 7) TILE(BITS, 8) TILE(BITS, 9) TILE(BITS, 10) TILE(BITS, 11) TILE(BITS, 12) \
    static void (* const tiles_q##BITS[])(const struct tile *) = { \
        tile_q##BITS##_1, tile_q##BITS##_2, tile_q##BITS##_3, tile_q##BITS##_4, tile_q##BITS##_5, tile_q##BITS##_6, \
        tile_q##BITS##_7, tile_q##BITS##_8, tile_q##BITS##_9, tile_q##BITS##_10, tile_q##BITS##_11, tile_q##BITS##_12, \
    }; \
    void emoe_tile_q##BITS(int rows, const struct tile * tile) { tiles_q##BITS[rows - 1](tile); } \
    TARGET void emoe_row_q##BITS(const struct tile * tile) { run_row(BITS, tile); }

TILES(8)
TILES(4)

// The rows of the largest tile; 0 where this processor lacks the instructions or the caller's tile is another one.
int emoe_tile_rows_max(int tile_bytes) {
    __builtin_cpu_init();
    const int has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
    return has && tile_bytes == sizeof(struct tile) ? TILE_ROWS_MAX : 0;
}
