"""Version 0: every table of the ground floor."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

SQLITE = r"""
CREATE TABLE "users" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "username" VARCHAR(50) NOT NULL,
    "username_key" VARCHAR(320) NOT NULL,
    "email" VARCHAR(320),
    "email_key" VARCHAR(320),
    "first_name" VARCHAR(200) NOT NULL,
    "last_name" VARCHAR(200) NOT NULL,
    "display_name" VARCHAR(200) NOT NULL,
    "display_name_is_own" INT NOT NULL,
    "display_name_key" VARCHAR(600) NOT NULL,
    "first_name_key" VARCHAR(600) NOT NULL,
    "last_name_key" VARCHAR(600) NOT NULL,
    "username_search" VARCHAR(320) NOT NULL,
    "email_search" VARCHAR(320),
    "names_search" TEXT NOT NULL,
    "phone" VARCHAR(50),
    "contact_note" TEXT,
    "kind" VARCHAR(10) NOT NULL,
    "auth_method" VARCHAR(10) NOT NULL,
    "status" VARCHAR(10) NOT NULL,
    "classification_level" VARCHAR(200),
    "external_id" VARCHAR(200) UNIQUE,
    "tenant_id" VARCHAR(200),
    "review_date" DATE,
    "idle_timeout_minutes" INT NOT NULL,
    "session_limit" INT NOT NULL,
    "last_login_at" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL,
    "created_by_id" CHAR(36),
    "updated_at" TIMESTAMP NOT NULL,
    "updated_by_id" CHAR(36),
    "version" INT NOT NULL,
    "owner_id" CHAR(36) REFERENCES "users" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_users_usernam_c35827" ON "users" ("username_key", "id");
CREATE INDEX "idx_users_email_k_253bd6" ON "users" ("email_key", "id");
CREATE INDEX "idx_users_display_eb26be" ON "users" ("display_name_key", "id");
CREATE INDEX "idx_users_first_n_683cd5" ON "users" ("first_name_key", "id");
CREATE INDEX "idx_users_last_na_c88d4c" ON "users" ("last_name_key", "id");
CREATE INDEX "idx_users_last_lo_d82a8f" ON "users" ("last_login_at", "id");
CREATE INDEX "idx_users_created_eeb5e9" ON "users" ("created_at", "id");
CREATE INDEX "idx_users_updated_803283" ON "users" ("updated_at", "id");
CREATE INDEX "idx_users_owner_i_06227e" ON "users" ("owner_id", "id");
CREATE TABLE "credentials" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "password_hash" VARCHAR(300) NOT NULL,
    "changed_at" TIMESTAMP NOT NULL,
    "extended_until" TIMESTAMP,
    "must_change" INT NOT NULL,
    "user_id" CHAR(36) NOT NULL UNIQUE REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE TABLE "login_identifiers" (
    "key" VARCHAR(320) NOT NULL PRIMARY KEY,
    "kind" VARCHAR(10) NOT NULL,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE TABLE "roles" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "name" VARCHAR(50) NOT NULL,
    "name_key" VARCHAR(200) NOT NULL UNIQUE,
    "description" TEXT NOT NULL,
    "level" INT NOT NULL,
    "api_only" INT NOT NULL,
    "built_in" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "version" INT NOT NULL
);
CREATE TABLE "role_grants" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "source" VARCHAR(20) NOT NULL,
    "granted_at" TIMESTAMP NOT NULL,
    "granted_by_id" CHAR(36),
    "role_id" CHAR(36) NOT NULL REFERENCES "roles" ("id") ON DELETE RESTRICT,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_role_grants_user_id_55498b" UNIQUE ("user_id", "role_id", "source")
);
CREATE INDEX "idx_role_grants_role_id_3e843d" ON "role_grants" ("role_id", "user_id");
CREATE TABLE "role_parents" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "parent_id" CHAR(36) NOT NULL REFERENCES "roles" ("id") ON DELETE RESTRICT,
    "role_id" CHAR(36) NOT NULL REFERENCES "roles" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_role_parent_role_id_bb6b31" UNIQUE ("role_id", "parent_id")
);
CREATE TABLE "role_scopes" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "scope" VARCHAR(200) NOT NULL,
    "role_id" CHAR(36) NOT NULL REFERENCES "roles" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_role_scopes_role_id_86414f" UNIQUE ("role_id", "scope")
);
CREATE TABLE "field_rules" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "coordinate" VARCHAR(200) NOT NULL,
    "effect" VARCHAR(10) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "created_by_id" CHAR(36),
    "role_id" CHAR(36) NOT NULL REFERENCES "roles" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_field_rules_role_id_e6b018" UNIQUE ("role_id", "coordinate")
);
CREATE TABLE "registered_scopes" (
    "name" VARCHAR(200) NOT NULL PRIMARY KEY,
    "namespace" VARCHAR(50) NOT NULL,
    "description" VARCHAR(2000) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "updated_at" TIMESTAMP NOT NULL
);
CREATE INDEX "idx_registered__namespa_d726dd" ON "registered_scopes" ("namespace");
CREATE TABLE "scope_overrides" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "scope" VARCHAR(200) NOT NULL,
    "effect" VARCHAR(10) NOT NULL,
    "reason" VARCHAR(2000) NOT NULL,
    "ends_at" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL,
    "created_by_id" CHAR(36),
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_scope_overr_user_id_e34f7b" UNIQUE ("user_id", "scope")
);
CREATE INDEX "idx_scope_overr_scope_38b71e" ON "scope_overrides" ("scope", "effect");
CREATE TABLE "resource_types" (
    "name" VARCHAR(50) NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMP NOT NULL
);
CREATE TABLE "resources" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "external_id" VARCHAR(200) NOT NULL,
    "label" VARCHAR(200) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "owner_id" CHAR(36) REFERENCES "users" ("id") ON DELETE RESTRICT,
    "type_id" VARCHAR(50) NOT NULL REFERENCES "resource_types" ("name") ON DELETE RESTRICT,
    CONSTRAINT "uid_resources_type_id_697bd3" UNIQUE ("type_id", "external_id")
);
CREATE INDEX "idx_resources_owner_i_fdacd3" ON "resources" ("owner_id", "id");
CREATE TABLE "resource_grants" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "source" VARCHAR(10) NOT NULL,
    "group_id" CHAR(36),
    "reason" VARCHAR(2000),
    "granted_at" TIMESTAMP NOT NULL,
    "granted_by_id" CHAR(36),
    "revoked_at" TIMESTAMP,
    "revoked_by_id" CHAR(36),
    "resource_id" CHAR(36) REFERENCES "resources" ("id") ON DELETE CASCADE,
    "type_id" VARCHAR(50) NOT NULL REFERENCES "resource_types" ("name") ON DELETE RESTRICT,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_resource_gr_user_id_8072da" ON "resource_grants" ("user_id", "revoked_at");
CREATE INDEX "idx_resource_gr_resourc_7c1738" ON "resource_grants" ("resource_id", "revoked_at");
CREATE TABLE "groups" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "name_key" VARCHAR(400) NOT NULL UNIQUE,
    "description" TEXT NOT NULL,
    "is_default" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "version" INT NOT NULL
);
CREATE TABLE "group_members" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "joined_at" TIMESTAMP NOT NULL,
    "added_by_id" CHAR(36),
    "group_id" CHAR(36) NOT NULL REFERENCES "groups" ("id") ON DELETE CASCADE,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_group_membe_group_i_871198" UNIQUE ("group_id", "user_id")
);
CREATE INDEX "idx_group_membe_user_id_d5256e" ON "group_members" ("user_id", "group_id");
CREATE TABLE "group_resource_grants" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "reason" VARCHAR(2000),
    "granted_at" TIMESTAMP NOT NULL,
    "granted_by_id" CHAR(36),
    "group_id" CHAR(36) NOT NULL REFERENCES "groups" ("id") ON DELETE CASCADE,
    "resource_id" CHAR(36) REFERENCES "resources" ("id") ON DELETE CASCADE,
    "type_id" VARCHAR(50) NOT NULL REFERENCES "resource_types" ("name") ON DELETE RESTRICT
);
CREATE INDEX "idx_group_resou_group_i_98a0c2" ON "group_resource_grants" ("group_id", "type_id");
CREATE INDEX "idx_group_resou_type_id_61fd52" ON "group_resource_grants" ("type_id", "resource_id");
CREATE TABLE "sessions" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "delivery" VARCHAR(10) NOT NULL,
    "remembered" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "last_seen_at" TIMESTAMP NOT NULL,
    "ip_address" VARCHAR(45),
    "user_agent" VARCHAR(200),
    "ended_at" TIMESTAMP,
    "end_reason" VARCHAR(20),
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_sessions_user_id_0bb6b4" ON "sessions" ("user_id", "ended_at");
CREATE TABLE "pending_logins" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "step" VARCHAR(20) NOT NULL,
    "delivery" VARCHAR(10) NOT NULL,
    "remembered" INT NOT NULL,
    "attempts" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "used_at" TIMESTAMP,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE TABLE "settings_pages" (
    "name" VARCHAR(50) NOT NULL PRIMARY KEY,
    "values_json" TEXT NOT NULL,
    "version" INT NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "updated_by_id" CHAR(36)
);
CREATE TABLE "audit_events" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "occurred_at" TIMESTAMP NOT NULL,
    "action" VARCHAR(60) NOT NULL,
    "outcome" VARCHAR(10) NOT NULL,
    "reason" VARCHAR(60),
    "actor_kind" VARCHAR(10) NOT NULL,
    "actor_id" CHAR(36),
    "actor_name" VARCHAR(320),
    "session_id" CHAR(36),
    "target_type" VARCHAR(30),
    "target_id" VARCHAR(60),
    "target_name" VARCHAR(320),
    "changes_json" TEXT NOT NULL,
    "ip_address" VARCHAR(45),
    "user_agent" VARCHAR(200),
    "request_id" VARCHAR(64),
    "note" TEXT
);
CREATE INDEX "idx_audit_event_occurre_5ac76e" ON "audit_events" ("occurred_at", "id");
CREATE INDEX "idx_audit_event_actor_i_452f5c" ON "audit_events" ("actor_id", "occurred_at");
CREATE INDEX "idx_audit_event_target__16b175" ON "audit_events" ("target_id", "occurred_at");
CREATE INDEX "idx_audit_event_action_cfa1be" ON "audit_events" ("action", "occurred_at");
CREATE TABLE "idempotency_keys" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "actor_id" CHAR(36) NOT NULL,
    "operation" VARCHAR(60) NOT NULL,
    "key_hash" VARCHAR(64) NOT NULL,
    "input_hash" VARCHAR(64) NOT NULL,
    "result_id" CHAR(36) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    CONSTRAINT "uid_idempotency_actor_i_ee7d28" UNIQUE ("actor_id", "operation", "key_hash")
);
CREATE TABLE "aerich" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "version" VARCHAR(255) NOT NULL,
    "app" VARCHAR(100) NOT NULL,
    "content" JSON NOT NULL
);
"""

POSTGRES = r"""
CREATE TABLE "users" (
    "id" UUID NOT NULL PRIMARY KEY,
    "username" VARCHAR(50) NOT NULL,
    "username_key" VARCHAR(320) NOT NULL,
    "email" VARCHAR(320),
    "email_key" VARCHAR(320),
    "first_name" VARCHAR(200) NOT NULL,
    "last_name" VARCHAR(200) NOT NULL,
    "display_name" VARCHAR(200) NOT NULL,
    "display_name_is_own" BOOL NOT NULL,
    "display_name_key" VARCHAR(600) NOT NULL,
    "first_name_key" VARCHAR(600) NOT NULL,
    "last_name_key" VARCHAR(600) NOT NULL,
    "username_search" VARCHAR(320) NOT NULL,
    "email_search" VARCHAR(320),
    "names_search" TEXT NOT NULL,
    "phone" VARCHAR(50),
    "contact_note" TEXT,
    "kind" VARCHAR(10) NOT NULL,
    "auth_method" VARCHAR(10) NOT NULL,
    "status" VARCHAR(10) NOT NULL,
    "classification_level" VARCHAR(200),
    "external_id" VARCHAR(200) UNIQUE,
    "tenant_id" VARCHAR(200),
    "review_date" DATE,
    "idle_timeout_minutes" INT NOT NULL,
    "session_limit" INT NOT NULL,
    "last_login_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,
    "created_by_id" UUID,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "updated_by_id" UUID,
    "version" INT NOT NULL,
    "owner_id" UUID REFERENCES "users" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_users_usernam_c35827" ON "users" ("username_key", "id");
CREATE INDEX "idx_users_email_k_253bd6" ON "users" ("email_key", "id");
CREATE INDEX "idx_users_display_eb26be" ON "users" ("display_name_key", "id");
CREATE INDEX "idx_users_first_n_683cd5" ON "users" ("first_name_key", "id");
CREATE INDEX "idx_users_last_na_c88d4c" ON "users" ("last_name_key", "id");
CREATE INDEX "idx_users_last_lo_d82a8f" ON "users" ("last_login_at", "id");
CREATE INDEX "idx_users_created_eeb5e9" ON "users" ("created_at", "id");
CREATE INDEX "idx_users_updated_803283" ON "users" ("updated_at", "id");
CREATE INDEX "idx_users_owner_i_06227e" ON "users" ("owner_id", "id");
CREATE TABLE "credentials" (
    "id" UUID NOT NULL PRIMARY KEY,
    "password_hash" VARCHAR(300) NOT NULL,
    "changed_at" TIMESTAMPTZ NOT NULL,
    "extended_until" TIMESTAMPTZ,
    "must_change" BOOL NOT NULL,
    "user_id" UUID NOT NULL UNIQUE REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE TABLE "login_identifiers" (
    "key" VARCHAR(320) NOT NULL PRIMARY KEY,
    "kind" VARCHAR(10) NOT NULL,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE TABLE "roles" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(50) NOT NULL,
    "name_key" VARCHAR(200) NOT NULL UNIQUE,
    "description" TEXT NOT NULL,
    "level" INT NOT NULL,
    "api_only" BOOL NOT NULL,
    "built_in" BOOL NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" INT NOT NULL
);
CREATE TABLE "role_grants" (
    "id" UUID NOT NULL PRIMARY KEY,
    "source" VARCHAR(20) NOT NULL,
    "granted_at" TIMESTAMPTZ NOT NULL,
    "granted_by_id" UUID,
    "role_id" UUID NOT NULL REFERENCES "roles" ("id") ON DELETE RESTRICT,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_role_grants_user_id_55498b" UNIQUE ("user_id", "role_id", "source")
);
CREATE INDEX "idx_role_grants_role_id_3e843d" ON "role_grants" ("role_id", "user_id");
CREATE TABLE "role_parents" (
    "id" UUID NOT NULL PRIMARY KEY,
    "parent_id" UUID NOT NULL REFERENCES "roles" ("id") ON DELETE RESTRICT,
    "role_id" UUID NOT NULL REFERENCES "roles" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_role_parent_role_id_bb6b31" UNIQUE ("role_id", "parent_id")
);
CREATE TABLE "role_scopes" (
    "id" UUID NOT NULL PRIMARY KEY,
    "scope" VARCHAR(200) NOT NULL,
    "role_id" UUID NOT NULL REFERENCES "roles" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_role_scopes_role_id_86414f" UNIQUE ("role_id", "scope")
);
CREATE TABLE "field_rules" (
    "id" UUID NOT NULL PRIMARY KEY,
    "coordinate" VARCHAR(200) NOT NULL,
    "effect" VARCHAR(10) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "created_by_id" UUID,
    "role_id" UUID NOT NULL REFERENCES "roles" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_field_rules_role_id_e6b018" UNIQUE ("role_id", "coordinate")
);
CREATE TABLE "registered_scopes" (
    "name" VARCHAR(200) NOT NULL PRIMARY KEY,
    "namespace" VARCHAR(50) NOT NULL,
    "description" VARCHAR(2000) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL
);
CREATE INDEX "idx_registered__namespa_d726dd" ON "registered_scopes" ("namespace");
CREATE TABLE "scope_overrides" (
    "id" UUID NOT NULL PRIMARY KEY,
    "scope" VARCHAR(200) NOT NULL,
    "effect" VARCHAR(10) NOT NULL,
    "reason" VARCHAR(2000) NOT NULL,
    "ends_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,
    "created_by_id" UUID,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_scope_overr_user_id_e34f7b" UNIQUE ("user_id", "scope")
);
CREATE INDEX "idx_scope_overr_scope_38b71e" ON "scope_overrides" ("scope", "effect");
CREATE TABLE "resource_types" (
    "name" VARCHAR(50) NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE "resources" (
    "id" UUID NOT NULL PRIMARY KEY,
    "external_id" VARCHAR(200) NOT NULL,
    "label" VARCHAR(200) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "owner_id" UUID REFERENCES "users" ("id") ON DELETE RESTRICT,
    "type_id" VARCHAR(50) NOT NULL REFERENCES "resource_types" ("name") ON DELETE RESTRICT,
    CONSTRAINT "uid_resources_type_id_697bd3" UNIQUE ("type_id", "external_id")
);
CREATE INDEX "idx_resources_owner_i_fdacd3" ON "resources" ("owner_id", "id");
CREATE TABLE "resource_grants" (
    "id" UUID NOT NULL PRIMARY KEY,
    "source" VARCHAR(10) NOT NULL,
    "group_id" UUID,
    "reason" VARCHAR(2000),
    "granted_at" TIMESTAMPTZ NOT NULL,
    "granted_by_id" UUID,
    "revoked_at" TIMESTAMPTZ,
    "revoked_by_id" UUID,
    "resource_id" UUID REFERENCES "resources" ("id") ON DELETE CASCADE,
    "type_id" VARCHAR(50) NOT NULL REFERENCES "resource_types" ("name") ON DELETE RESTRICT,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_resource_gr_user_id_8072da" ON "resource_grants" ("user_id", "revoked_at");
CREATE INDEX "idx_resource_gr_resourc_7c1738" ON "resource_grants" ("resource_id", "revoked_at");
CREATE TABLE "groups" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "name_key" VARCHAR(400) NOT NULL UNIQUE,
    "description" TEXT NOT NULL,
    "is_default" BOOL NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" INT NOT NULL
);
CREATE TABLE "group_members" (
    "id" UUID NOT NULL PRIMARY KEY,
    "joined_at" TIMESTAMPTZ NOT NULL,
    "added_by_id" UUID,
    "group_id" UUID NOT NULL REFERENCES "groups" ("id") ON DELETE CASCADE,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_group_membe_group_i_871198" UNIQUE ("group_id", "user_id")
);
CREATE INDEX "idx_group_membe_user_id_d5256e" ON "group_members" ("user_id", "group_id");
CREATE TABLE "group_resource_grants" (
    "id" UUID NOT NULL PRIMARY KEY,
    "reason" VARCHAR(2000),
    "granted_at" TIMESTAMPTZ NOT NULL,
    "granted_by_id" UUID,
    "group_id" UUID NOT NULL REFERENCES "groups" ("id") ON DELETE CASCADE,
    "resource_id" UUID REFERENCES "resources" ("id") ON DELETE CASCADE,
    "type_id" VARCHAR(50) NOT NULL REFERENCES "resource_types" ("name") ON DELETE RESTRICT
);
CREATE INDEX "idx_group_resou_group_i_98a0c2" ON "group_resource_grants" ("group_id", "type_id");
CREATE INDEX "idx_group_resou_type_id_61fd52" ON "group_resource_grants" ("type_id", "resource_id");
CREATE TABLE "sessions" (
    "id" UUID NOT NULL PRIMARY KEY,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "delivery" VARCHAR(10) NOT NULL,
    "remembered" BOOL NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "ip_address" VARCHAR(45),
    "user_agent" VARCHAR(200),
    "ended_at" TIMESTAMPTZ,
    "end_reason" VARCHAR(20),
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX "idx_sessions_user_id_0bb6b4" ON "sessions" ("user_id", "ended_at");
CREATE TABLE "pending_logins" (
    "id" UUID NOT NULL PRIMARY KEY,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "step" VARCHAR(20) NOT NULL,
    "delivery" VARCHAR(10) NOT NULL,
    "remembered" BOOL NOT NULL,
    "attempts" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE TABLE "settings_pages" (
    "name" VARCHAR(50) NOT NULL PRIMARY KEY,
    "values_json" TEXT NOT NULL,
    "version" INT NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "updated_by_id" UUID
);
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL PRIMARY KEY,
    "occurred_at" TIMESTAMPTZ NOT NULL,
    "action" VARCHAR(60) NOT NULL,
    "outcome" VARCHAR(10) NOT NULL,
    "reason" VARCHAR(60),
    "actor_kind" VARCHAR(10) NOT NULL,
    "actor_id" UUID,
    "actor_name" VARCHAR(320),
    "session_id" UUID,
    "target_type" VARCHAR(30),
    "target_id" VARCHAR(60),
    "target_name" VARCHAR(320),
    "changes_json" TEXT NOT NULL,
    "ip_address" VARCHAR(45),
    "user_agent" VARCHAR(200),
    "request_id" VARCHAR(64),
    "note" TEXT
);
CREATE INDEX "idx_audit_event_occurre_5ac76e" ON "audit_events" ("occurred_at", "id");
CREATE INDEX "idx_audit_event_actor_i_452f5c" ON "audit_events" ("actor_id", "occurred_at");
CREATE INDEX "idx_audit_event_target__16b175" ON "audit_events" ("target_id", "occurred_at");
CREATE INDEX "idx_audit_event_action_cfa1be" ON "audit_events" ("action", "occurred_at");
CREATE TABLE "idempotency_keys" (
    "id" UUID NOT NULL PRIMARY KEY,
    "actor_id" UUID NOT NULL,
    "operation" VARCHAR(60) NOT NULL,
    "key_hash" VARCHAR(64) NOT NULL,
    "input_hash" VARCHAR(64) NOT NULL,
    "result_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    CONSTRAINT "uid_idempotency_actor_i_ee7d28" UNIQUE ("actor_id", "operation", "key_hash")
);
CREATE TABLE "aerich" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "version" VARCHAR(255) NOT NULL,
    "app" VARCHAR(100) NOT NULL,
    "content" JSONB NOT NULL
);
"""


async def upgrade(db: BaseDBAsyncClient | None) -> str:
    """The SQL for the engine at hand; aerich asks without one when it means PostgreSQL."""
    return SQLITE if db is not None and db.capabilities.dialect == "sqlite" else POSTGRES


async def downgrade(db: BaseDBAsyncClient | None) -> str:
    """None: a database goes back by its backup."""
    return ""


MODELS_STATE = (
    "eJztXelv2zgW/1cCf+oAmaJ2jhaDxQJOmrbeJnGRuLPFBIWgyIytiSxpdCQNuv3fl9RNij"
    "roSLLEvC89KD5a+vF49+PP0Ur10NryXfT61EFLZHq6aoz+2Ps5MtUNwv/gd9jfG6m2TT0m"
    "bZ56awREWtLVDfreup6jah5+dIebEG5aIldzdNvTLRO3mr5hkEZLwx11c5U2+ab+j48Uz1"
    "ohb40c/ODmO27WzSX6gdz4v/a9cqcjY0m9ub4kvx20K96THbR9/Tp7/yHoSX7uVtEsw9+Y"
    "aW/7yVtbZtLd9/Xla0JDnq2QiRz8ucvMZ5C3jD46bgrfGDd4jo+SV12mDUt0p/oGAWP0rz"
    "vf1AgGe+SXFN/TDfe1Zm1s1XtNWt7+O3rPDI2iXM4XyvXZQlFGAkBqlkkmQTc9gtrPX+G4"
    "KTpB64j8wOmn6dWrg+PfAjws11s5wcMAu9GvgFD11JA0mIEUclt13UfLWSpr1V3n0T9dqw"
    "4f/RwhMxH41beZgrghnYN0/cWAxpC1APJoo/5QDGSuvDX+78GbNyWo/zm9CoF/8yZA3sIb"
    "JtxMl9GjSfiMzECKuLZWzRVaKqqXh/s9RsrTN4gPOU3J4L2MSF/H/xgg+iVgL2YXZ9eL6c"
    "UXMvzGdf8xArymizPyZBK0PjGtr46ZeUkG2fvvbPFpj/x376/55Rm7b5J+i79G5J1U37MU"
    "03pU1GUWk7g5bqKmGf3wEEYRHxH4VDVEpzpP3cB0R6cZzHbzs73xXU8J92d+qk8sy0CqyZ"
    "9phpKZ5ltM2tZGTlq6nduT+fycmtaT2YI5Pr9enJxdvRoH84k76V7QPLtcMEcpFmIcRUxo"
    "yJB0KznsZiNVSAZEEru7zwgGpOFW1e4fVczZc0+sicUVIgio+UmYm2hh4T+CiZjhN1ZNjb"
    "fGU3n1azTOENFPW9Pfd9THRMrNrjz88UtkoHBZn06vT6fvz0a/KOxpqMmjzWTDtqimugq+"
    "l7wZeY8UynNrpZuzQKTHRM6IryCwvaq0BIP0xx8RE+xQV7hHTyLiatS9GSF1p+uNEVEntU"
    "TUSYmIOolE1GIl4R5/KR/sM9Pf5PY3DXxEK6F6MK4D/bgY+XFON+gPQ+uvbCjK0qrY1AfL"
    "QfrK/Iye2mdU/UC1YVZVISY0ytYC4Pm8LJ6TUgZGvqx9pnUT/A55RSXiOxhM3OdmhDaqbr"
    "CNS921DfVJ4RHc6Q7WD3hPDLXsQcipQ0tB/EBzEFmrTKtvLzmt1qOZrAHSBja7/tjs4sUl"
    "Iv9kaSRkxUd1WPFRMSs+4rLi7O4SBVppVOLsFdgNypwZexk5GUWATgi2QrhntrCuABZdzR"
    "QRAF0L6JRliyBNU3V3aoza4n000pNarpRJiStlknelJCKQCNAUEeBcB+esgCoCNUsnIS9s"
    "HW9FdxUsjAt6FQpGAO+CgHeBp5Zts/IllgSPa63+45LVf5xf/XmVV5yHdo95R+d7K4jnTA"
    "nCvBTwFsE70RFdpDqaUNgNh1TCc6VFBUgccpYO1KBacJO/3UK4F+iHx4ebpZPgSCmLdDn7"
    "tqDklRjTVxfTbwHcSaDL+fzyY9w9Mwen5/MTBnobAyYkqCcE8q3t5i2D+Oc8VcN8z/I4IB"
    "cvbJZOBqy7XtnD8kSPPn29mF52I6g074xWfW+tbBAGa2vImSE6RP58fjo9HyryGE3Pd7cF"
    "PaXuEO/p6WL259lQAdewIuPqd7qmkjfDv/SAhHwRRfQyHPEd2LtItDPWagxu6EuJYE6TNQ"
    "J2j0K7WoHaQ6ZqeoJAU0SwpmsB7aAHHT0qJLYiDzUJ/udDzZCVRf0PD/YSlEkUP4OgvjSQ"
    "Qr7W8j1lo5u+hzg8cWYWiNtF5AykJAqqJab4pq3VuyJv8PtkfPj28N3B8eE73CV4y6TlbQ"
    "nSeUO3izDzImxL3+icpKRChHN0AC0LbS4WSyQJKEcMOUB9zgGiw+uEEvsoSkjsG8Q03z4J"
    "RmrnCJ8RBjmcbVwZ55hxi1CRqCIbiKaEDdTrDRRPlvAGyhHCBqI30ANyiEAmIMJlKLoT3s"
    "YDEd6yMfB112iWBpZnaTpOAFUe2xbzcfqJamU6TnZNUfk4V/gsvpqdLsoScrL6NJW2yUST"
    "RcQfPl8hI7BilgLOSRwdJkfNgZ87AbBUoWmWT8iei5pcy5Q2d1kGUlaO2gRMV3isj2QoWZ"
    "eVq1k2UizMfB28KZ8P2DUZbx4NJyto4V7E3MXyHa0B0K6ikWTdkNHnNbYpo/Gk3pgbtLnF"
    "7HGt288H7KNj+fZFMKCscEUG4AYOsHAgWXGykbnEg4S23Oej9SUcLpDBZIJMKHecMshlqh"
    "zykY1r0dTCly6bKAlvEM+1J2LYiJ9rHzzar8i1JyIhFJN8SYnpovlhEueFNR92uk1+RvOp"
    "GbLHx2TfLAd0cWwvQwYx68KRvQUxd4WW66IYOwg6wFxZVyzT4JwUpTmjWTJIFBVIFL31dc"
    "NTdNEc3SwZ4C2ANwRabHVqD9VPDOEAUk8zOK2fzfxzTtY67kBw1tQz3mlrHaPjWI/NYPVF"
    "dZC8YNnB1wFaIn7AxsAK3ICyYhWi4/hGA66/gK1c+YZUYAlZz7ezBofnfLFJOOEDlXbhjF"
    "eyWevwTVLl14ls1JGX9ztjN74J3yO0+8YFb6HMaY+syal7fqss2IRaQutyrXodJeU68tU6"
    "gv24lbJFU4Ky1WtlK54s4djrHCEEtzL5nik3qYtphgRK98NNCB2GXsNNCAVS9L7oTQjsEd"
    "AMqnF8haSoZg4+4Xj2DtScyOhQrOekVolqRSe0iLSi6cTrLfyJnIYDukx/dJnILiaGPEUE"
    "LA0Erg4lBOBlz+RlXAnBThgH4FqBK3X49VFKCK3txUJCYo2vlhECP0CrIkLwCyAh7Jx9lV"
    "g74+VSN7YzIZDSvtlGRS4QGEBg2D1jqxQYdsbVUrcon6tRbtNSrsY4a9viapplOUvdJLXw"
    "gLX1l7VlpkmAv9FUwORqllK9u0MaR8Oo5zRNqSXEu4WywRCI/BKcplDxrVlOASI5iOQgkt"
    "czNKGV7nrIQctScxPTq0o8d5L+rZmectF2wbU+thpH4nFl893mD8uZ2lqerR3OiCDkCZGE"
    "QmLzedulGcUlN0juKqO4y0Vec5WXLnOQyl+mVA7pgdJOs0A+W8vyF11Zjy995arvlcpenN"
    "p/bWVA8J1+N6nnKDL3QNZDj4yl4AcEE6lEJlIsUbligm9KISHAbcm8yFy6W0hCGTK4W6Zv"
    "UhDoNC92msHTAPlEvYMT8ok6yCfaoachypgucjGkCdUVvoVMgfamNdtgvezTN7/m9dvsfR"
    "mQ1N8v9XaHV/327czoQNXFny52kXVCAAjXQxgE820OkMEJ5uBseBHTDDe+Nat1EULRu+ZT"
    "Egl5UDPhBSWaWCwhNxDzFQnyiyepisrtMxpZZr0VZBnmDohONd1+ngtd3Vm4o8urBgL6L7"
    "q0k+XbTd32FVxeJStqHVlSSqslstDWsqm0VjUxZ0LJ2Kkc9GDdhwIs7naTvkz+MRha+mNo"
    "geqJHXq5w7NXtKJeSgN6w46jBnqGYjdBA1Dzc5tlPDijBtT8bO+YSmQfwQ1EU0LsTZ/3Tz"
    "xXwvsnRwj7h90/lCpRH1eKDFAFo2vHOV0QTQTRRD0wsgpVJwbPQKueAQcVWVyeA/FgeVh1"
    "zj3NxHsaDbd4Kkm6p3dBPQtueEbu7+pSdMiwb1gmKKl6BZFBsmqHAvmpeQbRnDdzuDNf5c"
    "ncidN3oFjt2us7GNhaFhkC8ApkhfBZlZAQzOUOhQPw0nbupd2tPNYrK824lpNrXOLjGudd"
    "XORv5R49iWIc00gn9x7WQvmwBOXDPMqlJY4W6EfBPd47K3E02sEhsTj7tqBk2hjRVxfTb7"
    "9Rcu35/PJj3D0zA6fn8xMGeN1NviHP+y3LQKpZcHhThAzyt5iyLeiTlm7RP5nPzyn0T2Ys"
    "vF8vTs7w+RJMBe6kh6aI8IJ1yPh49vIfgl4HGR8vbpofkONy2dbMLOBaGQpmbvX29KVxW8"
    "LBirzB75Px4dvDdwfHh+9wl+Atk5a3JbMdHo5bWUM2aHOLgWxGZb0IBhvuTipX8TnRv6Dl"
    "71TLj9Zbia6frshqjV/J7IWmE+ZXseEh8KnmU+UzHsQkHhXCuHtkIPjb0s2tpBCKEISQXg"
    "shuOs28WUMGcRB9SYof0CbBWoo9STqKWHVz48eSdwNw8S1MnYku0urA58gnKwmrP0tTsVR"
    "WUqEb7HkynAxdZ9imV3EcahZkGCZiTvLBkmBWN4jsRwS1CBBrQ9nuhTqDySotSWxgwoEGU"
    "sDQBUylrouEwXKZkvKJmTZQJZNj9Dtd5bNNXLd8MO59ypFT/erblQK+3VcFgmZS6h61Du9"
    "3LPukamsVXctJExQVNLFfB4f1pAmjg8LpQnyiA34NPQH5BSE1VaXl8rSSyi+tXGNUhgkgD"
    "hHSmmgJ00IgZ4Q6AnWJ9r6ZKiup7gIMwDxiWZpYap7PdW6TXrjATlBdMXSAU0ln/X+8KhO"
    "RshRcULIEbc8Cpb6zYJbFktiBRIq+XBu5zLLWA0RPLmydFB+rM+HFp4ppczdWOPKUmoEGT"
    "dWrX1Vsq2gvlOXkU4QkBMvnsEG5HzBZwr+wnNrpReZ76gu+xU2PDvsrBikN6TAg8kOTHbV"
    "LE3IZOd6iOPwq1kNPqKV0FTXvOwAtlGwjVaAPXzbqOp5aGPzkhEL82azJN0lzr5pa1E3kD"
    "gLxubnrujhKfM/bB0Pt43BhqKEae71NGP1ZqvKES7Y5IYyv2AfqphUsA+9YPvQNfI8/IXu"
    "FzWQk/jhXZku+5UxXmFnxca9oX7y7g0U7ddPflANH8s7f3MdH8VF5RgyKTToMtbZRlk5KI"
    "o0alK3g1JiL0MojCZLOI0tRwj5QUJVxVqWZab+UvfOHlBh0nmmQ5Uco5KuCiJ9u4hXtzTN"
    "d5zkAIkzzPEPWongmOkSpp+rDh6x6KmqxfXFqEfgUOuPQ42ZdBF+w5ACw+k1w0n3Yl11JK"
    "WQQi5mfKZ1VJLjYpXkOOdZsnwPnwNbX6KdIZcQ7jYceVBUo83lHLL9e/x1265oegRY1DUW"
    "dVbWqisGZWlAF+DhKWqHo6nkOywOasWxHJQEshzkI1mixFrBxUtTwfJlSl2E2hW/TEBJuB"
    "tNJuECrrV+S5ZvbvVSeqwgzs8oLNJrlJuXKSLARM9jhkw+pFs5kLW1aq628ImwdB3etHPz"
    "fQfGk3bu2oHkQUge3GGccgvJgw7CX+qK8kiaSj6om4+9Ny2Pwx2Lz+u4vwzYdnFM98dXNF"
    "uijY1nz9SePqOnEd9fxHTar/AZ6Wl3ci1hK/eEUB4hmyyvyE6MfzDMsmHvDgGPT388Pju0"
    "MfXNnNeMlk5tgbp8kSKS0DbavPKYHC4CKGdpZAS5ceFDN23fE4aZpgKgawCNjxP8vuKVgV"
    "MiOIchK+qlBDL0R2afIkfX1iO+rB49rJLR1bRbb+oWFAbrcg8bTpxuJDj3NyK9kTjdkgj0"
    "ojDoYrZZHActA8+cHNWx9uFexUaoo5y9j+wrAYSj7hKiO65l4huXmPjGeRMf/kWPa0r9z/"
    "X8soB1piQs39Q1b+9/e4buDvjKWB64BIxySxRrdGK4IBlg55aoX/8HFyH6Qw=="
)
