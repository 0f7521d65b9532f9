/* Algorithm A1 for every interval of every coordinate: the compiled twin of `_table_numpy` in interval_table.py.

   Needs no headers of Python: loaded with ctypes. The same operations in the same order as the NumPy version, and
   compiled without contraction into fused multiply-adds (-ffp-contract=off), so that both give the same bits.
   LANES end times j advance together, one in each element of a vector. The vector types are those of GCC and Clang;
   where a processor has no such registers, the compiler splits them. */

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

enum { VERSION = 1, WIDTH = 8, GROUPS = 2, LANES = WIDTH * GROUPS };

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__gnu_linux__)
#define FOR_EACH_CPU __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define FOR_EACH_CPU
#endif

/* Aligned like a double, and allowed to overlay arrays of doubles. */
typedef double Doubles __attribute__((vector_size(8 * WIDTH), aligned(8), may_alias));
typedef int64_t Words __attribute__((vector_size(8 * WIDTH), aligned(8), may_alias));

typedef struct {
    double *tau;     /* tau[i * n + m]: a_{i+1} ... a_m, n = T + 1 */
    double *missing; /* 1 - tau, carried without cancellation */
    double *error;   /* error[m * LANES + l]: (F(m, j) - tau_{m,j}) / keep_j for the l-th j; infinite unless m < j */
    double *carried; /* carried[m * LANES + l]: tau_{m,j} */
} Room;

typedef struct {
    double keep[LANES], shrink[LANES]; /* at the end times */
    double at[LANES];                  /* in: m if no candidate is a number, out: the m chosen */
} Lanes;

FOR_EACH_CPU
static void products(ptrdiff_t steps, const double *step, const double *complement, Room room)
{
    const ptrdiff_t n = steps + 1;
    for (ptrdiff_t m = 0; m < n; m++) {
        room.tau[m * n + m] = 1.0;
        room.missing[m * n + m] = 0.0;
    }
    for (ptrdiff_t i = steps - 1; i >= 0; i--) {
        const double a = step[i + 1], u = complement[i + 1];
        double *restrict tau = room.tau + i * n, *restrict missing = room.missing + i * n;
        const double *restrict tau_above = tau + n, *restrict missing_above = missing + n;
        for (ptrdiff_t m = i + 1; m < n; m++) {
            tau[m] = tau_above[m] * a;
            missing[m] = u + a * missing_above[m];
        }
    }
}

/* For every lane the m in i+1 ... top that comes closest. The largest m is tried first, so that it wins ties. */
FOR_EACH_CPU
static void search(ptrdiff_t i, ptrdiff_t top, const double *tau, const double *missing, const double *errors,
                   const double *products_to_end, Lanes *lanes)
{
    const Doubles *error = (const Doubles *)errors, *carried = (const Doubles *)products_to_end;
    Doubles keep[GROUPS], shrink[GROUPS], best[GROUPS], at[GROUPS];
    for (int g = 0; g < GROUPS; g++) {
        keep[g] = ((const Doubles *)lanes->keep)[g];
        shrink[g] = ((const Doubles *)lanes->shrink)[g];
        at[g] = ((const Doubles *)lanes->at)[g];
        best[g] = (Doubles){0} + INFINITY;
    }
    for (ptrdiff_t m = top; m > i; m--) {
        const double t = tau[m], u = missing[m];
        const Doubles here = (Doubles){0} + (double)m;
        for (int g = 0; g < GROUPS; g++) {
            const Doubles candidate = error[m * GROUPS + g] * (keep[g] + shrink[g] * t) + carried[m * GROUPS + g] * u;
            const Doubles distance = (Doubles)((Words)candidate & INT64_MAX);
            const Words closer = distance < best[g];
            best[g] = (Doubles)(((Words)distance & closer) | ((Words)best[g] & ~closer));
            at[g] = (Doubles)(((Words)here & closer) | ((Words)at[g] & ~closer));
        }
    }
    for (int g = 0; g < GROUPS; g++)
        ((Doubles *)lanes->at)[g] = at[g];
}

/* The end times first ... first + LANES - 1; lanes beyond `steps` are idle. */
static void ends(ptrdiff_t steps, ptrdiff_t first, const double *keep, const double *shrink, Room room,
                 double *error_out, int16_t *cut_out)
{
    const ptrdiff_t n = steps + 1;
    const ptrdiff_t count = n - first < LANES ? n - first : LANES;
    const ptrdiff_t last = first + count - 1;
    Lanes lanes = {{0}, {0}, {0}};
    for (ptrdiff_t l = 0; l < count; l++) {
        lanes.keep[l] = keep[first + l];
        lanes.shrink[l] = shrink[first + l];
    }
    for (ptrdiff_t i = last - 1; i >= 0; i--) {
        const double *tau = room.tau + i * n, *missing = room.missing + i * n;
        for (ptrdiff_t l = 0; l < LANES; l++)
            lanes.at[l] = (double)(first + l - 1);
        search(i, last - 1, tau, missing, room.error, room.carried, &lanes);
        for (ptrdiff_t l = 0; l < LANES; l++) {
            const ptrdiff_t j = first + l, interval = j * (j - 1) / 2 + i;
            const int used = l < count && j > i;
            ptrdiff_t m = j;
            double error = used ? 0.0 : INFINITY;
            if (used && j > i + 1) {
                m = (ptrdiff_t)lanes.at[l];
                error = room.error[m * LANES + l] * (lanes.keep[l] + lanes.shrink[l] * tau[m]) +
                        room.carried[m * LANES + l] * missing[m];
            }
            room.error[i * LANES + l] = error;
            room.carried[i * LANES + l] = used ? tau[j] : 0.0;
            if (used) {
                error_out[interval] = error;
                cut_out[interval] = (int16_t)m;
            }
        }
    }
}

int opmerge_table_version(void) { return VERSION; }

/* step, complement, keep, shrink: dim rows of steps + 1 doubles. error, cut: dim rows of steps (steps + 1) / 2 entries,
   the interval (i, j] at j (j - 1) / 2 + i. Returns 0, or 1 if memory runs out. */
int opmerge_interval_table(ptrdiff_t steps, ptrdiff_t dim, const double *step, const double *complement,
                           const double *keep, const double *shrink, double *error, int16_t *cut)
{
    const ptrdiff_t n = steps + 1, size = steps * n / 2;
    double *work = malloc(sizeof(double) * (size_t)(2 * n * (n + LANES)));
    if (work == NULL)
        return 1;
    const Room room = {work, work + n * n, work + 2 * n * n, work + 2 * n * n + n * LANES};
    for (ptrdiff_t c = 0; c < dim; c++) {
        products(steps, step + c * n, complement + c * n, room);
        for (ptrdiff_t first = 1; first <= steps; first += LANES)
            ends(steps, first, keep + c * n, shrink + c * n, room, error + c * size, cut + c * size);
    }
    free(work);
    return 0;
}
