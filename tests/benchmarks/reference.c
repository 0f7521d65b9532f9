/* Algorithm A1 for every interval, written plainly: the reference that bench.py compiles with -O3 -march=native.

   One coordinate after the other, a triple loop over end j, start i and cut m. The products tau_{i,m} and the gaps
   1 - tau_{i,m} are tabulated once. Errors v - tau, divided by keep_j, are carried without subtracting nearby numbers;
   the largest m wins ties. Arrays as in numerics/sweeps/interval_table.c. */

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int reference_table(ptrdiff_t steps, ptrdiff_t dim, const double *step, const double *complement, const double *keep,
                    const double *shrink, double *error_out, int16_t *cut_out)
{
    const ptrdiff_t n = steps + 1, size = steps * n / 2;
    double *work = malloc(sizeof(double) * (size_t)(2 * n * n + 2 * n));
    if (work == NULL)
        return 1;
    double *tau = work, *gap = work + n * n, *error = work + 2 * n * n, *carried = error + n;
    for (ptrdiff_t c = 0; c < dim; c++) {
        for (ptrdiff_t i = steps; i >= 0; i--) {
            tau[i * n + i] = 1.0;
            gap[i * n + i] = 0.0;
            for (ptrdiff_t m = i + 1; m <= steps; m++) {
                tau[i * n + m] = step[i + 1] * tau[(i + 1) * n + m];
                gap[i * n + m] = complement[i + 1] + step[i + 1] * gap[(i + 1) * n + m];
            }
        }
        for (ptrdiff_t j = 1; j <= steps; j++) {
            const double k = keep[j], g = shrink[j];
            double *found = error_out + j * (j - 1) / 2;
            int16_t *cut = cut_out + j * (j - 1) / 2;
            for (ptrdiff_t m = 0; m < j; m++)
                carried[m] = tau[m * n + j];
            error[j - 1] = found[j - 1] = 0.0;
            cut[j - 1] = (int16_t)j;
            for (ptrdiff_t i = j - 2; i >= 0; i--) {
                const double *product = tau + i * n, *missing = gap + i * n;
                double closest = INFINITY, value = 0.0;
                ptrdiff_t chosen = j - 1;
                for (ptrdiff_t m = j - 1; m > i; m--) {
                    const double candidate = error[m] * (k + g * product[m]) + carried[m] * missing[m];
                    const double distance = fabs(candidate);
                    if (distance < closest) {
                        closest = distance;
                        value = candidate;
                        chosen = m;
                    }
                }
                error[i] = found[i] = value;
                cut[i] = (int16_t)chosen;
            }
        }
        step += n;
        complement += n;
        keep += n;
        shrink += n;
        error_out += size;
        cut_out += size;
    }
    free(work);
    return 0;
}
