"""``qapipe sites``: the sites and layouts known."""

from rich.text import Text

from qapipe.cli.options import AsJson, Verbose, errors_shown
from qapipe.cli.terminal import Terminal, safe_text
from qapipe.readers.registry import known_sites


def sites(*, as_json: AsJson = False, verbose: Verbose = False) -> None:
    """List the sites and layouts that qapipe knows.

    Example: qapipe sites --json
    """
    terminal = Terminal()
    with errors_shown(terminal, verbose=verbose):
        known = known_sites()
        if as_json:
            listed = [
                {
                    "name": site.name,
                    "description": site.description,
                    "hosts": list(site.hosts),
                    "layouts": [{"name": one.name, "description": one.description} for one in site.layouts],
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
