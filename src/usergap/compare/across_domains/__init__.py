"""How gaps vary over domains, and which domain stands out."""
