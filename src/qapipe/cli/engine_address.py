"""Values of ``--engine-address`` that cannot be one are refused before an engine is started, which takes long."""

import os
import re

from qapipe.cli.options import usage_error

_FORMS = {
    "ray": (re.compile(r"auto|(?:ray://)?[^/:]+(?::\d+)?/?"), "auto, host:6379 or ray://host:10001"),
    "spark": (
        re.compile(r"spark://.+|k8s://.+|yarn|local(?:\[.*\])?|local-cluster\[.*\]"),
        "spark://host:7077, yarn, k8s://... or local-cluster[2,1,1024]",
    ),
}
_HADOOP = ("HADOOP_CONF_DIR", "YARN_CONF_DIR")


def check_engine_address(engine: str, address: str) -> None:
    """Raise a usage error for an address that the engine cannot have."""
    if engine not in _FORMS:
        raise usage_error("--engine-address is for --engine ray or spark")
    form, examples = _FORMS[engine]
    if not form.fullmatch(address):
        raise usage_error(
            f"--engine-address {address!r} is not an address of {engine.title()}; it looks like {examples}"
        )
    if address == "yarn" and not any(map(os.environ.get, _HADOOP)):
        raise usage_error(
            "--engine-address yarn needs HADOOP_CONF_DIR or YARN_CONF_DIR, the directory of its configuration"
        )
