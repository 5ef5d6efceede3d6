"""``python -m usergap``."""

from usergap.cli.app import main

if __name__ == "__main__":
    main()
