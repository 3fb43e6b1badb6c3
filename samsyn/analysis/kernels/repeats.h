/* Pairs of events near each other, streamed: no list of pairs is ever kept.

   Events are sorted by square cell. Cell c holds events start[c] … start[c + 1]; run_from and run_to are [cell][3]: the
   events of the same row of cells (from itself on) and of the next two rows in which neighbours with a higher number lie.
   edges2 are the rising squared limits of the bands: a pair's band is the number of limits it reaches; those that reach
   all of them are left out. times are whole, 0 … 32 767. limits are rising, at most 255 of them: a column is the
   number of limits that the difference in time reaches. */

/* table [bands][columns] of the times given; degree [event][band]; local [event][3]: pairs within near_band and
   near_column where the event is the earlier, the later, or neither. */
void samsyn_near_pairs(const double *x_m, const double *y_m, int cells, const int32_t *start, const int32_t *run_from,
                       const int32_t *run_to, const double *edges2, int bands, const int16_t *times, const int16_t *limits,
                       int columns, int near_band, int near_column, int64_t *table, int32_t *degree, int32_t *local);

/* times shuffled anew for each lane: out is [event][lane]; scratch [event]. */
void samsyn_shuffle_lanes(uint64_t seed, const int16_t *times, int events, int lanes, int16_t *scratch, int16_t *out);

/* table [bands][columns][lanes] += the pairs of each lane that are apart by less than limits[column]: columns are
   cumulative here. lanes a multiple of 16. 0 when done, 1 without memory. */
int samsyn_near_lanes(const double *x_m, const double *y_m, int cells, const int32_t *start, const int32_t *run_from,
                      const int32_t *run_to, const double *edges2, int bands, const int16_t *times, int lanes,
                      const int16_t *limits, int columns, int64_t *table);
