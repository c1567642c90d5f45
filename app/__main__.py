"""`triptych`: runs a command and turns every ending into an exit status and, if asked, JSON."""

from __future__ import annotations

import os
import sys

from models.silence import silence


def main(arguments: list[str] | None = None) -> int:
    silence()  # before anything heavy is imported
    import typer
    from typer.exceptions import Abort, Exit, TyperException

    from app import cli, cli_json, connections
    from app.cli_display import say
    from app.cli_session import CANNOT_GO_ON, INTERRUPTED, WRONG_USE, our_bug
    from app.core.errors import UserError
    from app.log import start_logging

    arguments = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in arguments
    connections.listen("command" if arguments and arguments[0][:1] != "-" else "window")
    start_logging()
    try:
        command = typer.main.get_command(cli.app)
        status = command.main(args=arguments, prog_name="triptych", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except TyperException as error:
        problem = UserError("usage", message_of(error), "`triptych --help` shows the use.")
        ending = WRONG_USE
    except (Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exit as exit_:
        return exit_.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return CANNOT_GO_ON
    except Exception as error:
        from app.core.troubles import known_trouble

        known = known_trouble(error)
        if known is None:
            import logging

            logging.getLogger(__name__).exception("a command failed")
        problem = known or our_bug()
        ending = WRONG_USE if problem.code in _WRONG_USE else CANNOT_GO_ON
    if as_json:
        cli_json.write_json(cli_json.error_object(problem))
    else:
        say(f"{problem.message}\n{problem.next_step}")
    return ending


_WRONG_USE = frozenset({"usage", "invalid_settings", "batch_unreadable", "query_unreadable"})


def message_of(error: Exception) -> str:
    """What was wrong with the command's words."""
    formatted = getattr(error, "format_message", None)
    return str(formatted() if formatted else error)


if __name__ == "__main__":
    sys.exit(main())
