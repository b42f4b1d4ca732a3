"""The GraphQL contract: types, inputs, payloads and permission declarations."""
