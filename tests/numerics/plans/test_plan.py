"""Plans as values: what they are made of, in every form, at any depth, and what is refused."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.errors import InputError
from numerics.plans.canonical import CANONICAL, boot, consistency, enumerate_plans, vanilla
from numerics.plans.plan import Merge, Plan
from tests import oracles
from tests.numerics.refusals import refused
from tests.strategies import nested_plans

DEEP = 4096  # steps: a chain of merges is 4095 deep


def naive_merges(part: Any, depth: int = 0) -> list[Merge]:
    """The merges of a nested plan, straight from the definition: operands before the merge that uses them."""
    if isinstance(part, int):
        return []
    inner = [merge for operand in part for merge in naive_merges(operand, depth + 1)]
    steps = naive_leaves(part)
    return [*inner, Merge(steps[0], steps[-1], depth)]


def naive_leaves(part: Any) -> list[int]:
    return [part] if isinstance(part, int) else [step for operand in part for step in naive_leaves(operand)]


def naive_spine(part: Any) -> list[list[Any]]:
    """What each merge that starts at the first step adds, innermost first."""
    return [] if isinstance(part, int) else [*naive_spine(part[0]), list(part[1:])]


def naive_code(part: Any) -> list[int]:
    return [part] if isinstance(part, int) else [*(x for operand in part for x in naive_code(operand)), -len(part)]


@given(st.integers(1, 30).flatmap(lambda steps: nested_plans(0, steps)))
def test_a_plan_and_its_nested_form_say_the_same(nested: Any) -> None:
    plan = Plan.of(nested)
    assert Plan.of(plan.nested()) == plan and naive_code(plan.nested()) == list(plan.code) == naive_code(nested)
    assert json.loads(str(plan)) == plan.nested() and Plan.parse(str(plan)) == plan
    assert plan.leaves == tuple(naive_leaves(nested)) and plan.first == naive_leaves(nested)[0]
    assert plan.merges() == naive_merges(nested)
    assert plan.spine() == [tuple(map(Plan.of, added)) for added in naive_spine(nested)]
    assert plan.is_step == isinstance(nested, int)
    assert plan.operands == (() if isinstance(nested, int) else tuple(map(Plan.of, nested)))
    assert isinstance(nested, int) or Plan.merge(plan.operands) == plan
    assert plan.fold(lambda step: step, lambda operands: operands) == plan.nested()
    assert plan.fold(lambda step: 1, sum) == len(plan.leaves)
    assert plan.fold(str, lambda operands: f"[{','.join(operands)}]") == str(plan)
    plan.require_over(plan.first)
    refused(lambda: plan.require_over(plan.first + 1), f"found step {plan.first} where step {plan.first + 1} was due")


@given(st.integers(2, 9).flatmap(lambda steps: st.tuples(nested_plans(0, steps), nested_plans(0, steps))))
def test_plans_are_equal_when_their_nested_forms_are(pair: tuple[Any, Any]) -> None:
    one, other = map(Plan.of, pair)
    assert (one == other) == (one.nested() == other.nested()) == (str(one) == str(other))
    assert one != other or hash(one) == hash(other)
    assert len({one, other}) == 1 + (one != other)
    assert pickle.loads(pickle.dumps(one)) == one


def test_equal_plans_are_one_key_and_different_plans_are_not() -> None:
    everything = enumerate_plans(0, 6)
    again = [Plan.of(nested) for nested in oracles.all_plans((6, 5, 4, 3, 2, 1))]
    assert set(everything) == set(again) and len(set(everything)) == 197
    assert Plan.of([3, [2, 1]]) != Plan.of([[3, 2], 1]) != Plan.of([3, 2, 1])
    assert Plan.of((3, 2, 1)) == Plan.of([3, 2, 1]) != (3, 2, 1)


@pytest.mark.parametrize("make", [boot, consistency])
def test_depth_costs_nothing(make: Any) -> None:
    """4095 merges inside each other: equality, hash, pickle, text and every walk, without recursion."""
    plan, other = make(DEEP), make(DEEP)
    assert plan == other and plan is not other and hash(plan) == hash(other) and {plan: 1}[other] == 1
    assert plan != vanilla(DEEP) and plan != (consistency if make is boot else boot)(DEEP)
    assert pickle.loads(pickle.dumps(plan)) == plan
    assert Plan.parse(str(plan)) == plan == Plan.of(plan.nested())
    assert plan.leaves == tuple(range(DEEP, 0, -1))
    plan.require_over(DEEP)
    merges = plan.merges()
    assert len(merges) == DEEP - 1 and sorted(m.depth for m in merges) == list(range(DEEP - 1))
    assert merges[-1] == Merge(DEEP, 1, 0)
    assert merges[0] == (Merge(DEEP, DEEP - 1, DEEP - 2) if make is boot else Merge(2, 1, DEEP - 2))
    assert len(plan.spine()) == (DEEP - 1 if make is boot else 1)
    assert [len(operand.code) for operand in plan.operands] == (
        [2 * DEEP - 3, 1] if make is boot else [1, 2 * DEEP - 3]
    )
    assert plan.fold(lambda step: 0, lambda depths: 1 + max(depths)) == DEEP - 1
    with pytest.raises(AttributeError):
        plan.code = (1,)


def test_merging_operands() -> None:
    assert Plan.merge([Plan.of([3, 2]), 1]) == Plan.merge(iter([Plan.of([3, 2]), Plan.of(1)])) == Plan.of([[3, 2], 1])
    assert Plan.merge([2, 1]) == Plan.of([2, 1]) and Plan.merge(range(3, 0, -1)) == vanilla(3)
    assert Plan.merge([Plan.of([2, 1])]) == Plan.of([2, 1])  # a single operand stays as it is
    assert Plan.merge([5]) == Plan.of(5) and Plan.of(5).is_step


@pytest.mark.parametrize(
    ("nested", "parts"),
    [
        ([], ("a merge with 0 operand(s)", "at least two")),
        ([1], ("a merge with 1 operand(s)",)),
        ([3, [2], 1], ("a merge with 1 operand(s)",)),
        ([[], 1], ("a merge with 0 operand(s)",)),
        (0, ("operand '0'", "steps >= 1")),
        ([2, -1], ("operand '-1'",)),
        ([2, True], ("operand 'True'",)),
        ([2, 1.0], ("operand '1.0'",)),
        ([2, "1"], ("operand '1'",)),
        (None, ("operand 'None'",)),
        ({2: 1}, ("operand '{2: 1}'",)),
        ("[2,1]", ("operand '[2,1]'",)),
        (["x" * 1000, 1], ("operand '" + "x" * 40 + "'",)),
    ],
)
def test_what_is_no_plan_is_refused(nested: Any, parts: tuple[str, ...]) -> None:
    refused(lambda: Plan.of(nested), "plan: ", *parts)


def test_json_round_trip_agrees_with_the_json_module() -> None:
    for plan in enumerate_plans(0, 5):
        assert json.loads(str(plan)) == plan.nested()
        assert Plan.parse(json.dumps(plan.nested())) == plan


@pytest.mark.parametrize(
    "text",
    [
        *("", "[", "[]", "[1]", "2,1", "[2,1,]", "[2,1]]", "[2 1]", "[2.0,1]", "[-1,2]", "[02,1]", "[1,2]", "[2,2]"),
        *("[2]", "[3,2]", "[[2],1]", "[[2,1]]", "x", "[2,null]", "[2,true]", '["2",1]', "[99999999999,1]", "[2,1] 3"),
        *("[,2,1]", "[2,[],1]"),
    ],
)
def test_bad_plans_are_refused_in_one_line(text: str) -> None:
    with pytest.raises(InputError) as caught:
        Plan.parse(text).require_over(2)
    assert "\n" not in str(caught.value)


@given(st.text(alphabet="[]0123, \n", max_size=12))
def test_the_parser_accepts_only_what_json_accepts(text: str) -> None:
    try:
        plan = Plan.parse(text)
    except InputError:
        return
    assert json.loads(text) == plan.nested()


def test_merges_are_listed_in_the_order_of_execution() -> None:
    assert Plan.of(((4, 3), (2, 1))).merges() == [Merge(4, 3, 1), Merge(2, 1, 1), Merge(4, 1, 0)]
    assert Plan.of(((3, 2), 1)).merges() == [Merge(3, 2, 1), Merge(3, 1, 0)]
    assert Plan.of(1).merges() == []


@pytest.mark.parametrize("text", ["0", "[0,1]", "[1,0]", "[2,[1,0]]", "[[2,1],0]"])
def test_there_is_no_step_zero(text: str) -> None:
    """Written as text it is refused as it is in nested lists."""
    refused(lambda: Plan.parse(text), "plan: unexpected '0")
    refused(lambda: Plan.of(json.loads(text)), "operand '0'")


def test_blanks_between_tokens_mean_nothing() -> None:
    assert Plan.parse(" [ [3 , 2]\n,\t1 ] ") == Plan.of([[3, 2], 1]) and Plan.parse(" 7 ") == Plan.of(7)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[2,1", "ends too early"),
        ("", "ends too early"),
        ("[3,[2],1]", "a merge with 1 operand"),
        ("[3,2]]", "unexpected ']' at character 5"),
        ("[2,1.0]", "unexpected '1.0]' at character 3"),
        ("1234567890", "unexpected"),
    ],
)
def test_the_message_says_where_the_text_goes_wrong(text: str, rule: str) -> None:
    refused(lambda: Plan.parse(text), "plan: ", rule)


@pytest.mark.parametrize(
    ("text", "steps", "rule"),
    [
        ("[3,1]", 3, "found step 1 where step 2 was due"),
        ("[3,2,1]", 2, "found step 3 where step 2 was due; the order is 2"),
        ("[2,1]", 3, "found step 2 where step 3 was due"),
        ("[3,2]", 3, "steps 1, …, 1 are missing"),
        ("[2,1,1]", 2, "found step 1 where no further step was due"),
        ("[1,2]", 2, "found step 1 where step 2 was due"),
    ],
)
def test_a_plan_uses_every_step_once_and_in_order(text: str, steps: int, rule: str) -> None:
    refused(lambda: Plan.parse(text).require_over(steps), rule)


@pytest.mark.parametrize("name", CANONICAL)
@pytest.mark.parametrize("steps", [1, 2, 3, 16, 17])
def test_the_strategies_in_every_form(name: str, steps: int) -> None:
    plan = CANONICAL[name](steps)
    assert Plan.of(plan.nested()) == Plan.parse(str(plan)) == plan and plan.merges() == naive_merges(plan.nested())
    assert len(plan.merges()) == sum(x < 0 for x in plan.code)


def test_nothing_is_no_merge() -> None:
    with pytest.raises(InputError, match="0 operands"):
        Plan.merge([])
