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
    "password_hash" VARCHAR(300) NOT NULL,
    "changed_at" TIMESTAMP NOT NULL,
    "extended_until" TIMESTAMP,
    "must_change" INT NOT NULL,
    "user_id" CHAR(36) NOT NULL PRIMARY KEY REFERENCES "users" ("id") ON DELETE CASCADE
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
    "password_hash" VARCHAR(300) NOT NULL,
    "changed_at" TIMESTAMPTZ NOT NULL,
    "extended_until" TIMESTAMPTZ,
    "must_change" BOOL NOT NULL,
    "user_id" UUID NOT NULL PRIMARY KEY REFERENCES "users" ("id") ON DELETE CASCADE
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
    "eJztXWtv2zgW/SuBPnWBbJA4jw4WiwWcNJ16m0eROLODCQYCIzG2NrKkkag80O1/X1JvUq"
    "QsOpIts/wy05A8ehxSvA/ee/3dmAEE534cwb2zENrQQw5wjX/sfDc8sID4H/wBuzsGCAKq"
    "m7Qh8OAmIKsYGiVjHyIUAgvhrkfcBHGTDSMrdALk+B5u9WLXJY2+hQc63qxsij3nrxiayJ"
    "9BNIch7rj/Ezc7ng1fYZT/GTyZjw50berJ8UOFpmOTB0g6TfQWJB13d5NPn5Ph5J4PpuW7"
    "8cJjIMEbmvtegYljx94jQNI3gx4M8YvblRciz5u9ft6UPjtuQGEMi4e2ywYbPoLYRRUCHs"
    "yyzTDNq+upeXs+NU1DgjLL9wjdjocIP99/pNctKUhaDXKDsy/jmw+HJ39L3teP0CxMOhOC"
    "jB8JECCQQhOuS3IDEEUvfmibcxDN6xSfzUHIp7gGZIjGj74KxXlDyXG50tZAsrEAr6YLvR"
    "ma4z8P9/cbWP9tfJMSv7+fMO/jTyP9bK6yrlHaR2agZNyaA28GbROgOt2fMFPIWUA+5TSS"
    "4dvOoHv5P7aQ/Qayp5PL89vp+PIbufwiiv5yE77G03PSM0pa35jWDyfMvBQX2fnPZPplh/"
    "y588f11Tn73RTjpn8Y5JlAjHzT819MYFc5yZvzJmqa4SuCmEXbjPH+6cpOdR3dwXRnu5We"
    "7e5nexFHyEy/z/pUn/q+C4HHn2kGyUzzA4b29SEXLeud29Pr6wtqWk8nU2b7vLs8Pb/5cJ"
    "DMJx7koKR5cjXFWylREx6fKrKMNDwA6+kFYGFU6/FHPlfuEQ2hPlPXHpz6+D/JVE3wGwHP"
    "4k1LqUzdZdfZRlWibC3vH4KXQgWrqlH45W3ownQmzsa3Z+NP58YPinuaatK1GC3YFuCBWf"
    "K+5MnIc5RUXvgzx5sk+iYGhQLtlR21TIV1yXj8Ejlgg4rsE3yT0bCy4d3oVRtdb4xWNWql"
    "VY0atKpRplWJ9don/KZ8ss+9eFH7vmniM6yCGu1BG+oPxMwf1NTZ4Vhnw1VnlthnNZG2TE"
    "x99kPozLyv8K1/QTUMVjsWVUvUhE7FWkI8X5blc9IowMib9S+07pP7kEc0M7mDycRj7g24"
    "AI7LNtpOFLjgzeQBHp0Qq7S8Hhc0daSSOjVu8w4rhGStMq1xYDOtQpkrtzNtwmVk/PMx9i"
    "wyhTvkTmaMDb5oz/IXAUB7pOXjv4zBbVlNojdfSDK6ThWjoNg9biN2j8Vi95grdqtfkizR"
    "Zqfa5aDI7lC/rLhzyC4oQ3QBWInhgblq1kWw7GqmQJroVkSX4lmGaRq1vl3D6Ev20UyPWn"
    "n6Rw2e/lHd01+oOzJEUyDNcxueq8qoDNUsTkFZ2DvfphOZ/osn6fQWXEE7v5c4v4WzICk3"
    "eVgFV/9Jq9V/0rD6T+qrv27eysvQ9XO+pv29F8ZrbgNpWar5luG7sBEjCEJLKiqEA1VwX+"
    "nRAJKnnMVpM6gV3eT/kZDuKXxFfLpZnAJbSlMgxvnvU0pfyTn9cDn+PaG7iMO4uL76NR9e"
    "mYOzi+tThvoAEyalqBcA9dZ2955BfDsELCz3fMQhWbywWZwKXK97ZW/XqbPx5e5yfLUeRa"
    "X7g2cQo7m5gJislSlnLrFG5i+uz8YX28o8ZhPF0aqkl+g18j0+m05+O99Wwi1syETOo2MB"
    "8mT4Ts9Q6ixChFdhi1+Dv4sE42KrxuWGuTQo5jSsE7IHFMbVC9UIesBDkkRTIL2mWxEdwm"
    "cHvpgkjqJONYlN51PNwJqC0reP9gaWSZA5w6Bju9Akb+vHyFw4XowgRyZOPIG6LYIzlJKI"
    "p56E4n5fq3dGnuDvo4Ojj0e/HJ4c/YKHJE9ZtHxsYLru6I4gFl5EbDkLh5MzI2S4htPUst"
    "TW4q5kclRqYJ2iMuQUFTqUTirvjELqvLOtmOaHN8mo7BrwHWGQ2/MZL41zrByLUFGnMh8Q"
    "jdQf0KA/oHyypD+gGlB/QPQH9AxDopBJqHAVxPqUt4MBK28S2Y9VS4VKfmPidDLw56830E"
    "38Qxy2G9PvtnOvqmWU0Oaxj62zWQgI5r2U3eBr/UoupSpZmaH1fqZu0wupylMAPRtfJLWZ"
    "3s/Wt/RyyRepEmVS+ViU4lspa8NnNs/vbsUvXSdnKwU2n1y5/DWyfRn8/LWka3dJ/hrZSj"
    "eYdK0TwNaeACYbh61w/HX34R2rxEF2HwKp+jlU9clqRItjaBiYjg2TjqARnG0LLUTRWbZ2"
    "7mOp7Ji+53J2isbcjCpMJ2RIJGQ8xI6LTEc2F6YK03xL8K0PNFbatbfVH6vd7kpPs3YOv1"
    "v4r+Qc1k7Ods47a+5gdkL/pRuuvoEQqktWkLydZqul/9zyA9gdWbfkcipx1XOBrnLrEns5"
    "i61tqauzcmrUrcPzvigGF2Zu18iPQwumxa+oUl7Jc6SuzLwumq6QNSAHaTZxNdpbJlAUaA"
    "Udpq1SPRsyPeuJnsn3uJL9QCO1/TBo+yGfLOmwnRpQh+0wqQKlNGnLaQWiK7zqgrld01kz"
    "dHXB3O4L5rJbQDes5iEDirJa2fgoVm+wfLuZnE03WIe4YkeL7ZzS0F5u6KRGfi+WTr7e0l"
    "vULBxtywzHlslcPXLMUyAt0rTCtUYNQcuyd8oyroYQFIJD87qEV2rzG6KWkDqQxUpC4WBe"
    "riMkru1eVYTkDlpD2Lj4avB25sulbbhiAVDSv9lHMQetMGiFYfOCbanCsDGplicW8WVaJe"
    "2oUaJV85zW8GM8GZXp74ACpI/whiTUkP8EPekfTaZRyoXinxy1kG0nR+JaxEf1OHzXeYah"
    "INth+VlpFa+gNtF9qbkQLuDiAYaQs6U0hjHTQB3IrAOZ9Qk1fUKd1EuKIFy51lIFq6d60F"
    "PtBGQ0vqCgSqpAMaNQ6hUyPDpuIa2OjoXSinRxztKx1s/zPDb/SEGJUo/nfoqg5maI5M5V"
    "xekCcUPetPBMmVifiHhJGO20bfoKKn5YXQcn6mAgHQw0AM/dcH89mypyw3ffsXVwGn149R"
    "o8uiyJdtlpl113LrsIwWBVBSLHKuiq61530L5R7RtdQvb2+0YBQnAR8BKUhXnhVYiuCqOd"
    "zT+nMf8aOPhyqzhsKKSe5kFPMzZvVqqMEmmf3LbMr/YPLZlU7R/6if1DtxAh/IbRN5DoSf"
    "zwrsqQ3aUxXulgM8CjN+gf2mwN1QE5KLqqoCr2Cz0DN8b6zn+5Bx/iWp8MTAkLukl09lHt"
    "Uxf9Mrq07XSpvJ9DKdS/UNOnfrgxXWYc2w46fxZnaFcGLNNjABlqwud+MrRr8eq+ZcVhWG"
    "wgpODU7s69gW/oF4pjZUjSiUCIryjqBVZe7Izq0gdqwzlQYyZdRt4wUC1wBi1wym+xrTlS"
    "IpTQi5kz0zYmyYnYJDmpnSz5McL7wMoV4SpwBenu4yBPHOUmOsFTN6qt++Wciv0n/Harrm"
    "j6CnpRt1jUVV2rrRpUxWhbgMenrB+ORqm3WRy2imM5bAhkOaxHsuS/1C63eGmUXr40p5l1"
    "lfAhsX4ZmIILuNX6bVi+tdVL2bGSPHPXrgIsd69TZITJ7scMTD2me9mQrTnwZiucibC4Nf"
    "4A2v2fG3Ce9HIoopMHdfLgJuOU+yhQBPGbRrIykkapR3X3sfeejzjSUbxf5+NV4HYd2/Rw"
    "zoomNlwEePY86+0rfDP450XMoN0lZ0ZOOZz8WmwvZfuoE6GALK/MT4xvmGbZ6FJ+mzYixS"
    "c+G/QxDc2d142VTn0CbeUiBVLQN9q98VhsLhIsVzEqkty58uF4QYykaaZRmugWROPtJHZl"
    "S65TIL0P66yonyWQYTg6+xiGjjU3+Lp61rlMRwflsMHULRAG63I3G06cbqY4DzcivZM43Y"
    "YIdFEYtFhsiuOgVZCZo+M23j48SuyEOq75+8h3JcFwNlxBdg9aufgOGlx8B3UXH74j4rpS"
    "/317fSUQnSWElZuOhXb+t+M60Rb/6C+PXEJGsyeKdToxUpBcYOOeqB//B16JU4g="
)
