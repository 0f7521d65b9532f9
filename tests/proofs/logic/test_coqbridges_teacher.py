"""The bridge of P3.2 is written for the families as they are printed."""

from __future__ import annotations

import re

from proofs.catalogue import by_id
from proofs.logic.coqbridges_teacher import TRAJECTORIES
from proofs.logic.coqfamilies import state
from proofs.logic.coqproof import definitions

P3_2 = by_id()["P3.2"]


def test_it_speaks_of_both_families_by_their_printed_names() -> None:
    named = re.findall(r"Notation \w+ := (\w+)\.", TRAJECTORIES)
    assert named == list(state(P3_2).predicates) and len(named) == 2


def test_consecutive_steps_of_a_printed_trajectory_share_a_vector() -> None:
    """Its operand is told its signal and noise, from which the step begins; the new ones are other numbers."""
    first = definitions(state(P3_2)).split("\n\n")[0]
    start, operand, built = re.findall(r"teacher_trajectories_down_to_a lambda (\w+) (\w+) ", first)
    assert start == ("alpha_T", "sigma_T")
    assert operand == ("alpha_t", "sigma_t") and built == ("alpha_t_1", "sigma_t_1_ge1")


def test_it_applies_the_theorems_about_schedules_to_every_conclusion() -> None:
    for theorem in ("lagrange", "variance_step", "trajectory_contracts", "trajectory_of_cosines", "output_contracts",
                    "output_contracts_strictly", "output_of_cosines"):  # fmt: skip
        assert f"({theorem} " in TRAJECTORIES or f" {theorem} _" in TRAJECTORIES
