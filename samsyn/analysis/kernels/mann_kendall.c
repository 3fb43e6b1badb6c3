/* Mann–Kendall's trend test: all is counting how many values lie below others, some values side by side in one register. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mann_kendall.h"

#if defined(__AVX512BW__)
#define BYTES 64                        /* one register: wider ones would be taken apart value by value */
#elif defined(__AVX2__)
#define BYTES 32
#else
#define BYTES 16
#endif
#define LANES (BYTES / 8)               /* doubles in one register */
#define SHORTS (BYTES / 2)              /* ranks in one register */
#define LARGEST 16000                   /* whole numbers up to this are their own ranks */

typedef double vector __attribute__((vector_size(BYTES), aligned(8), may_alias));
typedef int64_t counter __attribute__((vector_size(BYTES), aligned(8), may_alias));
typedef int16_t shorts __attribute__((vector_size(BYTES), aligned(2), may_alias));

static const int64_t LANE[] = {0, 1, 2, 3, 4, 5, 6, 7};
static const int16_t SHORT_LANE[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
                                     16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};

static inline vector all(double value) { return value - (vector){0}; }
static inline counter all_counts(int64_t value) { return value - (counter){0}; }
static inline shorts all_short(int16_t value) { return value - (shorts){0}; }

/* How many values lie below each; with `earlier` also the equal ones before it. values and out have room for LANES more. */
static void ranks(const double *values, int steps, int earlier, int64_t *out)
{
    for (int first = 0; first < steps; first += LANES) {
        const vector own = *(const vector *)(values + first);
        const int after = first + LANES < steps ? first + LANES : steps, before = earlier ? first : 0;
        counter sum = {0};
        for (int k = 0; k < before; k++)
            sum -= all(values[k]) <= own;
        for (int k = before; k < first; k++)
            sum -= all(values[k]) < own;
        for (int k = after; k < steps; k++)
            sum -= all(values[k]) < own;
        for (int k = first; k < after; k++) {
            const vector one = all(values[k]);
            sum -= (one < own) | ((one == own) & (*(const counter *)LANE > all_counts(earlier ? k - first : LANES)));
        }
        *(counter *)(out + first) = sum;
    }
}

/* The values as whole numbers in the same order: themselves where they are small, else their ranks. */
static void whole(const double *x, int steps, double *scratch, int64_t *found, int16_t *out)
{
    int small = 1;
    for (int k = 0; k < steps; k++)
        small &= x[k] >= -LARGEST && x[k] <= LARGEST && x[k] == (double)(int32_t)x[k];
    if (small) {
        for (int k = 0; k < steps; k++)
            out[k] = (int16_t)x[k];
        return;
    }
    memcpy(scratch, x, (size_t)steps * sizeof(double));
    ranks(scratch, steps, 0, found);
    for (int k = 0; k < steps; k++)
        out[k] = (int16_t)found[k];
}

/* Σ sign(later - earlier), and the sums over ties: with e values equal to one, itself counted, each adds e - 1. */
static double signs_and_ties(const int16_t *rank, int steps, double *ties)
{
    int64_t total = 0, two = 0, three = 0;
    for (int first = 0; first < steps; first += SHORTS) {
        const shorts own = *(const shorts *)(rank + first);
        const int after = first + SHORTS < steps ? first + SHORTS : steps;
        shorts sign = all_short(0), same = all_short(0);
        for (int k = 0; k < first; k++)
            same -= all_short(rank[k]) == own;
        for (int k = first; k < after; k++) {
            const shorts later = all_short(rank[k]);
            same -= later == own;
            sign += ((later < own) - (later > own)) & (*(const shorts *)SHORT_LANE < all_short((int16_t)(k - first)));
        }
        for (int k = after; k < steps; k++) {
            const shorts later = all_short(rank[k]);
            same -= later == own;
            sign += (later < own) - (later > own);
        }
        for (int l = 0; l < after - first; l++) {
            total += sign[l];
            two += same[l] - 1;
            three += (int64_t)(same[l] - 1) * (2 * (int64_t)same[l] + 5);
        }
    }
    ties[0] = (double)two;
    ties[1] = (double)three;
    return (double)total;
}

/* 1 + 2 Σ (1 - k/n) ρ^k of one row; the sums run in the order of time, as the twin's do. */
static double raised(const double *x, int steps, const double *time, double *left, int64_t *rank)
{
    double slope = 0, squares = 0, mean = 0, spread = 0, largest = 0;
    for (int k = 0; k < steps; k++) {
        slope += x[k] * time[k];
        squares += time[k] * time[k];
        largest = fabs(x[k]) > largest ? fabs(x[k]) : largest;
    }
    slope /= squares;
    for (int k = 0; k < steps; k++) {
        left[k] = x[k] - slope * time[k];
        mean += left[k];
    }
    mean /= steps;
    for (int k = 0; k < steps; k++)
        spread += (left[k] - mean) * (left[k] - mean);
    ranks(left, steps, 1, rank);
    int64_t beside = 0, alone = 0;                              /* of twice the distances from the middle rank */
    for (int k = 0; k < steps; k++) {
        int64_t own = 2 * rank[k] - (steps - 1);
        alone += own * own;
        beside += k ? own * (2 * rank[k - 1] - (steps - 1)) : 0;
    }
    double r = ((double)beside / 4) / ((double)alone / 4);
    if (!(r > 0) || !(sqrt(spread / steps) > 1e-9 * (largest + 1e-300)))
        return 1;
    double rho = r + (1 + 4 * r) / steps, power = 1, sum = 0;
    rho = rho > 0.95 ? 0.95 : rho;
    for (int k = 1; k < steps; k++) {
        power *= rho;
        sum += (1 - (double)k / steps) * power;
    }
    return 1 + 2 * sum;
}

int samsyn_mann_kendall(const double *x, int64_t rows, int steps, const double *time, double *s, double *ties,
                        double *inflation)
{
    double *left = calloc((size_t)steps + LANES, sizeof(double));
    int64_t *found = calloc((size_t)steps + LANES, sizeof(int64_t));
    int16_t *rank = calloc((size_t)steps + SHORTS, sizeof(int16_t));
    int failed = !left || !found || !rank;
    for (int64_t row = 0; row < rows && !failed; row++, x += steps) {
        whole(x, steps, left, found, rank);
        s[row] = signs_and_ties(rank, steps, ties + 2 * row);
        if (inflation)
            inflation[row] = raised(x, steps, time, left, found);
    }
    free(left);
    free(found);
    free(rank);
    return failed;
}
