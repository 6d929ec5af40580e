"""How the work is done: sources cut into tasks, tasks given to an engine, results kept and put together."""
