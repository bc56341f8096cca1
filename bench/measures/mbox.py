"""A large mbox comes in with constant memory: 1 GB beside an eighth of it. Only with BENCH_FULL=1."""

import shutil

from mails import OWNER, Mails, write_mbox
from process import memory
from product import serving
from table import Row

SMALL, LARGE = 10_000, 80_000
AVERAGE = 12_500


def measure(bench) -> list:
    peaks, sizes = [], []
    for count in (SMALL, LARGE):
        folder = bench.folder / f"mbox-{count}"
        folder.mkdir()
        mbox = folder / "all.mbox"
        _, size = write_mbox(mbox, Mails(13, count, AVERAGE))
        with serving(bench.binary, folder / "data") as product:
            product.add_account(address=OWNER, mbox=str(mbox))
            product.wait_all_done(count, 600)
            peaks.append(memory(product.child.pid, "VmHWM"))
        sizes.append(size / 1e6)
        shutil.rmtree(folder)
    note = f"{sizes[1]:,.0f} MB beside {sizes[0]:,.0f} MB"
    name = "mbox import, peak memory"
    # A tenth on top for what the allocator does not give back.
    return [Row(name, "MB", [peaks[1]], [peaks[0]], "1/8 of the mbox", 1.1, "ratio", note=note)]
