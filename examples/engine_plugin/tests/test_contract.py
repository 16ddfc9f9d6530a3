"""Whatever is drawn, these must hold."""

from colour_fields import ColourFields

from vitascope.testing.contract import check_engine


def test_it_keeps_the_contract_of_engines() -> None:
    """On small clips, on the CPU."""
    check_engine(ColourFields())
