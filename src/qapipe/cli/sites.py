"""``qapipe sites``: the known sites and their layouts."""

from rich.text import Text

from qapipe.cli.options import AsJson, Verbose, errors_reported
from qapipe.cli.terminal import Terminal, safe_text
from qapipe.readers.registry import known_sites


def sites(*, as_json: AsJson = False, verbose: Verbose = False) -> None:
    """List the known sites and their layouts.

    Example: qapipe sites --json
    """
    terminal = Terminal()
    with errors_reported(terminal, verbose=verbose):
        known = known_sites()
        if as_json:
            listed = [
                {
                    "name": site.name,
                    "description": site.description,
                    "hosts": list(site.hosts),
                    "layouts": [{"name": layout.name, "description": layout.description} for layout in site.layouts],
                }
                for site in known
            ]
            terminal.show_json({"sites": listed})
            return
        for site in known:
            hosts = ", ".join(site.hosts) or "any host"
            terminal.show(Text(site.name, style="bold"), safe_text(f"  {site.description} ({hosts})"))
            for layout in site.layouts:
                terminal.show(Text(f"    {layout.name}  ", style="cyan") + safe_text(layout.description))
