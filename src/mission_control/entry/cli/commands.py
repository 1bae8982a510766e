"""The commands; each loads the settings first and says in one sentence what is wrong with them."""

import json
from pathlib import Path
from typing import Annotated

import typer

from mission_control.entry.cli import reference
from mission_control.entry.installation import sign_in_token
from mission_control.kernel.logging import configure_logging
from mission_control.kernel.settings import Settings, SettingsError, load_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Run and look after Mission Control.")
token_commands = typer.Typer(no_args_is_help=True, help="The sign-in token of this installation.")
app.add_typer(token_commands, name="token")


def main() -> None:
    app()


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        typer.echo(f"The configuration cannot be used:\n{error}", err=True)
        raise typer.Exit(2) from None


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Start the server."""
    import uvicorn

    from mission_control.entry.application import create_application

    settings = _settings()
    configure_logging(settings)
    host, port = host or settings.host, port or settings.port
    typer.echo(f"Mission Control: http://localhost:{port}\nSign-in token:   {sign_in_token(settings)}")
    # The server's own reading of forwarding headers trusts loopback; addresses are our own middleware's business.
    uvicorn.run(
        create_application(settings), host=host, port=port, proxy_headers=False, log_config=None, access_log=False
    )


@app.command()
def migrate() -> None:
    """Bring the database schema to the newest revision."""
    from mission_control.kernel.db import migrate as migrations
    from mission_control.kernel.db.engine import make_engine

    migrations.upgrade(make_engine(_settings()))
    typer.echo(f"The schema is at revision {migrations.head()}.")


@app.command()
def openapi() -> None:
    """Print the API document; needs no running server."""
    from mission_control.entry.application import create_application

    typer.echo(json.dumps(create_application(_settings()).openapi(), indent=2, sort_keys=True))


@app.command()
def docs(
    check: Annotated[bool, typer.Option(help="Only say whether the pages are up to date.")] = False,
    folder: Annotated[Path, typer.Option(help="Where the pages are.")] = Path("docs"),
) -> None:
    """Write the documentation pages that are made from the program itself."""
    page, text = folder / "configuration.md", reference.configuration()
    if not check:
        folder.mkdir(parents=True, exist_ok=True)
        page.write_text(text)
    elif not page.exists() or page.read_text() != text:
        typer.echo(f"{page} is out of date; run: make generate", err=True)
        raise typer.Exit(1)


@token_commands.command()
def show() -> None:
    """Print the token that people sign in with."""
    typer.echo(sign_in_token(_settings()))
