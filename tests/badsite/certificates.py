"""Certificates of every kind, made by ``openssl`` for one run of the tests: an authority and what it signed."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
CONFIG = """\
[ca]
default_ca = ours
[ours]
dir = .
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
"""


def can_make() -> bool:
    """Whether ``openssl`` is on this machine."""
    return shutil.which("openssl") is not None


@dataclass(frozen=True)
class Certificates:
    """A folder with an authority (``trust``) and servers' certificates by name."""

    folder: Path

    def trust(self) -> ssl.SSLContext:
        """What a client that trusts the authority alone uses."""
        return ssl.create_default_context(cafile=str(self.folder / "ca.pem"))

    def serve(self, name: str) -> ssl.SSLContext:
        """What a server with this certificate uses."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context


def make(folder: Path) -> Certificates:
    """Make them: good, expired, of another host, signed by itself, by an authority in between that is not sent."""
    (folder / "ca.cnf").write_text(CONFIG)
    (folder / "index.txt").touch()
    (folder / "serial").write_text("1000\n")
    _itself(folder, "ca", "/CN=Authority for tests", "basicConstraints=critical,CA:TRUE")
    _itself(folder, "itself", "/CN=itself.example", "subjectAltName=DNS:itself.example")
    _signed(folder, "good", "DNS:good.example")
    _signed(folder, "wrong", "DNS:somebody-else.example")
    _signed(folder, "expired", "DNS:expired.example", start="20200101000000Z", end="20200201000000Z")
    _signed(folder, "between", "DNS:between.example", extension="basicConstraints=critical,CA:TRUE")
    _signed(folder, "chain", "DNS:chain.example", by="between")
    return Certificates(folder)


def _itself(folder: Path, name: str, subject: str, extension: str) -> None:
    files = ("-keyout", f"{name}.key", "-out", f"{name}.pem")
    _openssl(folder, "req", "-x509", *KEY, *files, "-days", "2", "-subj", subject, "-addext", extension)


def _signed(
    folder: Path, name: str, host: str, *, by: str = "ca", start: str = "", end: str = "", extension: str = ""
) -> None:
    asks = ("-addext", f"subjectAltName={host}", *(("-addext", extension) if extension else ()))
    _openssl(folder, "req", *KEY, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}", *asks)
    days = ("-startdate", start, "-enddate", end) if start else ("-days", "2")
    signer = ("-cert", f"{by}.pem", "-keyfile", f"{by}.key")
    _openssl(
        folder,
        "ca",
        "-batch",
        "-config",
        "ca.cnf",
        *signer,
        "-in",
        f"{name}.csr",
        "-out",
        f"{name}.pem",
        "-notext",
        *days,
    )


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
