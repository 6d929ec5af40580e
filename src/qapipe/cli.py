"""The command line: options in, one call, report out, exit code.

Exit codes: 0 all well; 1 the run ended but something needs a look; 2 the command was used wrongly and nothing was
written; 130 interrupted.
"""

import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

import qapipe
from qapipe import registry, report
