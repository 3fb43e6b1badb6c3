/* Points shared out on the four nearest cell middles, and maps spread by a kernel that is the same along both axes. */

/* total [rows][columns] += each point inside the grid, in their order; weight may be NULL for one each. */
void samsyn_linear_counts(const double *x_m, const double *y_m, const double *weight, int64_t points, double west_m,
                          double south_m, double cell_m, int columns, int rows, double *total);

/* out [layers][rows][columns]: values spread along columns, then along rows, by kernel [reach + 1] from its middle out;
   zero beyond the map. 0 when done, 1 without memory. */
int samsyn_spread(const double *values, int64_t layers, int rows, int columns, const double *kernel, int reach, double *out);
