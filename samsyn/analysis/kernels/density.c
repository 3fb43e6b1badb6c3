/* Kernel surfaces: linear binning and a separable kernel, each sum in the order in which the plain twin makes it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "density.h"

void samsyn_linear_counts(const double *x_m, const double *y_m, const double *weight, int64_t points, double west_m,
                          double south_m, double cell_m, int columns, int rows, double *total)
{
    for (int64_t p = 0; p < points; p++) {
        double across = (x_m[p] - west_m) / cell_m, up = (y_m[p] - south_m) / cell_m, amount = weight ? weight[p] : 1;
        if (!(across >= 0 && across < columns && up >= 0 && up < rows))
            continue;
        across = across - 0.5 > 0 ? across - 0.5 : 0;
        up = up - 0.5 > 0 ? up - 0.5 : 0;
        across = across < columns - 1 ? across : columns - 1;
        up = up < rows - 1 ? up : rows - 1;
        const int column = (int)across, row = (int)up;
        const int right = column + 1 < columns ? column + 1 : columns - 1, above = row + 1 < rows ? row + 1 : rows - 1;
        const double part_x = across - column, part_y = up - row;
        double *low = total + (int64_t)row * columns, *high = total + (int64_t)above * columns;
        low[column] += amount * (1 - part_x) * (1 - part_y);
        low[right] += amount * part_x * (1 - part_y);
        high[column] += amount * (1 - part_x) * part_y;
        high[right] += amount * part_x * part_y;
    }
}

static void add(double *restrict sum, const double *restrict values, int count, double weight)
{
    for (int k = 0; k < count; k++)
        sum[k] += values[k] * weight;
}

static void spread_rows(const double *values, int rows, int columns, const double *kernel, int reach, double *out)
{
    for (int row = 0; row < rows; row++, values += columns, out += columns) {
        for (int k = 0; k < columns; k++)
            out[k] = values[k] * kernel[0];
        for (int step = 1; step <= reach && step < columns; step++) {
            add(out + step, values, columns - step, kernel[step]);
            add(out, values + step, columns - step, kernel[step]);
        }
    }
}

static void spread_columns(const double *values, int rows, int columns, const double *kernel, int reach, double *out)
{
    for (int row = 0; row < rows; row++, out += columns) {
        const double *own = values + (int64_t)row * columns;
        for (int k = 0; k < columns; k++)
            out[k] = own[k] * kernel[0];
        for (int step = 1; step <= reach; step++) {
            if (step <= row)
                add(out, own - (int64_t)step * columns, columns, kernel[step]);
            if (step < rows - row)
                add(out, own + (int64_t)step * columns, columns, kernel[step]);
        }
    }
}

int samsyn_spread(const double *values, int64_t layers, int rows, int columns, const double *kernel, int reach, double *out)
{
    const int64_t cells = (int64_t)rows * columns;
    double *along = malloc((size_t)(cells ? cells : 1) * sizeof(double));
    if (!along)
        return 1;
    for (int64_t layer = 0; layer < layers; layer++) {
        spread_rows(values + layer * cells, rows, columns, kernel, reach, along);
        spread_columns(along, rows, columns, kernel, reach, out + layer * cells);
    }
    free(along);
    return 0;
}
