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
CREATE TABLE "audit_checkpoints" (
    "position" BIGINT NOT NULL PRIMARY KEY,
    "seal" VARCHAR(64) NOT NULL,
    "signed_at" TIMESTAMP NOT NULL,
    "key_id" VARCHAR(16) NOT NULL,
    "signature" VARCHAR(128) NOT NULL
);
CREATE INDEX "idx_audit_check_signed__d6bee4" ON "audit_checkpoints" ("signed_at");
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
    "note" TEXT,
    "commitments_json" TEXT NOT NULL,
    "salts_json" TEXT NOT NULL,
    "key_id" VARCHAR(16) NOT NULL,
    "mac" VARCHAR(64) NOT NULL,
    "position" BIGINT UNIQUE,
    "seal" VARCHAR(64),
    "seal_key_id" VARCHAR(16)
);
CREATE INDEX "idx_audit_event_occurre_5ac76e" ON "audit_events" ("occurred_at", "id");
CREATE INDEX "idx_audit_event_actor_i_2d5cca" ON "audit_events" ("actor_id", "occurred_at", "id");
CREATE INDEX "idx_audit_event_target__de839b" ON "audit_events" ("target_id", "occurred_at", "id");
CREATE INDEX "idx_audit_event_target__608d0c" ON "audit_events" ("target_type", "occurred_at", "id");
CREATE INDEX "idx_audit_event_action_687cc3" ON "audit_events" ("action", "occurred_at", "id");
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
CREATE TABLE "audit_checkpoints" (
    "position" BIGINT NOT NULL PRIMARY KEY,
    "seal" VARCHAR(64) NOT NULL,
    "signed_at" TIMESTAMPTZ NOT NULL,
    "key_id" VARCHAR(16) NOT NULL,
    "signature" VARCHAR(128) NOT NULL
);
CREATE INDEX "idx_audit_check_signed__d6bee4" ON "audit_checkpoints" ("signed_at");
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
    "note" TEXT,
    "commitments_json" TEXT NOT NULL,
    "salts_json" TEXT NOT NULL,
    "key_id" VARCHAR(16) NOT NULL,
    "mac" VARCHAR(64) NOT NULL,
    "position" BIGINT UNIQUE,
    "seal" VARCHAR(64),
    "seal_key_id" VARCHAR(16)
);
CREATE INDEX "idx_audit_event_occurre_5ac76e" ON "audit_events" ("occurred_at", "id");
CREATE INDEX "idx_audit_event_actor_i_2d5cca" ON "audit_events" ("actor_id", "occurred_at", "id");
CREATE INDEX "idx_audit_event_target__de839b" ON "audit_events" ("target_id", "occurred_at", "id");
CREATE INDEX "idx_audit_event_target__608d0c" ON "audit_events" ("target_type", "occurred_at", "id");
CREATE INDEX "idx_audit_event_action_687cc3" ON "audit_events" ("action", "occurred_at", "id");
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
    "eJztXWlP40ga/ison3okpkUCBHa1WgkYpocdIC1Iz7YGjSzjFIkHx/b4gEaz/d+3yneVy0"
    "clvlK8X/oo1+vYTx3vU+/lv0dL1UMry3fRxwsHLZDp6aox+ufe3yNTXSP8D36H/b2RatvU"
    "ZdLmqY9GIKQlXd2g76PrOarm4UtPuAnhpgVyNUe3Pd0ycavpGwZptDTcUTeXaZNv6n/5SP"
    "GsJfJWyMEXHv7Azbq5QN+QG//XflaedGQsqCfXF+S3g3bFe7ODti9frn76OehJfu5R0SzD"
    "X5tpb/vNW1lm0t339cVHIkOuLZGJHPy6i8xrkKeMXjpuCp8YN3iOj5JHXaQNC/Sk+gYBY/"
    "SvJ9/UCAZ75JcU39MN96NmrW3V+0haTv4dPWdGRlFuZ3Pl/nKuKCMBIDXLJIOgmx5B7e/v"
    "4X1TdILWEfmBi1/O7j4cTn8I8LBcb+kEFwPsRt8DQdVTQ9FgBFLIbdV1Xy1noaxUd5VH/2"
    "KlOnz0c4LMQOBH32QI4oZ0DNL5FwMaQ9YCyKO1+k0xkLn0Vvi/hwcHJaj/dnYXAn9wECBv"
    "4QUTLqbb6NIkvEZGIEVcW6nmEi0U1cvD/RNGytPXiA85LcngvYhEP8b/2EH0S8CeX91c3s"
    "/Pbj6T269d9y8jwOtsfkmuTILWN6b1w5QZl+Qme/+9mv+yR/679/vs9pJdN0m/+e8j8kyq"
    "71mKab0q6iKLSdwcN1HDjL55CKOItwi8qxqiQ52XbmC4o90MRrv50V77rqeE6zM/1OeWZS"
    "DV5I80I8kM8yMWbWshJy3dju35bHZNDev51ZzZPr/cnF/efRgH44k76V7QfHU7Z7ZSTGIc"
    "RYw0ZES6ZQ79LKQKZkCY2NNzhhiQhkdVe35VsWbPXbEmFpdEEFDzgzAz0dzCfwQDcYWfWD"
    "U13hxP+eqX6D67iH7amv6+o74mLDc78/DLL5CBwml9cXZ/cfbT5eg7hT0NNbm0nqzZFtVU"
    "l8H7kicjz5FCeW0tdfMqoPRYyBnxDwhsr6pTgkH645eIBXo8KzyjNxG6GnVvhqT2Ot8Yij"
    "qpRVEnJRR1ElHU4kPCM35TPtiXpr/OrW8a+EhWwuPBuA7042Lkx7mzwXAU2nC5oahKq1JT"
    "P1sO0pfmr+itfUU1DFQbVlUVNKFRtRYAz9dl8ZiUKjDyZu0rrYfgd8gjKpHewWDiPg8jtF"
    "Z1g21c6K5tqG8KT+BJd/D5gHfFUMsuhJo6tBTEFzQHkbnKtPr2gtNqvZrJHCBtYLMbjs0u"
    "nlwi/CcrI6EqPq6jio+LVfExVxVnV5co0EqjjHNQYDfIOTP2MrIzigCdCGyE8MBsYV0BLD"
    "qbKSEAuhbQqcoWQZqW6m7XGLWl+2ikJ7VcKZMSV8ok70pJKJAI0JQQ4FwH5yxBFYGalZNQ"
    "F7aOt6K7Cibjgl6FgjuAd0HAu8A7lm0y8yVmgtNas39aMvun+dmfP/KK69DuMe9of28F8Z"
    "wpQViXAt4ieCdnRBepjiYUdsMRlXBfafEAJA45KwfHoFpwk7/dQrjn6JvHh5uVk2BLKYt0"
    "ufw6p/hKjOmHm7OvAdxJoMv17PZT3D0zBhfXs3MGehsDJkTUEwH55nbzlkH8c56qYb1neR"
    "yQiyc2KycD1l3P7N3yRI9++XJzdtsNUWneGa363kpZIwzWxpAzt+gQ+evZxdn1riKP0fR8"
    "d1PQU+kO8T67mF/9drmrgGv4IOPqT7qmkifDv/SChHwRRfIybPEd2LtItDM+1Rjc0JcSYk"
    "6LNQL2gEK7WoHaQ6ZqeoJAU0Iwp2sB7aAXHb0qJLYiDzUJ/udDzYiVRf3vHuwlKJMofgZB"
    "fWEghbyt5XvKWjd9D3F04pVZQLeLxBlISRRUS0rxoK3ZuyRP8ONkfHRydHo4PTrFXYKnTF"
    "pOSpDOG7pdhJUXUVv6WuckJRUinJMDaFloc7FYIklAOWHIARpyDhAdXieU2EdJQmLfTgzz"
    "45tgpHZOcIswyN1ZxpVxjhm3CBWJKrKAaElYQINeQPFgCS+gnCAsIHoBvSCHEDIBCpeR6I"
    "68jXeEvGVj4OvO0awMTM/SdJwAqjy2LebjDBPVynSc7Jyi8nHu8F58d3UxL0vIyZ6nqbRN"
    "JposEv751ztkBFbMUsA5iaO7qVFz4Od2AMwqNM3yidi2qMk1TWlzl2UgZemoTcB0h+/1id"
    "xK1mnlapaNFAsrXwcvyu0Buyf3m0W3kxW0cC1i7WL5jtYAaHfRnWRdkNHrNbYoo/tJvTDX"
    "aP2I1eNKt7cH7JNj+fZNcENZ4YoMwA1sYOGNZMXJRuYC3yS05W6P1ufwdgEHkwkyodxxyi"
    "CXqXLIRzauRVMLX7psoiS6QTzXntCwET/XPri0X5FrTyghFJN8T4npovlhEueFNR92ukl+"
    "RvOpGbLHx2SfLAd0cWwvIwYx68KRvQUxd4WW66IYOwg6wFpZVyzT4OwUpTmjWTFIFBVIFH"
    "30dcNTdNEc3awY4C2ANwRabLRr76qfGMIBpB5mcFpvrfxzTtY67kBw1tQz3mkrHaPjWK/N"
    "YPVZdZC8YNnB2wFaIn7AxsAK3ICyYhWi4/hGA66/QK3c+YZUYAlZzzezBof7fLFJONEDlX"
    "bhjFeyWevwQ1Ll14ls1JGX9w/GbvwQPkdo940L3kKZ0wFZk1P3/EZZsIm0hNblWvU6Ssp1"
    "5Kt1BOtxo8MWLQmHrUEftuLBEo69zglCcCuT75lqk7qYZkSgdD98CaHD0Gv4EkIBi94X/R"
    "ICuwU0g2ocXyEpqpmNTzievYNjTmR0KD7npFaJ6oNOaBFp5aQTz7fwJ3InHDjLDOcsE9nF"
    "xJCnhEClAeHqkCGALttSl3EZgp0oDsC1Aldq8xsiSwit7cUkIbHGV3OEwA/QKkUIfgEYQu"
    "/qq8TaGU+XurGdiYCU9s02KnIBYQDC0L9iqyQMvWm11C3K12qU27RUqzHO2ra0mmZZzkI3"
    "SS08UG3DVW2ZYRLQb7QUKLmapVSfnpDGOWHUc5qm0hLi3ULZYAhEfg9OU6j41qymAEoOlB"
    "woeT1DE1rqrocctCg1NzG9qui5k/RvzfSUi7YLPutjq3EkHpeb95s/LGdqa3m2djgigpAn"
    "QhKSxObztksziku+INlXRnGXk7zmLC+d5sDK3ycrh/RAaYdZIJ+tZf5FV9bjs69c9b1S7s"
    "Wp/ddWBgTf6feQeo4icw9kPQzIWAp+QDCRSmQixYzKFSO+qYSEALfFeZG5cDdgQhkx+LbM"
    "0FgQnGne7TCDpwHyiQYHJ+QTdZBP1KOnIcqYLnIxpAnVFb6FTIH2pk+2wXzZp7/8mj/fZr"
    "+XAUn9wzre9vip36HtGR0cdfGri33IOhEAhOshDMR8kw1k54g5OBvexTDDF9+aPXURQdFv"
    "zaciEuqgZsILSk5iMUNuIOYrIvLzN6mKyu0zJ7LMfCvIMsxtEJ2edIe5L3T1zcKePl61I6"
    "B/p0s7Wb7d1Ne+go9XyYpaR5aU0mqJLLS1bCqtVU3MmVAydioHvVjPIYHF3R7Sh8lfBkPL"
    "cAwtUD2xQy93uPeKVtRLZeDc0HPUwMBQ7CZoAGp+bjKNd86oATU/29umEu4juIBoSYi9Gf"
    "L6icdKeP3kBGH9sOuHOkrUx5USA1TB6NpxThdEE0E00QCMrELVicEz0KpnwEFFFpdtIN5Z"
    "HVadc08r8YFGw83fSpLu6VVQz4Ib7pH7fX0UHTLsG+YEJVWvIDJI1tOhQH5qXkE0583c3Z"
    "Gv8mT24vTdUaz69vruDGwtU4YAvAKuEF6rIgnBWPZIDsBL27mXtl8+NigrzbiWk2tc4uMa"
    "511c5G/lGb2JYhzLSMd7j2qhfFSC8lEe5dISR3P0reA73r2VOBr1sEnML7/OKU4bI/rh5u"
    "zrDxSvvZ7dfoq7Z0bg4np2zgCvu8k75HW/ZRlINQs2b0qQQf4RS7YFfdLSLfrns9k1hf75"
    "FQvvl5vzS7y/BEOBO+mhKSL8wDpkfGw9/XfhXAcZH+9umF+Q43LV1pVZoLUyEszY6u2dl8"
    "ZtkYMleYIfJ+Ojk6PTw+nRKe4SPGXSclIy2uHmuJE1ZI3WjxjIZo6sN8HNdncllR/xOdG/"
    "cMrv9ZQfzbeSs346I6tP/EpmLTSdML+MDQ+BTzWfKp/xICbxqBDGPSADwZ+Wbm7EQihBIC"
    "GDJiG46ybxZYwYxEENJih/hxYL1FAaSNRToqq3jx5J3A27iWtl7Eh2lVYHPkE4WU1Yh1uc"
    "inNkKSHfYsmV4WTqPsUyO4njULMgwTITd5YNkgJaPiBaDglqkKA2hD1diuMPJKi1xdjhCA"
    "QZSzuAKmQsdV0mCg6bLR02IcsGsmwGhO6ws2zukeuGL879rlJ0db/qi0phv47LIiFzAVWP"
    "Bncu96xnZCor1V0JkQlKSrqYz+lRDTYxPSpkE+QSG/Bp6C/IKQirrS4vlZWXkL618RmlME"
    "gAcbaU0kBPWhACPSHQE6xPtPXJUF1PcRFWAOIDzcrCUA96qHWb9MY35ATRFbMDWko+6/3R"
    "cZ2MkOPihJBjbnkUzPrNgq8slsQKJFLy4dzOxyzjY4jgzpWVg/JjQ9608EgpZe7GGp8spe"
    "4g48Kqta5KlhXUd+oy0gkCcuLJs7MBOZ/xnoLf8Npa6kXmO6rLfoUNzw47KwbpDSnwYLID"
    "k121ShMy2bke4jj8alaDj2QlNNU1zx3ANgq20Qqwd982qnoeWtu8ZMTCvNmsSHeJswdtTe"
    "oGEmfB2LztjN69w/w3W8e328RgQ0nCMA96mPHxZqPKES7Y5HZlfME+VDGoYB96x/ahe+R5"
    "+A3dz2rAk/jhXZku+5UxXmFnxca9oX5y/waK9usnv6iGj/nOn1zHR3FROUZMihN0mepso6"
    "wcFEUaNXm2g1Ji74MURoMlnMaWE4T8IKGqYi1zmTN/oXsXK6Q925ZemHnO9qpiNCrpr2iJ"
    "QI+kBqOv82u3nuvLwi0/K9XMnt8vvQk3/X9MJoeHJ5ODw+np8dHJyfHpQbL75y+VqYHzq0"
    "9EE1C7UawaSr7ai1RDhF/G/aWgOa27wPDxcSM1TAl2o4W7nPoyKeFnxNe+xUsolZBwEY2n"
    "dbxt7IBlvG1T3iJSPd8ROgZTQjLCPDmtg/PktBhocm1wrOfyBZUTnrBDPa6DSN8usvQsTf"
    "MdJ9mw47o6+AetxFzG7+KpDr5vrT5xom/xj0XciNMBwo+GE37EDI8ILWBE4Xg+aGaQrsi6"
    "WiuVkFBlTesYcKfFBtxpLg7H8j28DxTwguq4p4y4hHC3EfYEJcjanM4hXXjGb7fpjKbvAJ"
    "O6xqTOcrS6NCgrA5ZTHp6iXktaSr7N4rBW1O9hSdjvYT7uNypDIjh5aSmYvkxhMPqsVTs5"
    "gBaTcALXmr8l0zc3e6mTryDOW1jPBo1y85wiAkx0P2bE5EO6lQ1ZW6nmcoMIElauw+8SPv"
    "zRg/GknS8TQqkFKLXQG86tlFpwEH5TV1RH0lLyQd28m9a0PI52LN6v4/4yYNv1Nq1Z67Xu"
    "rYljRlxPcmSlMHJ0PQiuamwAPy0FwG8APAQLtBwssFY1EXSj7hJC27yW7Cloj9WX7yZmr6"
    "cYvYHxk9ZD9DBWivi2zIjJh3QzW/NwoouuFmhtY95uam+/orcRP8KI6bRfEWWkp93JXGjl"
    "e7pUDJFNplO0mZLJF1SjYb+xC7E+w4n16dG7ODR60ox/hloCdTdrSkhGrte42yDZXARQzs"
    "rICHLj1EM3bd8ThpmWAqBrAI23E/y84l/QSoVgH4bqQe8lhHU4nP0MObq2GvG5enSxiqOr"
    "abfB1PcsNJZwNxuOmSQiztuR7fbNJFvms5dUaigqF1CsNovrBcigMyfHdfy8uFex+/E45+"
    "kl60oA4ai7hOiOazl3xyXO3XHeuYt/0eM60f9zP7st8n8lIqze1DVv7397hu62VvuiH41J"
    "wCj3wrAOF0YLkhuc922J+v5/RSMO/Q=="
)
