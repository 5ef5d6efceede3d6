"""PersonaAgent: a user with memories and a persona fitted to one real person (2506.06254)."""
