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
    "version" INT NOT NULL
);
CREATE INDEX "idx_users_usernam_c35827" ON "users" ("username_key", "id");
CREATE INDEX "idx_users_email_k_253bd6" ON "users" ("email_key", "id");
CREATE INDEX "idx_users_display_eb26be" ON "users" ("display_name_key", "id");
CREATE INDEX "idx_users_first_n_683cd5" ON "users" ("first_name_key", "id");
CREATE INDEX "idx_users_last_na_c88d4c" ON "users" ("last_name_key", "id");
CREATE INDEX "idx_users_last_lo_d82a8f" ON "users" ("last_login_at", "id");
CREATE INDEX "idx_users_created_eeb5e9" ON "users" ("created_at", "id");
CREATE INDEX "idx_users_updated_803283" ON "users" ("updated_at", "id");
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
    "version" INT NOT NULL
);
CREATE INDEX "idx_users_usernam_c35827" ON "users" ("username_key", "id");
CREATE INDEX "idx_users_email_k_253bd6" ON "users" ("email_key", "id");
CREATE INDEX "idx_users_display_eb26be" ON "users" ("display_name_key", "id");
CREATE INDEX "idx_users_first_n_683cd5" ON "users" ("first_name_key", "id");
CREATE INDEX "idx_users_last_na_c88d4c" ON "users" ("last_name_key", "id");
CREATE INDEX "idx_users_last_lo_d82a8f" ON "users" ("last_login_at", "id");
CREATE INDEX "idx_users_created_eeb5e9" ON "users" ("created_at", "id");
CREATE INDEX "idx_users_updated_803283" ON "users" ("updated_at", "id");
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
    "eJztXWtv2zgW/SuBP3WBbNE4jw4WiwWcNJ16myZF4s4OJhgIjMTY2siSRqKSBt3+9yX1Jk"
    "XJoiPZMnO/zDQUrywdUrznvsgfozkieOFFIX57FmALu8RGzugfez9GLlpi+g95h/29EfJ9"
    "7jJrI+jOiYXMvGsY970LSYBMQi/d0yZMmywcmoHtE9tzaasbOQ5r9Eza0XbnRVPk2n9F2C"
    "DeHJMFDuiF2z9ps+1a+DsOsz/9B+Pexo7FPbltsd+O2w3y7Mdt375NP3yMe7KfuzNMz4mW"
    "btHbfyYLz827R5FtvWUy7Nocuzigr2uVXoM9ZfrSWVPyxLSBBBHOH9UqGix8jyKHgTH653"
    "3kmgyDPfZLRkRsJ3xreksfkbes5f2/0ucsyRjG5dXMuDmfGcZIAUjTc9kg2C5hqP34mdy3"
    "QCduHbEfOPs0uX5zePK3GA8vJPMgvhhjN/oZCyKCEtF4BArIfRSGT15gGQsULqrony1QIE"
    "e/IigMBH30dYYgayjGoJh/GaAZZD2APFqi74aD3TlZ0D8P371rQP23yXUC/Lt3MfIe/WCS"
    "j+kyvTROrrERKBA3F8idY8tApAr3B4oUsZdYDjkvKeBtpaJvs3/sIPoNYM+mX85vZpMvX9"
    "ntl2H4lxPjNZmdsyvjuPVZaH1zIoxLfpO9/0xnn/bYn3t/XF2ei99N3m/2x4g9E4qIZ7je"
    "k4GsMiZZc9bEDTP+TjBFkS4RdFV1VIe6Kt3BcKerGYx296O9jEJiJN9ndahPPc/ByJWPtC"
    "ApDPMdFe3rQ85bNju2p1dXF9ywnk5nwvL57cvp+fWbg3g8aSebxM3Ty5mwlFISExhqpKEk"
    "slnmsJ0PaQUzYEzs/qFEDFjDHTIfnhDV7JUr3tiTkggGanUQrlw88+h/4oGY0idGrimb4w"
    "Vf/ZbeZxfRL1qL3w/QU85yyzOPvryFHZxM67PJzdnkw/noJ4c9DzW7tBwvxRbkonn8vuzJ"
    "2HMUUF54c9udxpSeCgUjuYEg9lplJTisP32JTGCLtsIDflahq2n3bkjqVuebQFHHrSjquI"
    "GijlOKWm8kPNA3lYN97kbLyvfNA5/KamgeHLSB/qAe+YOKbTAchTZcbqiq0lapqY9egO25"
    "+xk/96+ohoFqx6pqBU3oVK3FwMt1WTYmjQqMvVn/Sus2/h32iEaqdyiYtM/tCC+R7YiNlh"
    "36Dno2ZAL3dkDtA9kVBzVdSDR14inILpgBZnNVaI18S2gF/9xw/HPZRFLhOmUZDdXucRu1"
    "e1yvdo+larf8JakCbXTKLgcFdof8suQbY6ugCtC5wFoID8zvtSmAVWczJwRAtwK6UM8qSP"
    "NSm1s1Rn3pPh7pcauwybghbDKuhk1yuqMCNCcEOLfBuUxGVaAW5TTUhb3jbdih4T25ihGE"
    "mjtAJEEhkiAzwdaZ+RozwZNWs/+kYfafVGd/1bxV16Gbx3xD63sviFfcBsq6FPBWwTu3EU"
    "OMAlMpxUYiquG60qMBpA65KAdmUCu42f/DWrhn+DuRwy3KabCkNGW1nP8+4/hKhumbL5Pf"
    "Y7jzpJaLq8tfs+6lMTi7uDoVoPcpYEpEPRfQb2537xmkP0eQSfWeRyQg109sUU4HrDc9s3"
    "cr6jz69O3L5HIzRKX7wDOKyMJYYgrW2pALt9gg8hdXZ5OLXUWeokmicF3QC+kN4j05m01/"
    "O99VwE1qyIT2vW0i9mT0lx6xUiyiTl6HJX4D/i6W2UytGkea5tJAzHmxTsAeUBpXL1AT7C"
    "KXKALNCcGcbgV0gB9t/GSwPIoq1CzRXw61INaU4b97sDegzDL2BQRty8EGe1svIsbSdiOC"
    "JTpx6tbQ7TpxAVKW8dSTUnzX1+ydsyf4+/jg6P3RL4cnR7/QLvFT5i3vG5CuOrpDTJUXU1"
    "v20pYUINUiXJEDaEVoK3lXKgU/FWGo9xlyvQ+fSqdUxMdJQhHfTgzz3bNiVnZF8AVpkLvz"
    "Ga/McyyFRbisU5UPiJeED2jQH1A2WMofUEUQPiD+A3rEASNkChSuJLE58nYwYPKmUP1Ytl"
    "S44jchTycV/vj5Gjuxf0iCdmP53W6uVZWKEt489qh1Ng8Qk3kpZNf0Xr+yW+kKVmh6PjY8"
    "+rEGdKq9HLAbdr+r9HbagpZYpx2gldxIV5x87Fr0Jomh+XK0via3i5cxnSBTKmLjrIXSdk"
    "tyZLOi+Fb48vs37STLkYOrVvTH1vyRvOgvvrS/ouiP6R/Y1eo1Vc2pJq9rnLTefU7MOsmj"
    "3eeN6h68Kz9ZBej6xCNBDBLqlNOOahICas3qugQAiIhQrWwbnutIVorGgpayGFSxKFSx3E"
    "W2QwxbtYCoLAZ4K+ANUaC1Vu1ddWJDrELrYQaP+ouV/1oedfAMt3PemQubohN4T91g9RUF"
    "WF+w/PjtAC2VoENnYMUxB12xStAJIqeD4EysVq4jRyuwlLzn63mDk3W+3iWc64GVfuFSXL"
    "Jb7/Btvt1gkPqoQy8KTJxsr8ZtFhc/R+L3zXbegz3YBuRNTgeuAnvLEp1cWkPvcqti4oZa"
    "4mopcfw9rmVs8ZJgbA3a2MoGSzkxrCIIiWFCMUqhTdpiWhKBPYRhS+au4ax4BWBL5u63ZB"
    "aXgG5QzfIrNEW1tPBxqF5T/XY9PZttcafrktOh3s4pvBKrDZ3EI9KLpZPNt+QnKhYO2DLD"
    "sWVSv5ga8pwQqDQgXBtkCKDLXqjLpAzBzxUH4LoCV27xGyJLSLzt9SQh98av5ghxHKBXih"
    "D/AjCErauvBm9nNl3a5nbmAlr6N/vYLgQIAxCG7Su2lYRha1qtCIvKtRoXNm3UakKwti+t"
    "ZnpeYNku26gHVNtwVVtpmBT0Gy8FSq7lPm/399iUWBjtgqaFtIZ497CnISQiv4agKWxH06"
    "2mAEoOlBwoeTtHE57bIcEBthrdTUKvVfQ8yPv35nqqZNvFZw74KMvEk3Lz7dYP61na2lyt"
    "nYyIIuS5kIYksfu67caK4objrbZVUbzJSd5yljdOc2Dlr5OVQ3mgtsOsUM/WM//it/GSs6"
    "/KVl+N3Euy0VhfFRDyoN9tETlK3T1Q9TAgZynEAcFFqpGLlDKqUI34FhIaAtwX58WuFa7B"
    "hEpisPH90FgQ2DSvdpgh0gD1RIODE+qJNlBPtD1LN92CucbGLTZobrZuSztC9xxQKEFJaU"
    "yi4cCSHZAlS7wH7BoLFCodBc5LaRfZOTlqQf9PjuqPuj+qxhcc+xEHNfvCrjZoy/IaWlx9"
    "mLRLvLxj0dMq5I0bPvKCsOUjbPkI9g9v/8TH8YUYr32UX0kWhnrQQ237rDe9Yc0h3DXEjJ"
    "PS75zco+MW2urouFZbsUsSw5eyflnZYT3OvJR+OPcTWMjMEMWVqywHbtghL1p0pIymiEaL"
    "8BF3Bx0/rFbflcLOZOC5A88deO4aPHfccWBy9514YlijD696Whkc4AQuO3DZdeeyCwn21y"
    "UQmayGrrruuQP4RsE3ugLs3feNIkLw0pcd5VB7gkZZBM7PAmfz6zTmv/s2vd06DhtOEoZ5"
    "0MNMzZu1ikRC8MntyviCf2jFoIJ/6BX7h24wIfQNw68o5kny9K5Sl/2VOV5JZ8OnvbfoH4"
    "Jq8Y5rluv9Qo/IiSjf+a808FF/KrIgpoUF3aQ6+zgXGY5HHHVp20HV8OsghelgKRdSVASh"
    "kELpfNGeucwksmxy/lh/PEOpwyoeg1hXAz/2czxDJV/dM80oCPIFhJ02t793O6I/6OXEsd"
    "QlvkhQQO9YdxWZ2e4g3CUIqA0noCYMuoq+EURB4Qxa4RTfYltzpJDQghcLMdM2JslJvUly"
    "UokseRGh68Dax0GWxDWEW4O6/YGRpb6nc6L2H+jbrTuj+TvApG4xqctcqy0NKsuALSDDU9"
    "UPx0vpt1gctspjOWxIZDmsZrKkhbWKk5eXgunLY5paVzEeCvNXENNwAreavw3TtzJ7OTtW"
    "EWfp3NUA5e45RQqY6nosiOmHdC8LsrlA7nyNmIgotzniNrr9cwvOk16CIlA8CMWD28xT7u"
    "N0MkzfNFTVkbyUflB3n3vverJjiOrX66y/DthuYpkeTqxoauGlT0fPNZ8/4+eRPF4kdNpf"
    "ETOyi+7GA37uZfteLiLks+mV+onpDyZVNnDY2baNyPqIzxZ9TENz53VjpXOfQFu9yAlp6B"
    "vt3njMFxcFlMsyOoLcOfmwXT8iyjDzUgB0C6DpckKfV/VosbIQrMNQFfVaEhmGw9knOLDN"
    "xUjO1dOLqzg6KroNZt+C2mRd6WIjydNNifNwM9I7ydNtyECvS4OuV5v1edA66MzxcRtvH+"
    "1V74Q6rvj72HelgHDaXUN0D1q5+A4aXHwHkoPJPJdIXan/vrm6rFGdhYioN22T7P1vz7HD"
    "3nL6t6MxGRjNnijR6SRoQXaDrXuifv4flHUl4w=="
)
