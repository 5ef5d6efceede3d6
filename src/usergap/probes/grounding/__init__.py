"""What users do with an answer: grounding acts, and whether they keep to what they said."""
