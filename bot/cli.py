"""The `potluck` command: words and options only. What a command does stands in `bot.commandline`."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot import __version__
from chat.errors import PotluckError, UsageError

app = typer.Typer(
    name="potluck",
    help="A bot for groups whose members do business with each other: everyone brings something before they sell.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

PolicyFile = Annotated[Path, typer.Option("--policy", "-p", help="The policy file.")]
PolicyArgument = Annotated[Path, typer.Argument(help="The policy file.")]
GroupName = Annotated[str | None, typer.Option("--group", "-g", help="The group in the policy, where it has several.")]
ExportFile = Annotated[Path, typer.Argument(help="An export of Telegram, WhatsApp or Discord: file, zip or folder.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
_POLICY = Path("policies.yaml")


class Dates(StrEnum):
    """Order of day and month in a WhatsApp export."""

    DMY = "dmy"
    MDY = "mdy"


def _version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"potluck {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool | None,
        typer.Option(
            "--version", callback=lambda value: _version(wanted=bool(value)), is_eager=True, help="The version."
        ),
    ] = None,
) -> None:
    del version


@app.command()
def check(policy: PolicyArgument = _POLICY, json: Json = False) -> None:  # noqa: FBT002
    """Read a policy, say everything that is wrong with it, and run its own tests."""
    from bot.commandline import policies

    raise typer.Exit(policies.check(policy, as_json=json))


@app.command("test")
def run_tests(policy: PolicyArgument = _POLICY, group: GroupName = None, json: Json = False) -> None:  # noqa: FBT002
    """Run a policy's own tests, each with its result."""
    from bot.commandline import policies

    raise typer.Exit(policies.run_tests(policy, group, as_json=json))


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="A message, as it would be posted.")],
    policy: PolicyFile = _POLICY,
    group: GroupName = None,
    as_: Annotated[str | None, typer.Option("--as", help="A role of the policy, `newcomer` or `admins`.")] = None,
    in_: Annotated[str | None, typer.Option("--in", help="The place it is posted in.")] = None,
    at: Annotated[str | None, typer.Option("--at", help="When: `Fri 10:00`, or a date and time.")] = None,
    reply_to: Annotated[str | None, typer.Option("--reply-to", help="The text of the message that it answers.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Its kind, instead of what is recognised.")] = None,
    json: Json = False,  # noqa: FBT002
) -> None:
    """Say what the policy would do with a message, by which rules and signals, and what would make it a yes."""
    from bot.commandline import explaining

    asked = explaining.Asked(text=text, as_=as_, in_=in_, at=at, reply_to=reply_to, kind=kind)
    raise typer.Exit(explaining.explain(policy, group, asked, as_json=json))


@app.command()
def init(
    path: Annotated[Path, typer.Argument(help="The file to write.")] = _POLICY,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,  # noqa: FBT002
) -> None:
    """Ask five questions and write a short policy to begin with."""
    from bot.commandline import beginning

    raise typer.Exit(beginning.init(path, force=force))


@app.command()
def schema() -> None:
    """Print the JSON Schema of policies.yaml, for editors."""
    from bot.commandline import policies

    raise typer.Exit(policies.schema())


@app.command()
def classify(
    file: Annotated[Path, typer.Argument(help="Rows of JSON with `text`; `id`, `lang`, `reply_to` where known.")],
    json: Json = False,  # noqa: FBT002
) -> None:
    """Say of each message whether it promotes something, what, whose and why, at the default thresholds."""
    from bot.commandline import classifying

    raise typer.Exit(classifying.classify(file, as_json=json))


@app.command()
def replay(
    file: Annotated[
        Path, typer.Argument(help="An exported chat: Telegram, WhatsApp or Discord; a file, zip or folder.")
    ],
    policy: PolicyFile = _POLICY,
    group: GroupName = None,
    since: Annotated[str | None, typer.Option(help="Leave out what was before this date.")] = None,
    timezone: Annotated[str | None, typer.Option(help="The zone of the export's times, like Europe/London.")] = None,
    dates: Annotated[Dates | None, typer.Option(help="WhatsApp: day or month first.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write an HTML report to this file.")] = None,
    against: Annotated[Path | None, typer.Option(help="Another policy file: which verdicts would change?")] = None,
    json: Annotated[Path | None, typer.Option("--json", help="Write every result to this file, a row each.")] = None,
    db: Annotated[str | None, typer.Option(help="Keep the ledger at this URL; never the live one.")] = None,
) -> None:
    """Show what a policy would have done in an exported chat. Nobody is told anything."""
    from bot.commandline import replaying

    options = replaying.Options(
        file=file,
        policy=policy,
        group=group,
        since=since,
        timezone=timezone,
        dates=dates.value if dates else None,
        report=report,
        against=against,
        json=json,
        db=db,
    )
    raise typer.Exit(replaying.replay(options))


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="An exported chat: Telegram, WhatsApp or Discord; a file, zip or folder.")
    ],
    group: Annotated[str, typer.Option("--group", "-g", help="The group in the policy.")],
    policy: PolicyFile = _POLICY,
    timezone: Annotated[str | None, typer.Option(help="The zone of the export's times, like Europe/London.")] = None,
    dates: Annotated[Dates | None, typer.Option(help="WhatsApp: day or month first.")] = None,
) -> None:
    """Give a group's live ledger its history from an export, without actions or strikes."""
    from bot.commandline import replaying

    options = replaying.Options(
        file=file, policy=policy, group=group, timezone=timezone, dates=dates.value if dates else None
    )
    raise typer.Exit(replaying.import_history(options))


@app.command()
def tune(
    file: Annotated[
        Path,
        typer.Argument(help="An exported chat of the group; a file, zip or folder."),
    ],
    policy: PolicyFile = _POLICY,
    group: GroupName = None,
    asked: Annotated[float, typer.Option(help="How many posts a week the admins want to be asked about at most.")] = 5,
    write: Annotated[bool, typer.Option("--write", help="Write the thresholds into the policy.")] = False,  # noqa: FBT002
    timezone: Annotated[str | None, typer.Option(help="The zone of the export's times, like Europe/London.")] = None,
    dates: Annotated[Dates | None, typer.Option(help="WhatsApp: day or month first.")] = None,
    json: Json = False,  # noqa: FBT002
) -> None:
    """Propose thresholds for a group from its own messages, and show what stands between them."""
    from bot.commandline import replaying, tuning

    options = replaying.Options(
        file=file, policy=policy, group=group, timezone=timezone, dates=dates.value if dates else None
    )
    raise typer.Exit(tuning.tune(options, asked_a_week=asked, write=write, as_json=json))


@app.command()
def demo(
    policy: Annotated[Path | None, typer.Option("--policy", "-p", help="The policy to play by.")] = None,
    folder: Annotated[Path, typer.Option(help="Where the report and the ledger are left.")] = Path("potluck-demo"),
) -> None:
    """Play ten weeks in a small lively group and show the last two."""
    from bot.commandline import demonstrating

    raise typer.Exit(demonstrating.demo(policy, folder))


@app.command()
def run(
    policy: PolicyFile = _POLICY,
    webhook: Annotated[
        str | None, typer.Option(help="Public https address for Telegram to post to, instead of long polling.")
    ] = None,
    listen: Annotated[
        str | None, typer.Option(help="Host and port of /healthz, /metrics and the webhook; 127.0.0.1:8080.")
    ] = None,
) -> None:
    """Moderate live: listen, decide, act, until stopped. Tokens come from the environment."""
    from bot.commandline import running

    raise typer.Exit(running.run(policy, webhook, listen))


@app.command()
def doctor(policy: PolicyFile = _POLICY, json: Json = False) -> None:  # noqa: FBT002
    """Look at token, rights, database and policy of a live bot, and say what to press to mend it."""
    from bot.commandline import doctoring

    raise typer.Exit(doctoring.run(policy, as_json=json))


automod = typer.Typer(help="Discord's AutoMod, which blocks before a post appears.", no_args_is_help=True)
app.add_typer(automod, name="automod")


@automod.command()
def sync(
    policy: PolicyFile = _POLICY,
    group: GroupName = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the difference, write nothing.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> None:
    """Write the hard `never` rules and their words into a Discord server's AutoMod; touch nobody else's rules."""
    from bot.commandline import automodding

    raise typer.Exit(automodding.run(policy, group, dry_run=dry_run, as_json=json))


def main() -> None:
    """Run the command. Exit codes: 0 well, 1 an error that was said, 2 wrong words; never a traceback."""
    try:
        app()
    except UsageError as error:
        typer.echo(f"potluck: {error}", err=True)
        sys.exit(2)
    except PotluckError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("potluck: stopped", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the last resort: a sentence instead of a traceback
        typer.echo(f"potluck: this is a mistake of ours: {type(error).__name__}: {error}", err=True)
        sys.exit(1)
