"""T4.1 and A1: what the interval dynamic program attains, where it is optimal, and where it is not."""

from __future__ import annotations

import sympy as sp
from sympy.logic.boolalg import Boolean

from proofs import three_steps
from proofs.claim import (
    Algebra,
    Assumption,
    Certificate,
    Cite,
    Claim,
    Construction,
    Derivation,
    Family,
    Induction,
    Kind,
    Provenance,
    Step,
    Verdict,
    ZeroSquare,
    renamed,
)
from proofs.merging import phi
from proofs.onesided import N1, N2, example
from proofs.relations import difference, eq, ge, instance, le, lt
from proofs.segmentation import HAT
from proofs.symbols import a, ge0, real, tau, v_boot, v_plan, v_vanilla

# W_2 between zero-mean Gaussians with standard deviations v sqrt(n), tau sqrt(n).
operator, teacher_operator, norm_T = ge0("v"), ge0(r"\tau_T"), ge0("n_T")
first, second = operator**2 * norm_T, teacher_operator**2 * norm_T
bures = first + second - 2 * sp.sqrt(first * second)
W2 = eq(bures, norm_T * (operator - teacher_operator) ** 2)

# A1: the operator kept of the candidates met so far, any one candidate among them, and the next one.
kept, met, next_met = real("F"), real("c"), real("c'")
KEEPING = Family(
    "the operator F kept of some candidates, and any one candidate c of them",
    (kept, met),
    (
        Construction("the first candidate is kept", (), {kept: next_met, met: next_met}),
        Construction(
            "the next candidate c' is no closer: F stays",
            ({},),
            {kept: kept, met: next_met},
            (le((kept - tau) ** 2, (next_met - tau) ** 2),),
        ),
        Construction(
            "the next candidate c' is closer: it is kept in place of F",
            ({},),
            {kept: next_met, met: met},
            (le((next_met - tau) ** 2, (kept - tau) ** 2),),
        ),
    ),
)
KEPT_IS_CLOSEST = le((kept - tau) ** 2, (met - tau) ** 2)

# The operands after the first: left unmerged, their product is exact, so that the closest product is exact too.
product, rest_exact = real("Q"), real("P")
UNMERGED = Assumption(
    le((product - rest_exact) ** 2, sp.Add(rest_exact, -rest_exact, evaluate=False) ** 2),
    "Q is at least as close to the exact product P of the remaining steps as these steps unmerged, whose product is P",
    Kind.DEFINITION,
)
REST_IS_EXACT = eq(product, rest_exact)
T, i, j = sp.symbols("T i j", integer=True, positive=True)
whole = sp.Sum(T - 1 - i, (i, 0, T - 2))
table = sp.Sum(sp.Sum(j - i - 1, (i, 0, j - 1)), (j, 1, T))
WHOLE = eq(whole, T * (T - 1) / 2)
TABLE = eq(table, (T**3 - T) / 6)


def derive_algorithm() -> Derivation:
    return (
        Step(
            "W_2^2 between N(0, n v^2) and N(0, n tau^2) is n (v - tau)^2, from the Bures formula",
            W2,
            Algebra(),
        ),
        Step(
            "comparing the candidates one by one keeps a closest of them",
            KEPT_IS_CLOSEST,
            Induction(
                KEEPING,
                (
                    (),
                    (),
                    (
                        Step(
                            "c' is closer than F, which was closest before",
                            le((next_met - tau) ** 2, (met - tau) ** 2),
                            Certificate(
                                (
                                    ((kept - tau) ** 2 - (next_met - tau) ** 2,),
                                    ((met - tau) ** 2 - (kept - tau) ** 2,),
                                )
                            ),
                            given=(le((next_met - tau) ** 2, (kept - tau) ** 2), KEPT_IS_CLOSEST),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "the distance of Q from P is 0",
            le((product - rest_exact) ** 2, 0),
            Certificate(((-((product - rest_exact) ** 2),),)),
            given=(UNMERGED.relation,),
        ),
        Step("so Q is the exact product", REST_IS_EXACT, ZeroSquare(), given=(le((product - rest_exact) ** 2, 0),)),
        Step("transitions for the whole trajectory", WHOLE, Algebra()),
        Step("transitions for every sub-trajectory", TABLE, Algebra()),
    )


A1 = Claim(
    id="A1",
    title="Algorithm 1: interval dynamic program",
    says="For every interval (i, j] keep one operator F(i, j), no farther in W_2 from tau than any candidate "
    "F(m, j) phi(Q), i < m < j. The closest Q is the exact product P of the remaining steps; the whole trajectory takes "
    "T(T-1)/2 transitions and the full table (T^3 - T)/6. What is kept is closest among its candidates, not among all "
    "plans: that is T4.1.",
    provenance=Provenance.RECONSTRUCTED,
    assumptions=(UNMERGED,),
    conclusions=(W2, KEPT_IS_CLOSEST, REST_IS_EXACT, WHOLE, TABLE),
    derive=derive_algorithm,
    for_all="every T; every v, tau_T, n_T >= 0; any number of candidates in any order, one coordinate",
    witness={product: sp.S.One, rest_exact: sp.S.One},
    depends_on=("D4.1", "D2.1"),
    families=(KEEPING,),
)


_plans = {
    "[[3,2],1]": three_steps.boot,
    "[3,2,1]": three_steps.vanilla,
    "[3,[2,1]]": three_steps.consistency,
}
_errors = [(v - three_steps.teacher) ** 2 for v in _plans.values()]
INSTANCE = three_steps.ONE_OPERATOR_FAILS


def derive_instance() -> Derivation:
    """The instance worked out in exact numbers; the checker evaluates the statement itself at the same values."""

    def at(expression: sp.Expr) -> sp.Expr:
        return sp.nsimplify(expression.xreplace(INSTANCE), rational=True)

    tau_value = at(three_steps.teacher)
    product = sp.Mul(*(at(three_steps.step(t)) for t in (3, 2, 1)), evaluate=False)
    errors = {name: at(v) - tau_value for name, v in _plans.items()}
    kept, alternative = min(errors["[[3,2],1]"] ** 2, errors["[3,2,1]"] ** 2), errors["[3,[2,1]]"] ** 2
    return (
        Step("the teacher's composite a_3 a_2 a_1", eq(product, tau_value), Algebra()),
        *(
            Step(
                f"operator of {name} minus the teacher",
                eq(sp.Add(at(v), -tau_value, evaluate=False), errors[name]),
                Algebra(),
            )
            for name, v in _plans.items()
        ),
        Step(
            "squared error: [3,[2,1]], which the program never compares, is better by a factor of more than 18",
            lt(18 * alternative, kept),
            Certificate(((kept - 18 * alternative,),)),
        ),
    )


BEST = le(sp.Min(_errors[0], _errors[1], evaluate=False), _errors[2])


T4_1 = Claim(
    id="T4.1",
    title="Optimality of dynamic programming merge, as titled",
    says="The dynamic program over intervals that keeps one operator per interval returns, for every schedule, "
    "covariance and budget, a plan of least W_2 distance. (At T = 3 it compares [[3,2],1] with [3,2,1].)",
    provenance=Provenance.QUOTED,
    assumptions=three_steps.SCHEDULE,
    conclusions=(BEST,),
    derive=derive_instance,
    for_all="one exact instance at T = 3 refutes it: alpha = 1, 4/5, 3/5, 0; lambda = 52/27; s = (3/2) log 2",
    witness=three_steps.ONE_OPERATOR_FAILS,
    depends_on=("A1",),
    expected=Verdict.REFUTED,
    counterexample=three_steps.ONE_OPERATOR_FAILS,
)


# Inside the hypothesis. The kept operator F(i, T), from i = T - 1 down; next to it BOOT and the exact product.
kept_next = real("F'")
candidate, boot_next, tau_next = kept * phi(a), v_boot * phi(a), tau * a
CLOSEST = le((kept_next - tau_next) ** 2, (candidate - tau_next) ** 2)
ABOVE_BOOT, ABOVE_TEACHER = ge(kept_next, boot_next), ge(boot_next, tau_next)
KEPT = Family(
    "the operators kept for (i, T] from i = T - 1 down, with BOOT's and the teacher's",
    (kept, v_boot, tau),
    (
        Construction("(T-1, T]: the last step", (), {kept: a, v_boot: a, tau: a}),
        Construction(
            "one step more: as close as the candidate F(i, T) phi(a_i) (A1), and the operator of a plan (N1 bounds it)",
            ({},),
            {kept: kept_next, v_boot: boot_next, tau: tau_next},
            (CLOSEST, ABOVE_BOOT, ABOVE_TEACHER),
        ),
    ),
)
SAME = eq(kept, v_boot)


def boot_is_kept() -> Step:
    zero = le((kept_next - boot_next) ** 2, 0)
    closer = le((kept_next - tau_next) ** 2, (boot_next - tau_next) ** 2)
    return Step(
        "in a contracting coordinate the kept operator is BOOT's, for every i",
        SAME,
        Induction(
            KEPT,
            (
                (),
                (
                    Step(
                        "BOOT is among the candidates, since F(i, T) is BOOT's",
                        eq(candidate, boot_next),
                        Algebra(),
                        given=(SAME,),
                    ),
                    Step(
                        "so the kept operator is at least as close as BOOT",
                        closer,
                        Certificate((((candidate - tau_next) ** 2 - (kept_next - tau_next) ** 2,),)),
                        given=(CLOSEST, SAME),
                    ),
                    Step(
                        "and no closer one lies above BOOT",
                        zero,
                        Certificate(
                            (
                                ((boot_next - tau_next) ** 2 - (kept_next - tau_next) ** 2,),
                                (sp.Integer(2), kept_next - boot_next, boot_next - tau_next),
                            )
                        ),
                        given=(closer, ABOVE_BOOT, ABOVE_TEACHER),
                    ),
                    Step("so they are equal", eq(kept_next, boot_next), ZeroSquare(), given=(zero,)),
                ),
            ),
        ),
    )


# A second coordinate, expanding: there vanilla, F(T-1, T) phi(tau), is a candidate at once.
HATS: dict[sp.Basic, sp.Basic] = {
    **HAT, v_vanilla: real(r"\hat{v}_{\mathrm{vanilla}}"), kept: real(r"\hat{F}")
}  # fmt: skip
BOOT_CLOSEST = le((v_boot - tau) ** 2, (v_plan - tau) ** 2)
VANILLA_CLOSEST = instance(le((v_vanilla - tau) ** 2, (v_plan - tau) ** 2), HATS)
VANILLA_KEPT = Assumption(
    instance(le((kept - tau) ** 2, (v_vanilla - tau) ** 2), HATS),
    "A1, expanding coordinate: the kept operator is at least as close as the candidate F(T-1, T) phi(tau), vanilla",
    Kind.DEFINITION,
)
CONTRACTING_OPTIMAL = le((kept - tau) ** 2, (v_plan - tau) ** 2)
EXPANDING_OPTIMAL = instance(CONTRACTING_OPTIMAL, HATS)


def derive_sharp() -> Derivation:
    return (
        boot_is_kept(),
        Step("contracting: BOOT is closest of all plans, by N1", BOOT_CLOSEST, Cite("N1")),
        Step(
            "contracting: hence so is the kept operator",
            CONTRACTING_OPTIMAL,
            Certificate((((v_plan - tau) ** 2 - (v_boot - tau) ** 2,),)),
            given=(BOOT_CLOSEST, SAME),
        ),
        Step("expanding: vanilla is closest of all plans, by N2", VANILLA_CLOSEST, Cite("N2", HATS)),
        Step(
            "expanding: hence so is the kept operator",
            EXPANDING_OPTIMAL,
            Certificate((_gap(VANILLA_CLOSEST), _gap(VANILLA_KEPT.relation))),
            given=(VANILLA_CLOSEST, VANILLA_KEPT.relation),
        ),
    )


def _gap(relation: Boolean) -> tuple[sp.Expr]:
    return (difference(relation)[0],)


def _example() -> dict[sp.Basic, sp.Basic]:
    """T = 2 in both coordinates: one merge plan, kept and optimal."""
    contracting, expanding = example(sp.S.Half), example(sp.Integer(2))
    return {
        **contracting, kept: contracting[v_boot],
        **{HATS[k]: v for k, v in expanding.items() if k in HATS}, HATS[kept]: expanding[v_plan],
    }  # fmt: skip


T4_1_SHARP = Claim(
    id="T4.1-sharp",
    title="Optimality of dynamic programming merge, true form",
    says="Keeping one operator per interval is optimal for a single coordinate that is contracting or expanding: there "
    "the kept operator is BOOT's, respectively as close as vanilla's. For several coordinates keep all Pareto-optimal labels.",
    provenance=Provenance.NEW,
    assumptions=(
        *N1.assumptions,
        *(Assumption(instance(x.relation, HATS), f"second coordinate: {x.text}", x.kind) for x in N2.assumptions),
        VANILLA_KEPT,
    ),
    conclusions=(CONTRACTING_OPTIMAL, EXPANDING_OPTIMAL),
    derive=derive_sharp,
    for_all="every T, every contracting or expanding coordinate, all gamma_t in [0, 1], any tie-breaking",
    witness=_example(),
    depends_on=("A1", "N1", "N2"),
    families=(KEPT, *N1.families, *(renamed(f, HATS) for f in N2.families)),
)
