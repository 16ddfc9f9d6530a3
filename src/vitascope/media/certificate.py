"""The certificate that signs what a video says of its making: the operator's own, or a self-made one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from vitascope.errors import ConfigurationError

ORGANISATION = "vitascope"
_YEARS = 10
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


@dataclass(frozen=True)
class Credentials:
    """A PEM chain, the signer's certificate first, its key, and C2PA's name of the key's algorithm."""

    chain: str
    key: str = field(repr=False)
    algorithm: str


def self_made(secret: bytes, now: datetime) -> Credentials:
    """A certificate under an authority of the installation's own.

    Both keys follow from ``secret``, so that every process of an installation signs as the same one.
    Readers call it intact but untrusted until they are given ``authority`` to trust. Ed25519 and the
    extensions are what C2PA 2.2, 14.5.1 asks for.
    """
    signer, issuer = _key(secret, b"signer"), _key(secret, b"authority")
    anchor = _authority(issuer, now)
    leaf = (
        _certificate("signer", anchor.subject, signer, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs="contents"), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False
        )
        .sign(issuer, None)
    )
    pem = signer.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Credentials(_pem(leaf) + _pem(anchor), pem.decode(), "ed25519")


def authority(secret: bytes, now: datetime) -> str:
    """The PEM certificate that readers may be told to trust."""
    return _pem(_authority(_key(secret, b"authority"), now))


def from_files(chain: Path, key: Path) -> Credentials:
    """The operator's certificate. Raises ``ConfigurationError`` for files that are not a pair."""
    try:
        certificates = x509.load_pem_x509_certificates(chain.read_bytes())
        private = load_pem_private_key(key.read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ConfigurationError(
            f"The C2PA certificate {chain} or its key {key} cannot be read: {error}. Give "
            "VITASCOPE_C2PA_CERTIFICATE a PEM chain and VITASCOPE_C2PA_KEY its unencrypted PEM key."
        ) from error
    if certificates[0].public_key() != private.public_key():
        raise ConfigurationError(f"The key {key} is not that of the first certificate in {chain}.")
    return Credentials("".join(map(_pem, certificates)), key.read_text(), _algorithm(private))


def _algorithm(key: object) -> str:
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name]
    if isinstance(key, rsa.RSAPrivateKey):
        return "ps256"
    raise ConfigurationError("C2PA signs with Ed25519, P-256, P-384, P-521 or RSA keys; this one is none.")


def _key(secret: bytes, purpose: bytes) -> ed25519.Ed25519PrivateKey:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"c2pa " + purpose).derive(secret)
    return ed25519.Ed25519PrivateKey.from_private_bytes(derived)


def _authority(key: ed25519.Ed25519PrivateKey, now: datetime) -> x509.Certificate:
    return (
        _certificate("authority", _name("authority"), key, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs="certificates"), critical=True)
        .sign(key, None)
    )


def _certificate(
    what: str, issuer: x509.Name, key: ed25519.Ed25519PrivateKey, now: datetime
) -> x509.CertificateBuilder:
    """Valid from a day ago: clocks of machines differ."""
    return (
        x509.CertificateBuilder()
        .subject_name(_name(what))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(what: str) -> x509.Name:
    parts = {NameOID.ORGANIZATION_NAME: ORGANISATION, NameOID.COMMON_NAME: f"This installation's {what}"}
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts.items()])


def _usage(signs: str) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs == "contents",
        key_cert_sign=signs == "certificates",
        crl_sign=signs == "certificates",
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()
