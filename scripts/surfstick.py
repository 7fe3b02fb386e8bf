# Copyright (c) 2026 The Surfstick SMS authors
# SPDX-License-Identifier: MIT
"""Send and read messages (SMS) through Surfstick SMS, which must be running.

    import surfstick
    surfstick.send("+491701234567", "The door is open")

It needs nothing but Python 3.8 and the program ``surfstick`` (``surfstick.exe``), which is looked for beside
this file, in the folders of PATH, and where the installer puts it. Programs are let in when that is switched
on in Surfstick SMS: Settings, "Programs on this computer may send and read messages".

What goes wrong is an exception, one class for each exit code of ``surfstick``. Two of them say that the
message must not be sent again: `StillQueued` (it goes out by itself later) and `Unconfirmed` (it may have
been sent).
"""

import json
import os
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Dict, Iterator, List, Literal, Optional, Sequence, Type, TypeVar, Union, overload

__all__ = [
    "Error", "Failed", "Invalid", "NotRunning", "Received", "Refused", "StillQueued", "Surfstick", "Text",
    "Unconfirmed", "cancel", "info", "listen", "send", "status", "texts", "ussd",
]


@dataclass(frozen=True)
class Text:
    """A message. Which fields are filled depends on its direction.

    Times are texts as in RFC 3339, such as "2026-11-27T12:30:00Z"; "" stands for what is not known.
    """

    id: int = 0
    direction: str = ""  # "in" or "out"
    to: str = ""  # whom an outgoing one goes to
    sender: str = ""  # whom a received one came from: a number or a name
    name: str = ""  # of the contact with that number
    # checked, queued, sending, sent, delivered, failed, unconfirmed, cancelled or deleted;
    # of a received one: complete, incomplete, damaged, service or call
    state: str = ""
    reason: str = ""  # why it failed or waits, such as "number" or "barred"
    text: str = ""
    parts: int = 0  # each is paid for
    done: int = 0  # parts that are sent or have arrived
    time: str = ""  # when it was written or received here
    sent: str = ""  # the time stamp of the service centre
    changed: str = ""  # when it was sent, delivered or given up
    key: str = ""
    program: str = ""  # who wrote it, such as "python.exe"


@dataclass(frozen=True)
class Received:
    """A message that came in. It comes again with the same `id` when parts of it arrived late."""

    seq: int = 0  # grows with every message; `listen(since=seq)` goes on after it
    id: int = 0
    sender: str = ""  # a number or a name
    name: str = ""  # of the contact with that number
    text: str = ""
    received: str = ""  # when it came in here, as in RFC 3339
    sent: str = ""  # the time stamp of the service centre
    parts: int = 1
    # complete, incomplete (parts are missing), damaged, service (not for people) or call (a missed one)
    state: str = ""


class Error(Exception):
    """Something went wrong (exit code 1). The other exceptions are kinds of it.

    code: the exit code. reason: a word such as "limit", "closed". hint: what to do, in a sentence.
    retry_after: seconds after which it may be tried again, None when time alone does not help.
    number: the number that it is about. key: that of the call; the same call with the same key sends
    nothing twice. texts: the messages that were accepted.
    """

    code = 1

    def __init__(self, message: str, reason: str = "", hint: str = "", retry_after: Optional[int] = None,
                 number: str = "", key: str = "", texts: Sequence[Text] = ()) -> None:
        super().__init__(message)
        self.reason, self.hint, self.retry_after = reason, hint, retry_after
        self.number, self.key, self.texts = number, key, list(texts)


class Invalid(Error):
    """A number, a text or another argument makes no sense; nothing was sent (exit code 2)."""

    code = 2


class Refused(Error):
    """A limit, the costs, or the person at the window; nothing was sent (exit code 3).

    It may be tried again after `retry_after` seconds, if that is a number.
    """

    code = 3


class NotRunning(Error):
    """Surfstick SMS is not running, lets no programs in, or `surfstick` was not found (exit code 4)."""

    code = 4


class StillQueued(Error):
    """Accepted, but not as far as was asked for in time (exit code 5). It goes on by itself: never send it
    again, ask with `status(key=error.key)`. Of `ussd`: there is no stick."""

    code = 5


class Failed(Error):
    """Not sent, for good (exit code 6): no such number, no credit, the network says no, or cancelled."""

    code = 6


class Unconfirmed(Error):
    """It may have been sent, and nobody knows (exit code 7). Never send it again by itself."""

    code = 7


_kinds: Dict[int, Type[Error]] = {
    kind.code: kind for kind in (Error, Invalid, Refused, NotRunning, StillQueued, Failed, Unconfirmed)
}

# A call with a key is repeated so often when the connection broke, since it sends nothing twice.
_TRIES = 3
# How long to wait before that, and before listening again, in seconds.
_PAUSE = 2.0

_Record = TypeVar("_Record", Text, Received)


class Surfstick:
    """A way to one Surfstick SMS.

    data: the folder of its messages, if it was started with -data. demo: the one that was started with
    -demo. start: start it, without its window, when it is not running. program: the path of `surfstick`.

    The functions of this module are the methods of one that was made without arguments.
    """

    def __init__(self, data: Optional[str] = None, demo: bool = False, start: bool = False,
                 program: Optional[str] = None) -> None:
        self._program = program
        self._options = ["--json", "--no-input"]
        if data is not None:
            self._options += ["--data", data]
        if demo:
            self._options.append("--demo")
        if start:
            self._options.append("--start")

    @overload
    def send(self, to: str, text: str, key: Optional[str] = ..., *, wait: str = ..., timeout: int = ...,
             long: bool = ..., force: bool = ..., dry_run: bool = ...) -> Text: ...

    @overload
    def send(self, to: Sequence[str], text: str, key: Optional[str] = ..., *, wait: str = ...,
             timeout: int = ..., long: bool = ..., force: bool = ..., dry_run: bool = ...) -> List[Text]: ...

    def send(self, to: Union[str, Sequence[str]], text: str, key: Optional[str] = None, *, wait: str = "sent",
             timeout: int = 120, long: bool = False, force: bool = False,
             dry_run: bool = False) -> Union[Text, List[Text]]:
        """Send a message to one number or to several, and wait until the network has it.

        to: a number, best as "+491701234567", or a list of them. key: a word of your own, such as
        "order-4711"; a second call with the same key sends nothing again, however often the script is
        started (at most 128 ASCII characters). Without one, each call gets a new one.
        wait: "queued", "sent" or "delivered", for at most `timeout` seconds. long: allow more than 3 parts,
        up to 10. force: allow more than 20 numbers. dry_run: check number, text and limits, send nothing.

        Returns the message, or a list of them for a list of numbers.
        """
        numbers = [to] if isinstance(to, str) else list(to)
        key = str(uuid.uuid4()) if key is None else key
        args = ["send", "--text", "-", "--id=" + key, "--wait=" + wait, "--timeout=%d" % timeout]
        args += ["--to=" + number for number in numbers]
        for name, chosen in (("--long", long), ("--force", force), ("--dry-run", dry_run)):
            if chosen:
                args.append(name)
        for left in reversed(range(_TRIES)):
            try:
                answer = self._ask(args, text + "\n", key)  # surfstick takes one line end away
                break
            except Error as error:
                if left == 0 or error.reason not in ("closed", "busy"):
                    raise
                time.sleep(_PAUSE)
        sent = [_record(Text, each) for each in answer["texts"]]
        return sent[0] if isinstance(to, str) else sent

    def status(self, id: Optional[int] = None, *, key: Optional[str] = None, wait: Optional[str] = None,
               timeout: int = 120) -> List[Text]:
        """Return what became of a message, by its `id`, or of all of a call, by its `key`.

        wait: "sent" or "delivered" waits for that, at most `timeout` seconds. Whatever became of them is
        in the `state` of each; it is no exception.
        """
        args = ["status"]
        if id is not None:
            args.append("%d" % id)
        if key is not None:
            args.append("--id=" + key)
        if wait is not None:
            args += ["--wait=" + wait, "--timeout=%d" % timeout]
        try:
            answer = self._ask(args)
        except (StillQueued, Failed, Unconfirmed) as error:
            if not error.texts:
                raise
            return error.texts
        return [_record(Text, each) for each in answer["texts"]]

    def cancel(self, id: int) -> Text:
        """Take a message out of the queue. One that is being sent cannot be stopped: `Error`, reason
        "not_now"."""
        return _record(Text, self._ask(["cancel", "%d" % id])["texts"][0])

    def texts(self, direction: Optional[str] = None, number: Optional[str] = None, since: Optional[int] = None,
              limit: int = 50) -> List[Text]:
        """Return messages, oldest first: the newest, or those after the one with the id `since`.

        direction: "in" or "out". number: only those with this number or name. limit: at most so many.
        """
        args = ["list", "--limit=%d" % limit]
        if direction is not None:
            if direction not in ("in", "out"):
                raise Invalid('direction is "in" or "out"', "usage")
            args.append("--" + direction)
        if number is not None:
            args.append("--with=" + number)
        if since is not None:
            args.append("--since=%d" % since)
        return [_record(Text, each) for each in self._lines(args)]

    @overload
    def listen(self, since: Optional[int] = ..., keep: Union[str, "os.PathLike[str]", None] = ...,
               reports: Literal[False] = ...) -> Iterator[Received]: ...

    @overload
    def listen(self, since: Optional[int] = ..., keep: Union[str, "os.PathLike[str]", None] = ...,
               *, reports: Literal[True]) -> Iterator[Union[Received, Text]]: ...

    def listen(self, since: Optional[int] = None, keep: Union[str, "os.PathLike[str]", None] = None,
               reports: bool = False) -> Iterator[Union[Received, Text]]:
        """Wait for messages and yield each (`Received`), for ever.

        When Surfstick SMS ends it waits until that is back, and goes on where it was: none is missed, and
        one may come twice.

        since: begin with those after this `seq`; 0 begins with all that are kept; None waits for new ones.
        keep: a file for the last `seq`, so that the next start of the script goes on there. It is written
        when the body of the loop has ended: a message whose handling failed comes again.
        reports: also yield a `Text` when something became of a message that a program sent.
        """
        newest = int(self.info().get("seq", 0))  # NotRunning at once when there is nobody to listen to
        last = _read_seq(keep) if since is None else since
        if last is None:
            last = newest
        _write_seq(keep, last)
        while True:
            args = ["listen", "--since=%d" % last] + (["--reports"] if reports else [])
            try:
                for line in self._stream(args):
                    if line.get("type") == "report":
                        yield _record(Text, line)
                        continue
                    yield _record(Received, line)
                    last = max(last, line["seq"])
                    _write_seq(keep, last)
                return  # surfstick was ended by Ctrl-C
            except Error as error:
                if error.reason not in ("closed", "busy", "not_running"):
                    raise
            time.sleep(_PAUSE)

    def info(self) -> Dict[str, Any]:
        """Return stick, network and limits: "ready", "state", "operator", "signal", "queued", "left",
        "may" and more, as `surfstick info --json` prints them."""
        return self._ask(["info"])

    def ussd(self, code: str) -> str:
        """Ask the network a code such as "*100#" and return its answer."""
        return str(self._ask(["ussd", "--", code])["text"])

    def _command(self, args: List[str]) -> List[str]:
        return [self._program or _find()] + self._options + args

    def _ask(self, args: List[str], text: str = "", key: str = "") -> Dict[str, Any]:
        """Run surfstick and return the object that it prints."""
        return self._run(args, text, key)[0]

    def _lines(self, args: List[str]) -> List[Dict[str, Any]]:
        return self._run(args)

    def _run(self, args: List[str], text: str = "", key: str = "") -> List[Dict[str, Any]]:
        try:
            ended = subprocess.run(self._command(args), input=text.encode("utf-8"), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, creationflags=_flags())
        except (OSError, ValueError) as error:  # ValueError: a zero byte, or half of a character
            raise _cannot_run(error) from error
        said = ended.stderr.decode("utf-8", "replace")
        lines = [json.loads(line) for line in ended.stdout.decode("ascii").splitlines()]
        if ended.returncode != 0:
            raise _error(ended.returncode, lines[-1] if lines else {}, said, key)
        return lines

    def _stream(self, args: List[str]) -> Iterator[Dict[str, Any]]:
        """Run surfstick and yield the objects that it prints, as they come."""
        try:
            process = subprocess.Popen(self._command(args), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, creationflags=_flags())
        except (OSError, ValueError) as error:
            raise _cannot_run(error) from error
        answer: Dict[str, Any] = {}
        try:
            assert process.stdout is not None
            for line in process.stdout:
                answer = json.loads(line)
                if "error" not in answer:
                    yield answer
            code = process.wait()
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()
        if code < 0 or code == 1 and "error" not in answer:  # ended from outside: on Windows with 1
            raise Error("surfstick was ended", "closed")
        if code != 0:
            raise _error(code, answer if "error" in answer else {}, "", "")


def _record(kind: Type[_Record], line: Dict[str, Any]) -> _Record:
    """Return what is known of a line; fields that a later version adds are left out."""
    known = {"sender" if name == "from" else name: value for name, value in line.items()}
    return kind(**{each.name: known[each.name] for each in fields(kind) if each.name in known})


def _error(code: int, line: Dict[str, Any], said: str, key: str) -> Error:
    told = line.get("error", {})
    words = said.splitlines()
    hint = " ".join(each[len("hint: "):] for each in words if each.startswith("hint: "))
    accepted = [_record(Text, each) for each in line.get("texts", [])]
    message = told.get("message", "") or ", ".join("%s: %s" % (each.to, each.state) for each in accepted) \
        or (words[0] if words else "exit code %d" % code)
    return _kinds.get(code, Error)(message, told.get("code", ""), hint, told.get("retry_after"),
                                   told.get("number", ""), key, accepted)


def _cannot_run(error: Exception) -> Error:
    if isinstance(error, ValueError):
        return Invalid(str(error), "usage")
    return NotRunning("surfstick cannot be started: %s" % error, "not_installed")


def _flags() -> int:
    """Return what keeps Windows from opening a console for a script that has none."""
    return getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0


def _find() -> str:
    """Return the path of surfstick. The current folder is not looked at: anybody may have put a file there."""
    name = "surfstick.exe" if sys.platform == "win32" else "surfstick"
    places = [Path(__file__).resolve().parent]
    places += [Path(each) for each in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(each)]
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        if os.path.isabs(local):
            places.append(Path(local) / "Programs" / "Surfstick SMS")
    for place in places:
        path = place / name
        if path.is_file() and os.access(str(path), os.X_OK):
            return str(path)
    raise NotRunning("%s was not found: put it beside surfstick.py" % name, "not_installed")


def _read_seq(keep: Union[str, "os.PathLike[str]", None]) -> Optional[int]:
    if keep is None or not os.path.exists(keep):
        return None
    return int(Path(keep).read_text("ascii"))


def _write_seq(keep: Union[str, "os.PathLike[str]", None], seq: int) -> None:
    """Write the file at once as a whole, so that a loss of power leaves the old one or the new one."""
    if keep is None:
        return
    new = Path(str(keep) + ".new")
    with open(str(new), "w", encoding="ascii") as file:
        file.write("%d\n" % seq)
        file.flush()
        os.fsync(file.fileno())
    os.replace(str(new), str(keep))


_usual = Surfstick()
send = _usual.send
status = _usual.status
cancel = _usual.cancel
texts = _usual.texts
listen = _usual.listen
info = _usual.info
ussd = _usual.ussd
