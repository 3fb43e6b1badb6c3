"""A web process grown too large is followed by another, and nobody who asks meanwhile goes without an answer."""

import os
import subprocess
import threading
import time
import urllib.request

import pytest

from samsyn.cli import serve

APPLICATION = '''
import os, time
def application(environ, start):
    time.sleep(2 if environ["PATH_INFO"] == "/slow" else 0.05)
    start("200 OK", [])
    return [str(os.getpid()).encode()]
'''


def test_the_web_server_is_told_how_large_its_processes_may_be(settings):
    settings.WEB_MEGABYTES = 700
    command = serve.web_command("a:b", host="127.0.0.1", port=1, processes=2)
    assert command[command.index("--workers-max-rss") + 1] == "700" and command[-1] == "a:b"
    settings.WEB_MEGABYTES = 0
    assert "--workers-max-rss" not in serve.web_command("a:b", host="127.0.0.1", port=1, processes=1)


def test_freed_memory_is_kept_in_two_pools_unless_the_machine_says_another_number(monkeypatch):
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    assert serve.os_memory() == ["MALLOC_ARENA_MAX=2"]
    monkeypatch.setenv("MALLOC_ARENA_MAX", "8")
    assert serve.os_memory() == []


@pytest.mark.slow
def test_what_a_large_web_process_has_begun_is_answered_before_it_ends(settings, tmp_path, monkeypatch):
    (tmp_path / "tiny.py").write_text(APPLICATION)
    settings.WEB_MEGABYTES = 1
    often = {"--rss-sample-interval": "1", "--rss-samples": "1", "--respawn-interval": "1"}
    names = [name for name in serve.RECYCLED if name.startswith("--")]
    values = {**dict(zip(names, serve.RECYCLED[1::2], strict=True)), **often}
    monkeypatch.setattr(serve, "RECYCLED", [word for pair in values.items() for word in pair])
    port = serve.free_port("127.0.0.1")
    command = serve.web_command("tiny:application", host="127.0.0.1", port=port, processes=1)
    server = subprocess.Popen(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)})
    answered: list[bytes] = []
    lost: list[str] = []
    try:
        assert serve._answers(f"http://127.0.0.1:{port}", server)
        until = time.monotonic() + 6

        def ask(path):
            while time.monotonic() < until:
                try:
                    answered.append(urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20).read())
                except OSError as problem:
                    lost.append(f"{path} {problem}")

        asking = [threading.Thread(target=ask, args=(path,)) for path in ("/slow", "/slow", "/quick")]
        for each in asking:
            each.start()
        for each in asking:
            each.join()
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert lost == [] and len(set(answered)) > 1, (lost, set(answered))


@pytest.mark.slow
def test_what_is_under_way_when_the_service_is_stopped_is_answered(settings, tmp_path):
    """The ten seconds of a stop are enough for it; a recycled process's two minutes do not hold there."""
    (tmp_path / "tiny.py").write_text(APPLICATION)
    settings.WEB_MEGABYTES = 700
    port = serve.free_port("127.0.0.1")
    command = serve.web_command("tiny:application", host="127.0.0.1", port=port, processes=1)
    server = subprocess.Popen(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)}, start_new_session=True
    )
    answered: list[bytes] = []
    try:
        assert serve._answers(f"http://127.0.0.1:{port}", server)
        address = f"http://127.0.0.1:{port}/slow"
        asking = [threading.Thread(target=lambda: answered.append(urllib.request.urlopen(address).read()))
                  for _each in range(3)]  # fmt: skip
        for each in asking:
            each.start()
        time.sleep(1)                   # all three have been taken in, and each takes two seconds
        server.terminate()
    finally:
        serve._wait(server)
    for each in asking:
        each.join(20)
    assert len(answered) == 3 and server.poll() is not None
