"""Tools that several tests share: clients, servers' stand-ins, sweeps of kills, scores."""
