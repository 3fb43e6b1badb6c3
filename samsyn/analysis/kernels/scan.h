/* Simulated counts of a scan, many replications side by side ("lanes").

   counts is [bin][lane], where bin = zone × slots + slot; all zero at the start. */

/* Draw without replacement: of each stratum's values (bins), take[lane][stratum][slot] get one more in bin value + slot.
   values is shuffled in place, which leaves it as good as before. */
void samsyn_scan_draw16(uint64_t seed, int lanes, int32_t *values, const int64_t *stratum_start, int strata,
                        const int32_t *take, int slots, uint16_t *counts);
void samsyn_scan_draw32(uint64_t seed, int lanes, int32_t *values, const int64_t *stratum_start, int strata,
                        const int32_t *take, int slots, uint32_t *counts);

/* Draw with replacement from a discrete distribution over bins (alias method): draws[lane] times. */
void samsyn_scan_scatter16(uint64_t seed, int lanes, const double *keep, const int32_t *alias, int bins,
                           const int64_t *draws, uint16_t *counts);
void samsyn_scan_scatter32(uint64_t seed, int lanes, const double *keep, const int32_t *alias, int bins,
                           const int64_t *draws, uint32_t *counts);

/* The largest log likelihood ratio of every lane over all windows whose count reaches its least; 0 where none does.
   Lanes are 32. counts become running sums over the slots. A circle's zones are zone[start[c]] … zone[start[c + 1]];
   closes says after which of them there are windows: one for each interval of slots low[i] < slot ≤ high[i] (low -1: from
   the first). size and least are [window in that order]; size is the expected count, or with is_bernoulli the number of
   points; cases and points are the totals. room: slots × 32 numbers. */
void samsyn_scan_maxima16(uint16_t *counts, int zones, int slots, const int64_t *start, const int32_t *zone,
                          const uint8_t *closes, int centres, const int32_t *low, const int32_t *high, int intervals,
                          const double *size, const uint16_t *least, int is_bernoulli, double cases, double points,
                          uint16_t *room, double *maxima);
void samsyn_scan_maxima32(uint32_t *counts, int zones, int slots, const int64_t *start, const int32_t *zone,
                          const uint8_t *closes, int centres, const int32_t *low, const int32_t *high, int intervals,
                          const double *size, const uint32_t *least, int is_bernoulli, double cases, double points,
                          uint32_t *room, double *maxima);

/* For each size the least count above the floor: most[c] is the largest size at which a count c is above it, rising. */
void samsyn_scan_least16(const double *size, int64_t windows, const double *most, int counts, uint16_t *least);
void samsyn_scan_least32(const double *size, int64_t windows, const double *most, int counts, uint32_t *least);
