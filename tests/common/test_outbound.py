"""The guarded client: what it refuses to call, how long it waits, how much it reads."""

import socket
import time
from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from coachlms.common import outbound
from coachlms.common.addresses import is_public, target_of
from coachlms.common.outbound import Client, OutboundError, Refused
from tests.common.servers import Server, certificate, serving


class Names:
    """A resolver that answers from a table, in turn, and counts how often it is asked."""

    def __init__(self, **table: Sequence[str]) -> None:
        self.table = {name.replace("_", "."): list(answers) for name, answers in table.items()}
        self.asked: list[str] = []

    def __call__(self, name: str, port: int) -> list[str]:
        self.asked.append(name)
        answers = self.table[name]
        return [answers.pop(0) if len(answers) > 1 else answers[0]]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def client_for(
    server: Server, *, resolver: outbound.Resolver | None = None, **more: float
) -> Client:
    """May call this machine, on the port of this server, under any name."""
    return Client(
        agent="Tests",
        resolver=resolver or (lambda name, port: ["127.0.0.1"]),
        open_networks=["127.0.0.1/32"],
        ports=frozenset({server.port}),
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104
        "10.1.2.3",
        "100.64.0.1",  # carrier-grade NAT
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",  # a cloud's metadata
        "172.31.0.1",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.9",
        "224.0.0.1",
        "233.252.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",  # an old way to write IPv4
        "::ffff:127.0.0.1",
        "::ffff:93.184.216.34",
        "64:ff9b::7f00:1",  # NAT64
        "64:ff9b:1::a00:1",
        "2001::1",  # Teredo
        "2001:db8::1",
        "2002:7f00:1::",  # 6to4 of 127.0.0.1
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_address_that_is_not_public_is_never_called(address: str) -> None:
    client = Client(agent="Tests", resolver=lambda name, port: [address])
    with pytest.raises(Refused, match="not public"):
        client.probe("https://example.org/")


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "1.1.1.1"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address)) is True


def test_one_private_address_among_public_ones_refuses_all() -> None:
    client = Client(agent="Tests", resolver=lambda name, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Refused, match="not public"):
        client.probe("https://example.org/")


@pytest.mark.parametrize(
    "url", ["http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://localhost/"]
)
def test_other_spellings_of_this_machine_are_refused(url: str) -> None:
    with pytest.raises(Refused, match="not public"):
        Client(agent="Tests").probe(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/", "begin with http"),
        ("file:///etc/passwd", "begin with http"),
        ("javascript:alert(1)", "begin with http"),
        ("example.org", "begin with http"),
        ("https://", "begin with http"),
        ("", "begin with http"),
        ("https://example.org:8443/", "usual ports"),
        ("http://example.org:22/", "usual ports"),
        ("http://example.org:0/", "usual ports"),
        ("https://user@example.org/", "user name or a password"),
        ("https://user:secret@example.org/", "user name or a password"),
        ("https://example.org@10.0.0.1/", "user name or a password"),
        ("https://exa mple.org/", "not a web address"),
        ("https://[::1%25eth0]/", "not a host name"),
        ("https://example.org:99999/", "not a web address"),
    ],
)
def test_address_of_another_kind_is_refused_before_any_look_up(url: str, reason: str) -> None:
    names = Names()
    with pytest.raises(Refused, match=reason):
        Client(agent="Tests", resolver=names).probe(url)
    assert names.asked == []


def test_name_in_other_letters_is_called_in_ascii(server: Server) -> None:
    names = Names(**{"xn--bcher-kva_example": ["127.0.0.1"]})
    url = f"http://bücher.example:{server.port}/lesen?seite=ü#unten"
    assert client_for(server, resolver=names).fetch(url).status == 200
    method, path, headers = server.seen[0]
    assert (method, path) == ("GET", "/lesen?seite=%C3%BC")
    assert headers["host"] == f"xn--bcher-kva.example:{server.port}"


def test_request_says_who_asks_and_nothing_else(server: Server) -> None:
    client_for(server).fetch(f"http://example.org:{server.port}/")
    assert server.seen == [
        (
            "GET",
            "/",
            {
                "host": f"example.org:{server.port}",
                "user-agent": "Tests",
                "accept": "text/html, application/xhtml+xml, */*;q=0.8",
                "accept-encoding": "identity",
                "connection": "close",
            },
        )
    ]


def test_proxies_of_the_environment_are_not_used(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert client_for(server).fetch(f"http://example.org:{server.port}/").status == 200


def test_name_is_looked_up_once_and_the_answer_is_the_one_called(server: Server) -> None:
    names = Names(rebinding_example=["127.0.0.1", "10.0.0.1"])
    answer = client_for(server, resolver=names).fetch(f"http://rebinding.example:{server.port}/")
    assert answer.status == 200
    assert names.asked == ["rebinding.example"]


def test_name_that_leads_elsewhere_for_the_next_request_is_checked_again(server: Server) -> None:
    names = Names(rebinding_example=["127.0.0.1", "10.0.0.1"])
    with pytest.raises(Refused, match="not public"):
        client_for(server, resolver=names).fetch(f"http://rebinding.example:{server.port}/to?/200")
    assert [path for _, path, _ in server.seen] == ["/to?/200"]


def test_probe_asks_for_the_head_alone(server: Server) -> None:
    answer = client_for(server).probe(f"http://example.org:{server.port}/200")
    assert (answer.status, answer.body) == (200, b"")
    assert [method for method, _, _ in server.seen] == ["HEAD"]


def test_probe_asks_for_the_page_when_the_head_is_refused(server: Server) -> None:
    answer = client_for(server).probe(f"http://example.org:{server.port}/no-head")
    assert (answer.status, answer.body) == (200, b"here")
    assert [method for method, _, _ in server.seen] == ["HEAD", "GET"]


def test_probe_does_not_press_a_server_that_wants_fewer_requests(server: Server) -> None:
    assert client_for(server).probe(f"http://example.org:{server.port}/429").status == 429
    assert [method for method, _, _ in server.seen] == ["HEAD"]


def test_redirects_are_followed_three_times(server: Server) -> None:
    here = f"http://example.org:{server.port}"
    answer = client_for(server).fetch(f"{here}/to?{here}/to?/to?/200")
    assert (answer.status, answer.redirects, answer.url) == (200, 3, f"{here}/200")


def test_redirect_without_an_end_is_given_up(server: Server) -> None:
    url = f"http://example.org:{server.port}/to?/to?/to?/to?/200"
    with pytest.raises(OutboundError, match="without an end"):
        client_for(server).fetch(url)
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    ("onward", "reason"),
    [
        ("http://inside.example:{port}/", "not public"),
        ("http://inside.example/", "usual ports"),
        ("file:///etc/passwd", "begin with http"),
        ("http://user:secret@example.org:{port}/", "user name"),
    ],
)
def test_redirect_is_checked_like_the_first_address(
    server: Server, onward: str, reason: str
) -> None:
    names = Names(example_org=["127.0.0.1"], inside_example=["192.168.0.1"])
    url = f"http://example.org:{server.port}/to?{onward.format(port=server.port)}"
    with pytest.raises(Refused, match=reason):
        client_for(server, resolver=names).fetch(url)
    assert len(server.seen) == 1


def test_redirect_to_nonsense_is_no_answer(server: Server) -> None:
    with pytest.raises(OutboundError, match="not a web address"):
        client_for(server).fetch(f"http://example.org:{server.port}/nonsense")


def test_only_the_first_64_kilobytes_are_read(server: Server) -> None:
    answer = client_for(server).fetch(f"http://example.org:{server.port}/big")
    assert (answer.status, len(answer.body)) == (200, 64 * 1024)


def test_silent_server_costs_one_wait() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        client = Client(
            agent="Tests",
            resolver=lambda name, _port: ["127.0.0.1"],
            open_networks=["127.0.0.0/8"],
            ports=frozenset({port}),
            step_seconds=0.3,
        )
        began = time.monotonic()
        with pytest.raises(OutboundError, match="did not answer in time"):
            client.fetch(f"http://example.org:{port}/")
        assert time.monotonic() - began < 2


def test_dripping_server_is_ended_by_the_clock(server: Server) -> None:
    client = client_for(server, step_seconds=5.0, total_seconds=0.5)
    began = time.monotonic()
    with pytest.raises(OutboundError, match="did not answer in time"):
        client.probe(f"http://example.org:{server.port}/drip")
    assert time.monotonic() - began < 2


def test_second_address_is_tried_when_the_first_lets_nobody_in(server: Server) -> None:
    client = Client(
        agent="Tests",
        resolver=lambda name, port: ["127.0.0.2", "127.0.0.1"],
        open_networks=["127.0.0.0/8"],
        ports=frozenset({server.port}),
    )
    assert client.fetch(f"http://example.org:{server.port}/").status == 200


def test_closed_port_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = Client(
        agent="Tests",
        resolver=lambda name, _port: ["127.0.0.1"],
        open_networks=["127.0.0.0/8"],
        ports=frozenset({port}),
    )
    with pytest.raises(OutboundError, match="cannot be reached") as error:
        client.probe(f"http://example.org:{port}/")
    assert error.value.ours is False


def test_certificate_must_be_that_of_the_name(tmp_path: Path) -> None:
    context, authority = certificate(tmp_path, "safe.example")
    with serving(context) as server:
        client = Client(
            agent="Tests",
            resolver=lambda name, port: ["127.0.0.1"],
            open_networks=["127.0.0.1/32"],
            ports=frozenset({server.port}),
            ca_file=authority,
        )
        assert client.fetch(f"https://safe.example:{server.port}/").status == 200
        for stranger in ("other.example", "127.0.0.1"):
            with pytest.raises(OutboundError, match="certificate"):
                client.fetch(f"https://{stranger}:{server.port}/")
        with pytest.raises(Refused, match="from a safe page to an unsafe one"):
            client.fetch(
                f"https://safe.example:{server.port}/to?http://safe.example:{server.port}/"
            )
        assert [path.partition("?")[0] for _, path, _ in server.seen] == ["/", "/to"]


def test_certificate_nobody_vouches_for_is_not_accepted(tmp_path: Path) -> None:
    context, _ = certificate(tmp_path, "safe.example")
    with serving(context) as server:
        with pytest.raises(OutboundError, match="certificate"):
            client_for(server).fetch(f"https://safe.example:{server.port}/")
        assert server.seen == []


def test_proxy_is_told_the_address_and_the_name_is_still_checked(tmp_path: Path) -> None:
    context, authority = certificate(tmp_path, "safe.example")
    with serving() as proxy, serving(context) as server:
        client = Client(
            agent="Tests",
            resolver=lambda name, port: ["127.0.0.1"],
            open_networks=["127.0.0.1/32"],
            ports=frozenset({server.port, 80}),
            ca_file=authority,
            proxy=f"http://127.0.0.1:{proxy.port}",
        )
        assert client.fetch(f"https://safe.example:{server.port}/200").status == 200
        with pytest.raises(OutboundError, match="certificate"):
            client.fetch(f"https://other.example:{server.port}/200")
        assert client.fetch("http://plain.example/200").status == 200
        assert [(method, path) for method, path, _ in proxy.seen] == [
            ("CONNECT", f"127.0.0.1:{server.port}"),
            ("CONNECT", f"127.0.0.1:{server.port}"),
            ("GET", "http://127.0.0.1:80/200"),
        ]
        assert proxy.seen[2][2]["host"] == "plain.example"


def test_nothing_is_called_while_calls_are_off(settings: Settings) -> None:
    settings.OUTBOUND = False
    with pytest.raises(Refused, match="OUTBOUND=0"):
        outbound.from_settings()


def test_agent_names_the_site(settings: Settings, server: Server) -> None:
    settings.OUTBOUND = True
    settings.SITE_URL = "https://school.example"
    assert outbound.agent() == "CoachLMS link check (+https://school.example)"


def test_target_keeps_path_and_query_and_drops_the_fragment() -> None:
    target = target_of("HTTPS://Example.ORG:443/a%20b/../c?d=e f#g")
    assert (target.scheme, target.host, target.port) == ("https", "example.org", 443)
    assert target.path == "/c?d=e%20f"
    assert target.host_header == "example.org"
