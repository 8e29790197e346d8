"""`check`, `test` and `schema`."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bot.commandline import console
from chat.errors import PolicyError, Problem, UsageError
from policies.language.load import load_with_warnings
from policies.language.schema import Group, Policy


def read_policy(path: Path) -> tuple[Policy, tuple[Problem, ...]]:
    """Read a policy file and its warnings. Raises PolicyError and UsageError."""
    try:
        source = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"there is no {path}: `potluck init` writes one") from None
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error}") from None
    return load_with_warnings(source, str(path))


def choose_group(policy: Policy, name: str | None) -> Group:
    """Return the group named, or the only one. Raises UsageError that lists the names."""
    if name is None and len(policy.groups) == 1:
        return next(iter(policy.groups.values()))
    names = ", ".join(policy.groups)
    if name is None:
        raise UsageError(f"the policy has several groups: say which one by --group: {names}")
    if name not in policy.groups:
        raise UsageError(f"the policy has no group '{name}': there are {names}")
    return policy.groups[name]


def check(path: Path, *, as_json: bool) -> int:
    """Check a policy and run its tests; return 1 where anything is wrong."""
    try:
        policy, warnings = read_policy(path)
    except PolicyError as error:
        return show_problems(path, error.problems, as_json=as_json)
    failed = [row for group in policy.groups.values() if group.tests for row in _results(group) if row["wrong"]]
    if as_json:
        problems = [_problem_row(problem) for problem in warnings]
        console.print_json({"ok": not failed, "problems": problems, "failed_tests": failed})
        return 1 if failed else 0
    for problem in warnings:
        console.out().print(str(problem), style="yellow")
    for row in failed:
        console.out().print(f'{row["line"]}: test "{row["name"]}": {"; ".join(row["wrong"])}', style="red")
    console.out().print(_verdict_on(path, policy, failed))
    return 1 if failed else 0


def _verdict_on(path: Path, policy: Policy, failed: list[dict[str, Any]]) -> str:
    tests = sum(len(group.tests) for group in policy.groups.values())
    groups = f"{len(policy.groups)} group{'s' if len(policy.groups) > 1 else ''}"
    if failed:
        return f"{path}: {len(failed)} of {tests} tests fail."
    return f"{path}: fine: {groups}, {tests} test{'s' if tests != 1 else ''} passed."


def show_problems(path: Path, problems: tuple[Problem, ...], *, as_json: bool) -> int:
    """Print what is wrong with a policy; return 1."""
    if as_json:
        console.print_json({"ok": False, "problems": [_problem_row(problem) for problem in problems]})
        return 1
    for problem in problems:
        console.out().print(str(problem), style="yellow" if problem.warning else "red")
    errors = sum(not problem.warning for problem in problems)
    console.err().print(f"{path}: {errors} error{'s' if errors != 1 else ''}.")
    return 1


def _problem_row(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "severity": "warning" if problem.warning else "error",
    }


def run_tests(path: Path, name: str | None, *, as_json: bool) -> int:
    """Run the tests of one group or of all; return 1 where any fails."""
    try:
        policy, _ = read_policy(path)
    except PolicyError as error:
        return show_problems(path, error.problems, as_json=as_json)
    groups = [choose_group(policy, name)] if name else list(policy.groups.values())
    rows = [{"group": group.name} | row for group in groups for row in _results(group)]
    for row in rows:
        if as_json:
            console.print_json(row)
        else:
            _show_test(row)
    failed = sum(bool(row["wrong"]) for row in rows)
    if not as_json:
        console.out().print(f"{len(rows) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _show_test(row: dict[str, Any]) -> None:
    mark, style = ("✗", "red") if row["wrong"] else ("✓", "green")
    console.out().print(f"{mark} {console.safe(row['name'])}", style=style)
    for sentence in row["wrong"]:
        console.out().print(f"  {row['line']}: {console.safe(sentence)}", style="red")


def _results(group: Group) -> list[dict[str, Any]]:
    from bot.trials import run_tests as run

    return [
        {
            "name": outcome.test.name or outcome.test.say,
            "line": outcome.test.line,
            "outcome": str(outcome.judged.verdict.outcome) if outcome.judged else None,
            "wrong": list(outcome.wrong),
        }
        for outcome in asyncio.run(run(group))
    ]


def schema() -> int:
    """Print the JSON Schema of policies.yaml."""
    from policies.language.json_schema import policy_schema

    sys.stdout.write(json.dumps(policy_schema(), indent=2, ensure_ascii=False) + "\n")
    return 0
