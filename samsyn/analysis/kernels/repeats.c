/* Near repeat: pairs by distance and difference in time, for many shuffled times at once. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "_chance.h"
#include "repeats.h"

#define WIDTH 16                        /* lanes in one vector */
#define CHUNK 256                       /* candidates whose distance is taken at once */
#define ROOM 1024                       /* neighbours of one event that wait in a band */
#define MOST_BANDS 64
#define FULL 60000                      /* pairs a 16-bit counter may hold */

typedef int16_t vector __attribute__((vector_size(2 * WIDTH), aligned(2), may_alias));
typedef uint16_t counter __attribute__((vector_size(2 * WIDTH), aligned(2), may_alias));

/* The bands of one event's candidates from … to, at most CHUNK of them. */
static void bands_of(const double *restrict x_m, const double *restrict y_m, int event, int from, int count,
                     const double *restrict edges2, int bands, int64_t *restrict band)
{
    double square[CHUNK];
    const double x = x_m[event], y = y_m[event];
    for (int k = 0; k < count; k++) {
        double across = x_m[from + k] - x, up = y_m[from + k] - y;
        square[k] = across * across + up * up;
    }
    memset(band, 0, (size_t)count * sizeof(int64_t));
    for (int e = 0; e < bands; e++)
        for (int k = 0; k < count; k++)
            band[k] += square[k] >= edges2[e];
}

void samsyn_near_pairs(const double *x_m, const double *y_m, int cells, const int32_t *start, const int32_t *run_from,
                       const int32_t *run_to, const double *edges2, int bands, const int16_t *times, const int16_t *limits,
                       int columns, int near_band, int near_column, int64_t *table, int32_t *degree, int32_t *local)
{
    int64_t band[CHUNK];
    uint8_t column_of[32768];
    for (int apart = 0, column = 0; apart < 32768; apart++) {
        while (column < columns && apart >= limits[column])
            column++;
        column_of[apart] = (uint8_t)column;
    }
    for (int c = 0; c < cells; c++)
        for (int i = start[c]; i < start[c + 1]; i++)
            for (int r = 0; r < 3; r++) {
                int from = run_from[3 * c + r], to = run_to[3 * c + r];
                if (from <= i)
                    from = r ? from : i + 1;
                for (; from < to; from += CHUNK) {
                    int count = to - from < CHUNK ? to - from : CHUNK;
                    bands_of(x_m, y_m, i, from, count, edges2, bands, band);
                    for (int k = 0; k < count; k++) {
                        if (band[k] >= bands)
                            continue;
                        int j = from + k, apart = abs(times[i] - times[j]);
                        degree[(int64_t)i * bands + band[k]]++;
                        degree[(int64_t)j * bands + band[k]]++;
                        int column = column_of[apart];
                        if (column < columns)
                            table[band[k] * columns + column]++;
                        if (band[k] <= near_band && column <= near_column) {
                            local[3 * i + (apart == 0 ? 2 : times[i] > times[j])]++;
                            local[3 * j + (apart == 0 ? 2 : times[j] > times[i])]++;
                        }
                    }
                }
            }
}

void samsyn_shuffle_lanes(uint64_t seed, const int16_t *times, int events, int lanes, int16_t *scratch, int16_t *out)
{
    chance c = chance_from(seed);
    memcpy(scratch, times, (size_t)events * sizeof(int16_t));
    for (int lane = 0; lane < lanes; lane++)
        for (int i = 0; i < events; i++) {
            int other = i + (int)chance_below(&c, (uint32_t)(events - i));
            int16_t drawn = scratch[other];
            scratch[other] = scratch[i];
            scratch[i] = drawn;
            out[(int64_t)i * lanes + lane] = drawn;
        }
}

/* One vector of lanes: count, for each of `columns` ≤ 8 limits, in how many pairs (event, waiting[k]) times are near. */
static inline __attribute__((always_inline)) void count_vector(
    const int16_t *times, int lanes, const int16_t *own, const int32_t *waiting, int count, const int16_t *limits,
    const int columns, uint16_t *sums)
{
    vector mine = *(const vector *)own, limit[8];
    counter sum[8];
    for (int c = 0; c < columns; c++) {
        sum[c] = *(counter *)(sums + (int64_t)c * lanes);
        limit[c] = limits[c] - (vector){0};
    }
    for (int k = 0; k < count; k++) {
        vector apart = mine - *(const vector *)(times + (int64_t)waiting[k] * lanes);
        vector negative = apart < 0;
        apart = (apart ^ negative) - negative;
        for (int c = 0; c < columns; c++)
            sum[c] -= (counter)(apart < limit[c]);
    }
    for (int c = 0; c < columns; c++)
        *(counter *)(sums + (int64_t)c * lanes) = sum[c];
}

/* The same, twice as fast, where all limits are below 128: differences are packed to bytes (larger ones become 127) and
   counted there, at most 255 pairs at a time. Packing puts two vectors into one, unpacking gives them back in order. */
#if defined(__AVX2__)
#define PACKED 32                       /* lanes in one vector of bytes */
typedef __m256i packed;
#define LOAD(from) _mm256_loadu_si256((const packed *)(from))
#define STORE(to, value) _mm256_storeu_si256((packed *)(to), value)
#define MINUS16 _mm256_sub_epi16
#define PLUS16 _mm256_add_epi16
#define MINUS8 _mm256_sub_epi8
#define NONE _mm256_setzero_si256()
#define LARGER16 _mm256_max_epi16
#define PACK _mm256_packs_epi16
#define ABOVE8 _mm256_cmpgt_epi8
#define EACH8(value) _mm256_set1_epi8((char)(value))
#define FIRST16(bytes) _mm256_unpacklo_epi8(bytes, NONE)
#define LAST16(bytes) _mm256_unpackhi_epi8(bytes, NONE)
#elif defined(__SSE2__)
#define PACKED 16
typedef __m128i packed;
#define LOAD(from) _mm_loadu_si128((const packed *)(from))
#define STORE(to, value) _mm_storeu_si128((packed *)(to), value)
#define MINUS16 _mm_sub_epi16
#define PLUS16 _mm_add_epi16
#define MINUS8 _mm_sub_epi8
#define NONE _mm_setzero_si128()
#define LARGER16 _mm_max_epi16
#define PACK _mm_packs_epi16
#define ABOVE8 _mm_cmpgt_epi8
#define EACH8(value) _mm_set1_epi8((char)(value))
#define FIRST16(bytes) _mm_unpacklo_epi8(bytes, NONE)
#define LAST16(bytes) _mm_unpackhi_epi8(bytes, NONE)
#endif

#ifdef PACKED
#define HALF (PACKED / 2)

static inline __attribute__((always_inline)) packed apart16(packed mine, const int16_t *other)
{
    packed difference = MINUS16(mine, LOAD(other));
    return LARGER16(difference, MINUS16(NONE, difference));
}

static inline __attribute__((always_inline)) void count_bytes(
    const int16_t *times, int lanes, const int16_t *own, const int32_t *waiting, int count, const int16_t *limits,
    const int columns, uint16_t *sums)
{
    packed first = LOAD(own), last = LOAD(own + HALF), limit[8], sum[8];
    for (int c = 0; c < columns; c++)
        limit[c] = EACH8(limits[c]);
    for (; count > 0; count -= 255, waiting += 255) {
        for (int c = 0; c < columns; c++)
            sum[c] = NONE;
        for (int k = 0; k < count && k < 255; k++) {
            const int16_t *other = times + (int64_t)waiting[k] * lanes;
            packed apart = PACK(apart16(first, other), apart16(last, other + HALF));
            for (int c = 0; c < columns; c++)
                sum[c] = MINUS8(sum[c], ABOVE8(limit[c], apart));
        }
        for (int c = 0; c < columns; c++) {
            uint16_t *to = sums + (int64_t)c * lanes;
            STORE(to, PLUS16(LOAD(to), FIRST16(sum[c])));
            STORE(to + HALF, PLUS16(LOAD(to + HALF), LAST16(sum[c])));
        }
    }
}
#define PACKED_LANES(n) \
    if (limits[n - 1] < 128) \
        for (; l + PACKED <= lanes; l += PACKED) \
            count_bytes(times + l, lanes, times + (int64_t)event * lanes + l, waiting, count, limits, n, sums + l);
#else
#define PACKED_LANES(n)
#endif

#define CASE(n) \
    case n: { \
        int l = 0; \
        PACKED_LANES(n) \
        for (; l < lanes; l += WIDTH) \
            count_vector(times + l, lanes, times + (int64_t)event * lanes + l, waiting, count, limits, n, sums + l); \
        break; \
    }

static void count_waiting(const int16_t *times, int lanes, int event, const int32_t *waiting, int count,
                          const int16_t *limits, int columns, uint16_t *sums)
{
    for (; columns > 0; columns -= 8, limits += 8, sums += 8 * (int64_t)lanes)
        switch (columns > 8 ? 8 : columns) {
            CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
        }
}

static void pour(uint16_t *sums, int64_t length, int64_t *table)
{
    for (int64_t k = 0; k < length; k++) {
        table[k] += sums[k];
        sums[k] = 0;
    }
}

int samsyn_near_lanes(const double *x_m, const double *y_m, int cells, const int32_t *start, const int32_t *run_from,
                      const int32_t *run_to, const double *edges2, int bands, const int16_t *times, int lanes,
                      const int16_t *limits, int columns, int64_t *table)
{
    int64_t band[CHUNK], length = (int64_t)columns * lanes, held[MOST_BANDS + 1] = {0};
    int waits[MOST_BANDS + 1] = {0};
    uint16_t *sums = calloc((size_t)(bands * length), sizeof(uint16_t));
    int32_t *waiting = malloc((size_t)(bands + 1) * ROOM * sizeof(int32_t));
    if (!sums || !waiting || bands > MOST_BANDS) {
        free(sums);
        free(waiting);
        return 1;
    }
    for (int c = 0; c < cells; c++)
        for (int i = start[c]; i < start[c + 1]; i++) {
            int done = 0;
            for (int r = 0; r < 3; r++) {
                int from = run_from[3 * c + r], to = run_to[3 * c + r];
                if (from <= i)
                    from = r ? from : i + 1;
                for (; !done; from += CHUNK) {
                    int count = from >= to ? 0 : to - from < CHUNK ? to - from : CHUNK;
                    int last = r == 2 && from + CHUNK >= to;
                    bands_of(x_m, y_m, i, from, count, edges2, bands, band);
                    for (int k = 0; k < count; k++)
                        waiting[band[k] * ROOM + waits[band[k]]++] = from + k;
                    waits[bands] = 0;                           /* too far: written there, and forgotten */
                    for (int b = 0; b < bands; b++) {
                        if (!waits[b] || (!last && waits[b] + CHUNK <= ROOM))
                            continue;
                        if (held[b] + waits[b] > FULL) {
                            pour(sums + b * length, length, table + b * length);
                            held[b] = 0;
                        }
                        count_waiting(times, lanes, i, waiting + (int64_t)b * ROOM, waits[b], limits, columns,
                                      sums + b * length);
                        held[b] += waits[b];
                        waits[b] = 0;
                    }
                    done = last;
                    if (from + CHUNK >= to)
                        break;
                }
            }
        }
    for (int b = 0; b < bands; b++)
        pour(sums + b * length, length, table + b * length);
    free(sums);
    free(waiting);
    return 0;
}
