"""Re-checks a derivation step by step. Trusts SymPy's arithmetic, and nothing that the derivation says of itself."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sympy as sp

from proofs.claim import (
    Algebra,
    SumOfProducts,
    Cite,
    Claim,
    Family,
    Induction,
    Relation,
    Step,
    Verdict,
    ZeroSquare,
    renamed,
    spoken_of,
)
from proofs.generality import Facts, Known, assumed, captured, is_general, uses
from proofs.ranges import out_of_range, undefined
from proofs.relations import conjuncts, difference, instance, le
from proofs.stated import (
    assumed_conclusion,
    check_counterexample,
    check_values,
    holds_at,
    no_definition,
    unlisted_requirement,
)


@dataclass(frozen=True)
class StepResult:
    """Outcome of one step: empty reason means that it checks. step: None for what concerns the claim as a whole."""

    title: str
    reason: str
    step: Step | None = None

    @property
    def ok(self) -> bool:
        return not self.reason


def _is_even_power(e: sp.Expr) -> bool:
    return bool(e.is_Pow and e.exp.is_even and e.exp.is_positive and e.base.is_real)


def _sign_from_symbols(e: sp.Expr) -> bool | None:
    """True: positive. False: non-negative. None: the declared symbols do not tell."""
    if isinstance(e, sp.Integral) and len(e.limits) == 1 and len(e.limits[0]) == 3:
        # The integral of a non-negative function over an interval in the right direction.
        variable, low, high = e.limits[0]
        anywhere = e.function.xreplace({variable: sp.Dummy(real=True)})  # the limits need not respect its range
        return False if anywhere.is_nonnegative and (high - low).is_nonnegative else None
    if e.is_positive:
        return True
    if e.is_nonnegative or _is_even_power(e):
        return False
    return None


def _sign(factor: sp.Expr, known: Mapping[sp.Expr, bool]) -> bool | None:
    """As `_sign_from_symbols`, from the given hypotheses (difference -> strict) as well; also of a reciprocal."""
    if sp.expand(factor) in known:
        return known[sp.expand(factor)]
    if factor.is_Pow and factor.exp == -1 and known.get(sp.expand(factor.base)):
        return True
    return _sign_from_symbols(factor)


def _equations(relations: Iterable[Relation]) -> list[sp.Expr]:
    return [r.lhs - r.rhs for r in relations if isinstance(r, sp.Eq)]


def _vanishes(e: sp.Expr, given: tuple[Relation, ...]) -> bool:
    """Whether e = 0 follows from the equations among the given relations, by normal forms only."""
    if isinstance(e, sp.MatrixBase):
        return all(_vanishes(entry, given) for entry in e)
    e = e.doit()
    if not e.is_commutative:
        return _vanishes_noncommutative(e, given)
    numerator = sp.numer(sp.together(e))
    if sp.expand(numerator) == 0:
        return True
    equations = _equations(given)
    if equations:
        return _in_ideal(numerator, equations)
    if e.has(sp.sin, sp.cos) and sp.expand(e.rewrite(sp.exp)) == 0:
        return True
    return not _clearly_nonzero(e) and bool(sp.simplify(e) == 0)


def _clearly_nonzero(e: sp.Expr) -> bool:
    """Whether e is far from 0 at one point, which spares a simplification that must fail. Only ever refuses."""
    at = {s: sp.Rational(i + 2, i + 5) for i, s in enumerate(sorted(e.free_symbols, key=str))}
    if any(s.is_integer for s in at):
        at = {s: sp.Integer(i + 3) if s.is_integer else v for i, (s, v) in enumerate(at.items())}
    value = sp.Abs(e.subs(at)).evalf(20)
    return bool(value.is_number and value.is_comparable and value > sp.Rational(1, 10**6))


def _in_ideal(numerator: sp.Expr, equations: list[sp.Expr]) -> bool:
    """Whether a numerator vanishes modulo polynomial equations; whatever is no polynomial counts as an indeterminate."""
    opaque = {part for q in (numerator, *equations) for part in q.atoms(sp.Function, sp.Integral)}
    opaque |= {p for q in (numerator, *equations) for p in q.atoms(sp.Pow) if not p.exp.is_Integer or p.exp < 0}
    names = {part: sp.Dummy() for part in opaque}
    polynomials = [sp.numer(sp.together(q)).xreplace(names) for q in equations]
    generators = sorted(set().union(*(q.free_symbols for q in polynomials)), key=str)
    try:
        basis = sp.groebner(polynomials, *generators, order="grevlex")
        remainder = sp.reduced(sp.expand(numerator.xreplace(names)), list(basis.exprs), *generators, order="grevlex")[1]
    except sp.PolynomialError:  # a sum or a derivative that a generator stands in
        return False
    return bool(sp.expand(remainder) == 0)


def _vanishes_noncommutative(e: sp.Expr, given: tuple[Relation, ...]) -> bool:
    """Matrices of any size as non-commuting symbols: the given equations rewrite left to right until nothing changes."""
    rules = [(r.lhs, r.rhs) for r in given if isinstance(r, sp.Eq)]
    for _ in range(20):
        rewritten = sp.expand(sp.expand(e).subs(rules))
        if rewritten == e:
            break
        e = rewritten
    return bool(e == 0)


# Mutants differ from their claim in one place: what did not change is not checked again.
@functools.lru_cache(maxsize=4096)
def _check_algebra(step: Step) -> str:
    if not isinstance(step.goal, sp.Eq):
        return "algebra establishes equations only"
    if fault := undefined(step):
        return fault
    residual = step.goal.lhs - step.goal.rhs
    return "" if _vanishes(residual, step.given) else "the residual is not zero"


@functools.lru_cache(maxsize=4096)
def _check_sum(step: Step, rule: SumOfProducts) -> str:
    goal, strict_goal = difference(step.goal)
    if fault := undefined(step):
        return fault
    known: dict[sp.Expr, bool] = {}
    for relation in step.given:
        if isinstance(relation, sp.Ge | sp.Le | sp.Gt | sp.Lt):
            d, strict = difference(relation)
            known[sp.expand(d)] = strict or known.get(sp.expand(d), False)
    has_strict_product = False
    for product in rule.products:
        signs = [_sign(factor, known) for factor in product]
        for factor, sign in zip(product, signs, strict=True):
            if sign is None:
                return f"the sign of {factor} does not follow from the hypotheses"
        has_strict_product |= all(signs)
    if strict_goal and not has_strict_product:
        return "no product of the certificate is strictly positive"
    total = sp.Add(*(sp.Mul(*product) for product in rule.products))
    return "" if _vanishes(goal - total, step.given) else "the certificate does not sum to the goal"


def _check_zero_square(step: Step) -> str:
    if not isinstance(step.goal, sp.Eq):
        return "a zero square establishes equations only"
    if not (step.goal.lhs - step.goal.rhs).is_real:
        return "only real numbers have squares that are never negative"
    zero = le((step.goal.lhs - step.goal.rhs) ** 2, 0)
    return "" if zero in step.given else f"{zero} is not given"


def _check_cite(rule: Cite, step: Step, claims: Mapping[str, Claim], available: Facts, used: Claim) -> str:
    cited = claims.get(rule.claim)
    if cited is None or rule.claim not in used.depends_on:
        return f"{rule.claim} is not among the claims that this one depends on"
    if cited.counterexample is not None or cited.expected is not Verdict.PROVED:
        return f"{rule.claim} is not a claim to be proved: nothing follows from it"
    spoken: list[Family] = []
    for family in cited.families:
        if any(not rule.at.get(v, v).is_Symbol for v in family.variables):
            return f"{rule.claim} speaks of {family.name}: only another such object may take their place"
        here = spoken_of(used.families, renamed(family, rule.at))
        if here is None:
            return f"{rule.claim} speaks of {family.name}, which this claim does not"
        if clash := captured(family, rule.at, here):
            return (
                f"{rule.claim} keeps {clash} apart from the other numbers of {family.name}, and this citation does not"
            )
        spoken.append(here)
    for symbol, value in rule.at.items():
        if fault := out_of_range(symbol, value, available):
            return fault
    instances = [instance(c, rule.at) for c in cited.conclusions]
    if step.goal not in instances:
        return f"the goal is no instance of a conclusion of {rule.claim}"
    for assumption in cited.assumptions:
        needed = instance(assumption.relation, rule.at)
        if needed not in available and not _trivial(needed):
            return f"{rule.claim} needs {needed}, which is not available"
        every = cited.of_every_step(assumption) and needed in available
        if every and not all(is_general(available[needed], family) for family in spoken):
            return f"{rule.claim} needs {needed} for every step, and it is known of one only"
    return ""


_STATED = (
    ("no conclusion is assumed", assumed_conclusion),
    ("a definition defines", no_definition),
    ("constructions require nothing that the claim does not list", unlisted_requirement),
)


def check_derivation(claim: Claim, claims: Mapping[str, Claim], steps: tuple[Step, ...]) -> list[StepResult]:
    """Checks every step in order, and that the conclusions are among what the steps establish.

    claims: the catalogue, for citations. The last result is the claim's own: are all conclusions established?
    """
    results: list[StepResult] = []
    available = assumed(claim)
    results += [StepResult(title, fault) for title, check in _STATED if (fault := check(claim))]
    _check_steps(claim, claims, steps, available, results)
    if claim.counterexample is not None:
        results.append(StepResult("the counterexample violates a conclusion", check_counterexample(claim)))
    else:
        missing = [c for c in claim.conclusions if c not in available]
        reason = f"not established by any step: {missing[0]}" if missing else ""
        results.append(StepResult("every conclusion is established by a step", reason))
    results.append(StepResult("the witness satisfies every assumption", check_values(claim, claim.witness)))
    for relation in claim.exists:
        reason = "" if holds_at(relation, claim.witness) else f"the witness does not satisfy {relation}"
        results.append(StepResult("the witness shows what is claimed to exist", reason))
    return results


def _check_steps(
    claim: Claim,
    claims: Mapping[str, Claim],
    steps: tuple[Step, ...],
    available: Facts,
    results: list[StepResult],
) -> None:
    for step in steps:
        reason = _check_step(claim, claims, step, available, results)
        results.append(StepResult(step.title, reason, step))
        if not reason:
            used = tuple(available[fact] for fact in uses(step, claims, available) if fact in available)
            for part in conjuncts(step.goal):
                available.setdefault(part, Known(part, used=used))


def _check_step(
    claim: Claim,
    claims: Mapping[str, Claim],
    step: Step,
    available: Facts,
    results: list[StepResult],
) -> str:
    for relation in step.given:
        if relation not in available:
            return f"uses {relation}, which no assumption or earlier step provides"
    match step.by:
        case Algebra():
            return _check_algebra(step)
        case SumOfProducts():
            return _check_sum(step, step.by)
        case ZeroSquare():
            return _check_zero_square(step)
        case Cite():
            return _check_cite(step.by, step, claims, available, claim)
        case Induction():
            return _check_induction(claim, claims, step, step.by, available, results)


def _check_induction(
    claim: Claim,
    claims: Mapping[str, Claim],
    step: Step,
    rule: Induction,
    available: Facts,
    results: list[StepResult],
) -> str:
    family = rule.family
    if fault := _family_fault(family):
        return fault
    if family not in claim.families:
        return f"the claim does not speak of {family.name}"
    if len(rule.proofs) != len(family.constructions):
        return "one proof is needed for each construction"
    if fresh := step.goal.free_symbols & family.fresh:
        return f"the goal mentions {min(map(str, fresh))}, which is another number at every step"
    variables = set(family.variables)
    # What was known of the variables before is not known of the operands: only the induction hypothesis is. What was
    # known of one step's numbers is not known of the next step's, unless it is known of all.
    outside = {fact: known for fact, known in available.items() if is_general(known, family)}
    for construction, steps in zip(family.constructions, rule.proofs, strict=True):
        inside = outside | {fact: Known(fact) for fact in construction.where}
        for operand in construction.operands:
            if fault := _operand_fault(claim, operand, variables, inside):
                return f"case '{construction.title}': {fault}"
            # Names of its own throughout: it stands for each of the operands of this kind.
            every = frozenset(construction.fresh) if variables <= set(operand) else frozenset()
            for hypothesis in (instance(c, operand) for c in conjuncts(step.goal)):
                inside[hypothesis] = Known(hypothesis, every)
        before = len(results)
        _check_steps(claim, claims, steps, inside, results)
        if any(not r.ok for r in results[before:]):
            return f"case '{construction.title}': a step does not check"
        for variable, value in construction.result.items():
            if fault := out_of_range(variable, value, inside):
                return f"case '{construction.title}': {fault}"
        for target in (instance(c, construction.result) for c in conjuncts(step.goal)):
            if target not in inside and not _trivial(target):
                return f"case '{construction.title}': not established: {target}"
    return ""


def _family_fault(family: Family) -> str:
    """A family needs a construction without operands, and every construction must say what each variable becomes."""
    if not any(not c.operands for c in family.constructions):
        return f"{family.name}: no construction starts from nothing"
    if len(set(family.variables)) != len(family.variables):
        return f"{family.name}: a variable is repeated"
    if family.fresh & set(family.variables):
        return f"{family.name}: a variable is no number of one step"
    for construction in family.constructions:
        if {v for operand in construction.operands for v in operand.values()} - set(construction.fresh):
            return f"{family.name}: '{construction.title}' gives an operand a name that is not new"
        if set(construction.result) != set(family.variables):
            return f"{family.name}: '{construction.title}' does not say what every variable becomes"
        if not construction.operands and any(
            v.free_symbols & set(family.variables) for v in construction.result.values()
        ):
            return f"{family.name}: '{construction.title}' has no operands and yet uses one"
    return ""


def _operand_fault(claim: Claim, operand: Mapping[sp.Basic, sp.Basic], variables: set[sp.Symbol], inside: Facts) -> str:
    """An operand's own parameters must satisfy what the claim assumes of the parameters they replace."""
    for symbol, value in operand.items():
        if not value.is_Symbol:
            return f"{value} is no name for an operand's {symbol}"
        if fault := out_of_range(symbol, value, inside):
            return fault
    moved = set(operand) - variables
    for assumption in claim.assumptions:
        used = assumption.relation.free_symbols
        if used & moved and not used & variables and instance(assumption.relation, operand) not in inside:
            return f"an operand needs {instance(assumption.relation, operand)}, which is not available"
    return ""


def _trivial(relation: Relation) -> bool:
    """True by the declared ranges of its symbols alone."""
    return bool(relation.func(*relation.args) == sp.true)
