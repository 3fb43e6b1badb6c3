"""WebKit as the distribution carries it (WebKitGTK): the engine of Safari, in a window that nobody looks at."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

PACKAGES = ("gir1.2-webkit2-4.1", "python3-gi", "xvfb")
WINDOW = Path(__file__).with_name("webkit_window.py")
PYTHON = "/usr/bin/python3"


def program() -> str | None:
    """Return what opens WebKit's window on this machine, or None."""
    asked = "import gi; gi.require_version('WebKit2', '4.1')"
    if not shutil.which("Xvfb") or not Path(PYTHON).exists():
        return None
    return PYTHON if subprocess.run([PYTHON, "-c", asked], capture_output=True, check=False).returncode == 0 else None


class WebKit:
    """A WebKit on a folder of its own; the same folder again is the same phone after a restart."""

    name = "webkit"
    can_go_offline = False

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        reads, writes = os.pipe()
        self.display = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writes), "-screen", "0", "400x900x24", "-nolisten", "tcp"], pass_fds=[writes],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writes)
        with os.fdopen(reads) as told:
            number = told.readline().strip()
        own = {
            "DISPLAY": f":{number}", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "NO_AT_BRIDGE": "1",
            "GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            "TZ": "Europe/Stockholm", "GIO_USE_VFS": "local", "GSETTINGS_BACKEND": "memory",
        }  # fmt: skip
        self.process = subprocess.Popen(
            [PYTHON, str(WINDOW), str(folder)], env=os.environ | own, start_new_session=True, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._version = self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise ConnectionError("the window is gone")
        answer = json.loads(line)
        if "problem" in answer:
            raise RuntimeError(answer["problem"])
        return answer["value"]

    def _tell(self, do: str, **more: Any) -> Any:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def goto(self, address: str, *, tab: int = 0) -> None:
        """Open an address in a tab."""
        self._tell("goto", address=address, tab=tab)

    def more_tabs(self) -> int:
        """Open another tab and return its number."""
        return int(self._tell("tab"))

    def close_tab(self) -> None:
        """Close the tab that was opened last."""
        self._tell("close_tab")

    def run(self, body: str, given: Any = None, *, tab: int = 0) -> Any:
        """Run the body of an async function of `given` in the page and return what it returns, as JSON."""
        return self._tell("run", body=body, given=json.dumps(given), tab=tab)

    def kill(self) -> None:
        """End it as a phone that runs out of battery does, with everything it started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)
        self.display.terminate()
        self.display.wait(timeout=30)

    def version(self) -> str:
        """Say which browser this is."""
        return f"WebKitGTK {self._version}"
