"""Beta schedules as exact recipes: the noise at every training timestep.

Source: the scheduler classes of the diffusers library; zero-SNR rescale: Lin et al. 2023, algorithm 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from numerics.errors import InputError, decimal, require_bool, require_integer, require_one_of
from numerics.numbers.exact import exact_number, exact_values
from numerics.numbers.reals import N, Reals

MAX_TRAIN_TIMESTEPS = 100_000
BETA_KINDS = ("linear", "scaled_linear", "squaredcos_cap_v2", "trained_betas")


@dataclass(frozen=True)
class Betas:
    """Noise of a trained model: alpha = sqrt(alpha_bar), sigma = sqrt(1 - alpha_bar), alpha_bar_i = prod_{j<=i} (1 - beta_j).

    kind: `linear` (beta equally spaced), `scaled_linear` (sqrt(beta) equally spaced), `squaredcos_cap_v2`
        (alpha_bar_i = f((i+1)/N) / f(0), f(u) = cos^2(pi/2 (u + 0.008)/1.008), each beta at most 0.999), `trained_betas`.
    beta_start, beta_end: in [0, 1], in either order; used by the two linear kinds.
    num_train_timesteps: N; the training timesteps are i = 0 .. N - 1.
    rescale_betas_zero_snr: a <- (a - a_last) a_0 / (a_0 - a_last) on a = sqrt(alpha_bar), so that alpha is exactly 0 at
        the last training timestep (some diffusers classes put 2^-12 there, to be able to divide by it).
    trained_betas: N numbers in [0, 1]; only for the kind `trained_betas`.

    >>> Betas("scaled_linear", Fraction(85, 100_000), Fraction(12, 1000)).num_train_timesteps
    1000
    """

    kind: str = "linear"
    beta_start: Fraction = Fraction(1, 10_000)
    beta_end: Fraction = Fraction(2, 100)
    num_train_timesteps: int = 1000
    rescale_betas_zero_snr: bool = False
    trained_betas: tuple[Fraction, ...] = ()

    def __post_init__(self) -> None:
        require_one_of("beta_schedule", self.kind, BETA_KINDS)
        require_integer("num_train_timesteps", self.num_train_timesteps, 1, MAX_TRAIN_TIMESTEPS)
        require_bool("rescale_betas_zero_snr", self.rescale_betas_zero_snr)
        for key in ("beta_start", "beta_end"):
            object.__setattr__(self, key, exact_number(getattr(self, key), key))
        object.__setattr__(self, "trained_betas", exact_values(self.trained_betas, "trained_betas"))
        count, total = len(self.trained_betas), self.num_train_timesteps
        if self.kind == "trained_betas" and count != total:
            raise InputError(f"trained_betas has {count} entries: must be num_train_timesteps = {total}")
        if self.kind != "trained_betas" and count:
            raise InputError(f"beta_schedule = {self.kind}: must be trained_betas when trained_betas are given")
        for key, beta in self._stated():
            if not 0 <= beta <= 1:
                raise InputError(f"{key} = {decimal(beta)}: must lie in [0, 1]")
        # The rescale divides by a_0 - a_last and keeps a_0.
        if self.rescale_betas_zero_snr and (self.equals(0, 1) or self.all_equal(0, range(1, total))):
            raise InputError("rescale_betas_zero_snr = true: needs beta_0 < 1 and some later beta > 0")

    def _stated(self) -> list[tuple[str, Fraction]]:
        if self.kind == "trained_betas":
            return [(f"trained_betas[{i}]", beta) for i, beta in enumerate(self.trained_betas)]
        return [("beta_start", self.beta_start), ("beta_end", self.beta_end)]

    def equals(self, i: int, bound: int) -> bool:
        """Whether beta_i is exactly the bound 0 or 1."""
        if self.kind == "squaredcos_cap_v2":
            return False
        if self.kind == "trained_betas":
            return self.trained_betas[i] == bound
        if i == 0:
            return self.beta_start == bound
        # Inside, the linear kinds interpolate: the bound is met only when both ends meet it.
        return self.beta_end == bound and (i == self.num_train_timesteps - 1 or self.beta_start == bound)

    def all_equal(self, bound: int, indices: Iterable[int]) -> bool:
        """Whether beta_i is exactly the bound for every i; true for none."""
        return all(self.equals(i, bound) for i in indices)

    def alpha_vanishes_early(self) -> bool:
        """Whether alpha is exactly 0 at some training timestep before the last."""
        last = self.num_train_timesteps - 1
        if self.rescale_betas_zero_snr and self._last_reached_at() < last:
            return True
        return any(self.equals(i, 1) for i in range(last))

    def _last_reached_at(self) -> int:
        """The first timestep whose alpha is that of the last one: only betas of 0 follow it."""
        i = self.num_train_timesteps - 1
        while i > 0 and self.equals(i, 0):
            i -= 1
        return i

    def noise_levels(self, reals: Reals[N], wanted: set[int]) -> dict[int, tuple[N, N]]:
        """(alpha, sigma) at the wanted training timesteps, each in 0 .. N - 1."""
        if not self.rescale_betas_zero_snr:
            return self._unscaled(reals, wanted)
        one, last = reals.rational(1), self.num_train_timesteps - 1
        raw = self._unscaled(reals, wanted | {0, last})
        (a_0, s_0), (a_last, _) = raw[0], raw[last]
        # The ends are exact: a_0 is kept and a_last becomes 0, also where it is reached early.
        out = {0: raw[0]}
        reached = self._last_reached_at()
        for i in wanted - {0}:
            if i >= reached:
                out[i] = reals.rational(0), one
                continue
            a, s = raw[i]
            scaled = (a - a_last) * a_0 / (a_0 - a_last)
            # 1 - scaled, written with 1 - a = s^2 / (1 + a) so that nothing cancels near the clean end.
            missing = (a_0 * s * s / (one + a) - a_last * s_0 * s_0 / (one + a_0)) / (a_0 - a_last)
            out[i] = scaled, reals.sqrt(missing * (one + scaled))
        return out

    def _unscaled(self, reals: Reals[N], wanted: set[int]) -> dict[int, tuple[N, N]]:
        if self.kind == "squaredcos_cap_v2":
            return {i: self._squared_cosine(reals, i) for i in wanted}
        beta_at = self._beta(reals)
        kept, noise = reals.rational(1), reals.rational(0)  # alpha_bar and 1 - alpha_bar; neither ever cancels
        out: dict[int, tuple[N, N]] = {}
        for i in range(max(wanted) + 1):
            beta, rest = beta_at(i)
            noise = noise + kept * beta
            kept = kept * rest
            if i in wanted:
                out[i] = reals.sqrt(kept), reals.sqrt(noise)
        return out

    def _beta(self, reals: Reals[N]) -> Callable[[int], tuple[N, N]]:
        """i -> (beta_i, 1 - beta_i)."""
        first, last, end = self.beta_start, self.beta_end, self.num_train_timesteps - 1

        def rational(i: int) -> tuple[N, N]:
            if self.kind == "trained_betas":
                beta = self.trained_betas[i]
            else:
                beta = first if i == 0 else first + (last - first) * Fraction(i, end)
            return reals.rational(beta), reals.rational(1 - beta)

        if self.kind != "scaled_linear" or first == last:
            return rational
        low, high, one = reals.sqrt(reals.rational(first)), reals.sqrt(reals.rational(last)), reals.rational(1)

        def scaled(i: int) -> tuple[N, N]:
            if i in (0, end):  # exact there: a beta_end of 1 must give alpha = 0, not a ball around 0
                return rational(i)
            root = low + (high - low) * reals.rational(Fraction(i, end))
            return root * root, one - root * root

        return scaled

    def _squared_cosine(self, reals: Reals[N], i: int) -> tuple[N, N]:
        """The product telescopes: alpha_i = cos(pi a) / cos(pi b), a = (125 (i+1)/N + 1) / 252, b = 1/252.

        Only the last beta is capped: f(1) = 0, while before it f(u + 1/N) / f(u) >= 1/4 since sin(x)/x decreases.
        """
        capped = i == self.num_train_timesteps - 1
        u = Fraction(i if capped else i + 1, self.num_train_timesteps)
        a, b = (125 * u + 1) / 252, Fraction(1, 252)
        if u == 0:
            alpha, noise = reals.rational(1), reals.rational(0)
        else:
            base = reals.cos_pi(b)
            alpha = reals.cos_pi(a) / base
            noise = reals.sin_pi(a + b) * reals.sin_pi(a - b) / (base * base)  # cos^2 b - cos^2 a, factored
        if capped:
            noise = noise + alpha * alpha * reals.rational(Fraction(999, 1000))
            alpha = alpha * reals.sqrt(reals.rational(Fraction(1, 1000)))
        return alpha, reals.sqrt(noise)
