/* Mann–Kendall's trend test, row by row. x [rows][steps], finite, 2 ≤ steps ≤ 32 767; time [steps] with mean 0.

   s [rows] Σ sign(later - earlier); ties [rows][2]: Σ t(t - 1) and Σ t(t - 1)(2t + 5) over groups of t equal values;
   inflation [rows], left alone when NULL is given for it: 1 + 2 Σ (1 - k/steps) ρ^k, with ρ from the ranks of what is
   left when a straight line is taken away. 0 when done, 1 without memory. */
int samsyn_mann_kendall(const double *x, int64_t rows, int steps, const double *time, double *s, double *ties,
                        double *inflation);
