"""Workers start as they do in a command: forked by a server that has imported what they need."""

from qapipe.run.engines.local.forkserver import start_server

start_server("qapipe.run.parsers")
