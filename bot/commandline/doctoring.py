"""`doctor`: what stands between the bot and its work, each finding with what to do."""

import asyncio
from pathlib import Path

from bot import doctor
from bot.commandline import console
from bot.settings import read_settings


def run(policy: Path, *, as_json: bool) -> int:
    """Look at everything and say it; return 1 where anything has to be mended."""
    findings = asyncio.run(doctor.examine(policy, read_settings()))
    ill = [finding for finding in findings if finding.mend is not None]
    if as_json:
        rows = [{"about": one.about, "found": one.found, "mend": one.mend} for one in findings]
        console.print_json({"ok": not ill, "findings": rows})
        return 1 if ill else 0
    for finding in findings:
        mark, style = ("✗", "red") if finding.mend else ("✓", "green")
        console.out().print(f"{mark} {finding.about}: {console.safe(finding.found)}", style=style)
        if finding.mend:
            console.out().print(f"    {finding.mend}")
    return 1 if ill else 0
