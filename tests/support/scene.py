"""Things for generated operations to read and change: one of each kind that the schema can make."""

from models.session import Session
from resolvers.node import encode_id
from tests.support.gate import Gate
from tests.support.operations import NOUNS, Operations


async def scene_ids(gate: Gate) -> dict[str, str]:
    """The ids of an account with a password and of whatever a mutation ``create…`` makes, by their prefixes."""
    ids = {"usr": await gate.user("subject", "operator", password=await gate.house.password())}
    subject = await gate.house.user_id("subject")
    await gate.house.open(subject)
    ids["ses"] = encode_id("ses", (await Session.get(user_id=subject)).id)
    operations = Operations(ids)
    for noun, prefix in NOUNS.items():
        name = f"Mutation.create{noun.capitalize()}"
        if prefix not in ids and name.removeprefix("Mutation.") in operations.mutations:
            made = operations.to(name)
            document = made.document.replace("__typename", f"{noun} {{ id }}", 1)
            payload = (await gate.data(document, made.variables))[made.places[0]]
            assert payload["errors"] == [], payload
            ids[prefix] = payload[noun]["id"]
    where = 'servers: [{host: "127.0.0.1"}], baseDn: "dc=x"'
    profile = f"mutation {{ createLdapProfile(input: {{{where}}}) {{ ldapProfile {{ id }} }} }}"
    ids["ldp"] = (await gate.data(profile))["createLdapProfile"]["ldapProfile"]["id"]
    about = 'type: GROUP, value: "cn=scene,dc=example", roles: ["viewer"]'
    policy = f"mutation {{ createPolicy(input: {{{about}}}) {{ policy {{ id }} }} }}"
    ids["pol"] = (await gate.data(policy))["createPolicy"]["policy"]["id"]
    about = 'kind: GITHUB, clientId: "scene", clientSecret: "scene"'
    provider = f"mutation {{ createIdentityProvider(input: {{{about}}}) {{ identityProvider {{ id }} }} }}"
    ids["idp"] = (await gate.data(provider))["createIdentityProvider"]["identityProvider"]["id"]
    about = f'providerId: "{ids["idp"]}", value: "scene", role: "viewer"'
    mapping = f"mutation {{ createRoleMapping(input: {{{about}}}) {{ roleMapping {{ id }} }} }}"
    ids["map"] = (await gate.data(mapping))["createRoleMapping"]["roleMapping"]["id"]
    token = 'mutation { createApiToken(input: {name: "of the scene"}) { apiToken { id } } }'
    ids["tok"] = (await gate.data(token))["createApiToken"]["apiToken"]["id"]
    return ids
