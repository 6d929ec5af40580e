"""What runs tasks."""
