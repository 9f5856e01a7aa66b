"""The press: the same bytes from a process of its own, which may crash, hang or lie and takes nobody along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from npo_planner.press import client, worker
from npo_planner.press.client import Press, PressFailed
from tests.npo_planner.press.orders import long_order, order, wrong

pytestmark = pytest.mark.pdf
LOG = "npo_planner.press"


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    """A real one for these tests: what they do to it harms no other."""
    press = Press()
    yield press
    press.close()


@pytest.fixture
def replaced() -> Iterator[object]:
    """Makes presses with another command, and ends them."""
    made: list[Press] = []

    def make(deed: str) -> Press:
        made.append(Press(wrong(deed)))
        return made[-1]

    yield make
    for each in made:
        each.close()


def pid_of(press: Press) -> int:
    return press.child.process.pid


def is_alive(pid: int) -> bool:
    """A process that ended and was not waited for does not live."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == LOG]


def test_press_gives_the_bytes_that_its_own_process_would_give(press: Press) -> None:
    asked = order("Zoë en Łukasz: 8,5 op “begrijpend lezen”.")

    assert press.print(asked) == press.print(asked) == worker.make(asked)


def test_bytes_do_not_depend_on_what_was_printed_before(press: Press) -> None:
    first = press.print(order())
    press.print(long_order(40))
    press.print(order("<b>vet</b> <i>schuin</i> Ελλάδα"))

    assert press.print(order()) == first


def test_process_knows_no_secret_and_holds_nothing_of_ours_open(
    press: Press, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY", "geheim")
    press.close()
    with (tmp_path / "open").open("w") as held:
        os.set_inheritable(held.fileno(), True)
        press.print(order())

        process = Path(f"/proc/{pid_of(press)}")
        names = {line.partition("=")[0] for line in (process / "environ").read_text().split("\0") if line}
        files = [os.readlink(each) for each in (process / "fd").iterdir()]

    assert names == {"LANG", "TMPDIR", "MALLOC_ARENA_MAX"}
    assert (len(files), [name for name in files if "open" in Path(name).name]) == (4, [])
    assert os.getsid(pid_of(press)) == pid_of(press)


def test_process_imports_no_django() -> None:
    told = (
        "import sys, npo_planner.press.worker\n"
        "print([name for name in sys.modules if name.startswith(('django', 'npo_planner.settings'))])"
    )

    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSEGV])
def test_process_that_dies_at_work_is_replaced_and_the_order_tried_again(
    press: Press, sign: int, caplog: pytest.LogCaptureFixture
) -> None:
    press.print(order())
    first = pid_of(press)
    fell = threading.Timer(0.2, os.kill, (first, sign))
    fell.start()

    content = press.print(long_order(60))

    fell.join()
    assert content.startswith(b"%PDF")
    assert (pid_of(press) != first, is_alive(first), len(warnings(caplog))) == (True, False, 1)


def test_process_that_stands_still_is_killed_and_the_order_tried_again(
    press: Press, settings, caplog: pytest.LogCaptureFixture
) -> None:
    press.print(order())
    first = pid_of(press)
    os.kill(first, signal.SIGSTOP)
    threading.Timer(1, press.child._stop, [threading.Event()]).start()  # the clock of PRESS_SECONDS, sooner

    content = press.print(order())

    assert content.startswith(b"%PDF")
    assert (is_alive(first), len(warnings(caplog))) == (False, 1)


def test_document_that_needs_too_much_memory_is_refused_and_the_next_is_printed(
    settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.PRESS_MEGABYTES = 220
    press = Press()

    monkeypatch.setattr(client, "LONGEST", 10_000_000)
    with pytest.raises(PressFailed) as failed:
        press.print(order("<p>a</p>" * 300_000))
    after = press.print(order())

    press.close()
    assert (failed.value.code, str(failed.value)) == ("press_memory", client.SENTENCES["press_memory"])
    assert len(warnings(caplog)) == 2
    assert after == worker.make(order())


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("leave", "press_crashed"),
        ("babble", "press_crashed"),
        ("boast", "press_crashed"),
        ("stop_halfway", "press_crashed"),
        ("send_no_pdf", "press_crashed"),
        ("send_half_a_pdf", "press_crashed"),
        ("tell_nothing", "press_crashed"),
        ("tell_a_list", "press_crashed"),
        ("tell_nonsense", "press_crashed"),
        ("have_a_problem", "press_crashed"),
        ("have_no_memory", "press_memory"),
        ("hang", "press_hung"),
    ],
)
def test_wrong_answer_is_tried_twice_and_then_said(
    replaced, deed: str, code: str, settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.PRESS_SECONDS = 1
    press = replaced(deed)

    with pytest.raises(PressFailed) as failed:
        press.print(order("geheim plan"))

    assert (failed.value.code, str(failed.value)) == (code, client.SENTENCES[code])
    assert [line.partition(": try ")[2][:1] for line in warnings(caplog)] == ["1", "2"]
    assert (press.child, "geheim" in caplog.text) == (None, False)


def test_process_that_does_not_start_is_tried_twice_and_leaves_no_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    press = Press((str(tmp_path / "nergens"),))

    with pytest.raises(PressFailed) as failed:
        press.print(order())

    assert (failed.value.code, len(warnings(caplog)), list(tmp_path.iterdir())) == ("press_crashed", 2, [])
    press.command = wrong("work")
    assert press.print(order()).startswith(b"%PDF")
    press.close()


def test_hundred_killed_processes_leave_a_press_that_prints(replaced) -> None:
    press, pids = replaced("work"), []
    for _ in range(100):
        assert press.print(order()).startswith(b"%PDF")
        pids.append(pid_of(press))
        os.kill(pids[-1], signal.SIGKILL)

    assert press.print(order()).startswith(b"%PDF")
    assert (len(set(pids)), [pid for pid in pids if is_alive(pid)]) == (100, [])


def test_worn_process_is_replaced(replaced, settings) -> None:
    settings.PRESS_RENDERS = 2
    press, pids = replaced("work"), []
    for _ in range(5):
        press.print(order())
        pids.append(press.child and pid_of(press))

    assert [pid is None for pid in pids] == [False, True, False, True, False]
    assert pids[0] != pids[2] != pids[4]


def test_process_that_grew_is_replaced(replaced, settings) -> None:
    settings.PRESS_MEGABYTES = 1  # the answer says 1, which is more than half
    press = replaced("work")
    press.print(order())

    assert press.child is None


def test_threads_share_one_process(press: Press) -> None:
    asked = [order(f"Draad {number}.") for number in range(4)] * 3
    with ThreadPoolExecutor(6) as threads:
        got = list(threads.map(press.print, asked))

    assert got == [press.print(each) for each in asked]


def test_press_that_stays_taken_says_so(press: Press, settings) -> None:
    settings.PRESS_SECONDS = 0
    with press.lock, pytest.raises(PressFailed) as failed:
        press.print(order())

    assert failed.value.code == "press_busy"


def test_document_that_would_take_too_long_is_refused_before_the_press() -> None:
    press = Press()
    with pytest.raises(PressFailed) as failed:
        press.print(order("x" * client.LONGEST))

    assert (failed.value.code, press.child) == ("press_too_long", None)


def test_fork_has_a_press_of_its_own(press: Press) -> None:
    first, asked = press.print(order()), order()
    before = pid_of(press)
    press.lock.acquire()  # as when another thread prints during the fork
    fork = os.fork()
    if fork == 0:
        press.forget()
        same = press.print(asked) == first and pid_of(press) != before
        press.close()
        os._exit(0 if same else 1)
    press.lock.release()

    assert os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]) == 0
    assert (press.print(asked), pid_of(press)) == (first, before)


PARENT = """
import django; django.setup()
from npo_planner.press.client import PRESS
from tests.npo_planner.press.orders import long_order, order
PRESS.print(order())
print(PRESS.child.process.pid, PRESS.child.folder, flush=True)
PRESS.print(long_order(20000))
"""


def test_process_ends_with_its_parent_also_in_the_middle_of_a_render() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "npo_planner.settings_test"}
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, env=environment)
    pid, folder = parent.stdout.readline().split()
    time.sleep(0.3)
    alive = is_alive(int(pid))

    parent.kill()
    parent.wait()
    parent.stdout.close()

    ends = time.monotonic() + 5
    while is_alive(int(pid)) and time.monotonic() < ends:
        time.sleep(0.02)
    assert (alive, is_alive(int(pid)), Path(folder).exists()) == (True, False, False)


def test_what_weasyprint_says_comes_into_our_log(press: Press, caplog: pytest.LogCaptureFixture) -> None:
    press.print(order("<img src='http://example.invalid/a.png' alt='x'>", identifier="met-plaatje"))

    assert [(record.levelname, record.name) for record in caplog.records] == [("ERROR", LOG)]
    assert warnings(caplog)[0].startswith("met-plaatje: Failed to load image")


def test_half_characters_are_printed_as_unknown_ones(press: Press) -> None:
    assert press.print(order("voor \ud800 na \ud83d\ude00")) == press.print(order("voor \ufffd na \U0001f600"))
