"""Firefox, driven over WebDriver BiDi: a WebSocket to the browser itself, so that nothing but the browser is needed."""

import base64
import itertools
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import time
from pathlib import Path
from typing import Any

PACKAGES = ("firefox-esr",)
CALM: dict[str, bool | int | str] = {
    "app.normandy.enabled": False, "app.update.enabled": False, "browser.aboutwelcome.enabled": False,
    "browser.region.network.url": "", "browser.safebrowsing.downloads.enabled": False,
    "browser.shell.checkDefaultBrowser": False, "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False, "extensions.update.enabled": False,
    "intl.accept_languages": "sv-SE,sv", "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False, "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}  # fmt: skip


def program() -> str | None:
    """Return the Firefox of the machine, or None."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Wire:
    """A WebSocket that sends and reads one JSON text at a time (RFC 6455, the client's half)."""

    def __init__(self, port: int, path: str) -> None:
        self.stream = socket.create_connection(("127.0.0.1", port), timeout=120)
        key = base64.b64encode(os.urandom(16)).decode()
        self.stream.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.stream.recv(1)
        if b" 101 " not in answer.split(b"\r\n")[0]:
            raise ConnectionError(answer.decode(errors="replace"))

    def send(self, content: dict[str, Any]) -> None:
        """Send one masked text frame."""
        body, mask = json.dumps(content).encode(), os.urandom(4)
        size = len(body)
        if size < 126:
            head = struct.pack("!BB", 0x81, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x81, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x81, 0x80 | 127, size)
        self.stream.sendall(head + mask + bytes(byte ^ mask[n % 4] for n, byte in enumerate(body)))

    def read(self) -> dict[str, Any]:
        """Read the next whole text; pings and the like are passed over."""
        whole = b""
        while True:
            first, second = self._exactly(2)
            size = second & 0x7F
            if size > 125:
                size = struct.unpack("!H" if size == 126 else "!Q", self._exactly(2 if size == 126 else 8))[0]
            part = self._exactly(size)
            if first & 0x0F == 8:
                raise ConnectionError("the browser closed the wire")
            if first & 0x0F in (0, 1):
                whole += part
                if first & 0x80:
                    return dict(json.loads(whole))

    def _exactly(self, n: int) -> bytes:
        found = b""
        while len(found) < n:
            part = self.stream.recv(n - len(found))
            if not part:
                raise ConnectionError("the browser is gone")
            found += part
        return found


class Firefox:
    """A Firefox on a folder of its own; the same folder again is the same phone after a restart."""

    name = "firefox"
    can_go_offline = True

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        told = folder / "WebDriverBiDiServer.json"
        told.unlink(missing_ok=True)
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in CALM.items()]
        (folder / "user.js").write_text("\n".join(lines))
        command = [str(program()), "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", str(folder)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        size = {"MOZ_HEADLESS_WIDTH": "390", "MOZ_HEADLESS_HEIGHT": "844"}
        home = {"HOME": str(folder), "TZ": "Europe/Stockholm", **size}
        self.process = subprocess.Popen(command, env=os.environ | home, start_new_session=True, **quiet)
        self._turn = itertools.count(1)
        for _time in range(1200):
            if told.exists() and told.read_text().strip():
                break
            time.sleep(0.1)
        self.wire = Wire(json.loads(told.read_text())["ws_port"], "/session")
        self.ask("session.new", capabilities={})
        self.tabs = [self.ask("browsingContext.getTree")["contexts"][0]["context"]]

    def ask(self, method: str, **more: Any) -> dict[str, Any]:
        """Ask the browser one thing and return what it answers."""
        number = next(self._turn)
        self.wire.send({"id": number, "method": method, "params": more})
        while (answer := self.wire.read()).get("id") != number:
            continue
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['error']} {answer['message']}")
        return dict(answer["result"])

    def goto(self, address: str, *, tab: int = 0) -> None:
        """Open an address in a tab."""
        self.ask("browsingContext.navigate", context=self.tabs[tab], url=address, wait="interactive")

    def more_tabs(self) -> int:
        """Open another tab and return its number."""
        self.tabs.append(self.ask("browsingContext.create", type="tab")["context"])
        return len(self.tabs) - 1

    def close_tab(self) -> None:
        """Close the tab that was opened last."""
        self.ask("browsingContext.close", context=self.tabs.pop())

    def run(self, body: str, given: Any = None, *, tab: int = 0) -> Any:
        """Run the body of an async function of `given` in the page and return what it returns, as JSON."""
        answer = self.ask(
            "script.callFunction", target={"context": self.tabs[tab]}, awaitPromise=True, userActivation=True,
            functionDeclaration=f"async (text) => {{ const given = JSON.parse(text);"
            f" return JSON.stringify(await (async () => {{ {body} }})()) ?? 'null'; }}",
            arguments=[{"type": "string", "value": json.dumps(given)}],
        )  # fmt: skip
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def offline(self, is_so: bool) -> None:
        """Tell the browser that it has no network, as a phone in a lift does."""
        conditions = {"type": "offline"} if is_so else None
        self.ask("emulation.setNetworkConditions", networkConditions=conditions, contexts=self.tabs)

    def kill(self) -> None:
        """End it as a phone that runs out of battery does, with everything it started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)

    def version(self) -> str:
        """Say which browser this is."""
        said = subprocess.run([str(program()), "--version"], capture_output=True, text=True, check=False).stdout
        return said.strip()
