"""The history of the schema: one file for each version, with one SQL text for each engine."""
