"""Which kernels are tried on which card."""

from __future__ import annotations

import pytest

from vitascope.engines.diffusers.attention import Kernel, preferred


@pytest.mark.parametrize(
    ("capability", "tried"),
    [
        (None, ["native"]),
        ((7, 5), ["native"]),
        ((8, 0), ["native"]),
        ((8, 9), ["native"]),
        ((9, 0), ["flash3", "cudnn", "native"]),
        ((10, 0), ["cudnn", "native"]),
        ((12, 0), ["native"]),
    ],
)
def test_a_card_takes_its_fastest_exact_kernel_that_works(
    capability: tuple[int, int] | None, tried: list[Kernel]
) -> None:
    assert list(preferred(capability, "auto")) == tried


def test_a_named_kernel_comes_first_and_pytorchs_own_stands_behind_it() -> None:
    assert preferred((9, 0), "sage") == ("sage", "native")
    assert preferred((9, 0), "native") == ("native",)
