"""Changes policies, and tells what a change would come to."""

from typing import Annotated

import strawberry

from auth.errors import BadInput, DomainError, Refused
from auth.policies import commands
from auth.policies.previewing import RuleChange, preview, preview_policy_change
from auth.policies.settings import update_directory_settings
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.payloads import answered
from resolvers.permissions import mutation
from resolvers.policies import inputs, payloads

Input = strawberry.argument(description="What to do.")


@strawberry.type
class PolicyMutations:
    """Root fields."""

    @mutation(commands.create_policy, "Makes a policy; it counts from each account's next sign-in.")
    async def create_policy(
        self, info: Info, input: Annotated[inputs.CreatePolicyInput, Input]
    ) -> payloads.CreatePolicyPayload | None:
        """See the command."""
        draft, once, bound = input.draft(), input.idempotency(), input.preview_fingerprint

        async def create() -> payloads.CreatePolicyPayload:
            policy_id = await info.context.perform(lambda work: commands.create_policy(work, draft, once, bound))
            return payloads.CreatePolicyPayload(policy_id=policy_id)

        return await answered(payloads.CreatePolicyPayload, create())

    @mutation(commands.update_policy, "Changes a policy; it counts from each account's next sign-in.")
    async def update_policy(
        self, info: Info, input: Annotated[inputs.UpdatePolicyInput, Input]
    ) -> payloads.UpdatePolicyPayload | None:
        """See the command."""
        policy_id, changes = decode_id(input.id, "pol", "input.id"), input.changes()

        async def update() -> payloads.UpdatePolicyPayload:
            await info.context.perform(
                lambda work: commands.update_policy(work, policy_id, changes, input.version, input.preview_fingerprint)
            )
            return payloads.UpdatePolicyPayload(policy_id=policy_id)

        return await answered(payloads.UpdatePolicyPayload, update())

    @mutation(
        commands.delete_policy, "Deletes a policy. Sessions go on; what it gave goes with each account's next sign-in."
    )
    async def delete_policy(
        self, info: Info, input: Annotated[inputs.DeletePolicyInput, Input]
    ) -> payloads.DeletePolicyPayload | None:
        """See the command."""
        policy_id = decode_id(input.id, "pol", "input.id")

        async def delete() -> payloads.DeletePolicyPayload:
            await info.context.perform(
                lambda work: commands.delete_policy(work, policy_id, input.version, input.preview_fingerprint)
            )
            return payloads.DeletePolicyPayload(deleted_id=input.id)

        return await answered(payloads.DeletePolicyPayload, delete())

    @mutation(commands.reorder_policies, "Puts all policies in an order, at positions from 1 on.")
    async def reorder_policies(
        self, info: Info, input: Annotated[inputs.ReorderPoliciesInput, Input]
    ) -> payloads.ReorderPoliciesPayload | None:
        """See the command."""
        policy_ids = input.policy_ids()

        async def reorder() -> payloads.ReorderPoliciesPayload:
            await info.context.perform(
                lambda work: commands.reorder_policies(work, policy_ids, input.preview_fingerprint)
            )
            return payloads.ReorderPoliciesPayload(is_done=True)

        return await answered(payloads.ReorderPoliciesPayload, reorder())

    @mutation(
        preview_policy_change,
        "Tells who gains and loses what at their next sign-in by a change, which is made and taken back.",
    )
    async def preview_policy_change(
        self, info: Info, input: Annotated[inputs.PreviewPolicyChangeInput, Input]
    ) -> payloads.PreviewPolicyChangePayload | None:
        """See the command."""
        context, (where, change) = info.context, _change(input)

        async def look() -> payloads.PreviewPolicyChangePayload:
            try:
                found = await preview(context.units, context.actor, change)
            except (Refused, DomainError) as refused:
                placed(refused, where)
                raise
            return payloads.PreviewPolicyChangePayload(preview=payloads.shown(found))

        return await answered(payloads.PreviewPolicyChangePayload, look())


def _change(input: inputs.PreviewPolicyChangeInput) -> tuple[str, RuleChange]:
    """Which change is meant, with the very command that makes it. Raises ``BadInput`` for an id that is none."""
    if input.create:
        draft, bound = input.create.value.draft("input.create"), input.create.value.preview_fingerprint
        return "create", lambda work: commands.create_policy(work, draft, None, bound)
    if input.update:
        wanted = input.update.value
        policy_id, changes = decode_id(wanted.id, "pol", "input.update.id"), wanted.changes("input.update")
        return "update", lambda work: commands.update_policy(
            work, policy_id, changes, wanted.version, wanted.preview_fingerprint
        )
    if input.delete:
        gone = input.delete.value
        policy_id = decode_id(gone.id, "pol", "input.delete.id")
        return "delete", lambda work: commands.delete_policy(work, policy_id, gone.version, gone.preview_fingerprint)
    if input.reorder:
        order, bound = input.reorder.value.policy_ids("input.reorder"), input.reorder.value.preview_fingerprint
        return "reorder", lambda work: commands.reorder_policies(work, order, bound)
    if input.profile:
        return "profile", input.profile.value.command("input.profile")
    if input.resolution:
        values = {"policy_resolution": input.resolution.value}
        return "resolution", lambda work: update_directory_settings(work, values)
    raise BadInput("input", "Give exactly one change.")


def placed(refused: Refused | DomainError, where: str) -> None:
    """Has errors of a command speak of the part of the input that it was given."""
    for error in refused.errors if isinstance(refused, Refused) else (refused,):
        error.field = f"{where}.{error.field}" if error.field else ""
