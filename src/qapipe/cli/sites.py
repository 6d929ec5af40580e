"""``qapipe sites``: the known sites and their layouts."""

from qapipe.cli.command import reported
from qapipe.cli.options import AsJson, Verbose


def sites(*, as_json: AsJson = False, verbose: Verbose = False) -> None:
    """List the known sites and their layouts.

    Example: qapipe sites --json
    """
    from rich.text import Text

    from qapipe.cli.terminal import Terminal, safe_text
    from qapipe.readers.registry import known_sites

    terminal = Terminal()
    with reported("sites", terminal, as_json=as_json, verbose=verbose) as result:
        known = known_sites()
        result.values["sites"] = [
            {
                "name": site.name,
                "description": site.description,
                "hosts": list(site.hosts),
                "layouts": [{"name": layout.name, "description": layout.description} for layout in site.layouts],
            }
            for site in known
        ]
        if as_json:
            return
        for site in known:
            hosts = ", ".join(site.hosts) or "any host"
            terminal.show(Text(site.name, style="bold"), safe_text(f"  {site.description} ({hosts})"))
            for layout in site.layouts:
                terminal.show(Text(f"    {layout.name}  ", style="cyan") + safe_text(layout.description))
