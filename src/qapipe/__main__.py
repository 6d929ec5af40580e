"""``python -m qapipe``: the same as the command ``qapipe``."""

from qapipe.cli import main

if __name__ == "__main__":
    main()
