"""The GraphQL engine: documents, limits, permissions, execution and HTTP.

It knows nothing of the product. The application hands it a schema, a table of requirements and a ``Product``.
"""
