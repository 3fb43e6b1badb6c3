"""A window of WebKitGTK that keeps what it is given in a folder and does what it is told, line by line.

Run by the system's own Python, which knows GTK: python3 webkit_window.py FOLDER. Reads JSON lines {do, …} and answers
each with a JSON line {value} or {problem}. Needs a display (Xvfb will do).
"""

import json
import sys
import threading
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

PATIENCE_S = 20


class Window:
    """Tabs that share one folder, as in one browser."""

    def __init__(self, folder: str) -> None:
        kept = WebKit2.WebsiteDataManager(base_data_directory=f"{folder}/data", base_cache_directory=f"{folder}/cache")
        cookies = kept.get_cookie_manager()
        cookies.set_persistent_storage(f"{folder}/cookies.sqlite", WebKit2.CookiePersistentStorage.SQLITE)
        self.context = WebKit2.WebContext.new_with_website_data_manager(kept)
        self.context.set_preferred_languages(["sv-SE"])
        self.tabs: list[Any] = []
        self.tab()

    def tab(self) -> int:
        """Open a tab and return its number."""
        view = WebKit2.WebView.new_with_context(self.context)
        view.get_settings().set_enable_write_console_messages_to_stdout(False)
        window = Gtk.Window(default_width=390, default_height=844)
        window.add(view)
        window.show_all()
        self.tabs.append(view)
        return len(self.tabs) - 1

    def goto(self, answer: Any, *, address: str, tab: int) -> None:
        """Open an address; answers when the page is loaded, or could not be."""
        view, heard = self.tabs[tab], []

        def done(_view: Any, event: Any) -> None:
            if event == WebKit2.LoadEvent.FINISHED and heard:
                view.disconnect(heard.pop())
                answer({"value": view.get_uri()})

        def late() -> bool:
            if heard:
                view.disconnect(heard.pop())
                answer({"problem": f"{address} was never there"})
            return False

        heard.append(view.connect("load-changed", done))
        GLib.timeout_add_seconds(PATIENCE_S, late)
        view.load_uri(address)

    def run(self, answer: Any, *, body: str, given: str, tab: int) -> None:
        """Run the body of an async function of `given` (JSON) in the page."""
        whole = (
            f"const given = JSON.parse(text); const work = (async () => {{ {body} }})();"
            f" const late = new Promise((_, no) => setTimeout(no, {PATIENCE_S * 1000}, new Error('stuck')));"
            " return JSON.stringify(await Promise.race([work, late])) ?? 'null';"
        )

        def done(view: Any, result: Any) -> None:
            try:
                found = view.call_async_javascript_function_finish(result)
                answer({"value": json.loads(found.to_string())})
            except GLib.Error as problem:
                answer({"problem": problem.message})

        arguments = GLib.Variant("a{sv}", {"text": GLib.Variant("s", given)})
        self.tabs[tab].call_async_javascript_function(whole, -1, arguments, None, None, None, done)

    def close_tab(self) -> None:
        """Close the tab that was opened last."""
        self.tabs.pop().get_toplevel().destroy()

    def obey(self, line: str) -> bool:
        """Do what a line says."""
        told = json.loads(line)
        name = told.pop("do")
        if name in ("goto", "run"):
            getattr(self, name)(say, **told)
        else:
            say({"value": getattr(self, name)(**told)})
        return False


def say(content: dict[str, Any]) -> None:
    """Answer with one line."""
    print(json.dumps(content), flush=True)


def main() -> None:
    """Open the window and listen until the lines end."""
    window = Window(sys.argv[1])

    def listen() -> None:
        for line in sys.stdin:
            GLib.idle_add(window.obey, line)
        GLib.idle_add(Gtk.main_quit)

    threading.Thread(target=listen, daemon=True).start()
    version = (WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    say({"value": ".".join(map(str, version))})
    Gtk.main()


if __name__ == "__main__":
    main()
