"""The roles that ship with Gatehouse (REQUIREMENTS B1)."""

from dataclasses import dataclass, field

from auth.actor import TOP_LEVEL
from auth.permissions import EVERY_SCOPE, Scope, requires
from auth.texts import canonical
from auth.unit_of_work import Work
from models.role import Role, RoleParent, RoleScope


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """One shipped role."""

    name: str
    description: str
    level: int
    scopes: tuple[str, ...] = ()
    parent: str | None = None
    api_only: bool = field(default=False)


ADMIN = "admin"
VIEWER = "viewer"
API = "api"

BUILT_IN = (
    BuiltIn(VIEWER, "Signs in and manages the own account.", 1),
    BuiltIn("operator", "Signs in and manages the own account; the product may give it more.", 2, parent=VIEWER),
    BuiltIn(ADMIN, "May do everything.", TOP_LEVEL, (EVERY_SCOPE,), parent="operator"),
    BuiltIn(
        API,
        "For integrations: reads accounts and groups, and asks whether a session is valid.",
        0,
        (Scope.USERS_READ, Scope.GROUPS_READ, Scope.SESSIONS_INTROSPECT),
        api_only=True,
    ),
)


@requires()
async def ensure_built_in_roles(work: Work) -> None:
    """Makes the shipped roles that are missing. Several processes may do so at once; what exists is left alone."""
    rows = [
        Role(
            name=role.name,
            name_key=canonical(role.name),
            description=role.description,
            level=role.level,
            api_only=role.api_only,
            built_in=True,
            created_at=work.now,
            updated_at=work.now,
        )
        for role in BUILT_IN
    ]
    missing = {row.name_key for row in rows} - set(await _existing_names())
    if not missing:
        return
    await Role.bulk_create(rows, ignore_conflicts=True)
    ids = {role.name: role.id for role in await Role.filter(built_in=True)}
    fresh = [role for role in BUILT_IN if canonical(role.name) in missing]
    await RoleScope.bulk_create(
        [RoleScope(role_id=ids[role.name], scope=str(scope)) for role in fresh for scope in role.scopes],
        ignore_conflicts=True,
    )
    await RoleParent.bulk_create(
        [RoleParent(role_id=ids[role.name], parent_id=ids[role.parent]) for role in fresh if role.parent],
        ignore_conflicts=True,
    )


async def _existing_names() -> list[str]:
    return [role.name_key for role in await Role.filter(built_in=True)]
