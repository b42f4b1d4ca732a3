"""The process: configuration, HTTP, GraphQL execution, worker and CLI."""
