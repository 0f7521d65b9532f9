"""Single edits of the catalogue and of the checks: each is noticed, and as what it is."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

from numerics.checks import critical, dynamic_program
from numerics.checks.check import Check
from proofs.catalogue import CLAIMS, by_id
from proofs.logic.claim import Claim, Kind
from proofs.logic.family import Construction
from proofs.logic.mutants import mutations
from proofs.logic.relations import Relation
from proofs.logic.verdict import Provenance, Verdict
from reports.verify import pinned, run
from reports.verify.pinned import COMMAND, differences, moved_claims, moved_files, on_record, statements_text, unpinned
from reports.verify.statements import catalogue_checks, files_say, written
from reports.verify.verdict import Findings, assemble
from tests.reports.verify.findings import each_claim
from tests.reports.verify.modules import MODULES

CHECKS = catalogue_checks()
OTHER = {sp.Ge: sp.Gt, sp.Gt: sp.Ge, sp.Le: sp.Lt, sp.Lt: sp.Le}


def told(claim: Claim, checks: tuple[Check, ...] = CHECKS) -> list[str]:
    """The differences, but for what follows of itself: the symbolic mutants and the symbols that are listed."""
    lines = moved_claims([replace(claim, derive=tuple)], checks)  # without steps: their mutants are left out anyway
    return [x for x in lines if not x.startswith((f"{claim.id}: symbolic mutant", f"{claim.id}: symbol "))]


def without(items: tuple[Any, ...], k: int) -> tuple[Any, ...]:
    return (*items[:k], *items[k + 1 :])


def put(items: tuple[Any, ...], k: int, item: Any) -> tuple[Any, ...]:
    return (*items[:k], item, *items[k + 1 :])


def other_kind(relation: Relation) -> Relation:
    """`<=` for `<` and the reverse; of an equation another right side; of a conjunction one part."""
    if isinstance(relation, sp.And):
        return sp.And(other_kind(relation.args[0]), *relation.args[1:], evaluate=False)
    if type(relation) in OTHER:
        return OTHER[type(relation)](*relation.args, evaluate=False)
    return next(mutations(relation))[1]


def test_what_is_on_record_is_what_the_generator_writes() -> None:
    assert unpinned() == ()
    path = inspect.getfile(pinned).removesuffix("pinned.py") + pinned.FILE
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        assert file.read() == statements_text()


@each_claim
def test_a_clause_that_only_the_kernel_proves(claim: Claim) -> None:
    for k, clause in enumerate(claim.kernel_clauses):
        (gone,) = told(replace(claim, kernel_clauses=without(claim.kernel_clauses, k)))
        other = replace(clause, theorem="Plans.node_value")
        (moved,) = told(replace(claim, kernel_clauses=put(claim.kernel_clauses, k, other)))
        assert gone.startswith(f"{claim.id}: by the kernel alone") and "Plans.node_value" in moved


@each_claim
def test_a_conclusion_that_is_gone_or_of_another_kind(claim: Claim) -> None:
    for part, parts in (("conclusion", claim.conclusions), ("exist", claim.exists)):
        for k, relation in enumerate(parts):
            name, was = f"{claim.id}: {part} {k + 1}", written(relation)
            field = "exists" if part == "exist" else "conclusions"
            (line,) = told(replace(claim, **{field: without(parts, k)}))
            assert line == f"{name} is gone, pinned is {pinned_text(was)}"
            (line,) = told(replace(claim, **{field: put(parts, k, other_kind(relation))}))
            assert line.startswith(f"{name} reads ") and ", pinned is " in line


def pinned_text(text: str) -> str:
    return text if len(text) <= 160 else text[:160] + "..."


@each_claim
def test_an_assumption_that_is_gone_or_of_another_kind(claim: Claim) -> None:
    for k, assumption in enumerate(claim.assumptions):
        name = f"{claim.id}: assumption {k + 1}"
        (line,) = told(replace(claim, assumptions=without(claim.assumptions, k)))
        assert line.startswith(f"{name} is gone, pinned is ")
        other = Kind.FOLLOWS if assumption.kind is Kind.HYPOTHESIS else Kind.HYPOTHESIS
        relation = other_kind(assumption.relation)
        for edited in (replace(assumption, relation=relation), replace(assumption, kind=other)):
            (line,) = told(replace(claim, assumptions=put(claim.assumptions, k, edited)))
            assert line.startswith(f"{name} reads ")


def edited_constructions(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """One edit of a construction, and the claim with it."""
    for n, family in enumerate(claim.families):
        again = [f.name for f in claim.families[:n]].count(family.name)
        name = f"{family.name} ({again + 1})" if again else family.name
        for m, c in enumerate(family.constructions):
            for edit, other in edits_of(c):
                changed = replace(family, constructions=put(family.constructions, m, other))
                yield (
                    f"{name} construction {c.title!r} {edit}",
                    replace(claim, families=put(claim.families, n, changed)),
                )


def edits_of(c: Construction) -> Iterator[tuple[str, Construction]]:
    for k in range(len(c.fresh)):
        yield f"fresh symbol {k + 1} is gone", replace(c, fresh=without(c.fresh, k))
    for k in range(len(c.where)):
        yield f"requirement {k + 1} is gone", replace(c, where=without(c.where, k))
        yield f"requirement {k + 1} reads", replace(c, where=put(c.where, k, other_kind(c.where[k])))
    for variable, value in c.result.items():
        yield f"result {written(variable)} reads", replace(c, result={**c.result, variable: value + 1})
    if c.operands:
        k = len(c.operands)
        yield f"operands operand {k} is gone", replace(c, operands=c.operands[:-1])


@each_claim
def test_an_edit_of_a_family(claim: Claim) -> None:
    for edit, edited in edited_constructions(claim):
        (line,) = told(edited)
        assert line.startswith(f"{claim.id}: families {edit}"), line


@each_claim
def test_an_edit_of_values(claim: Claim) -> None:
    for field in ("witness", "counterexample"):
        values = dict(getattr(claim, field) or {})
        for symbol, value in values.items():
            (line,) = told(replace(claim, **{field: {**values, symbol: sp.Symbol("elsewhere")}}))
            assert line == f"{claim.id}: {field} {written(symbol)} reads elsewhere, pinned is {written(value)}"
    for dropped, at in claim.ablations.items():
        (line,) = told(replace(claim, ablations={k: v for k, v in claim.ablations.items() if k != dropped}))
        assert line.startswith(f"{claim.id}: ablations {written(dropped)} is gone")
        symbol = next(iter(at))
        (line,) = told(replace(claim, ablations={**claim.ablations, dropped: {**at, symbol: at[symbol] + 1}}))
        assert line.startswith(f"{claim.id}: ablations {written(dropped)} {written(symbol)} reads ")


@each_claim
def test_an_edit_of_the_case_of_three_steps(claim: Claim) -> None:
    if claim.at_three is None:
        assert claim.id not in {"N1", "N2", "N6"}
        return
    case = claim.at_three
    for k in range(len(case.conclusions)):
        (line,) = told(replace(claim, at_three=replace(case, conclusions=without(case.conclusions, k))))
        assert line.startswith(f"{claim.id}: T = 3 conclusion {k + 1} is gone")
    for hypothesis, relations in case.hypotheses.items():
        for k in range(len(relations)):
            hypotheses = {**case.hypotheses, hypothesis: put(relations, k, other_kind(relations[k]))}
            (line,) = told(replace(claim, at_three=replace(case, hypotheses=hypotheses)))
            assert line.startswith(f"{claim.id}: T = 3 assumptions {written(hypothesis)} {k + 1} reads")


@each_claim
def test_an_edit_of_words_and_of_what_is_expected(claim: Claim) -> None:
    other = Verdict.PROVED if claim.expected is Verdict.REFUTED else Verdict.REFUTED
    origin = Provenance.NEW if claim.provenance is not Provenance.NEW else Provenance.RECONSTRUCTED
    edits: dict[str, Claim] = {
        "title": replace(claim, title="Another"),
        "says": replace(claim, says="Something else."),
        "for all": replace(claim, for_all="some T"),
        "expected": replace(claim, expected=other),
        "provenance": replace(claim, provenance=origin),
    }
    for name, edited in edits.items():
        (line,) = told(edited)
        assert line.startswith(f"{claim.id}: {name} reads ") and ", pinned is " in line
    for k in range(len(claim.depends_on)):
        (line,) = told(replace(claim, depends_on=without(claim.depends_on, k)))
        assert line == f"{claim.id}: rests on {k + 1} is gone, pinned is {claim.depends_on[k]}"


@each_claim
def test_a_check_or_one_of_its_mutants_that_is_gone(claim: Claim) -> None:
    mine = [k for k, check in enumerate(CHECKS) if check.claim == claim.id]
    assert mine
    for k in mine:
        check, named = CHECKS[k], f"{claim.id}: checks {CHECKS[k].level}, {CHECKS[k].route}"
        (line,) = told(claim, without(CHECKS, k))
        assert line.startswith(f"{named} is gone, pinned is ")
        for m, (mutant, _) in enumerate(check.mutants):
            (line,) = told(claim, put(CHECKS, k, replace(check, mutants=without(check.mutants, m))))
            assert line == f"{named} mutant {m + 1} is gone, pinned is {mutant}"
        (line,) = told(claim, put(CHECKS, k, replace(check, scope="less")))
        assert line.startswith(f"{named} scope reads less, pinned is ")
        (line,) = told(claim, put(CHECKS, k, replace(check, refutes=not check.refutes)))
        assert line.startswith(f"{named} refutes reads ")


@each_claim
def test_a_derivation_with_fewer_steps_has_fewer_mutants(claim: Claim) -> None:
    steps = claim.derive()
    lines = list(moved_claims([replace(claim, derive=lambda: steps[:-1])], CHECKS))
    assert lines and all(x.startswith(f"{claim.id}: symbolic mutant ") and " gone, " in x for x in lines)

    def broken() -> Any:
        raise RuntimeError

    assert any("not to be built: RuntimeError" in x for x in moved_claims([replace(claim, derive=broken)], CHECKS))


def moved_value(value: Any) -> Any:
    match value:
        case tuple():
            return (*value, value[-1])
        case str():
            return value + "x"
        case int() | Fraction():
            return value + 1
    return 1


@pytest.mark.parametrize("file", MODULES)
def test_a_constant_of_a_file_of_checks(monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    """Every constant in turn: one line, which names the claims that the file is about."""
    module = MODULES[file]
    on_file = on_record()["checks"][file]
    constants = [n for n, text in on_file.items() if isinstance(vars(module).get(n), tuple | str | int | Fraction)]
    about = {c.claim for c in module.checks(50)} if hasattr(module, "checks") else {"every claim"}
    for name in constants:
        monkeypatch.setitem(vars(module), name, moved_value(vars(module)[name]))
        (line,) = moved_files(files_say())
        monkeypatch.undo()
        claims, _, rest = line.partition(": ")
        assert set(claims.split(", ")) == about and rest.startswith(f"{file}, {name} reads ")


def test_the_constants_are_found() -> None:
    known = on_record()["checks"]
    assert known["numerics/checks/check.py"]["EXAMPLES"] == "60"
    assert known["numerics/checks/check.py"]["MUTANT_EXAMPLES"] == "2000"
    assert known["numerics/checks/enclosure.py"]["BITS"] == "96"
    assert known["numerics/checks/derived.py"]["ULPS"] == "64"
    assert "14/5" in str(known["numerics/checks/dynamic_program.py"]["GAPS"])
    assert "(67/50, 69/50)" in str(known["numerics/checks/critical.py"]["N3_BOXES"])


def test_a_looser_factor_and_a_narrower_box(monkeypatch: pytest.MonkeyPatch) -> None:
    first = replace(dynamic_program.GAPS[0], factor=Fraction(2))
    monkeypatch.setattr(dynamic_program, "GAPS", (first, *dynamic_program.GAPS[1:]))
    (line,) = moved_files(files_say())
    assert "numerics/checks/dynamic_program.py, GAPS reads " in line
    monkeypatch.undo()
    box = replace(critical.N3_BOXES[1], box=((Fraction(68, 50), Fraction(69, 50)),))
    monkeypatch.setattr(critical, "N3_BOXES", put(critical.N3_BOXES, 1, box))
    (line,) = moved_files(files_say())
    assert line.startswith("N3: numerics/checks/critical.py, N3_BOXES reads ") and "(34/25, 69/50)" in line


def test_claims_without_pins_and_pins_without_claims() -> None:
    added = replace(by_id()["C3.1"], id="X1")
    assert unpinned([added], [*by_id(), "X1"]) == (f"X1: is not pinned ({COMMAND})",)
    less = [c.id for c in CLAIMS if c.id != "N7"]
    assert unpinned([], less) == (f"N7: is pinned and not in the catalogue ({COMMAND})",)


def test_a_file_without_pins_and_pins_without_a_file() -> None:
    known = dict(on_record()["checks"])
    kept = known.pop("numerics/checks/critical.py")
    assert [x.partition(" is gone")[0] for x in moved_files(known)] == ["N3: numerics/checks/critical.py,"]
    known |= {"numerics/checks/critical.py": kept, "numerics/checks/more.py": {}}
    assert list(moved_files(known)) == ["every claim: numerics/checks/more.py, is not pinned"]


@pytest.mark.parametrize(
    ("found", "known", "lines"),
    [
        ({"ys": ["a", "c"]}, {"ys": ["a", "b", "c"]}, ["X: y 2 is gone, pinned is b"]),
        ({"ys": ["a", "b", "c"]}, {"ys": ["a", "c"]}, ["X: y 2 is not pinned, reads b"]),
        ({"ys": ["a", "d"]}, {"ys": ["a", "b"]}, ["X: y 2 reads d, pinned is b"]),
        ({"ys": []}, {"ys": ["a", "a"]}, ["X: y 1 is gone, pinned is a", "X: y 2 is gone, pinned is a"]),
        ({"y": ""}, {"y": "b"}, ["X: y reads empty, pinned is b"]),
        ({}, {"y": {"z": "1"}}, ['X: y is gone, pinned is {"z": "1"}']),
        ({"y": "a" * 999 + "b"}, {"y": "a" * 999 + "c"}, [f"X: y reads ...{'a' * 40}b, pinned is ...{'a' * 40}c"]),
        ({"y": "b" + "a" * 999}, {"y": "c"}, [f"X: y reads b{'a' * 159}..., pinned is c"]),
        ({"y": "a" * 200}, {"y": "a" * 300}, [f"X: y reads ...{'a' * 40}, pinned is ...{'a' * 140}"]),
    ],
)
def test_a_difference_is_one_line(found: Any, known: Any, lines: list[str]) -> None:
    assert list(differences("X:", found, known)) == lines
    assert list(differences("X:", known, known)) == []


def test_a_difference_makes_the_exit_code_1_and_is_told_first(monkeypatch: pytest.MonkeyPatch) -> None:
    moved = ("N1: conclusion 1 is gone",)
    assert assemble((), {}, {}, None, moved=moved).summary.problems == moved
    assert assemble((), {}, {}, None, moved=moved).summary.exit_code == 1
    asked: list[list[str]] = []

    def compared(claims: list[Claim], index: Any) -> tuple[str, ...]:
        asked.append([c.id for c in claims])
        assert set(index) == {c.id for c in CLAIMS}
        return moved

    monkeypatch.setattr(run, "unpinned", compared)
    monkeypatch.setattr(run, "investigate", lambda *_: Findings((), ()))
    summary = run.verify(["C3.1"]).summary
    assert asked == [["P3.1", "C3.1"]] and summary.exit_code == 1 and summary.problems[0] == moved[0]
    own: list[Callable[[], Any]] = [
        lambda: run.verify(["C3.1"], checks=[]),
        lambda: run.verify(["C3.1"], catalogue=list(CLAIMS)),
    ]
    assert [make().summary.exit_code for make in own] == [3, 3] and len(asked) == 1


def test_the_text_of_a_function_shows_where_it_differs() -> None:
    """A predicate that is always true: of every function of every file of checks the last return."""
    for file, module in MODULES.items():
        source = inspect.getsource(module)
        for node in ast.parse(source).body:
            returns = (
                [n for n in ast.walk(node) if isinstance(n, ast.Return)] if isinstance(node, ast.FunctionDef) else []
            )
            if returns and isinstance(node, ast.FunctionDef) and node.name != "checks":
                last = max(returns, key=lambda n: n.lineno)
                lines = source.splitlines()
                lines[last.lineno - 1 : last.end_lineno] = [" " * last.col_offset + "return 7"]
                edited = pinned_file(file, "\n".join(lines))
                names = {x.split(f"{file}, ")[1].split(" reads ")[0].split(",")[0].split(" is ")[0] for x in edited}
                assert names == {node.name}, (file, node.name)


def pinned_file(file: str, source: str) -> list[str]:
    from reports.verify.statements import file_statements

    known = on_record()["checks"]
    return list(moved_files({**known, file: file_statements(source, vars(MODULES[file]))}))
