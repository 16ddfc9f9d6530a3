from __future__ import annotations

from functools import partial
from pathlib import Path

from support.house import Works, open_works
from vitascope.bootstrap import House, setup
from vitascope.domain.generation import Asset, Generation, Lease, Outcome, State
from vitascope.errors import Unavailable
from vitascope.ledger import Ledger
from vitascope.worker.dispatcher import Berth, Dispatcher
from vitascope.worker.slots.local import LocalSlot


class ForgetfulLedger(Ledger):
    """Completes, and then loses the answer on its way: a connection that breaks at the commit."""

    def complete(self, lease: Lease, assets: tuple[Asset, ...], outcome: Outcome) -> Generation:
        super().complete(lease, assets, outcome)
        raise Unavailable("The connection broke.")


def _dispatcher(house: House, ledger: Ledger) -> Dispatcher:
    slot = partial(LocalSlot, setup(house.settings), house.clock, standby=False)
    return Dispatcher(ledger, house.storage, house.settings, house.clock, [Berth(slot)], ("stripes",))


def test_what_is_wrong_with_the_machine_ends_neither_the_work_nor_the_slot(tmp_path: Path) -> None:
    with open_works(tmp_path) as house:
        works, certificate = Works(house), tmp_path / "certificate.pem"
        wrong = {"c2pa_certificate": certificate, "c2pa_key": tmp_path / "key.pem"}
        slot = partial(LocalSlot, setup(house.settings), house.clock, standby=False)
        settings = house.settings.model_copy(update=wrong)
        parts = (house.ledger, house.storage, settings, house.clock)
        dispatcher = Dispatcher(*parts, [Berth(slot)], ("stripes",))
        dispatcher.start()
        made = works.create()
        works.until(made, lambda _: certificate.name in dispatcher.health())
        assert (dispatcher.alive, works.get(made).state.final) == (True, False)
        dispatcher.stop()
        assert not dispatcher.alive


def test_files_stay_when_the_answer_to_their_publication_is_lost(tmp_path: Path) -> None:
    with open_works(tmp_path) as house:
        works = Works(house)
        ledger = ForgetfulLedger.open(house.settings.ledger_url, house.clock)
        dispatcher = _dispatcher(house, ledger)
        dispatcher.start()
        made = works.final(works.create())
        works.until(made, lambda _: not any(house.settings.scratch_dir.glob(f"*/{made.id}")))
        dispatcher.stop()
        ledger.close()
        assert made.state is State.COMPLETED
        assert works.stored() == works.owned(made)
        assert works.file(made).exists()
