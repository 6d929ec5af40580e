"""The local engine: worker processes on this machine, each with limits on time and memory."""
