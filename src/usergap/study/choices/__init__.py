"""Teachers, generators or chatbots ranked by people who choose between two of them."""
