"""How work is done: sources are cut into tasks, an engine runs them, results are kept and put together."""
