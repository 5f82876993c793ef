"""Many host names for one sshd with the default MaxStartups."""

from case import Case
from openssh import DEFAULT, LIFTED, sshd


def _case(name, number, startups, **more):
    return Case(
        name, sshd(startups=startups), lambda trace: trace.action("true"), frozenset({"succeeded"}), (number, number),
        input={"timeout": 60}, hosts=tuple(f"h{index}" for index in range(number)), limit=240, is_alone=True, **more,
    )


def cases(rounds):
    for number in (100, 400):
        for turn in range(1, rounds + 1):
            yield _case(f"pacing/{number}-names/{turn}", number, DEFAULT, is_quick=number == 100 and turn == 1)
    yield _case("pacing/100-names-lifted", 100, LIFTED)
