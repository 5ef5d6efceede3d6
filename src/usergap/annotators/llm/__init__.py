"""Labels by asking a model: prompt, fence, schema, validated answer."""
