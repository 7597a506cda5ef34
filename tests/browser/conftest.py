"""A real Chromium against a live server. Debian's chromium, driven by Playwright's client library."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

# Playwright's event loop lives in the test's thread; Django's guard against it is meant for servers.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
AXE_RUN = """
  axe.run(document, {resultTypes: ['violations'], elementRef: true}).then(answer =>
    answer.violations.filter(found => ['serious', 'critical'].includes(found.impact))
      .flatMap(found => found.nodes
        .filter(node => !(found.id in known && node.element.matches(known[found.id])))
        .map(node => `${found.id}: ${node.target.join(' ')} ${node.failureSummary}`)))
"""
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS, headless=True
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """`open_page("/library/", width=390, dark=True)` in a browser of its own, signed in by nobody."""
    contexts = []

    def open_(path: str, *, width: int = 1440, dark: bool = False, scripts: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            bypass_csp=False,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


def serious_findings(page: Page, known: Mapping[str, str] | None = None) -> list[str]:
    """What axe finds on this page that is serious or critical, one line each.

    `known`: rules and the selector of the elements whose breach of it is somebody else's and known.
    """
    session = page.context.new_cdp_session(page)  # the debugger's evaluate is not bound by the CSP
    session.send("Runtime.evaluate", {"expression": AXE + ";undefined"})
    answer = session.send(
        "Runtime.evaluate",
        {
            "expression": f"(known => {AXE_RUN})({json.dumps(dict(known or {}))})",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    found: list[str] = answer["result"]["value"]
    return found


def overflows(page: Page) -> bool:
    """True when the page scrolls sideways."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
