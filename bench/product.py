"""The product as a user meets it: the release binary, its data folder, its REST API."""

import contextlib
import http.client
import json
import pathlib
import subprocess
import time
import urllib.parse

from process import end, wait_until


class Product:
    """A running `factotum serve`; `ready_after` is the time from its start to the first good /readyz."""

    def __init__(self, binary: pathlib.Path, data: pathlib.Path):
        log = open(data.parent / f"{data.name}.log", "ab")
        command = [str(binary), "serve", "--data", str(data), "--listen", "127.0.0.1:0", "--json"]
        begun = time.perf_counter()
        self.child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, start_new_session=True)
        log.close()
        try:
            line = self.child.stdout.readline()
            if not line:
                raise RuntimeError(f"factotum serve did not start; see {log.name}")
            address = urllib.parse.urlsplit(json.loads(line)["url"])
            self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
            self.token = None
            wait_until("/readyz", lambda: self.status("/readyz") == 200, 30, every=0.001, child=self.child)
            self.ready_after = time.perf_counter() - begun
            self.token = (data / "token").read_text().strip()
        except BaseException:
            end(self.child)
            raise

    def status(self, path: str) -> int:
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status

    def bytes(self, method: str, path: str, body=None) -> bytes:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return content

    def get(self, path: str):
        return json.loads(self.bytes("GET", path))

    def add_account(self, **account):
        return json.loads(self.bytes("POST", "/api/accounts", account))

    def sync(self) -> dict:
        """How the one account stands; its own trouble ends the bench."""
        states = self.get("/api/sync/status")["data"]
        if not states:
            raise RuntimeError("there is no account")
        if states[0]["error"]:
            raise RuntimeError(f"the sync failed: {states[0]['error']}")
        return states[0]

    def wait_all_done(self, items: int, limit: float, every: float = 0.2) -> None:
        def done():
            state = self.sync()
            return state["items"] >= items and state["pending"] == 0 and state["state"] == "idle"

        wait_until(f"{items} items and nothing pending", done, limit, every, self.child)


@contextlib.contextmanager
def serving(binary: pathlib.Path, data: pathlib.Path):
    product = Product(binary, data)
    try:
        yield product
    finally:
        product.connection.close()
        end(product.child)
        product.child.stdout.close()
