"""Deletes accounts."""

from typing import Annotated, Any, cast

import orjson
import strawberry

from auth.deletion.commands import Deletion, delete_user
from auth.deletion.export import EXPORT_SCOPES, Export
from auth.visibility import camel_case
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import guarded, guarded_input, mutation, plain
from resolvers.scalars import JSON

Input = strawberry.argument(description="What to do.")


@strawberry.input(description="An account to delete for good. To deactivate it keeps its history and can be undone.")
class DeleteUserInput:
    """Becomes a ``Deletion``."""

    id: strawberry.ID = plain("The account; never your own.")
    end_sessions: bool = plain("Whether its live sessions end; otherwise they refuse the deletion.", default=False)
    transfer_to: strawberry.ID | None = plain(
        "The account that takes over what it owns; without one, owning anything refuses the deletion.", default=None
    )
    export: bool | None = guarded_input(
        *EXPORT_SCOPES, description="Whether to give out what is known of it first.", default=None
    )
    version: int | None = plain("The version that was read; a newer one refuses the deletion.", default=None)
    note: str | None = plain("Why, for the audit trail; at most 2,000 characters.", default=None)

    def wanted(self) -> Deletion:
        """For the command. Raises ``BadInput`` for an id that is none."""
        return Deletion(
            end_sessions=self.end_sessions,
            successor_id=None if self.transfer_to is None else decode_id(self.transfer_to, "usr", "input.transferTo"),
            export=bool(self.export),
            version=self.version,
            note=self.note,
        )


@strawberry.type(description="What became of it.")
class DeleteUserPayload(Payload):
    """Of ``deleteUser``."""

    deleted_id: strawberry.ID | None = plain("The id it had.", default=None)
    export: JSON | None = guarded(
        *EXPORT_SCOPES,
        description="Where it was asked for: profile, roles and why, groups, resources, sessions, API tokens, and the"
        " newest 10,000 events of and by the account.",
        default=None,
    )


@strawberry.type
class DeletionMutations:
    """Root fields."""

    @mutation(delete_user, "Deletes an account for good; the audit trail keeps who it was.")
    async def delete_user(self, info: Info, input: Annotated[DeleteUserInput, Input]) -> DeleteUserPayload | None:
        """See the command."""
        user_id, wanted = decode_id(input.id, "usr", "input.id"), input.wanted()

        async def delete() -> DeleteUserPayload:
            exported = await info.context.perform(lambda work: delete_user(work, user_id, wanted))
            return DeleteUserPayload(deleted_id=input.id, export=None if exported is None else _as_json(exported))

        return await answered(DeleteUserPayload, delete())


def _as_json(exported: Export) -> JSON:
    return JSON(_camel_cased(orjson.loads(orjson.dumps(exported, default=str))))


def _camel_cased(value: Any) -> Any:  # noqa: ANN401 — any JSON
    """The same, with the names that the schema would give."""
    if isinstance(value, dict):
        named = cast("dict[str, Any]", value)
        return {camel_case(name): _camel_cased(each) for name, each in named.items()}
    return [_camel_cased(each) for each in cast("list[Any]", value)] if isinstance(value, list) else value
