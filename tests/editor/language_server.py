# SPDX-License-Identifier: MIT
"""A few words with clangd: open a file, then ask what an editor would show at a place."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

INDEXED_WITHIN_S = 30  # newer servers index headers behind the first diagnostics
MEMORY = ["--pch-storage=memory"]  # one that is killed leaves its files on the disk


class Clangd:
    def __init__(self, folder: Path):
        self.server = subprocess.Popen(
            ["clangd", "--log=error", "--background-index=false", "--enable-config", *MEMORY],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.asked = 0
        self.ask("initialize", {"rootUri": folder.as_uri(), "capabilities": {}})

    def close(self) -> None:
        self.server.kill()
        self.server.wait()

    def _send(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def receive(self) -> dict:
        length = 0
        while (line := self.server.stdout.readline()) != b"\r\n":
            name, _, value = line.decode().partition(":")
            length = int(value) if name == "Content-Length" else length
        return json.loads(self.server.stdout.read(length))

    def ask(self, method: str, params: dict) -> object:
        self.asked += 1
        self._send({"id": self.asked, "method": method, "params": params})
        while (answer := self.receive()).get("id") != self.asked:
            pass
        return answer.get("result")

    def open(self, file: Path) -> list[str]:
        """Opens a C file; what clangd complains about in it."""
        document = {"uri": file.as_uri(), "languageId": "c", "version": 1, "text": file.read_text()}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while True:
            told = self.receive()
            if told.get("method") == "textDocument/publishDiagnostics":
                if told["params"]["uri"] == file.as_uri():  # not that of .clangd
                    break
        return [row["message"] for row in told["params"]["diagnostics"]]

    def at(self, method: str, file: Path, line: int, character: int) -> object:
        place = {"line": line, "character": character}
        return self.ask(method, {"textDocument": {"uri": file.as_uri()}, "position": place})

    def at_once_indexed(self, method: str, file: Path, place: tuple[int, int], text: str) -> object:
        """What is shown at `place`, as soon as it holds `text`; else the last that was shown."""
        last_moment = time.monotonic() + INDEXED_WITHIN_S
        while text not in str(shown := self.at(method, file, *place)):
            if time.monotonic() > last_moment:
                break
            time.sleep(0.1)
        return shown
