"""What the far side itself records about an action: the only evidence of its runs that the suite believes."""

import os
import shlex


class Trace:
    def __init__(self, folder):
        self.path = os.path.join(folder, "trace")
        with open(self.path, "w"):
            pass
        os.chmod(self.path, 0o666)

    def action(self, body, end=True):
        """The body as an action that records `begin` and, if it gets that far, `end STATUS`."""
        begin = f"echo begin >>{self.path}"
        if not end:
            return f"{begin}\n{body}"
        return f"{begin}\n( {body}\n)\nr=$?; echo end $r >>{self.path}; exit $r"

    def plain(self, body):
        """The same for any login shell, through sh."""
        return f"sh -c {shlex.quote(self.action(body))}"

    def _lines(self):
        with open(self.path) as file:
            return file.read().splitlines()

    @property
    def begun(self):
        return self._lines().count("begin")

    @property
    def ended(self):
        return [int(line.split()[1]) for line in self._lines() if line.startswith("end ")]
