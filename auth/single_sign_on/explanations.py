"""What became of a return from a provider, in one sentence that an administrator understands. Pure.

The sentence holds nothing that a provider told: whoever may read reasons may read it.
"""

from models.provider_sign_in import SsoPurpose

_DONE = {
    SsoPurpose.SIGN_IN: "The provider proved who they are, and they got in.",
    SsoPurpose.TEST: "The test went through; in earnest they would have got in.",
    SsoPurpose.LINK: "The identity is linked to the account of who asked for it.",
    SsoPurpose.FRESH_FACTOR: "They proved at the provider once more who they are.",
}
_STEPS = {
    "DISCOVERY": "its discovery document",
    "KEYS": "its keys",
    "TOKEN": "the tokens",
    "USERINFO": "the userinfo endpoint",
    "ACCOUNT": "the account",
    "EMAILS": "the e-mail addresses",
    "GROUPS": "the organisations and teams",
}

UNKNOWN = "It was refused for a reason that this version has no sentence for; the code says which."

SENTENCES = {
    # of the browser's way
    "STATE_UNKNOWN": "The browser came back with a state that was never given out, or was forgotten a day ago.",
    "STATE_USED": "The browser came back a second time; a way to the provider is good for one return.",
    "STATE_EXPIRED": "The browser came back later than ten minutes after it had left.",
    "OTHER_BROWSER": "Another browser came back than the one that had left: a copied link, or somebody else's way.",
    "SESSION_ENDED": "The session from which it was begun has ended meanwhile.",
    "PROVIDER_CHANGED": "The provider was changed or switched off while the browser was away. Begin again.",
    "CHANGED_MEANWHILE": "Somebody changed the account in the same moment. Begin again.",
    "CANCELLED_THERE": "The person, or the provider, said no there.",
    "DENIED_THERE": "The person, or the provider, said no there (access_denied). Look into the provider's own log.",
    "PROVIDER_REFUSED": "The client secret, or what was kept of the way, cannot be opened: its secret key is gone.",
    "PROVIDER_UNAVAILABLE": "The provider did not answer.",
    # of the account and the rules
    "SOURCE_OFF": "The provider was switched off or deleted.",
    "DISABLED_THERE": "The provider says that the account is disabled there.",
    "REFUSED_THERE": "The provider did not say who they are.",
    "SERVICE_ACCOUNT": "The account is a service account, and nobody signs in to those.",
    "EXTERNAL_ACCOUNT": "The account is checked by another source.",
    "OTHER_SOURCE": "The account that is linked to them is checked by another directory or provider now.",
    "OTHER_IDENTITY": "The account waits for, or is linked to, another identity at this provider.",
    "LOCKED_BY_HAND": "An administrator locked the account.",
    "LOCKED_AUTOMATICALLY": "Too many failed attempts locked the account; it unlocks by itself or by an administrator.",
    "ACCOUNT_INACTIVE": "The account is deactivated; a sign-in never switches one on.",
    "NO_ACCOUNT": "Nobody here is linked to them or waits for them, and the provider does not make accounts.",
    "NO_ROLE": "None of their groups is mapped to a role, and the provider has no default role or refuses them.",
    "EMAIL_IN_USE": "Their address belongs to another account, which is not linked to them. Link or expect them there.",
    "EMAIL_MISSING": "The provider told no e-mail address that can be used, which a new account of it must have.",
    "EMAIL_UNVERIFIED": "The provider does not say that their e-mail address is verified.",
    "DOMAIN_NOT_ALLOWED": "Their verified e-mail address is in none of the provider's allowed domains.",
    "GROUP_MISSING": "They are not in the group that the provider is set to require.",
    "GROUPS_UNKNOWN": "The provider told no groups, and one is required. Look at the groups claim, or Entra's limit.",
    "NOT_FRESH_THERE": "The provider did not ask them to sign in anew, or does not say when they did.",
    "TOO_OLD": "The provider says that they signed in there longer ago than was asked for, or does not say when.",
    "NO_SECOND_FACTOR": "No second factor was proven.",
    "SECOND_FACTOR_NEEDED": "The account has a second factor of its own, and is asked for that.",
    "SSO_ENFORCED": "Passwords are switched off while single sign-on is enforced.",
    "NOT_LINKED": "The identity is linked to another account, or cannot be linked to this one.",
    # of the session
    "SESSION_LIMIT": "The account has as many sessions as it may.",
    "SESSION_LIMIT_REACHED": "As many are signed in as the licence allows.",
    "LICENCE_CAP": "As many are signed in as the licence allows.",
    "LICENCE_EXPIRED": "The licence has expired; only administrators sign in.",
    # with what the browser brought
    "WRONG_PROVIDER": "The browser came back at the address of another provider than it had left for (mix-up).",
    "WRONG_STATE": "The state that came back is not the one that was given out.",
    "TOO_LATE": "The browser came back too late.",
    "REPEATED_PARAMETER": "A parameter came back twice.",
    "WRONG_ISSUER_PARAMETER": "The answer names another issuer than the provider's (RFC 9207), or none where it must.",
    "PROVIDER_ERROR": "The provider answered with an error. Look into its own log.",
    "NO_CODE": "The browser came back without a code.",
    # with the way to the provider
    "LOCATION_REFUSED": "The provider names an address of another host or scheme; extraHosts says which it may.",
    "NAME_UNKNOWN": "The provider's host name is not known here. Look at the issuer and the name server.",
    "ADDRESS_REFUSED": "The provider is in a private network, which its settings do not allow.",
    "UNREACHABLE": "The provider cannot be reached from here. Look at the network and the firewall.",
    "TLS_FAILED": "The provider's certificate is not trusted, has run out or is another host's.",
    "TIMED_OUT": "The provider did not answer in time.",
    "UNAVAILABLE": "The provider said that it cannot answer now.",
    # with an answer as such
    "REDIRECTED": "The provider sent us elsewhere, which is never followed.",
    "UNEXPECTED_STATUS": "The provider answered with an unexpected status. Look at the issuer and the endpoints.",
    "TOO_LARGE": "The provider's answer was too large.",
    "ENCODED": "The provider's answer was compressed, which was not asked for.",
    "NOT_JSON": "The provider's answer was no JSON object.",
    # with what the provider says of itself
    "ISSUER_MISMATCH": "The discovery document names another issuer than the settings, to the letter.",
    "ENDPOINT_MISSING": "The discovery document lacks an endpoint that is needed.",
    "CLIENT_AUTHENTICATION_UNSUPPORTED": "The provider takes none of the ways in which a client secret can be sent.",
    "NO_USABLE_KEY": "The provider publishes no key that can be used.",
    # with the answer to the code
    "GRANT_REFUSED": "The provider did not take the code: it was used, is too old, or is for another redirect URI.",
    "CLIENT_REFUSED": "The provider did not take the client id and secret. Look at both.",
    "TOKEN_REFUSED": "The provider refused to give tokens.",
    "TOKEN_ANSWER_MALFORMED": "The provider's answer with the tokens is malformed.",
    "ID_TOKEN_MISSING": "The provider gave no ID token. The scope openid may be missing.",
    # with a signed token
    "TOKEN_MALFORMED": "The token is malformed.",
    "ALGORITHM_REFUSED": "The token is signed by an algorithm that is not allowed.",
    "HEADER_REFUSED": "The token's header holds what is never followed, such as a key of its own.",
    "WRONG_SIGNATURE": "The token's signature is wrong.",
    "WRONG_ISSUER": "The token is of another issuer.",
    "TENANT_NOT_ALLOWED": "The token is of a tenant that is not allowed.",
    "WRONG_AUDIENCE": "The token is for another client.",
    "WRONG_PARTY": "The token was given to another party.",
    "TIME_MISSING": "The token does not say from when, or until when, it is good.",
    "EXPIRED": "The token has expired. Look at the clocks.",
    "NOT_YET_VALID": "The token is of the future. Look at the clocks.",
    "ISSUED_TOO_EARLY": "The token is older than this sign-in. Look at the clocks.",
    "WRONG_NONCE": "The token is of another sign-in.",
    "WRONG_ACCESS_TOKEN_HASH": "The ID token and the access token do not belong together.",
    "SUBJECT_MALFORMED": "The token names nobody, or in a form that cannot be.",
    "OTHER_SUBJECT": "The token is about somebody else.",
    "SIGN_IN_TOO_OLD": "The person's sign-in at the provider is older than was asked for.",
    # with a token that says who signed out
    "NO_LOGOUT_EVENT": "The token is no logout token.",
    "LOGOUT_WITH_NONCE": "The logout token holds a nonce, which none may.",
    "NO_TOKEN_ID": "The logout token has no id.",
    "NOBODY_NAMED": "The logout token names neither a session nor a person.",
    # with what is told about the person
    "USERINFO_OTHER_SUBJECT": "The userinfo endpoint speaks of somebody else.",
    "ACCOUNT_MALFORMED": "What the provider tells of the account is malformed.",
    "WRONG_DOMAIN": "The account is of none of the organisations that are allowed (hd).",
    "EMAIL_MALFORMED": "What the provider tells as the e-mail address is none.",
    "GROUPS_MALFORMED": "What the provider tells as groups is no list of names. Look at the groups claim.",
    "TOO_MANY_GROUPS": "The provider told more groups than are read; a list cut short would take roles away.",
}


def explanation(purpose: SsoPurpose, because: str | None, step: str | None) -> str:
    """The sentence. ``because`` is ``None`` for what was not refused; a request that failed is named (``step``)."""
    if because is None:
        return _DONE[purpose]
    said = SENTENCES.get(because, UNKNOWN)
    return f"When it was asked for {_STEPS[step]}: {said}" if step in _STEPS else said
