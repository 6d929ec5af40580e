"""Engines: what runs tasks."""
