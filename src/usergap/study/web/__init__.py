"""The web app of studies: pages, sessions, and what keeps them safe."""
