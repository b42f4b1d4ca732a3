from ipaddress import ip_network

import pytest

from api.addresses import client_address, is_trusted_peer

PROXIES = (ip_network("10.0.0.0/8"), ip_network("::1"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        pytest.param("203.0.113.9", [], "203.0.113.9", id="nobody in between"),
        pytest.param("203.0.113.9", ["1.2.3.4"], "203.0.113.9", id="a claim of a stranger"),
        pytest.param("10.0.0.1", ["1.2.3.4"], "1.2.3.4", id="one proxy"),
        pytest.param("10.0.0.1", ["6.6.6.6, 1.2.3.4, 10.0.0.2"], "1.2.3.4", id="what the client claims is left out"),
        pytest.param("10.0.0.1", ["6.6.6.6", "1.2.3.4"], "1.2.3.4", id="several headers are one list"),
        pytest.param("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3", id="only proxies"),
        pytest.param("10.0.0.1", ["1.2.3.4, rubbish"], "10.0.0.1", id="rubbish ends the walk"),
        pytest.param("10.0.0.1", ["rubbish, 1.2.3.4"], "1.2.3.4", id="rubbish that nobody reaches"),
        pytest.param("10.0.0.1", [], "10.0.0.1", id="a proxy that says nothing"),
        pytest.param("10.0.0.1", ["1.2.3.4:5678"], "1.2.3.4", id="with a port"),
        pytest.param("::1", ["[2001:DB8:0::1]:443"], "2001:db8::1", id="in brackets, canonical"),
        pytest.param("::ffff:10.0.0.1", ["::ffff:1.2.3.4"], "1.2.3.4", id="IPv4 inside IPv6 is IPv4"),
        pytest.param("fe80::1%eth0", [], "fe80::1", id="no zone"),
        pytest.param(None, ["1.2.3.4"], None, id="no peer"),
        pytest.param("testclient", ["1.2.3.4"], None, id="a peer without address"),
        pytest.param("10.0.0.1", [",".join(["10.0.0.2"] * 100_000)], "10.0.0.2", id="absurdly many"),
    ],
)
def test_the_client_is_the_last_address_that_no_trusted_proxy_has(
    peer: str | None, forwarded: list[str], client: str | None
) -> None:
    assert client_address(peer, forwarded, PROXIES) == client


def test_without_trusted_proxies_no_header_is_believed() -> None:
    assert client_address("10.0.0.1", ["1.2.3.4"], ()) == "10.0.0.1"
    assert not is_trusted_peer("10.0.0.1", ())
