/* Density clusters (DBSCAN) of weighted points that are sorted by cell; cells are narrow enough that points of one cell are
   always neighbours. Cell c holds points start[c] … start[c + 1]. run_from and run_to are [cell][runs]: the points in
   which neighbours with a higher number lie; the first run begins in the cell itself. Points are neighbours when at most
   √near2 apart and their times at most near_t; times may be a null pointer.

   neighbours [point]: the weight of all neighbours and itself, or at least `enough` when that is already so.
   cluster [point]: the lowest number of a core point of its cluster for core points, -1 for others. */
void samsyn_dense_clusters(const double *x_m, const double *y_m, const double *times, const int64_t *weight, int cells,
                           const int32_t *start, const int32_t *run_from, const int32_t *run_to, int runs, double near2,
                           double near_t, int64_t enough, int64_t *neighbours, int32_t *cluster);

/* For points that are not core: the number of the nearest core neighbour (ties: the lowest number); -1 without one. */
void samsyn_nearest_core(const double *x_m, const double *y_m, const double *times, int cells, const int32_t *start,
                         const int32_t *run_from, const int32_t *run_to, int runs, double near2, double near_t,
                         const int32_t *cluster, double *best, int32_t *core);
