"""Signed videos: what they say, and that an alteration shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from support.pictures import landscape
from unit.media.clips import clip
from vitascope.errors import ConfigurationError, MediaError
from vitascope.media.arrays import Picture
from vitascope.media.certificate import Credentials, authority, from_files, self_made
from vitascope.media.image import decode_image, encode_jpeg, encode_webp
from vitascope.media.manifest import kind_of, read_seal, seal

NOW = datetime.now(UTC)
OWN = self_made(b"s" * 32, NOW)
RECORD = {"generation": "00000000", "engine": "previz", "model": "previz"}


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0)]


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return clip(tmp_path / "a.mp4", 64, 48, 6).path


def test_what_was_sealed_is_read(video: Path) -> None:
    assert read_seal(video) is None
    before = packets(video)
    seal(video, OWN, RECORD, NOW)
    found = read_seal(video)
    assert found is not None
    assert (found.intact, found.trusted, found.record) == (True, False, RECORD)
    assert (found.source, found.issuer, found.faults) == ("algorithmicMedia", "vitascope", ())
    assert datetime.fromisoformat(found.made_at) == NOW.replace(microsecond=0)
    assert packets(video) == before
    data = video.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert [path.name for path in video.parent.iterdir()] == ["a.mp4"]


def test_a_model_s_video_is_called_generated(video: Path) -> None:
    seal(video, OWN, RECORD | {"engine": "diffusers", "model": "wan"}, NOW)
    found = read_seal(video)
    assert found is not None
    assert found.source == "trainedAlgorithmicMedia"


def assert_flips_show(file: Path, places: Iterable[int]) -> None:
    """Another bit at each of these places, one at a time, is seen."""
    whole = file.read_bytes()
    for place in places:
        data = bytearray(whole)
        data[place] ^= 1
        file.write_bytes(data)
        try:
            found = read_seal(file)
        except MediaError:
            continue
        assert found is not None
        assert not found.intact, place


def test_one_flipped_byte_shows_wherever_it_is(video: Path) -> None:
    seal(video, OWN, RECORD, NOW)
    whole = video.read_bytes()
    media = whole.index(b"mdat")
    places = (media + 40, (media + len(whole)) // 2, len(whole) - 1, whole.index(b"previz"))
    assert_flips_show(video, places)


@pytest.mark.parametrize(
    ("name", "encode", "kind"),
    [("a.webp", encode_webp, "image/webp"), ("a.jpg", encode_jpeg, "image/jpeg")],
)
def test_pictures_are_sealed_too(
    tmp_path: Path, name: str, encode: Callable[[Picture], bytes], kind: str
) -> None:
    file = tmp_path / name
    plain = encode(landscape(320, 180))
    file.write_bytes(plain)
    assert read_seal(file) is None
    seal(file, OWN, RECORD, NOW)
    found = read_seal(file)
    assert found is not None
    assert (found.intact, found.record, found.source, kind_of(file)) == (
        True,
        RECORD,
        "algorithmicMedia",
        kind,
    )
    whole = file.read_bytes()
    assert len(whole) - len(plain) < 20_000, "no picture of the picture is in it"
    assert np.array_equal(decode_image(whole), decode_image(plain))
    middle = len(plain) // 2
    assert_flips_show(file, (whole.index(plain[middle : middle + 16]), whole.index(b"previz")))


def test_one_installation_always_signs_as_the_same(video: Path) -> None:
    later = self_made(b"s" * 32, NOW + timedelta(days=400))
    other = self_made(b"t" * 32, NOW)
    assert later.key == OWN.key != other.key
    assert authority(b"s" * 32, NOW).startswith("-----BEGIN CERTIFICATE-----")
    assert "PRIVATE" not in repr(OWN)


def test_whoever_trusts_the_installation_can_tell_its_videos(video: Path) -> None:
    seal(video, OWN, RECORD, NOW)
    for secret, trusted in ((b"s" * 32, True), (b"t" * 32, False)):
        found = read_seal(video, authority(secret, NOW))
        assert found is not None
        assert (found.intact, found.trusted) == (True, trusted)


def test_the_operator_s_certificate(tmp_path: Path, video: Path) -> None:
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_text(OWN.chain)
    key.write_text(OWN.key)
    assert from_files(chain, key) == Credentials(OWN.chain, OWN.key, "ed25519")
    another = ec.generate_private_key(ec.SECP256R1())
    key.write_bytes(another.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(ConfigurationError, match="is not that of the first certificate"):
        from_files(chain, key)
    with pytest.raises(ConfigurationError, match="VITASCOPE_C2PA_KEY"):
        from_files(chain, tmp_path / "none.pem")


def test_a_certificate_that_cannot_sign_says_so_and_leaves_the_file(video: Path) -> None:
    before = video.read_bytes()
    with pytest.raises(MediaError, match="could not be signed"):
        seal(video, Credentials("none", "none", "es256"), RECORD, NOW)
    assert video.read_bytes() == before
    assert [path.name for path in video.parent.iterdir()] == ["a.mp4"]
