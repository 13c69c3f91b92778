"""Every test and every doctest: no network, no screen, no data of the user, the same random numbers.

This file stands at the top, not in tests/, because the doctests live in the package.
"""

import random
import socket

import matplotlib as mpl
import nltk.data
import numpy as np
import pytest
from hypothesis import settings

# How long an example takes says what else the machine does, not whether the code is right.
settings.register_profile("policyviz", deadline=None)
settings.load_profile("policyviz")

# A backend without windows. Set here and not as an environment variable: the kernels that
# run the notebooks inherit the environment and need their own backend.
mpl.use("Agg")

SEED = sum(map(ord, "policyviz"))


class NetworkUsedError(RuntimeError):
    """A test reached for the network. Not an OSError: libraries swallow those."""


def refuse_network(address: object, family: int = socket.AF_INET) -> None:
    """Raise unless `address` is on this machine."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return
    host = address[0] if isinstance(address, tuple) else address
    if host in (None, "", b"", "localhost", b"localhost", "::1") or str(host).startswith("127."):
        return
    message = f"Tests run offline, but something tried to reach {host!r}. Ship or make the data it needs."
    raise NetworkUsedError(message)


@pytest.fixture(scope="session", autouse=True)
def offline():
    """Refuse every connection and every name look-up that would leave this machine."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)
        patch.setattr(socket.socket, name, _guard_connection(original))
    patch.setattr(socket.socket, "sendto", _guard_datagram(socket.socket.sendto))
    patch.setattr(socket, "getaddrinfo", _guard_lookup(socket.getaddrinfo))
    yield
    patch.undo()


def _guard_connection(original):
    def guarded(self, address):
        refuse_network(address, self.family)
        return original(self, address)

    return guarded


def _guard_datagram(original):
    def guarded(self, data, *rest):
        # The address comes last: sendto(data, address) or sendto(data, flags, address).
        refuse_network(rest[-1], self.family)
        return original(self, data, *rest)

    return guarded


def _guard_lookup(original):
    def guarded(host, *args, **kwargs):
        refuse_network(host)
        return original(host, *args, **kwargs)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def no_nltk_data(tmp_path_factory):
    """Show NLTK and every child process an empty folder: nothing may need a download."""
    empty = str(tmp_path_factory.mktemp("nltk_data"))
    patch = pytest.MonkeyPatch()
    patch.setenv("NLTK_DATA", empty)
    patch.setattr(nltk.data, "path", [empty])
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def shipped_policies():
    """Ignore a folder of policies that the person running the tests has set for reports."""
    patch = pytest.MonkeyPatch()
    patch.delenv("POLICYVIZ_DATA", raising=False)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def same_random_numbers():
    """Seed both generators: a test may not depend on which tests ran before it."""
    random.seed(SEED)
    np.random.seed(SEED)  # noqa: NPY002, libraries without a random_state draw from this one


@pytest.fixture(autouse=True)
def close_figures():
    """Close what a test has drawn."""
    yield
    from matplotlib import pyplot as plt

    plt.close("all")
