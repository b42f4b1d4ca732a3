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
    "eJztXWtv2zgW/SuBP3WBbJE4iTtYLBZwUnfqbR5F4swOJhgIjMTY3MiSRqLyQLf/fUm9SV"
    "Gy6Ei2zPDLTEPx6HH4uA/ee/1jMAcYLtwwgB/PfGhBByNgD/6x92PggCUk/xB32N8bAM9j"
    "LtM2DO7tCGRmXYOo732AfWBicumBNEHSZMHA9JGHkeuQVie0bdromqQjcuZ5U+igv0JoYH"
    "cO8QL65MLdn6QZORZ8gUH6p/doPCBoW8ybI4s+O2o38KsXtd3eTj9/iXrSx90bpmuHSyfv"
    "7b3ihetk3cMQWR8phl6bQwf65HOtwmfQt0w+Om2K35g0YD+E2ataeYMFH0BoUzIG/3wIHZ"
    "NysEefZIQY2cFH0116AH+kLZ/+lbxnAWMYl1cz42YyM4yBBJGm69BBQA6mrP34Gd83Zydq"
    "HdAHnH0dX384Gv0t4sMN8NyPLkbcDX5GQIBBDI1GIKfcA0Hw7PqWsQDBosz+2QL4YvZLQG"
    "4gyKuvMwRpQz4G+fxLCU0p64DkwRK8GDZ05nhB/jw6OKhh/bfxdUz8wUHEvEsWTLyYLpNL"
    "w/gaHYGccXMBnDm0DIDLdH8mTGG0hGLKWSTHt5VAP6b/2EH2a8ieTS8mN7PxxXd6+2UQ/G"
    "VHfI1nE3plGLW+cq0fRty4ZDfZ+8909nWP/rn3x9XlhF83Wb/ZHwP6TiDEruG4zwawipyk"
    "zWkTM8zwBUPCItkiyK5qyw51Gd3CcCe7mR7t9kd7GQbYiNdneahPXdeGwBGPNIfkhvmeQL"
    "tayFnLZsf29OrqnBnW0+mM2z5vL04n1x8Oo/EknRCOmqeXM24rJUqMb8gpDQXIZjWH7Syk"
    "FZoB1cQeHguKAW24B+bjMyCSvXTFHbpCJYKSWh6EKwfOXPKfaCCm5I2BY4rmeK6v3ib32U"
    "X289b8+T54zrTc4swjH29BG8bT+mx8czb+PBn8ZLhnqaaXlsMl3wIcMI++l74ZfY+cynN3"
    "jpxppNITkD8QGwh8r1VWgk37k49IAVu0FR7hq4y6mnRvR0nd6nzjVNRhIxV1WKOiDhMVtd"
    "pIeCRfKiZ74oTL0vpmiU+wCpoHh02oP6xm/rBkG/RHoPVXN5QVaavE1BfXh2jufIOv3Quq"
    "frDasqhaoSa0KtYi4sWyLB2TWgFGv6x7oXUXPYe+opHIHUIm6XM3gEuAbL7RQoFng1dDBH"
    "hAPrEPRFdsUHchltSxpyC9YPqQzlWuNfQsrlX75/rjn0snkoyuU8QoKHZPmojdk2qxeyIU"
    "u8WVJEu00ap22SuyW9QvC74xugvKEJ0B1mK4Z36vTREsO5sZkCa6EdG5eJZhmkVtbtcYdC"
    "X7WKaHjY5NhjXHJsPysUmm7sgQzYA0z014LiqjMlTzOAVlYed8Gygw3GdH8gSh4g76JEHi"
    "JEFkgq0z8xXWBEeNZv+oZvaPyrO/bN7Ky9DNc76h/b0TxktuA2lZqvmW4TuzEQMIfFMqxE"
    "YAVXBf6dAAkqecx2kzqBHd9P9BJd0z+ILFdPM4BbaUuqiWye8zRl9JOf1wMf49ojsLajm/"
    "uvw17V4Yg7Pzq1OOeo8QJqWoZwD15nb7nkHyOAxMIvdcLCC5emLzOBW43vTM3q1T58HX24"
    "vx5WYUlfYPnkGIF8YSErLWppy7xQaZP786G5/vKvOETRwG65KeozfI9/hsNv1tsquEm8SQ"
    "CdADMgF9M/KkJyh1FlGFV2GL34C/i0Y2E6vGFoa51CjmLKwVsnsUxtUJ1Rg6wMGSRDMgPa"
    "cbEe3DJwSfDRpHUaaaBvqLqeZgdRH+u0d7Dcs0Yp9jEFk2NOjXuiE2lsgJMRTIxKlToW5X"
    "wTlKacRTR0LxoKvZO6dv8Pfh4fGn41+ORse/kC7RW2Ytn2qYLju6A0iEFxVbaIkECUiVDJ"
    "dwmlqe2lLclUzCTwms8336nO/DhtJJJfExSJ3EtxPDfP8qGZVdAr4hDHJ3lvHKOMfCsQgT"
    "dSqzgFikXkC9XkDpYEkvoBJQLyB2AT1BnypkEipcAbE55e2wx8qbRPZj0VJhkt+4OJ0E/O"
    "XbNbQj/5CA7dr0u93cq0oZJax57BLrbO4DinkrZdfkXr/SW6lKVmJovZ2pm/hGqvLkQcci"
    "N4ltprez9T2+XbQiVaJMKh+LUXwLlYPEzKb53Y34ZUsR7aTAFpMrl79Gt6+BOH8turS/In"
    "+NbqW6QNN7SgCTjcNWOP66/fCOdeIg2w+BVP0cqvhmJaKrY2g4mI4Nk46gqTjbrrQQq86y"
    "tXOfSGVkuI4t2ClqczOKMJ2QIZGQcR8iGxtINhemCNN8S/CtDzTW2rV31R+r3e5KD7N2Dr"
    "9Z+K/lHNZOzmbOO3OBCDu++9wOV9+BD9Uly4u+TrPV0H9uuh5sj6wbejuVuOq4QFe+dVV7"
    "ObOtbaWrs3Bq1K7D8y4rBucnbtfADX0TxsWvmFJe0XvErsy0LpqukNUjB2kycCXaGyZQZG"
    "gFHaaNUj1rMj3LiZ7RelzLfmCR2n7otf2QDpZ02E4JqMN2uFSBXJo05bQA0RVedcHctuks"
    "Gbq6YG77BXP5LaAdVtOQAUVZLWx8DKvXRL5dT89mW6xDXLCjq+2c3NBebejERn4nlk463+"
    "JHlCwcbcv0x5ZJXD1yzDMgLdK0wrVBDUHLsjfKMqGG4GWCQ/O6gldm8+ujlhA7kKuVhMzB"
    "vFpHiFzbnaoI0RO0hrB18VXj7UynS9NwxQygpH+zi2IOWmHQCsP2BdtKhWFrUi1NLBLLtE"
    "LaUa1EK+Y5beDHeBIq4x9VBVgf4fVJqGH3ETrSv0DNopQLxR8dN5Bto+PqWsTH5Th8Gz1B"
    "vyLbYfVZaRGvoDbRfqk5Hy7h8h76ULCl1IYxs0AdyKwDmfUJNXtCHdVLCiBcu9ZSAauHut"
    "dDjTzam9ywokpqhWLGoNQrZHh80kBaHZ9USit6SXCWTrR+keex/kcKcpR6PHdTBDU1QyR3"
    "riJOF4jr86ZFRsog+kQgSsJopm2zd1BxYbUdnKiDgXQwUA88d/399WymyI3YfcfXwan14Z"
    "Vr8OiyJNplp1127bnsAgy9dRWIFKugq6593UH7RrVvdAXZu+8bBRjDpSdKUK7MCy9CdFUY"
    "7Wx+n8b8i4fI7dZx2DBIPcy9HmZi3qxVGSXQPrldGV/tH1oxqNo/9I79QzcQY/KFwXcQ6U"
    "ni8K5Cl/2VMV5xZ8MjvbfoH9puDdUeOSjaqqBa7Rd6AnZI9J3/Cg8+qmt9cjAlLOg60dlF"
    "tU9d9GvQpm2nS+W9D6VQ/0JNl/rh1nSZcWghPHmqztAudFilxwDa1YBP3WRol+LVXdMMfT"
    "/bQGjBqf29uwF5oJspjoUu0UUMfHLHqqvATIudMZf0gVp/DtS4QZeRNxxUC5xeC5x8LTY1"
    "R3KEEnoxd2baxCQZVZsko9LJkhtisg+sXRGuAFeQ7i4O8qqj3KpO8NSNamt/Osdi/5F83b"
    "ozmr2DntQNJnVR12qqBhUx2hYQ8Snrh2NR6m0WR43iWI5qAlmOypEs6S+1y01eFqWnL8tp"
    "Yl1FfEjMXw6m4ARuNH9rpm9p9jJ2rCTPwrmrAMvt6xQJYbL7MQdTj+lONmRzAZz5GmciPG"
    "6DP4B29+cWnCedHIro5EGdPLjNOOUuChRB8qWBrIxkUepR3X7sveNigXSs3q/T/ipwu4lt"
    "uj9nRVMLLj0yeo75+g2+DsTnRVyn/RVnRijvTn8ttpOyfcyJkEenV+InJg+Ms2x0Kb9tG5"
    "HVJz5b9DH1zZ3XjpXOLIGmcpEBKegbbd94zDYXCZaLGBVJbl35QI4XYmmaWZQmugHRZDsJ"
    "bdmS6wxI78M6K+q9BDL0R2cfQx+Zi4FYV08urtLRQd6tN3ULKoN1hZuNIE43UZz7G5HeSp"
    "xuTQR6VRh0tdisjoNWQWYOT5p4+0ivaifUScnfR9eVBMNJdwXZPWzk4juscfEdll185IlY"
    "6Er9983VZYXozCG83EQm3vvfno2CHf7RXxG5lIx6TxTvdOKkIL3B1j1RP/8P/DPFmw=="
)
