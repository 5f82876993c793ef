"""The mutated copy of native/, in artifacts/mutation: it contains every mutant that compiles, each behind a switch."""

import bisect
import hashlib
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# Each crate's folder, and the parts of its sources that are left out.
WORKSPACE = "native"
CRATES = (WORKSPACE, "native/interop", "native/fleet")
LEFT_OUT = ("/windows/", "/tests.rs", "/tests/", "/fuzzing.rs")
_TESTED = ("--workspace", "--exclude", "rust-interop-fuzz", "--exclude", "rust-interop-mutation", "--exclude", "equipment")

ARTIFACTS = os.path.join(ROOT, "artifacts", "mutation")
_COPY = os.path.join(ARTIFACTS, "copy")
_KNOWN = os.path.join(ARTIFACTS, "known.json")
_CONFIG = os.path.join(ROOT, "artifacts", "cargo", "config.toml")


def cargo(folder, target, verb, *arguments):
    """Runs cargo. Returns its exit code, its messages and its errors."""
    config = ["--config", _CONFIG] if os.path.exists(_CONFIG) else []
    command = ["cargo", verb, "--locked", *config, "--target-dir", os.path.join(ARTIFACTS, target), *arguments, "--message-format=json"]
    environment = dict(os.environ, RUSTFLAGS="--cap-lints=allow", CARGO_TERM_COLOR="never")
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return done.returncode, messages, done.stderr


class Mutant:
    def __init__(self, number, found, path, key):
        self.number, self.path, self.key = number, path, key
        self.is_alone, self.range, self._ways = found["alone"], found["range"], found["ways"]

    @property
    def ways_left(self):
        return len(self._ways)

    @property
    def is_possible(self):
        return bool(self._ways)

    @property
    def may_change_type(self):
        return "without `." in self.key or "without the element" in self.key

    @property
    def edits(self):
        return self._ways[0]

    def drop_way(self):
        self._ways.pop(0)


def find():
    """All mutants, file by file."""
    sources = []
    for crate in CRATES:
        for folder, _, names in os.walk(os.path.join(ROOT, crate, "src")):
            sources += [os.path.join(folder, name) for name in sorted(names) if name.endswith(".rs")]
    sources = sorted(source for source in sources if not any(part in source for part in LEFT_OUT))
    code, messages, errors = cargo(HERE, "tool", "build")
    if code:
        raise SystemExit(errors)
    tool = next(message["executable"] for message in messages if message.get("executable"))
    lines = subprocess.run([tool, *sources], check=True, capture_output=True, text=True).stdout.splitlines()
    mutants, seen = [], {}
    for number, found in enumerate(map(json.loads, lines), 1):
        path = os.path.relpath(found["path"], ROOT)
        # Without the folders that only separate a crate's parts.
        short = "/".join(part for part in path.split("/") if part not in ("native", "src"))
        key = f"{short} {found['function']}: {found['change']}"
        seen[key] = seen.get(key, 0) + 1
        mutants.append(Mutant(number, found, path, key if seen[key] == 1 else f"{key} ({seen[key]})"))
    return mutants


class Copy:
    def __init__(self, mutants):
        self._mutants = [mutant for mutant in mutants if not mutant.is_alone]
        self._outputs = {}
        # As they were when the mutants were found, because somebody may be editing them meanwhile.
        self._sources = {path: _read(os.path.join(ROOT, path)) for path in {mutant.path for mutant in mutants}}

    @property
    def folder(self):
        return os.path.join(_COPY, WORKSPACE)

    def create(self):
        """Writes what has changed, and drops the mutants that do not compile."""
        self._mirror(WORKSPACE)
        self._link("tests")
        self._recall()
        self.write()
        # Some code is compiled for other systems, and here for its tests alone.
        for profile in ("dev", "test"):
            while self._drop_what_fails(profile):
                self.write()
        self._remember()

    def _drop_what_fails(self, profile):
        code, messages, errors = cargo(self.folder, "target", "check", "--lib", "--profile", profile, *_TESTED)
        if code and not self._drop(messages):
            raise SystemExit(f"the copy does not compile, and no mutant is known to be the reason:\n{errors}")
        return code

    def build(self, *arguments, is_alone=False):
        """The test programs; None if a mutant on its own does not compile."""
        code, messages, errors = cargo(self.folder, "target", "test", "--no-run", *_TESTED, *arguments)
        if code:
            return None if is_alone else sys.exit(f"the tests of the copy do not compile:\n{errors}")
        return [m["executable"] for m in messages if m.get("executable") and m.get("profile", {}).get("test")]

    def build_library(self):
        _, messages, _ = cargo(self.folder, "target", "build", "--lib")
        files = [name for message in messages for name in message.get("filenames", ())]
        return next((name for name in files if name.endswith(".so") and "rust_interop" in name), None)

    def write(self, alone=None):
        """Writes all mutants that have a switch, and one that has none."""
        by_path = {}
        for mutant in (*self._mutants, *([alone] if alone else ())):
            if mutant.is_possible:
                by_path.setdefault(mutant.path, []).append(mutant)
        for path in {*by_path, *self._outputs}:
            self._outputs[path] = output = _Output(self._sources[path], by_path.get(path, ()))
            _write(os.path.join(_COPY, path), output.text)
        for crate in CRATES:
            _write(os.path.join(_COPY, crate, "src", "mutation.rs"), _read(os.path.join(HERE, "switch.rs")))
            root = os.path.join(crate, "src", "lib.rs")
            _write(os.path.join(_COPY, root), _read(os.path.join(ROOT, root)) + b"\n#[doc(hidden)]\npub mod mutation;\n")
        # Has the library's sources as a module.
        program = os.path.join(WORKSPACE, "tests", "c_program", "library.rs")
        _write(os.path.join(_COPY, program), _read(os.path.join(ROOT, program)) + b"\nuse library::mutation;\n")

    def _remember(self):
        """Remembers what compiles, for files that are the same the next time."""
        known = {}
        for mutant in self._mutants:
            file = known.setdefault(mutant.path, {"hash": _hash(mutant.path), "ways": {}})
            file["ways"][mutant.key] = mutant.ways_left
        with open(_KNOWN, "w") as file:
            json.dump(known, file)

    def _recall(self):
        if os.path.exists(_KNOWN):
            with open(_KNOWN) as file:
                known = json.load(file)
            same = {path for path, file in known.items() if os.path.exists(os.path.join(ROOT, path)) and _hash(path) == file["hash"]}
            for mutant in self._mutants:
                while mutant.path in same and mutant.ways_left > known[mutant.path]["ways"].get(mutant.key, 0):
                    mutant.drop_way()

    def _mirror(self, name):
        for folder, folders, names in os.walk(os.path.join(ROOT, name)):
            folders[:] = [each for each in folders if each != "target"]
            for each in names:
                source = os.path.join(folder, each)
                _write(os.path.join(_COPY, os.path.relpath(source, ROOT)), _read(source))

    def _link(self, name):
        link = os.path.join(_COPY, name)
        if not os.path.islink(link):
            os.symlink(os.path.join(ROOT, name), link)

    def _drop(self, messages):
        """Drops one way of each mutant that an error points to. Returns how many there were."""
        dropped = set()
        for message in messages:
            message = message.get("message")
            if not isinstance(message, dict) or message.get("level") != "error":
                continue
            spans = [span for part in (message, *message["children"]) for span in part["spans"]]
            spans.sort(key=lambda span: not span["is_primary"])
            dropped |= self._blamed([_outermost(span) for span in spans])
        for mutant in dropped:
            mutant.drop_way()
        return len(dropped)

    def _blamed(self, spans):
        for written in (True, False):
            found = []
            for path, start, end in spans:
                found += self._output(path).touching(start, end, written)
            if found:
                size = min(found)[0]
                return {mutant for other, _, mutant in found if other == size}
        # A value of another type may only cause an error where it is used.
        return {mutant for path, start, _ in spans[:1] for mutant in self._output(path).before(start)}

    def _output(self, path):
        return self._outputs.get(os.path.relpath(os.path.join(self.folder, path), _COPY)) or _Output(b"", ())


def _outermost(span):
    while span["expansion"]:
        span = span["expansion"]["span"]
    return span["file_name"], span["byte_start"], span["byte_end"]


class _Output:
    """A file's text with its mutants, and which text belongs to which mutant."""

    def __init__(self, text, mutants):
        edits = []
        for order, mutant in enumerate(mutants):
            for start, end, new, closes in mutant.edits:
                # At the same place, text that belongs to what comes before goes first, and inner before outer.
                edits.append(((start, 0 if closes else 1, -order if closes else order), start, end, new, mutant))
        edits.sort(key=lambda edit: edit[0])
        parts, position, length, self._inserted, self._shifts = [], 0, 0, [], [(0, 0)]
        for _, start, end, new, mutant in edits:
            new = new.replace("{}", str(mutant.number)).encode()
            parts += [text[position:start], new]
            length += start - position
            self._inserted.append((length, length + len(new), mutant))
            length, position = length + len(new), end
            self._shifts.append((length, end))
        self.text = b"".join(parts) + text[position:]

    def touching(self, start, end, written):
        """The mutants whose own text is there (if `written`), or whose range is around it, with their sizes."""
        if written:
            return [(m.range[1] - m.range[0], m.number, m) for low, high, m in self._inserted if low < end and start < high]
        index = bisect.bisect_right(self._shifts, (start, float("inf"))) - 1
        place = self._shifts[index][1] + start - self._shifts[index][0]
        around = {m for _, _, m in self._inserted if m.range[0] <= place < m.range[1]}
        return [(m.range[1] - m.range[0], m.number, m) for m in around]

    def before(self, start):
        """The last mutant before it that may have changed a type."""
        return [m for low, _, m in self._inserted if low < start and m.may_change_type][-1:]


def _read(path):
    with open(path, "rb") as file:
        return file.read()


def _hash(path):
    """The hash of a source and of what makes its mutants."""
    text = hashlib.sha256()
    ours = ("switch.rs", "src/changes.rs", "src/finder.rs", "src/left_out.rs")
    for name in (os.path.join(ROOT, path), *(os.path.join(HERE, name) for name in ours)):
        text.update(_read(name))
    return text.hexdigest()


def _write(path, data):
    """Writes only files that differ, so that cargo compiles no more than that."""
    if os.path.exists(path) and _read(path) == data:
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)

