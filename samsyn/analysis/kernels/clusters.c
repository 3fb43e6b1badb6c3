/* DBSCAN on a grid: cells that are full by themselves need no counting, and cells already joined need no comparing. */
#include <math.h>
#include <stdint.h>

#include "clusters.h"

static inline int are_near(const double *x_m, const double *y_m, const double *times, int i, int j, double near2,
                           double near_t)
{
    double across = x_m[i] - x_m[j], up = y_m[i] - y_m[j];
    return across * across + up * up <= near2 && (!times || fabs(times[i] - times[j]) <= near_t);
}

static int32_t head(int32_t *cluster, int32_t i)
{
    while (cluster[i] != i) {
        cluster[i] = cluster[cluster[i]];
        i = cluster[i];
    }
    return i;
}

static void join(int32_t *cluster, int32_t i, int32_t j)
{
    int32_t a = head(cluster, i), b = head(cluster, j);
    if (a < b)
        cluster[b] = a;
    else
        cluster[a] = b;
}

void samsyn_dense_clusters(const double *x_m, const double *y_m, const double *times, const int64_t *weight, int cells,
                           const int32_t *start, const int32_t *run_from, const int32_t *run_to, int runs, double near2,
                           double near_t, int64_t enough, int64_t *neighbours, int32_t *cluster)
{
    for (int c = 0; c < cells; c++) {
        int64_t held = 0;
        for (int i = start[c]; i < start[c + 1]; i++)
            held += weight[i];
        for (int i = start[c]; i < start[c + 1]; i++)
            neighbours[i] = held;
    }
    for (int c = 0; c < cells; c++)
        for (int r = 0; r < runs; r++) {
            int from = run_from[c * runs + r], to = run_to[c * runs + r];
            if (from < start[c + 1])
                from = start[c + 1];
            for (int i = start[c]; i < start[c + 1]; i++)
                for (int j = from; j < to; j++) {
                    if (neighbours[i] >= enough && neighbours[j] >= enough)
                        continue;
                    if (are_near(x_m, y_m, times, i, j, near2, near_t)) {
                        neighbours[i] += weight[j];
                        neighbours[j] += weight[i];
                    }
                }
        }
    for (int c = 0; c < cells; c++) {
        int first = -1;
        for (int i = start[c]; i < start[c + 1]; i++) {
            cluster[i] = neighbours[i] >= enough ? (first < 0 ? i : first) : -1;
            if (first < 0 && cluster[i] == i)
                first = i;
        }
    }
    for (int c = 0; c < cells; c++)
        for (int r = 0; r < runs; r++) {
            int from = run_from[c * runs + r], to = run_to[c * runs + r];
            if (from < start[c + 1])
                from = start[c + 1];
            for (int i = start[c]; i < start[c + 1]; i++) {
                if (cluster[i] < 0)
                    continue;
                int32_t mine = head(cluster, i);
                for (int j = from; j < to; j++)
                    if (cluster[j] >= 0 && cluster[j] != mine && head(cluster, j) != mine
                        && are_near(x_m, y_m, times, i, j, near2, near_t)) {
                        join(cluster, i, j);
                        mine = head(cluster, i);
                    }
            }
        }
    for (int i = 0; i < start[cells]; i++)
        if (cluster[i] >= 0)
            cluster[i] = head(cluster, i);
}

static void offer(double square, int32_t number, int32_t i, double *best, int32_t *core)
{
    if (core[i] < 0 || square < best[i] || (square == best[i] && number < core[i])) {
        best[i] = square;
        core[i] = number;
    }
}

void samsyn_nearest_core(const double *x_m, const double *y_m, const double *times, int cells, const int32_t *start,
                         const int32_t *run_from, const int32_t *run_to, int runs, double near2, double near_t,
                         const int32_t *cluster, double *best, int32_t *core)
{
    for (int i = 0; i < start[cells]; i++)
        core[i] = -1;
    for (int c = 0; c < cells; c++)
        for (int i = start[c]; i < start[c + 1]; i++)
            for (int r = 0; r < runs; r++) {
                int from = run_from[c * runs + r], to = run_to[c * runs + r];
                for (int j = from > i ? from : i + 1; j < to; j++) {
                    if ((cluster[i] < 0) == (cluster[j] < 0) || !are_near(x_m, y_m, times, i, j, near2, near_t))
                        continue;
                    double across = x_m[i] - x_m[j], up = y_m[i] - y_m[j], square = across * across + up * up;
                    if (cluster[i] < 0)
                        offer(square, j, i, best, core);
                    else
                        offer(square, i, j, best, core);
                }
            }
}
