"""Version 3: directories."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

SQLITE = r"""
CREATE TABLE IF NOT EXISTS "ldap_profiles" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "name" VARCHAR(50) NOT NULL,
    "name_key" VARCHAR(200) NOT NULL UNIQUE,
    "position" INT NOT NULL UNIQUE,
    "is_enabled" INT NOT NULL,
    "servers_json" TEXT NOT NULL,
    "connection" VARCHAR(10) NOT NULL,
    "ca_certificate" TEXT,
    "checks_host_name" INT NOT NULL,
    "bind_dn" VARCHAR(1000) NOT NULL,
    "bind_password_sealed" TEXT,
    "base_dn" VARCHAR(1000) NOT NULL,
    "user_filter" VARCHAR(1000) NOT NULL,
    "group_lookup" VARCHAR(20) NOT NULL,
    "group_filter" VARCHAR(1000) NOT NULL,
    "group_base_dn" VARCHAR(1000),
    "group_depth" INT NOT NULL,
    "primary_group" INT NOT NULL,
    "username_attribute" VARCHAR(100) NOT NULL,
    "first_name_attribute" VARCHAR(100) NOT NULL,
    "last_name_attribute" VARCHAR(100) NOT NULL,
    "email_attribute" VARCHAR(100) NOT NULL,
    "id_attribute" VARCHAR(100) NOT NULL,
    "emails_verified" INT NOT NULL,
    "creates_accounts" INT NOT NULL,
    "manage_group_dn" VARCHAR(1000),
    "refuses_unmatched" INT NOT NULL,
    "roles_follow" VARCHAR(20) NOT NULL,
    "test_username" VARCHAR(200),
    "connect_timeout_seconds" INT NOT NULL,
    "total_timeout_seconds" INT NOT NULL,
    "last_synced_at" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "version" INT NOT NULL,
    "manage_role_id" CHAR(36) REFERENCES "roles" ("id") ON DELETE RESTRICT,
    "user_role_id" CHAR(36) REFERENCES "roles" ("id") ON DELETE RESTRICT
);
CREATE TABLE IF NOT EXISTS "directory_syncs" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "started_at" TIMESTAMP NOT NULL,
    "alive_at" TIMESTAMP NOT NULL,
    "finished_at" TIMESTAMP,
    "is_scheduled" INT NOT NULL,
    "started_by_id" CHAR(36),
    "outcome" VARCHAR(20) NOT NULL,
    "entries" INT NOT NULL,
    "checked" INT NOT NULL,
    "deactivated" INT NOT NULL,
    "reactivated" INT NOT NULL,
    "refreshed" INT NOT NULL,
    "changes_json" TEXT NOT NULL,
    "failure" VARCHAR(200),
    "profile_id" CHAR(36) NOT NULL REFERENCES "ldap_profiles" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_directory_s_profile_368c75" ON "directory_syncs" ("profile_id", "started_at");
CREATE TABLE IF NOT EXISTS "policies" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "type" VARCHAR(10) NOT NULL,
    "value" VARCHAR(1000) NOT NULL,
    "value_key" VARCHAR(3000) NOT NULL,
    "position" INT NOT NULL UNIQUE,
    "is_enabled" INT NOT NULL,
    "description" VARCHAR(2000) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "version" INT NOT NULL,
    "profile_id" CHAR(36) REFERENCES "ldap_profiles" ("id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "policy_roles" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "policy_id" CHAR(36) NOT NULL REFERENCES "policies" ("id") ON DELETE CASCADE,
    "role_id" CHAR(36) NOT NULL REFERENCES "roles" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_policy_role_policy__01ee8b" UNIQUE ("policy_id", "role_id")
);
CREATE TABLE IF NOT EXISTS "external_identities" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "method" VARCHAR(10) NOT NULL,
    "source_id" CHAR(36) NOT NULL,
    "subject" VARCHAR(255) NOT NULL,
    "login_name" VARCHAR(320) NOT NULL,
    "login_name_key" VARCHAR(320) NOT NULL,
    "dn" VARCHAR(1000),
    "email" VARCHAR(320),
    "groups_json" TEXT,
    "linked_at" TIMESTAMP NOT NULL,
    "last_seen_at" TIMESTAMP NOT NULL,
    "disabled_by_sync_at" TIMESTAMP,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_external_id_source__6a3648" UNIQUE ("source_id", "subject"),
    CONSTRAINT "uid_external_id_user_id_bcf66d" UNIQUE ("user_id", "source_id")
);
CREATE INDEX IF NOT EXISTS "idx_external_id_login_n_06a4bc" ON "external_identities" ("login_name_key");
ALTER TABLE "users" ADD "source_id" CHAR(36);
CREATE INDEX "idx_users_source__ddb7e0" ON "users" ("source_id", "id");
"""

POSTGRES = r"""
CREATE TABLE IF NOT EXISTS "ldap_profiles" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(50) NOT NULL,
    "name_key" VARCHAR(200) NOT NULL UNIQUE,
    "position" INT NOT NULL UNIQUE,
    "is_enabled" BOOL NOT NULL,
    "servers_json" TEXT NOT NULL,
    "connection" VARCHAR(10) NOT NULL,
    "ca_certificate" TEXT,
    "checks_host_name" BOOL NOT NULL,
    "bind_dn" VARCHAR(1000) NOT NULL,
    "bind_password_sealed" TEXT,
    "base_dn" VARCHAR(1000) NOT NULL,
    "user_filter" VARCHAR(1000) NOT NULL,
    "group_lookup" VARCHAR(20) NOT NULL,
    "group_filter" VARCHAR(1000) NOT NULL,
    "group_base_dn" VARCHAR(1000),
    "group_depth" INT NOT NULL,
    "primary_group" BOOL NOT NULL,
    "username_attribute" VARCHAR(100) NOT NULL,
    "first_name_attribute" VARCHAR(100) NOT NULL,
    "last_name_attribute" VARCHAR(100) NOT NULL,
    "email_attribute" VARCHAR(100) NOT NULL,
    "id_attribute" VARCHAR(100) NOT NULL,
    "emails_verified" BOOL NOT NULL,
    "creates_accounts" BOOL NOT NULL,
    "manage_group_dn" VARCHAR(1000),
    "refuses_unmatched" BOOL NOT NULL,
    "roles_follow" VARCHAR(20) NOT NULL,
    "test_username" VARCHAR(200),
    "connect_timeout_seconds" INT NOT NULL,
    "total_timeout_seconds" INT NOT NULL,
    "last_synced_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" INT NOT NULL,
    "manage_role_id" UUID REFERENCES "roles" ("id") ON DELETE RESTRICT,
    "user_role_id" UUID REFERENCES "roles" ("id") ON DELETE RESTRICT
);
CREATE TABLE IF NOT EXISTS "directory_syncs" (
    "id" UUID NOT NULL PRIMARY KEY,
    "started_at" TIMESTAMPTZ NOT NULL,
    "alive_at" TIMESTAMPTZ NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "is_scheduled" BOOL NOT NULL,
    "started_by_id" UUID,
    "outcome" VARCHAR(20) NOT NULL,
    "entries" INT NOT NULL,
    "checked" INT NOT NULL,
    "deactivated" INT NOT NULL,
    "reactivated" INT NOT NULL,
    "refreshed" INT NOT NULL,
    "changes_json" TEXT NOT NULL,
    "failure" VARCHAR(200),
    "profile_id" UUID NOT NULL REFERENCES "ldap_profiles" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_directory_s_profile_368c75" ON "directory_syncs" ("profile_id", "started_at");
CREATE TABLE IF NOT EXISTS "policies" (
    "id" UUID NOT NULL PRIMARY KEY,
    "type" VARCHAR(10) NOT NULL,
    "value" VARCHAR(1000) NOT NULL,
    "value_key" VARCHAR(3000) NOT NULL,
    "position" INT NOT NULL UNIQUE,
    "is_enabled" BOOL NOT NULL,
    "description" VARCHAR(2000) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" INT NOT NULL,
    "profile_id" UUID REFERENCES "ldap_profiles" ("id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "policy_roles" (
    "id" UUID NOT NULL PRIMARY KEY,
    "policy_id" UUID NOT NULL REFERENCES "policies" ("id") ON DELETE CASCADE,
    "role_id" UUID NOT NULL REFERENCES "roles" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_policy_role_policy__01ee8b" UNIQUE ("policy_id", "role_id")
);
CREATE TABLE IF NOT EXISTS "external_identities" (
    "id" UUID NOT NULL PRIMARY KEY,
    "method" VARCHAR(10) NOT NULL,
    "source_id" UUID NOT NULL,
    "subject" VARCHAR(255) NOT NULL,
    "login_name" VARCHAR(320) NOT NULL,
    "login_name_key" VARCHAR(320) NOT NULL,
    "dn" VARCHAR(1000),
    "email" VARCHAR(320),
    "groups_json" TEXT,
    "linked_at" TIMESTAMPTZ NOT NULL,
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "disabled_by_sync_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_external_id_source__6a3648" UNIQUE ("source_id", "subject"),
    CONSTRAINT "uid_external_id_user_id_bcf66d" UNIQUE ("user_id", "source_id")
);
CREATE INDEX IF NOT EXISTS "idx_external_id_login_n_06a4bc" ON "external_identities" ("login_name_key");
ALTER TABLE "users" ADD "source_id" UUID;
CREATE INDEX IF NOT EXISTS "idx_users_source__ddb7e0" ON "users" ("source_id", "id");
"""


async def upgrade(db: BaseDBAsyncClient | None) -> str:
    """The SQL for the engine at hand; aerich asks without one when it means PostgreSQL."""
    return SQLITE if db is not None and db.capabilities.dialect == "sqlite" else POSTGRES


async def downgrade(db: BaseDBAsyncClient | None) -> str:
    """None: a database goes back by its backup."""
    return ""


MODELS_STATE = (
    "eJztXVtv3La2/ivFPKWAW8TXZB8cHMBx3NSoEwfOZO9iG4Egazhj1hpJ1cWxUeS/H1K3IS"
    "nqQlnScOjVhybRcHE03yIX153/zFZ2jO78JEK/noVogbwY2+7sf376Z+bZa0T+Ih+w99PM"
    "DgLuY/ostm/dlMgph0bp2NsoDm0nJh8tySNEHi1Q5IQ4iLHvkade4rr0oe+QgdhbbR4lHv"
    "47QVbsr1B8h0Lywc038hh7C/SIouKfwb21xMhdcG+OF/S70+dW/BSkz75+vXj/WzqSft2t"
    "5fhusvY2o4On+M73yuFJghe/Uhr62Qp5KCQ/d8H8DPqW+Y8uHmVvTB7EYYLKV11sHizQ0k"
    "5cCsbsf5eJ51AMfqLfZCUxdqNfHX8d2PGv9Mmb/8vfk6GxrE9Xc+vL+dyyZgpAOr5HmYC9"
    "mKL2z49s3g066dMZ/YKz30+vXx2e/Jzi4UfxKkw/TLGb/UgJ7djOSFMObCAP7Cj67ocL68"
    "6O7qron93ZoRz9CqHACPLqfVhQPNjwYLP+CkALyEYAeba2Hy0Xeav4jvzz8PXrBtT/fXqd"
    "Af/6dYq8TzZMtpk+5R8dZJ9RDmwQd+5sb4UWlh1X4X5PkIrxGskh5ykFvBc56a/FX3YQ/Q"
    "aw5xcfz7/MTz9+ptOvo+hvN8XrdH5OPzlInz4JT1+dCHwpJ/npPxfz33+i//zpv1efzsV9"
    "U46b/3dG38lOYt/y/O+WvWAxKR4Xjzg2o8cYERSJiCBS1VVldZV6AHbn0gy4PTy310kUW9"
    "n+rLL6ne+7yPbknBYoBTbfEtKxNnL5ZFrevru6uuTY+u5iLojPrx/fnV+/2k/5SQbhOH18"
    "8WkuiFKixISWmtLAkEyrOWxnI7VoBlQTW94zigF9cGs7999tcrJXPvEPfKkSQUGtMuHKQ3"
    "Of/C9lxAV5Y9tzZGt8o69+zefZRfQ3TzffH9rfSy2XXXnkxy+Qi7JlfXb65ez0/fnsB4c9"
    "DzX9aH2wFp/Ynr1Kfy99M/oeGyh/88M1Cj/nStpMbh8Ig9pshGU63Co0v/ENhRsWtBAFru"
    "1k6s83MCHAhNBUiZ3AhGC3gqJiKZCCEaG1WqmPgqMvU1VVnDa1hRyKCK+8P9DT+IqLHqgO"
    "rLq0qI2DqjmX/gp7F6nnkhCFNXqOOKpN0XHpePKDC4ItukTv0ZPKkZoPH+Yg3apaLRyjB5"
    "2O0YOGY/QgP0brFZl78kvlYJ97yboiDXjgc1oDVZj9LtDv1yO/X9Ff4FiDYw2OtYZjLQVe"
    "fpYVPGk8wOgvm8o8p69o5ecOAZOMuZmhtY1d8eECR8T2eLJkBEscRrH0E9du+iA7qTNbpv"
    "jACRFdq8LTJFhInvrfvXINFM8iPwkdxDwEZ4M+zoZixakoRSyNgefzcZfz+bj+fD6Wns/s"
    "llMF2hpUDdUK7AEVUSZWSMWlCtAlQS+ENYsDTgWw6mrmiABoBaAfUEjt5j7+SekEEPvW2U"
    "m50d1UdhdPNd1JMRtL3+F310Env/9Bg9//oOr3L3VhFaA5IsC5C86spaICtUhnoP4zOt4W"
    "jixilVVhb8yiqZkBsmkUsmlk9nmflW+w9n/SafWfNKz+k+rqr/o+1M/Q6TGfSL6PgnjFp6"
    "R8lgLeKniXfoEI2aGjlCMiITVQroxoi6lDLtKB6dsJbvpnVAv3HD3GcrhFOgNESpN1e/7n"
    "nNNXCkxffTz982fOuL28+vShGM7w4Ozy6p0AfUAAU1LUSwLz1vbw3mDydbHtkHPPjyUg1y"
    "9skc4ErKde2buVkjD7/evH00/TKCrDZyXYSXxnrREBqzfkwhQTIn95dXZ6uavIcxHXruFU"
    "jugZUdXdkTCtYVMG0diOk6jvMt5QT7iCT8/mF/8+39Ul7BDTMMJL7Nj0zcg3PSCliF4dvQ"
    "mH5gQeRFovSexEVypDGkwdnmwQsDXKmhwF6hh5thcrAs0RwZruBHSIHjD6btEgZxVqGkWt"
    "q/DgyJpip7sHewPKNBYqIIgXLrLor/WT2FpjL4mR5Ey88GoMmDpyAVKaYDjSofh6rNW7om"
    "/wy8H+0Zujt4cnR2/JkPQtyydvGpCuhg4iRA4vemzhNZaE/GsRrtABtCK066VthejvBIdI"
    "InGbS8sFUoiGKUTDKHjIC33X7ZXHIiGHLBads1gow9JeDCnXeuw0nhj2msJeW9o42yYxWg"
    "exyhEtoYQjRIQ3Xfeu79z3kmRVahBkOgsyll+9eg9JJwCe68zz3psb9vWu8fj2SdFPLtKB"
    "q/xHBVdiJtmRL0k6bEgF4snAp9U9g5kt2lMSViIxCCydBRZfh6nCaJ4SetTsBJuVD6YKIZ"
    "xMQtokV7KssoF4SthAWm+gglnKG6hCCBuI30APKKThBQV/EkMxnR9pfyx9bmA/Etssoesa"
    "ZWlgeTb2bUmhqmI7YuMWPVFt7dvCrimuccs1kcXXF2fzps4tjNdZ0s5U8PnnM/z2xzVy08"
    "ScRtSr7VR381StMEAIqnNt0Z6FmKQxm4mQ0QVLlDHH8RNPFt5QRM2s3c3nvPguslahPQRM"
    "12SuD3QqU5dV5PgBsnyis4RkUz4fsC90vqt8OlNBy/YiOZTT9OEBVlk+k6kbMv95g23KfD"
    "6jN+YarW/J8XiHg+cD9iH0k+BjOqGpcOVZYAMIsGwiU3EKkLcgk2Qu8Oej9TmbLtXBTIXM"
    "97IMTsvF3v3zIaNXWpDZLslkpiKWqffxk4UeA+TEKSbPB+4in/V8M6mpADI1BelvxgMoGe"
    "f5nAWMpmJHTfYkIIOGUGffpZOd+ebqsrEfB1nK4RoNoZzNyXznxXSmgmYH2Ir9ezSAVDsN"
    "8JzOZBJU1HPWubMxFwVkrhqVo1pcCNUJW/7uUkMsKwqlWido6sSYyTtBpx/ttXSCpg4VuN"
    "H1JXVIVm1aZ3CzuuF7YfRpGjV8vyjTS0zZN6sAXd9wRCCDRjrK7UZqytZrw+V1ZepQdJGq"
    "mb7nSiRFYyURSwY1RAo1RC52iEqvXCPJkgHeivWRUJc6Pe63CXZjC6s2yGXJAG8FvCGLuZ"
    "d2sqtJmJBrazSbISN09lwlt5LB2CXXDlJ6ujmnnTtM0An978Ng9dkODfbkB+mvA7RUssUG"
    "AytNFjMVqwydMHEHCEOmx8p14hoLVhq+oHkpQegv8RCQXS7s4HM2mUHBH97DmX6r5S8BNQ"
    "WB77vYeRpGhn1O5ypiaKbsS6Xobb9oZKZ/1YckS/2sNS7J5JQOG528Ke9ADnP+bnJ0y+KR"
    "b0IM8yZ7pywGWVwN/C29zfYxwMQGoRYe3AWrUaRzw9RqKK5Dk+OS2sDIZ6cLLhrut6heb7"
    "HF4r9+MbnX+X+/SP5X/KfjeheM5l4+KZ4SfFJa+6QKZinXf1cIocBW7KCs2tUHGvooN14v"
    "dSNFGcVTQisfnUVU2nmJ/L4lDtf9+szJJgCe68xzxhrqeiAxJFOre9qfRYVFqQAnQwJwNv"
    "fOKOz9yVpnaIpqa+8MZk1xrTPOTr+cnb4/n1VEwDCoGuZnE1FlBJ9yQ5IJXHZ5YKveZ7eJ"
    "fLU77bKo2yheu2K9ZV9R8dCB700f31see1VDniOCI020VkHhGlFDgLPsmWeZVEMIyoMDcG"
    "3BlRN+OmoJWUZHvZJQZny06whprsmoKkL6DaAhbP34aojOFculq++1JDAyHjfGBYGgMIDC"
    "sP2DrVVh2Nqptkm9k59qXGpe46kmJASOdao5vh8usEdeAY42jY82hk0K5xtPBYdcxwDjco"
    "kciYXRLclnQ20g3iPcYg7Fbi8htAdXdgx7UoBKDio5qOTdHE1ohaMYhWjR6G4SRrWp52E5"
    "fjTXUyVbnL51FNgOakgK324vJjPbBDV3vso4ogh5SWSgkjh8D6zG7kz1QG+tO9OUi7zjKm"
    "9c5qCVv0ytHFpQGMtmhZ4JI+tf/B0fcu2rcg9Io+4luYVkrGo+edDvZhM5yt09UKWnkbMU"
    "4oDgIjXIRTp5TZHeAI+l8yJv0auoaEMG1SW6aUFg07xYNkOkAeqJtIMT6okmqCfaYqQh7/"
    "BRF2LYNABpiS0wV0UObdmm62WPuzRKYt+yfTSKAWDe6mHespxTMAoEMjMtg+FNXfLTZRcU"
    "1ONcEgDC3RAGxbyPANk5xRyCDS+CzVvs2mWk1UUJFU96hsTAM2iY9IIGS6zQkAfI+coV+f"
    "mTUY2L9wSLjFlvNVWGFQExqaWrp1xohZWVisrVm8M3ws/Xctdm+DsC+g++L56fBNZAgH2g"
    "k5mK2kSelMbOvyK0nXwqo3UArrhQGD9ViB78+0yB/Ubb+5YvU/0YHC36OFqg2++EUe5M9q"
    "q2I93QgN0AnUinTxqAhsl9lvHOOTWgYfJ4YqrUfRQ3EE8JuTc675+CV8r7p0II+0fcP5wp"
    "0R1XjgxQBafrxDVdkE0E2UQaOFmVuhNDZGDUyECI6jwuz4F4Z8+w9pp7/hDXNBtu/tRQdM"
    "/vgm4e3ExG7o3swIUK+6l0goauV5AZZKp1qFCfWj0ghotm7i7n2yKZWwn67ihW24767gxs"
    "I6sMKXg1ukL2WZuSkPJyi8oBRGknj9JuVx/Tykuz3ynItd8Q49qvhrjon9Y9elLFuKAxTu"
    "896oTyUQPKR1WUG1sczdFjLAd6ay2OZlsQEvPzP+ecTlsg+urj6Z8/c3rt5dWnD8VwhgNn"
    "l1fvBOBxVP6G6tnv+y6yvRrhzREKyN8SyrGgL59Mi/67q6tLDv13FyK8Xz++OyfyJWUFGY"
    "QzV8TFpzlUfLwUuw4qPl4cmx9QGEmPrQuv5tRiKATe4vHspf2xlIMVfYNfDvaP3hy9PTw5"
    "ekuGpG9ZPnnTwO1MOPbyhqzR+pYAOYzJ+jGdbHd3UrOJL8n+BSt/q1Z+vt4abP3Nimy3+C"
    "1mLwxdML8qHA9pTLVaKs9EEMt8VEjj1shB8JePvV5aCEcISojWSggZ2ie/TCCDPChtkvJ3"
    "aLNADyVNsp7Ko/r52SNluGE3cW3NHWF3aXviE6STdYRV3+ZUEpOlQflWK67MFtP0JZbsIi"
    "5SzdICSybvjE2SArVcI7UcCtSgQE0HmW6E+QMFamNp7GACQcXSDqAKFUtTt4kCY3MkYxOq"
    "bKDKRiN09a6y+YKiKPvh0nuV8k/32m5UysZN3BYJeQumKVL5rz3aQzeKrQghL/93Ydfz6T"
    "/F07rRC/SAKd8iy0Pfiw/ABaCPCyD27wnT7uzoTklv4aiMSy89OeqguJwc1Sou9CMxt9TF"
    "DyisyeBt72TF0huoKY5xY1OWj4AkIqUxp5QnhJxShZxSP0Be6sfou8q5CSZMpP58+uXLf6"
    "6u348lukU/YycvY4OPUVzsESJfSJQeojL4kiBRx2Z54iQmeniHRn5JTtq7Hp5dlg76Juns"
    "1oVE+RfBZtGAUWG0SAus1prVOKCjyYSSJOR6k4enMu9sPDruUlF3XF9QdyxtL2UTTGpuqW"
    "3ItSqpzMN5nMuAGceNiuRi6UAN0VloEU5ZTekaHa585mYwcWMNrdxnu0M5ni+QQZhUdIUJ"
    "LmEF50yFtp9/pg+uu++egcRnaPeoQTBP3/zcz0Ryk1946a9wXTSPG7LXEtILssGWS0dDRx"
    "wIq0FYrV1DUwqrRTGS5P909HfntAaG04ZXhSF+CfFL4xVkiF9C/FIzk3ts5O04RutA1o6j"
    "tnMMSzJd65jXYwE8QOsYCBc+V4jvnjv2McBkuj4ud44S2Kw1m4lF36t3WgRRlV3hL7hEW5"
    "gKLtEX7BK98tCcSKlL7N3P5B5RdsRei0PU95BFhZ7lktETVzoESUhWL4LqA53cpAVTKrh3"
    "M/kYcgOdSsNbe+CVnsQrjdY2dlUQLgnMc1kcdlrFhw3L+LC6jsHI7iOnd047L5ilnIFTIY"
    "QcnB/gvnh5GwjcF2bzF25ufwlchhjNwDEa8PqB1w+8fg1ev4sF8mIcP50/BsiJ7bi+u4ls"
    "5F6LFxDnNBbaEE3sDFyTUT50ItHKF5jzpAJ7N1fghtpAT+Dw6WW9+v8N1f1PN7CHsanvyd"
    "v3Xb0FrYFrd3gv9oPtJkrXjZYEBsI7in+V5jGq3jfK0gzixjY6RAAe7D7SeOdMd/Bgj3Xa"
    "gmvT7J0DPhrw0YCPpsFH8x6HiFY6PH158pyZ3DvDj9lr8cssitFWRIZP4ZEJQn+J3cKiJK"
    "stzDUbcMxo5Jhh+KJ42vKUoKtqfeLatEKzB5NZOmCx1ixeYg9Hd722skAKyrPOfMaRFTmE"
    "WYmrXD4skkIBsUIBcXHeKZv7FUIw9wWPZBITDap3ojhDbqAPeIzOZ+T7kUrGCUMBCSeVou"
    "A75NzLRHEtnAwFwCnCuUDEJMUP6a/vDqlABbCKsIa9YA0B1jZY02bviqAyNABpVZ7a3gpF"
    "1l/Sdqhz9FgrVXm6CVu03HzbgtNnfv7nnFNtizP/1cfTP3/m7JbLq08fiuGMjnB2efVOvP"
    "LAxm4SKgXgGRLzKpxGaejMe0a7mhE8FQRBmoMgOVrDxEEuF3bweTPhbuLbGg7hF5hmERGW"
    "BfJ4iMCkxmiIS8Za+e+F3p0vKd6R/qlwuhXjDfQsDHODL3uw0T9VU8tYGuPKz8dRH/wIF7"
    "n4HU0OlmQYi2O7IA9scuDIQh79pT0c6gwhuNNV3OkofEChupkn0hkhmKc288jXe8iRC5Fu"
    "Tnd+BiOYMHZZhmNbDgpjvMQOAUXJtVGhNMHSnnzRU7d7ZN0RhdGSq4GNsl5GPqHEL87XnR"
    "X4t+TXWYsagSOHnCGZ0Js3lkEjypdOuiEd1iBjqtphillgR9F3n5jdEbKlWk29rKmjB4mj"
    "LnFu7QipLvkNiZGH6jiLPs3kXWI3lmU+t1xHuCEDwDsDvgr9JLBc379Pet/RIc5hIPzDJ2"
    "9koKkvdZHOQLDHXes9ZHmF0IQzdErMFyiIJd0sa91cAtV0sfXjscAe2NEVhHhth09WCpSi"
    "/VOhBeNH7XrG1NNtx+R1bhOZ/d+sp1SpzRTh3aRJkzARZckSh7nJ3g/9OnrAvxv+rv0s+G"
    "vIAf1u6Kfth/shLyEF1Luhjhf9IBfpAG+FVR5ZDyjEZFbVMJ6EGmJ5CtpN1tAismzH8RNP"
    "1syy2bMuIQflsjv8Wd6UlVs/SiaqhBSM1K5GaoiWRDOPrMRb27EjTQJvuc1TQg+CR2Hlhw"
    "TdyFr6rut/7+uGFOeYMNJ0fnr2u3V59eHi0zQxpxEuHUFEOS/MUxXBUyE0T+yMkvyV512k"
    "Ny35SWxlF6OqFPM1zDCdw+xwLA4M7DCL/dh2nwF2Lf10UJ/sCNSpnU+b0/RqYVClhi4GOn"
    "cxgB6JL4LNSbDoyWaeEtisNZtpRq5aRjpDMd1RuL8jR2FulVPLRLFIsEoJzUYkqUI9kBXp"
    "ANfG+ktmIVZR7lODee13Kr7UE9vW2svqvuXqL6+JhL6+OJvP5EsZEO7Y7LMd3/oCV6Z0pe"
    "igKfj6crLf/rhGbnlbSi3clf6du6m/VIAXatVc7EibDSmi9ZlO9GTO8vwxcr10jpe8VHoD"
    "ZmOVNMs8KJB+IQXSKW4V0Lu50gtaI6PWQ5eDwU0nE4ToUsxUS9I5IgPBPuwG9mET2IcSsK"
    "EwHQrTdz6Zgn05BZkhkBlXrnjQTWYcNMmMA4nMgDhAn/W+cw5iiAO8CDZDHGDQ43/LjQL1"
    "dKUM66feYp9APeEduU0gn7tnhf73oXyDHd3Xmor/LTkIU9CanIQFqu2OwqfUuz6Cs/Amn5"
    "/OnEY7voH7UFv3Yb4UFE8slgg620qSnBUBHSZObQ6cTQpAKVuef/53DlJpimz72c9uVPnR"
    "L67cSWPTu4rrc+LSI+sJ548xTdJ3LxbIi3FcF1KsDGvTGVBOQH52SjFKnPFmFvlJ6JSXUC"
    "a3fyEyN/nNN+U1qZsRol5xM3P9FfasskUt3FypkaaxJlz2JbB3C1VuqA0M8AwfrOS2Uddl"
    "zhGBHiJCmgsj6QKuAXRDYuCqPTg+7hJhOD6uDzDQz4SqklKCqwDNUxmI9WGnUsDDhlrAw2"
    "oxoHBa9sLb5LD7GJirlXtDhbda+kjaGEIF4JLAPIxHWb5p4wH1JvACmQlgN4UBx+hN62Lv"
    "vl+lJUsI8Vit47FZVSxCXu+K2g0tsFprVi9wlOZ70WumaYFCD47XTAGF1DrzPa1r6VHKBl"
    "Z5l+hA4SR8vgf7az7TbqLarbxKy5sDaTJBEpz5i7pANzNgr8VpfZsOJWgsJqiKuWFBzduk"
    "gwdaIw90U/v7Oj+Hwc3u90+6mODiWckY4CfVZkcLZN3ZkaQHeD3GHJGBMB92Ld5oqt2ANO"
    "yXqiz2ysGOoKvSrvAXjIHnHfhgDJhsDMz9ODj3Qt9do/TtZfYAP6bNJIjJaAsVwye2Cggn"
    "ljhcZ9IZbAONbIMIEcUo7nH/XoXQCBV26ujGAq+wrA95bR3ShmC6MqQxTYahK5FQiP1Fjw"
    "aoVULAt7b5aYxklzLhVS26HNl0wP4ycgHdvw4ODg/fHLw+PHl7fPTmzfHb1yW+1Y+agH53"
    "8YFizYmLuusLwPg13DjilCVVRgu0YAbrzGliLZCPiP606sVsCTnwW2d+g9sD3B7g9mhwe5"
    "wGeO7fI28m93iUH++1ODvsAFsxHTmxnyNED36edJbW7vB6V1G6A74PPXwfqtn2BufZj3IH"
    "TBCiJX5UQXhDYSTGnSBWudWIijjlwDNPNQzQ2+1mx8F8ctQB5pOjWpjpR2B3v0DtvGDWrW"
    "pbiAoh9DISylMeAxzSizOVNxBPCdatzvsndfL2zNwQaYHTu8FprJZWKNCZUA/FKx9HXUqD"
    "j+org48qhcGMSam4p3hK2FE676iCV8q6R4UQdA/JPUrgcwWf6876XJlkHccPBupFWbhSv9"
    "ApDcJ97HaUPG7NbuoS226+aitl7yjdpeLCa55+BTSm3Pr51JCQVyyarkp1SWCky3QEt3S2"
    "2dSWNksDOkGzTlAKm+crBWzAbzehbVUM2JWlWTT2Kolv/cePtFOM/KBjBrSdcn461KJtZ6"
    "aIyUbIi3PDd0HGQta5Xofc1owyI03ce/L2KhpDMd5AheGoi75wVK8uHFW0hRA5OMB5hU1X"
    "hDkiA2EepccW+caYim31WpQqpRGYT12MAnHuXqzYNV9zrhApsnhDBezVmr2Oa2NaAJB4sa"
    "wnZMtGFokhbKQzr+04RutAqYCQJZmuEuv1WGrJwPVtjN2osm0YMtgwWm+YW9tb+F6/chuB"
    "FjitM6fTXBMUhr4kPtmSoVJSmZefMphDveL/3ZqX8guKYwJA9Nle1QXkuCF7LZ7KKB9sBW"
    "T0+L7KWrfkdqsTNEroPu6yZI/rV+xx7mmod0c+2G6C1Lt7C2Tgc+jhc4CbeAfVX+H+6heh"
    "3BTMUk4XrBBCLEUnXeY0WeD47A4594GPaxt/iaPaNBqbjreckmCLSg1BH8dSed/UPoalGk"
    "bmb1e9mbB7TFPnL1vpyphivBFqztglgxFe9XMycITTnMJTLn2TDuF7JD99GwLvqObYNWET"
    "Dd9Wm+4FO05CtXRIlshEmA/edsH54G090PQz7bSe84f6TqfMgG66DnqYqMep7zhJGHIdPm"
    "jfD/KFfpnuLx8S2yGZt9OYdPnWj7KdQjeqGeAnseOv66aAvDh98uIE9qgoDgIpGPBa6w6b"
    "Pdv1XNtQGHionXRx8Z7Uu3hPKslkjMyrItx+7TZDbiDcw9+7HSJb6jxvSpG0DboVc+zlnC"
    "kU9Ym+7SuanwEWdYdFzWpxXdUglgZ8qzI8VeOaPJV5wmKUXOoIRTRIprh4eSpYvtrUDZqJ"
    "J2/ddpUHApmBAqHbvWkN16ZVKl5ZX4Mizs/wV2qN8vA6Wg6Y6vkmkJmH9DjFQne2t+qRsy"
    "PSTacIz26+bcEZNUrSDg6or4NIdknief1C56nMW+fD9/5Ka17tlWLxIU9lHs6jNIUIEfml"
    "keoZyVOZB/XwgXHPjyWnY728LsabgO3k9Zz+eo3j9Lo/9XNSQmuE02hqJkS22wN+ngqA7w"
    "E8pGeMnJ6xth0VdPPhBkI7/Cm5pTRJ8bx8MVmSW8qK1Ew/GT0pkmBlqYtlgcw8pIcRzfrk"
    "c10s0DogervnPP2BnmbynC5h0F5LXhfeDKdrYZQumVzWVkCXUy5M6eJL70uBxpnbDh/U50"
    "5tMVqrm3oyTHyG2wJdhTVHZKKuN3jYoBQuCiizNCaCPLjqgb0giZVh5qkA6A5AE3FC3lf5"
    "EgOGCOQwtGV7KSnBW9XZf/w/wnBW9A=="
)
