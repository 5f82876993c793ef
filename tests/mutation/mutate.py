#!/usr/bin/python3
"""Changes the library in one place at a time, and reports which changes no test notices.

    mutate.py [PATH ...] [--sample N] [--seed S] [--again] [--jobs N] [--without-hostile]
"""

import argparse
import collections
import concurrent.futures
import json
import os
import random
import sys
import time

import hostile
import mutated
import survivors
from programs import Programs

_RESULTS = os.path.join(mutated.ARTIFACTS, "results.json")


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", help="parts of the paths of the files to change; all by default")
    parser.add_argument("--sample", type=int, help="try no more mutants than this")
    parser.add_argument("--seed", type=int, default=1, help="for the choice of the sample")
    parser.add_argument("--again", action="store_true", help="only the mutants that survived the last time")
    parser.add_argument("--without-hostile", action="store_true", help="leave out the hostile suite, which runs on the mutants that the tests do not notice")
    parser.add_argument("--jobs", type=int, default=2 * (os.cpu_count() or 1), help="mutants at a time")
    return parser.parse_args()


class Results:
    """The verdict on each mutant, kept for the next run."""

    def __init__(self):
        self.verdicts = {}
        if os.path.exists(_RESULTS):
            with open(_RESULTS) as file:
                self.verdicts = json.load(file)
        self._saved = time.monotonic()

    def add(self, mutant, verdict, by):
        self.verdicts[mutant.key] = [verdict, by]
        print(f"{verdict:10} {mutant.key}{f'  [{by}]' if by else ''}", flush=True)
        if time.monotonic() > self._saved + 10:
            self.save()

    def save(self):
        self._saved = time.monotonic()
        with open(_RESULTS, "w") as file:
            json.dump(dict(self.verdicts), file, indent=0)


def _chosen(mutants, options, results):
    chosen = [mutant for mutant in mutants if not options.paths or any(part in mutant.key.split(" ")[0] for part in options.paths)]
    if options.again:
        chosen = [mutant for mutant in chosen if results.verdicts.get(mutant.key, ["killed"])[0] != "killed"]
    if options.sample is not None and options.sample < len(chosen):
        chosen = random.Random(options.seed).sample(chosen, options.sample)
    return chosen


def _try_switched(programs, mutants, results, jobs):
    def one(mutant):
        tests = programs.reaching(mutant.number)
        by = programs.notice(mutant.number, tests)
        results.add(mutant, "killed" if by else "survived" if tests else "unreached", by)

    _each(one, mutants, jobs)


def _try_hostile(copy, mutants, results, jobs):
    suite = hostile.Suite(copy.build_library(), copy.folder)
    print(f"{suite.observe(jobs)} cases of the hostile suite, for {len(mutants)} mutants", flush=True)

    def one(mutant):
        cases = suite.reaching(mutant.number)
        by = suite.notice(mutant.number, cases)
        if cases:
            results.add(mutant, "killed" if by else "survived", by)

    _each(one, mutants, jobs)


def _try_alone(copy, programs, mutants, results):
    """Builds each mutant on its own. The unit tests come first, because they notice most."""
    for mutant in mutants:
        copy.write(mutant)
        by = files = None
        for arguments in (("--lib",), ()):
            files = copy.build(*arguments, is_alone=True) if not by else files
            if files is None:
                break
            by = by or programs.notice(0, programs.rebuilt(files))
        if files is None:
            mutant.drop_way()
        else:
            results.add(mutant, "killed" if by else "survived", by)
    copy.write()


def _each(one, mutants, jobs):
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, mutants))


def _report(mutants, results, stale):
    tried = [mutant for mutant in mutants if mutant.is_possible and mutant.key in results.verdicts]
    living = [mutant.key for mutant in tried if results.verdicts[mutant.key][0] != "killed"]
    reasons = {key: survivors.reason(key) for key in living}
    unexplained = [key for key in living if not reasons[key]]
    for reason, number in collections.Counter(filter(None, reasons.values())).most_common():
        print(f"{number:5}  {reason}")
    if unexplained:
        print("\nnot noticed by any test, and without a reason in survivors.txt:")
        print("\n".join(f"  {key}" for key in unexplained))
    if stale:
        print("\nin survivors.txt, although there is no such mutant:")
        print("\n".join(f"  {entry}" for entry in stale))
    unreached = sum(results.verdicts[key][0] == "unreached" for key in living)
    print(
        f"{len(tried)} mutants: {len(tried) - len(living)} killed, {len(living)} not, {unreached} of them not reached; "
        f"{len(unexplained)} unexplained survivors"
    )
    return 1 if unexplained or stale else 0


def main():
    options = _arguments()
    results = Results()
    mutants = mutated.find()
    copy = mutated.Copy(mutants)
    copy.create()
    chosen = [mutant for mutant in _chosen(mutants, options, results) if mutant.is_possible]
    programs = Programs(copy.build(), copy.folder, options.jobs)
    for test in programs.observe():
        print(f"left out, because it fails without a mutant: {test.title}")
    switched = [mutant for mutant in chosen if not mutant.is_alone]
    print(f"{len(chosen)} mutants, {len(chosen) - len(switched)} of them each a build of its own; {len(programs.tests)} tests", flush=True)
    _try_switched(programs, switched, results, options.jobs)
    if not options.without_hostile:
        living = [mutant for mutant in switched if results.verdicts[mutant.key][0] != "killed"]
        _try_hostile(copy, living, results, options.jobs)
    _try_alone(copy, programs, [mutant for mutant in chosen if mutant.is_alone], results)
    results.save()
    return _report(chosen, results, survivors.stale([mutant.key for mutant in mutants]))


if __name__ == "__main__":
    sys.exit(main())
