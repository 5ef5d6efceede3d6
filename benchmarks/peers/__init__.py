"""usergap beside other packages: same data, one run, each peer in its own environment."""
