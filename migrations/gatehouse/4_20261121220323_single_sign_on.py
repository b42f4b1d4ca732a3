"""Version 4: single sign on."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

SQLITE = r"""
CREATE TABLE IF NOT EXISTS "break_glass_accounts" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "user_id" CHAR(36) NOT NULL UNIQUE,
    "named_at" TIMESTAMP NOT NULL,
    "named_by_id" CHAR(36)
);
CREATE TABLE IF NOT EXISTS "sso_attempts" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "reference" VARCHAR(20) NOT NULL UNIQUE,
    "provider_id" CHAR(36) NOT NULL,
    "provider_name" VARCHAR(200) NOT NULL,
    "purpose" VARCHAR(20) NOT NULL,
    "at" TIMESTAMP NOT NULL,
    "code" VARCHAR(50),
    "because" VARCHAR(50),
    "step" VARCHAR(20),
    "user_id" CHAR(36),
    "asked_by_id" CHAR(36),
    "told_sealed" TEXT
);
CREATE INDEX IF NOT EXISTS "idx_sso_attempt_at_8e97be" ON "sso_attempts" ("at", "id");
CREATE INDEX IF NOT EXISTS "idx_sso_attempt_provide_1a6f58" ON "sso_attempts" ("provider_id", "at");
CREATE INDEX IF NOT EXISTS "idx_sso_attempt_user_id_38c3de" ON "sso_attempts" ("user_id", "at");
CREATE TABLE IF NOT EXISTS "identity_providers" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "slug" VARCHAR(50) NOT NULL UNIQUE,
    "name" VARCHAR(50) NOT NULL,
    "name_key" VARCHAR(200) NOT NULL UNIQUE,
    "position" INT NOT NULL UNIQUE,
    "is_enabled" INT NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "icon" VARCHAR(50) NOT NULL,
    "issuer" VARCHAR(1000) NOT NULL,
    "client_id" VARCHAR(1000) NOT NULL,
    "client_secret_sealed" TEXT,
    "scopes_json" TEXT NOT NULL,
    "tenants_json" TEXT NOT NULL,
    "algorithms_json" TEXT NOT NULL,
    "extra_hosts_json" TEXT NOT NULL,
    "allows_private_addresses" INT NOT NULL,
    "hosted_domains_json" TEXT NOT NULL,
    "claims_json" TEXT NOT NULL,
    "trusts_email" INT NOT NULL,
    "api_url" VARCHAR(1000),
    "mfa" VARCHAR(10) NOT NULL,
    "amr_json" TEXT NOT NULL,
    "acr_json" TEXT NOT NULL,
    "creates_accounts" INT NOT NULL,
    "email_domains_json" TEXT NOT NULL,
    "required_group" VARCHAR(1000),
    "links_verified_email" INT NOT NULL,
    "refuses_unmatched" INT NOT NULL,
    "roles_follow" VARCHAR(20) NOT NULL,
    "signs_out_there" INT NOT NULL,
    "proven_at" TIMESTAMP,
    "proven_by_id" CHAR(36),
    "created_at" TIMESTAMP NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "version" INT NOT NULL,
    "default_role_id" CHAR(36) REFERENCES "roles" ("id") ON DELETE RESTRICT
);
CREATE TABLE IF NOT EXISTS "role_mappings" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "kind" VARCHAR(10) NOT NULL,
    "value" VARCHAR(1000) NOT NULL,
    "is_enabled" INT NOT NULL,
    "description" VARCHAR(2000) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "version" INT NOT NULL,
    "provider_id" CHAR(36) NOT NULL REFERENCES "identity_providers" ("id") ON DELETE CASCADE,
    "role_id" CHAR(36) NOT NULL REFERENCES "roles" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_role_mappin_provide_0eaf37" UNIQUE ("provider_id", "kind", "value", "role_id")
);
CREATE TABLE IF NOT EXISTS "sso_enforcements" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "enforced_at" TIMESTAMP NOT NULL,
    "enforced_by_id" CHAR(36),
    "provider_id" CHAR(36) NOT NULL REFERENCES "identity_providers" ("id") ON DELETE RESTRICT
);
CREATE TABLE IF NOT EXISTS "provider_sign_ins" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "issuer" VARCHAR(1000) NOT NULL,
    "subject" VARCHAR(255) NOT NULL,
    "sid" VARCHAR(255),
    "id_token_sealed" TEXT,
    "refresh_token_sealed" TEXT,
    "signed_in_at" TIMESTAMP NOT NULL,
    "checked_at" TIMESTAMP NOT NULL,
    "claimed_until" TIMESTAMP,
    "session_id" CHAR(36) UNIQUE,
    "provider_id" CHAR(36) NOT NULL REFERENCES "identity_providers" ("id") ON DELETE CASCADE,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_provider_si_provide_1769ce" ON "provider_sign_ins" ("provider_id", "subject");
CREATE INDEX IF NOT EXISTS "idx_provider_si_provide_06e1b2" ON "provider_sign_ins" ("provider_id", "sid");
CREATE INDEX IF NOT EXISTS "idx_provider_si_checked_3145ff" ON "provider_sign_ins" ("checked_at");
CREATE TABLE IF NOT EXISTS "spent_logout_tokens" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "jti_hash" VARCHAR(64) NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "provider_id" CHAR(36) NOT NULL REFERENCES "identity_providers" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_spent_logou_provide_a9006b" UNIQUE ("provider_id", "jti_hash")
);
CREATE INDEX IF NOT EXISTS "idx_spent_logou_expires_df3fa6" ON "spent_logout_tokens" ("expires_at");
CREATE TABLE IF NOT EXISTS "sso_states" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "provider_version" INT NOT NULL,
    "purpose" VARCHAR(20) NOT NULL,
    "state_hash" VARCHAR(64) NOT NULL UNIQUE,
    "browser_hash" VARCHAR(64) NOT NULL,
    "secrets_sealed" TEXT NOT NULL,
    "issuer" VARCHAR(1000) NOT NULL,
    "redirect_uri" VARCHAR(1000) NOT NULL,
    "max_age_seconds" INT,
    "remembered" INT NOT NULL,
    "return_to" VARCHAR(2048),
    "user_id" CHAR(36),
    "session_id" CHAR(36),
    "created_at" TIMESTAMP NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "used_at" TIMESTAMP,
    "provider_id" CHAR(36) NOT NULL REFERENCES "identity_providers" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_sso_states_expires_5bd273" ON "sso_states" ("expires_at");
ALTER TABLE "sessions" ADD "source_id" CHAR(36);
ALTER TABLE "pending_logins" ADD "return_to" VARCHAR(2048);
ALTER TABLE "pending_logins" ADD "source_id" CHAR(36);
ALTER TABLE "pending_logins" ADD "sign_in_id" CHAR(36);
"""

POSTGRES = r"""
CREATE TABLE IF NOT EXISTS "break_glass_accounts" (
    "id" UUID NOT NULL PRIMARY KEY,
    "user_id" UUID NOT NULL UNIQUE,
    "named_at" TIMESTAMPTZ NOT NULL,
    "named_by_id" UUID
);
CREATE TABLE IF NOT EXISTS "sso_attempts" (
    "id" UUID NOT NULL PRIMARY KEY,
    "reference" VARCHAR(20) NOT NULL UNIQUE,
    "provider_id" UUID NOT NULL,
    "provider_name" VARCHAR(200) NOT NULL,
    "purpose" VARCHAR(20) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "code" VARCHAR(50),
    "because" VARCHAR(50),
    "step" VARCHAR(20),
    "user_id" UUID,
    "asked_by_id" UUID,
    "told_sealed" TEXT
);
CREATE INDEX IF NOT EXISTS "idx_sso_attempt_at_8e97be" ON "sso_attempts" ("at", "id");
CREATE INDEX IF NOT EXISTS "idx_sso_attempt_provide_1a6f58" ON "sso_attempts" ("provider_id", "at");
CREATE INDEX IF NOT EXISTS "idx_sso_attempt_user_id_38c3de" ON "sso_attempts" ("user_id", "at");
CREATE TABLE IF NOT EXISTS "identity_providers" (
    "id" UUID NOT NULL PRIMARY KEY,
    "slug" VARCHAR(50) NOT NULL UNIQUE,
    "name" VARCHAR(50) NOT NULL,
    "name_key" VARCHAR(200) NOT NULL UNIQUE,
    "position" INT NOT NULL UNIQUE,
    "is_enabled" BOOL NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "icon" VARCHAR(50) NOT NULL,
    "issuer" VARCHAR(1000) NOT NULL,
    "client_id" VARCHAR(1000) NOT NULL,
    "client_secret_sealed" TEXT,
    "scopes_json" TEXT NOT NULL,
    "tenants_json" TEXT NOT NULL,
    "algorithms_json" TEXT NOT NULL,
    "extra_hosts_json" TEXT NOT NULL,
    "allows_private_addresses" BOOL NOT NULL,
    "hosted_domains_json" TEXT NOT NULL,
    "claims_json" TEXT NOT NULL,
    "trusts_email" BOOL NOT NULL,
    "api_url" VARCHAR(1000),
    "mfa" VARCHAR(10) NOT NULL,
    "amr_json" TEXT NOT NULL,
    "acr_json" TEXT NOT NULL,
    "creates_accounts" BOOL NOT NULL,
    "email_domains_json" TEXT NOT NULL,
    "required_group" VARCHAR(1000),
    "links_verified_email" BOOL NOT NULL,
    "refuses_unmatched" BOOL NOT NULL,
    "roles_follow" VARCHAR(20) NOT NULL,
    "signs_out_there" BOOL NOT NULL,
    "proven_at" TIMESTAMPTZ,
    "proven_by_id" UUID,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" INT NOT NULL,
    "default_role_id" UUID REFERENCES "roles" ("id") ON DELETE RESTRICT
);
CREATE TABLE IF NOT EXISTS "role_mappings" (
    "id" UUID NOT NULL PRIMARY KEY,
    "kind" VARCHAR(10) NOT NULL,
    "value" VARCHAR(1000) NOT NULL,
    "is_enabled" BOOL NOT NULL,
    "description" VARCHAR(2000) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" INT NOT NULL,
    "provider_id" UUID NOT NULL REFERENCES "identity_providers" ("id") ON DELETE CASCADE,
    "role_id" UUID NOT NULL REFERENCES "roles" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_role_mappin_provide_0eaf37" UNIQUE ("provider_id", "kind", "value", "role_id")
);
CREATE TABLE IF NOT EXISTS "sso_enforcements" (
    "id" UUID NOT NULL PRIMARY KEY,
    "enforced_at" TIMESTAMPTZ NOT NULL,
    "enforced_by_id" UUID,
    "provider_id" UUID NOT NULL REFERENCES "identity_providers" ("id") ON DELETE RESTRICT
);
CREATE TABLE IF NOT EXISTS "provider_sign_ins" (
    "id" UUID NOT NULL PRIMARY KEY,
    "issuer" VARCHAR(1000) NOT NULL,
    "subject" VARCHAR(255) NOT NULL,
    "sid" VARCHAR(255),
    "id_token_sealed" TEXT,
    "refresh_token_sealed" TEXT,
    "signed_in_at" TIMESTAMPTZ NOT NULL,
    "checked_at" TIMESTAMPTZ NOT NULL,
    "claimed_until" TIMESTAMPTZ,
    "session_id" UUID UNIQUE,
    "provider_id" UUID NOT NULL REFERENCES "identity_providers" ("id") ON DELETE CASCADE,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_provider_si_provide_1769ce" ON "provider_sign_ins" ("provider_id", "subject");
CREATE INDEX IF NOT EXISTS "idx_provider_si_provide_06e1b2" ON "provider_sign_ins" ("provider_id", "sid");
CREATE INDEX IF NOT EXISTS "idx_provider_si_checked_3145ff" ON "provider_sign_ins" ("checked_at");
CREATE TABLE IF NOT EXISTS "spent_logout_tokens" (
    "id" UUID NOT NULL PRIMARY KEY,
    "jti_hash" VARCHAR(64) NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "provider_id" UUID NOT NULL REFERENCES "identity_providers" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_spent_logou_provide_a9006b" UNIQUE ("provider_id", "jti_hash")
);
CREATE INDEX IF NOT EXISTS "idx_spent_logou_expires_df3fa6" ON "spent_logout_tokens" ("expires_at");
CREATE TABLE IF NOT EXISTS "sso_states" (
    "id" UUID NOT NULL PRIMARY KEY,
    "provider_version" INT NOT NULL,
    "purpose" VARCHAR(20) NOT NULL,
    "state_hash" VARCHAR(64) NOT NULL UNIQUE,
    "browser_hash" VARCHAR(64) NOT NULL,
    "secrets_sealed" TEXT NOT NULL,
    "issuer" VARCHAR(1000) NOT NULL,
    "redirect_uri" VARCHAR(1000) NOT NULL,
    "max_age_seconds" INT,
    "remembered" BOOL NOT NULL,
    "return_to" VARCHAR(2048),
    "user_id" UUID,
    "session_id" UUID,
    "created_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ,
    "provider_id" UUID NOT NULL REFERENCES "identity_providers" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_sso_states_expires_5bd273" ON "sso_states" ("expires_at");
ALTER TABLE "sessions" ADD "source_id" UUID;
ALTER TABLE "pending_logins" ADD "return_to" VARCHAR(2048);
ALTER TABLE "pending_logins" ADD "source_id" UUID;
ALTER TABLE "pending_logins" ADD "sign_in_id" UUID;
"""


async def upgrade(db: BaseDBAsyncClient | None) -> str:
    """The SQL for the engine at hand; aerich asks without one when it means PostgreSQL."""
    return SQLITE if db is not None and db.capabilities.dialect == "sqlite" else POSTGRES


async def downgrade(db: BaseDBAsyncClient | None) -> str:
    """None: a database goes back by its backup."""
    return ""


MODELS_STATE = (
    "eJztXWtv27ia/iuFP80AmUFzadpdLBZIMplOMGlTJO45gw0KQZEZhxNZ0uiSJjjof19SN5"
    "MUJYuyJFPMOx+mrc1Hth+SL987/zNb2jF68JMI/XoWogXyYmy7s/9+85+ZZ68Q+Yt8wN6b"
    "mR0E3Nv0tdi+c1OQUw6N0rF3URzaTkzeuicvIfLSAkVOiIMY+x551Utcl77oO2Qg9pbrlx"
    "IP/5MgK/aXKH5AIXnj9ht5GXsL9Iyi4p/Bo3WPkbvgvjle0M9OX7filyB97evXi99+T0fS"
    "j7uzHN9NVt56dPASP/heOTxJ8OJXiqHvLZGHQvJzF8zPoN8y/9HFS9k3Ji/EYYLKr7pYv7"
    "BA93biUjJm/3OfeA7l4A39JCuJsRv96virwI5/pa+8/9/8ezIYy/p8NbduzueWNVMg0vE9"
    "OgnYiylr//mRPXfNTvrqjH7A2R8n1z8dHv+c8uFH8TJM30y5m/1IgXZsZ9B0BtaUB3YUff"
    "fDhfVgRw9V9s8e7FDOfgUoTAT56l2moHhhPQfr9VcQWlA2AMmzlf1suchbxg/kn4dv3zaw"
    "/q+T64z4t29T5n2yYbLN9Dl/6yB7j87AmnHnwfaWaGHZcZXu3whTMV4hOeU8UuB7kUN/Lf"
    "4yQfYbyJ5ffDq/mZ98+kIfv4qif9yUr5P5OX3nIH31RXj1p2NhXsqHvPn3xfyPN/Sfb/7v"
    "6vO5uG/KcfP/m9HvZCexb3n+d8tesJwULxcvcdOMnmNEWCQigkhVV3Wqq+gepjuXZjDb/c"
    "/2KoliK9uf1ak+9X0X2Z58pgWkMM13BDrURi5fGXduT6+uLrlpPb2YC+Lz66fT8+uf9tP5"
    "JINwnL588XkuiFKixISWmtLAQMbVHHazkTZoBlQTu39kFAP6wp3tPH63ycleecc/8KVKBC"
    "W1OglXHpr75H/pRFyQb2x7jmyNr/XVr/lzpsj++tX154f291LLZVce+fEL5KJsWZ+d3Jyd"
    "/HY++8Fxz1NN31odrMRXbM9epr+XfjP6PdZU/u6HKxR+yZW0mdw+EAZtshHu0+FWofkNby"
    "jcsqSFKHBtJ1N/voEJASaEpkrsCCYEuxUUFUsBCkaE1mqlPgqOvpOqquJsUlvIoYjw0vsT"
    "vQyvuOjBas+qywa1sVc159JfYu8i9VwSUFij54ijNik6Lh1PfnAB2KFL9BG9qByp+fB+Dt"
    "KdqtXCMXrQ6hg9aDhGD/JjtF6ReSS/VE72uZesKtKAJz7HGqjC7Lehfr+e+f2K/gLHGhxr"
    "cKw1HGsp8fKzrJiTxgOM/rKxzHP6Fa383CFkkjG3M7SysSu+uMARsT1eLBngHodRLH3HtZ"
    "veyE7qzJYp3nBCRNeq8GoSLCSv+t+9cg0Ur0V+EjqIeRGcDfo4G4oVp6IUsRgDz+d3bc7n"
    "d/Xn8zvp+cxuOVWirV7VUK3I7lERZWKFVFyqEF0COjGsWRxwLIJVVzMHAqIViH5CIbWbu/"
    "gnpQ+A2LfOTsq17qayu3jUeCfFbCh9h99dB638/gcNfv+Dqt+/1IVViOZAwHMbnllLRYVq"
    "EWeg/jM43xaOLGKVVWlvzKKpeQJk0yhk08js8y4r32Dt/7jV6j9uWP3H1dVf9X2on6Hjcz"
    "6SfB+E8YpPSfksBb5V+C79AhGyQ0cpR0QCNVCuDGiLqVMu4sD0bUU3/TOqpXuOnmM53SLO"
    "AJHSZN2e/zXn9JWC058+nfz1M2fcXl59/lgMZ+bg7PLqVKA+IIQpKeolwLy13b83mHxcbD"
    "vk3PNjCcn1C1vEmcD12Ct7WikJsz++fjr5PI6i0n9Wgp3ED9YKEbI6Uy48YkTmL6/OTi6n"
    "yjwXcW0bTuVAW0RVpyNhNoZNGUZjO06irst4jR5xBZ+czS/+dT7VJewQ0zDC99ix6Tcjn/"
    "SElCJ6dXgTDs0RPIi0XpLYia5UhjSYOjysF7I1ypochOoYebYXKxLNgWBNtyI6RE8Yfbdo"
    "kLNKNY2i1lV4cLCm2On0aG9gmcZCBQbxwkUW/bV+Elsr7CUxkpyJF16NAVMHFyilCYYDHY"
    "pvh1q9S/oNfjnYP3p/9OHw+OgDGZJ+y/KV9w1MV0MHESKHFz228ApLQv61DFdwQK1I7ere"
    "tkL0T4JDJJG4zaXlAhSiYQrRMEoe8kLfdTvlsUjgkMWicxYLnbC0F0M6ax12Gg+Gvaaw1+"
    "5tnG2TGK2CWOWIliDhCBHpTde96zuPnSRZFQ2CTGdBxs5Xp95D0gfAnOs85503N+zrqc3x"
    "3Yuin1zEgav8R4VXYibZkS9JOmxIBeJh4NNqn8HMFu0pCSsRDAJLZ4HF12GqTDSPhB41k5"
    "hm5YOpAoSTSUib5EqWVTYQj4QNpPUGKiZLeQNVgLCB+A30hEIaXlDwJzGI8fxI+0Ppcz37"
    "kdhmCW3XKIuB5dnYtyWlqsrtgI1b9GR1Y98Wdk1xjVuuiSy+vjibN3VuYbzOknamgs8/f8"
    "Lvf14jN03MaWS92k51mqdqZQKEoDrXFm0rxiSN2UykjC5Yoow5jp94svCGImtm7W4+58V3"
    "kbUM7T5ouibP+kgfZeqyihw/QJZPdJaQbMrtCbuhz7vKH2cqadleJIdymj7cwyrLn2Tqhs"
    "x/Xm+bMn+e0RtzhVZ35Hh8wMH2hH0M/ST4lD7QVLryLLAeBFj2IFN5CpC3IA/JXODbs/Ul"
    "e1yqg5lKme9lGZyWi73H7SmjV1qQp12Sh5nKWKbexy8Weg6QE6ecbE/cRf7U8/VDTSWQqS"
    "lIfzPuQck4z59Z0Ggqd0HoPxHaQivCS8/qRcjlT7whD7wwds1RV0cSkEF9mAGn6cPOfHNt"
    "gNiPgyxVc4X6UGrn5HnnxeNMJc0OsBX7j6iHTXkS4Dl9kklUUY9j647QXPSUuaJVzmpxkV"
    "Yrbvk7Xw2xSCmVah20qfNnJu+gnb61t6GDNnVEwU24r6mztGqzP4Ob/PXfQ6RLs63++2yZ"
    "XprLfrMK0fWNWgQYNCBSbtNSU+5fm2ZQV94PxSqpmul7rkRSNFZgsTCovVKovXKxQ1R65d"
    "pSFgZ8K9aVQj3v+LzfJdiNLazaWJiFAd8KfEP2dyftZKrJq5CjbPQ0QybtbFslt5L52SZH"
    "EVKh2jmnnQdM2An97/1w9cUODfbkB+mvA7ZUsux6IytNsjOVq4ydMHF7CEOmx8p14hpLVh"
    "q+oPk8Qejf4z4ou1zYwZfsYQYFf3gPZ/qpln8PrCkIfN/Fzks/MuxL+qwihmbivuTXWJo9"
    "0l8CVJGPYuhKW9lBQB7Sz1H5KXuYSetMKUugW9Q70/PrQ9+lHbAx/s3kfPcbBb8t7ygPcz"
    "myzqEvi7u+CbHy2+w7ZbHu4urub+lt088BJrYu9STAXc0aRdTXk1oN+bZoQl6iDYywt7qA"
    "puH+mer1Mzsszu0W+32b//eL5H/Ffzqud8E508n3ySPB96m177OYLOX+DBUgFMCLHc5Vu2"
    "5Bwy3lixFK3UhRRvFIaLWls4hKO6OR33ePw1W3PpCyB8Cc6zznjDXU9kBiIGOre9qfRYVF"
    "qUAnAwE6m3vbFPb+aK1tNGV1Y28bZk1xrW3OTm7OTn47n1VEQD+sGubPFVllBJ9yw6ARXH"
    "Z5ALXeZ7eOsG522mXR3UG8dsV6yz6i4qED35s+vrc8xq/GPAeCI020VkHhGlBDgLNsy7NM"
    "qiEE5cEBvG7glRN+OmoJWeZQvZJQZhZt1hHSnKZBVYT0E0BD2Pnx1RCdK5ZLW99rCTAyHj"
    "fEBZ6gMIDCsPuDbaPCsLNTbZ3iKT/VuBTQxlNNSDwd6lRzfD9cYI98BTjaND7amGlSON94"
    "FBxyLQOM9/fIkVgY7ZJ81mgD+d5vQ/d+Pdv7FbKhqLKLJJlcaA+u1On3pACVHFRyUMnbOZ"
    "rQEkcxCtGi0d0kjNqknofl+MFcT5Vscfqto8B2UENS+G57fpnZjqq5w1o2I4qUlyADlcT+"
    "e601dgGrJ3pnXcDGXOQtV3njMget/HVq5dDqxNhpVujNMbD+xd/BI9e+Kvf0NOpekluChq"
    "rmkwf9bteRo9zdA1V6GjlLIQ4ILlKDXKSj1xTpTfBQOi/yFp2KitYwqC7RTQsCm+bVTjNE"
    "GqCeSDs6oZ5ohHqiHUYa8g4fdSGGdQOQDbEF5irXvi3bdL3scZe6Sexbto9GMQDMWz3MW3"
    "bmFIwCAWamZdC/qUt+uuwijHqeSwAw3I5hUMy7CJDJKeYQbHgV07zDrl1GWl0UqHjSMxAD"
    "z6B+0gsaLLFCQ+4h5ytX5OcvRjXI3hMsMma91VQZVgTEqJaunnJhI62sVFSu3uz/woV8Lb"
    "e9dGEipP/g++L5SWD1RNhH+jBTWRvJk9LY+VektpVPZbAOwBUXCuOnCtGT/5gpsN9oe9/y"
    "y1TfBkeLPo4W6PY7YpQ7k72q7UjXGLAboBPp+EkD0DC5yzKenFMDGiYPJ6ZK3UdxA/FIyL"
    "3Ref8Uc6W8fypA2D/i/uFMifa8cjBgFZyuI9d0QTYRZBNp4GRV6k4MkYFBIwMhqvO4bEPx"
    "ZM+wzTX3/CGuaTbc/KWh6J7fBe08uJmM3BvYgQsV9mPpBA1dryAzyFTrUKE+tXpA9BfNnO"
    "7Mb4pk7iToO1Gudh31nQxtA6sMKXk1ukL23iYlIZ3LHSoHEKUdPUq7W31MKy/Nfqsg135D"
    "jGu/GuKif1qP6EWV4wJjnN571IrlowaWj6osN7Y4mqPnWE70zloczXYgJObnf805nbZg9K"
    "dPJ3/9zOm1l1efPxbDmRk4u7w6FYjHUfkbqme/77vI9mqENwcUmL8jyKGoL18Zl/3Tq6tL"
    "jv3TC5Her59Oz4l8SaeCDMKZK+Li8xwqPl6LXQcVH69ump9QGEmPrQuv5tRiEMLc4uHspf"
    "2hlIMl/Qa/HOwfvT/6cHh89IEMSb9l+cr7htnOhGMnb8gKre4Ikf2YrJ/Sh013JzWb+JLs"
    "X7Dyd2rl5+utwdZfr8jNFr/F7IW+C+aXheMhjalWS+WZCGKZjwpp3Bo5CP72sddJC+GAoI"
    "RorYSQoV3yywQY5EFpk5Q/oc0CPZQ0yXoqj+rts0fKcMM0ed2YO8Lu0s2JT5BO1pJWfZtT"
    "SUyWBuVbrbgyW0zjl1iyi7hINUsLLJm8MzZJCtRyjdRyKFCDAjUdZLoR5g8UqA2lsYMJBB"
    "VLE2AVKpbGbhMFxuZAxiZU2UCVjUbs6l1lc4OiKPvh0nuV8nf3Nt2olI0buS0S8hZMU6Ty"
    "X3u0h24UWxFCXv7vwq7n03+KV+tGL9ATpvMWWR76XrwBLgB9XACx/0gm7cGOHpT0Fg5lXH"
    "rp8VELxeX4qFZxoW+JuaUufkJhTQbv5k5WLN5ATXGIG5uyfAQkESmNOaU8EHJKFXJK/QB5"
    "qR+j6yrnHjBiIvWXk5ubf19d/zaU6Bb9jK28jA0+RnGxR4h8IFF6iMrgS4JELZvliQ8x0c"
    "PbO/Nd/CjgRWnwotyTtx46+MpZHHSi0tlRDqUHr2KaRZNQZaJFLEy11lONAzqaPFCS1l1v"
    "RPIo87SNo3dtahTf1ZcovpM27LIJJzX3/jZkr5Uo83ge5nplxhWmIrlYHKghOgstMlNWUw"
    "JMi0u0uSeYuLH6Npey3aGcISHAwGQSnYuCk13B3VXBdvN4deF1+g4vSCWHBpoahEf1zXj+"
    "QiQ3+YWX/hLXxUe5IXsbgqRBNthy6WjoMQSBSghUbtbQlAKVUYwkGVUtIwg51sAAZf+qME"
    "SEISJsvIIMEWGICGtmckNEeApmIccoMfcs7KlSyqGAU/EwjJOQ8OGrKNMcyERZcPShlTQ4"
    "+tAgD+ibPNd2HKNVIGt5VNudi4WM157r7VA099CeCxIItpUO0wvQPAeYPK5LEI5DwjRrPc"
    "1J1K0/ZQRx1qnMLwRJttPcIEhicpDkykNzIqUusfc4k8dI2BF7G0IkvocsKvQsl4weuZos"
    "SEKyehFUeOkUOCkmpcJ7OycQAzfQzdy//wfiVKPEqdDKxq4KwyXAPMfFYatVfNiwjA+r6x"
    "iM7C5yenLaeTFZyjl5FSC4WH+A++L1bSBwX5g9vyF6IrpZlynmkTDLOs8yxGh6jtGA1w+8"
    "fuD1a/D6XSyQF+P45fw5QE5sx/UdpGQj9zZ4AXGOsdAaNLIzcEVG+dDtSStfYD4nFdrbuQ"
    "LXaAM9gf0nnO40E0w3svuxqR/Jt++6egusgWu3fy/2k+0mSlc6lwAD6R3Ev0ozm1XvdGYx"
    "vbixjQ4RgAe7izSenOkOHuyhTltwbZq9c8BHAz4a8NE0+Gh+wyGitU8vNy+eM5N7Z/gxex"
    "v8MotitBWR4WN4ZILQv8duYVGS1Rbmmg04ZjRyzDDzonja8kjQVbU+cW1as91hklkcTLHW"
    "U3yPPRw9dNrKAhSUZ53nGUdW5JDJSlzlhgIiFFoKKLQUKM47ZXO/AgRzX/BIJjHRoDonij"
    "NwA33AQ/RCJJ+PVDJOGAQknFSKgh+Q8ygTxbV0MgigU6RzgYhJip/SX9+eUgEFtIq0hp1o"
    "DYHWTbSm1z8okspggNKqPLW9JYqsv6UNkufouVaq8rgRmzbdftuB02d+/tecU22LM/+nTy"
    "d//czZLZdXnz8Wwxkd4ezy6lS8BMXGbhIqBeAZiHkVToO0eOc9o23NCB4FQZDmIEjOVj9x"
    "kMuFHXxZP3Ca/G4Mh/ALTLOICDsF8niIMEmN0RCXjLXy3wvdfF9TvCP9U+F0K8Yb6Fno55"
    "Z09mCjf6qmlrEY48rPh1Ef/AgXufgtTQ4W0o/FsVuSezY5cGQhj/7SDg51BgjudBV3Ogqf"
    "UKhu5ok4IwTz2GYe+XgPOXIh0s7pzj/BiEkYuizDsS0HhTG+xw4hRcm1UUGaYGmPvuip2z"
    "2yHojCaMnVwEZZL4OPKPGL83WyAv+O/DprUSNw5JQzkBG9eUMZNKJ8aaUb0mENMqaqHaac"
    "BXYUffeJ2R0hW6rV1MuaOjxIHHWJc2dHSHXJryFGHqrDLPo0k/ceu7Es83nDBaVrGBDemv"
    "Bl6CeB5fr+Y9L51h7xGQbS33/yRkaa+lIXcQaSPexa7yDLK0ATztAxOV+gIJZ0s6x1cwmo"
    "8WLr74Yiu2dHVxDilR2+WClRivZPBQvGj9qFramn247J17lLZPZ/s55SRZspwttJkyZhIs"
    "qSexzmJns39uvwwH87/l17K/pr4MB+O/bT9sPdmJdAgfV2rONFN8pFHPCtsMoj6wmFmDxV"
    "NYwnQUMsT0G7yRpaRJbtOH7iyZpZNnvWJXBQLtvTn+VNWbn1o2SiSqBgpLY1UkN0TzTzyE"
    "q8lR070iTwDff7SvAgeBRWfkjYjax733X9713dkOIzRow0nZ+c/WFdXn28+DxOzGmAS0cQ"
    "Uc4L81RF8FSA5omdQZK/8ryL9KYlP4mt7KpklWK+hieM5zA7HGoGenaYxX5su1uQXYsfj+"
    "rjiVCd2vm0OU2nFgZVNHQx0LmLAfRIfBXTnASLjtPMI2GatZ5mmpGrlpHOIMY7CvcnchTm"
    "Vjm1TBSLBKtIaDYiSRXqwKyIA14b6y+ZhVhluUsN5rXfqvhST2431l5W9y1Xf3lNJPT1xd"
    "l8Jl/KwHDLZp+b+a0vcGVKV4oOmoKvL4f9/uc1csvbUmrprvTvnKb+UiFeqFVzsSNtNqTI"
    "1hf6oBdzluePgeulc77kpdJrMhurpNnJgwLpV1IgnfJWIb2dK73AGhm17rscDG46GSFEl3"
    "KmWpLOgQwk+7Ad2YdNZB9KyIbCdChMn3wyBfvlFGSGADOuXPGgncw4aJIZBxKZAXGALut9"
    "cg5iiAO8immGOECvx/+OGwXq6Urp10+9wz6BetI7cJtAPnfPCv3vffkGW7qvNRX/O3IQpq"
    "Q1OQkLVjc7Cl9S7/oAzsLb/Pn0yWm04xu4D7V1H+ZLQfHEYkHQ2VaS5KxIaD9xanPobFIA"
    "Stmy/fnfOkilKbObz352o8qPfnHljhqbniqv28SlB9YTzp9jmqTvXiyQF+O4LqRYGbZJZ0"
    "A5gPzsFDFInPF2FvlJ6JSXUCZ3fyPybPKbb8trUtcjRL3idub6S+xZZYtauLlSI01jRWbZ"
    "l9DeLlS5RhsY4Ok/WMlto7bLnAOBHiJSmgsj6QKuIXQNMXDVHrx71ybC8O5dfYCBvidUlZ"
    "QSXIVoHmUg14etSgEPG2oBD6vFgMJp2Ylvk8PuQ3CuVu4NFd5q6SNpYwgVgkuAeRwPsnzT"
    "xgPqTeAFmAlkN4UBh+hN62LvsVulJQuEeKzW8disKhYhr3NF7RoLU631VC9wlOZ70WumaY"
    "FChxmveQQUUus872ldS4dSNrDK20QHCifh9h7sr/mTpslqu/IqLW8OPA2R/fiRnGbRSdZf"
    "bCb3YFfH7W1wYd9RhLWkEK53GdTKvBIXtD6yd6dZ7/34Q+mfXewRFgc6qta6SjZVd6rpIQ"
    "IMMholKsvOjtci4Psl9J/wIj2yZKdrZdimwzUPC7/Qa3pTBBytr+lojdxkqRQay8cbd4Xs"
    "MLf0qlBrcBgMrkCeZhdMqDSFStPylcmWmj6SnyeXE5vzlwqsgUK5/y7F2FEr5i3GG1fF2/"
    "95h6MoUbuJbo0wcO0OlYjguJiYQ1K7uZ5pDgRkq5IdISdEcYcrdOvwkKagnqYQOT75DOUE"
    "EQFmxOIfm/qY6HXko5W5F3EjnqK333bg5RiEfNtd+iGOH1bq/EugsP47TAEhOLStBz/qsA"
    "dkWNgHnfaB63+PrCDET4QkGmwIURRJG0o2WalNjwGbVcFmpUsaLayFvyIfrL4vauCwNTps"
    "Dce1cYfjQYDB0dBFNQoTKtlr0sMbJZEIBemjIH3sAFtJqJSRz0BMsL/GsYBX93ZXx2QOHV"
    "GiX329vhnHfdZ/XaW9CtX1ewYDB2cXndLpQLoDpG+nrUz6jtjpH53ZZd5d9XY5GjZCh40Q"
    "on8SHBIjKC1iU1FlqkjQaNpqNLRqbX3DdyfNve4RIIZUbuyFO5N3PQNwZ/JusxEivCRnKL"
    "0PluahSlLxGjeABA3t3duvfppN3KkclgNCSaTOZQb5VCnXGYg4KDSAXv2vcPtAr/5XMc3Q"
    "q3/WZwJ1/gW7XC0rgcLR01iWzzJWZRouP90TqvMlK2yL+09XdhCQb7V9435K+qfsYdM9DJ"
    "ovQEXevR86aIXkLm81vm4i/3z9PFMpoxauhb0e7oXIK0dvyAMvPGPpCmiysesvU5+A/4h6"
    "YO6GPvMyfeScPtFY7mIaVOpjX97QJ5lE08Bl46zol1eMC4dDY7F4eq6xx1LvN5AwZetF6V"
    "V5HytcSqKBtrj3pr6YHArt4E5jc0KZ0yvVnXzUAC6FhUth9RAxJnkgwdH8KqYZHM2zni+F"
    "TU2RDsFNBgaNX+GWvREd9qz9vL2zXtZMbpost7ltl922cOfea7hzT/Dzy/1j1WBAo4ssin"
    "xLDEZAN8VX4gDLJ76Lqi1AQdfWWtcuZ0s5+a2KhBwEULxBU9SF5a00RQ10GiEYL9dpqhH7"
    "Rp2m/MlsysCgSs2tSDN3pbD4Hr1TmL7uPCAnvzMLrhDWSC2C5oWjBKzgptsxbrqN1JpDRl"
    "u0hdRMvRuBXCLt0tSqDt0gJVATSB+/bPqeCPaHztNQh4e56NCUk6hbRJ3BXeroRCw4FLR2"
    "KDCqq+JE80iYZr2nmTaFI5OVEGtZ0hdhw0yLYCiP1XmuIxTR6LqiG4tH9egbNODqOvAMDk"
    "KrPtcrTpZOcLRqEJKHS4RbMqvvJcKVgqiamLykbqo5Ki8v3hqyfOXvGFsPdvRQqVi5naHn"
    "AIe0yR74qbXyU5dTViG+3r/HYgx0oR4ftXDyHR/V+vjoW2K7/3LxV2jekCLBIcHS1dr6AV"
    "0dlEuNVaBWyuUuExNP4hitgoakxGLARtUn8onETMeOEbfPhHMRkRdotvMAPqOAgg6klw4U"
    "onsUolxStFWCOJCBV+u2Kr5TaE0Jh+Ow/kHVq7crQAM1+WEuiE5CMic1XG8u+mfgRjLet9"
    "xQt5nAVpqAreT4CyVxVYw3Iadi6IuT75BjJ3USSk4vAwGGNzMcxUjpeoVivHnc9i/wdxaa"
    "04znfvRDO3rsUrIjwIBV4ZI+n6DVEwUFmAnSYIz8wIozcJdOqqwbX62LqmzWt9FBtW4QOL"
    "B7CkJverqdSgtcvYuJDDpeO5MhlYu+O5qAsT6m7pbKNOV4Mo8yzpfafzz5LvS/U5VXlWgR"
    "Z+Ca7p/sCDkhiqMO6l4VaQThY5eEQCnlKKWUIVoQNdGJrSTEaoEwHgeUt78Lm3wIsTWIgC"
    "Afv5A0C69VACXITvqfZtZk3+pfiFZodYdC5X62PBAugVS6hjNOQkKWryZEGJAJfhFR0z76"
    "0ErXPvrQoG3TN8FXOpxXT7PqJSM4hX7LXQieXDgXMpxfxTSTw6NTT+2oz308HTk5ufmFJD"
    "3IYIcM9o7BQXqzVxKc0UQleXiQGbC3IUB4lw61aNbTGCFCxihwfZ98MkQKdYoU5nNSob3e"
    "nl4jTHTHHbdxxonnKOOKO67cCkP2mXI0hQMZSPNhK6fnYYPP8xDu33mliiQYCsbPL/RP2e"
    "7AbzAQoKtHS4NA364ecz8Ozr3Qdxuu2eDHbDIJYjLaQsXwka0CMhP3OFxBo2ntbIMsyaRz"
    "dgokp2yXnLLASxyrRO7XAEjYlCVsohD7iw4ZEVUg8Cvh17Ujsuel5UuneFnLLgcbj9hfBr"
    "458b8ODg4P3x+8PTz+8O7o/ft3H96W/FbfaiL69OIj5ZoTF1XywfjtJLenZhxxypLqRAtY"
    "MIN1nmliLZC3iP607DTZEjjMt87zDW4PcHuA26PB7XES4KYmpuXbexucHXaAB+tZ2uTnCN"
    "GTX1ynlV6vxeldtMUX+D708X2o9jyCVkeKrY5CdI+fVRheI4zkuO96yezGINXAM4+CekmB"
    "5moJH9jdXQTz5LTzYrKUu51UgJDFr20D6+nwO7n9kzp5O2ZuiFiY6WnMNFZLKxRw5lXqHb"
    "W54fOo/oLPo8r9noxJqbineCTsKJ13VDFXyrpHBQi6hyY1rhNS1cHnqrPPlUnWcfwAWbQL"
    "T5Xz0xz7+5/XyLVjeVevqiv1hj7SIN5/jOShznhrdlOX3LbzVVvp9A5yy1ZceM3Tj6jcrw"
    "VOaX2c0lGxaNoq1SXASJfpAG7pbLOpLW0WAzpBs05QCpvtlQI24DdNajcqBuzK0iwae5XE"
    "d/7zJxu7NQcdM2DTKeenQ60VGTtGTDail1dmhu+CjIWsc70OOWg81KeJ+0i+vYrGUIw3UG"
    "E4aqMvHNWrC0eSvoYODnBeYdOWYQ5kIM2HrWLZhw3B7MNqNJt8YkzFtnotShVpBOdjF6NA"
    "nLvTVEzN15wrRIpTvEbB9Go9vY5rY1oAkHhxppcrbWQRDGEjneeavaW2ZaEbCxmvEuvtUG"
    "pJz/VtjN2osm0YGGwYrTfMne0tfK9buY2AhZnWeabTXBMUhr5S638eZV5+Sm8O9Yr/d2de"
    "yhsUx4SA6Iu9rAvIcUP2Nl2ulQ+2AjJ6eF9lrVtyt9UJGiV093X/Zr078sl2ExRZf0eyW7"
    "Tq3Q4CDHwOHXwO6peX7eTOsoEbCfSmvybBoqMLh0eCja+1clNMlnK6YAUIsRSddJmTZIHj"
    "swfkPAY+rm38JY7apNHYdLzllIAdKjWEfRxL5X1T+xgW1Y/M3616M2L3mKbOX7bEPdiQZ5"
    "SPN0LNGfzWP7zs5mTggOOcwmMufZMO4UckP30bAu+o5tg1YRP131ab7gU7TkK1dEgWZCLN"
    "B22uAiOj6ok++KCXByfVZ86f6judMgPa6TroaaQep77jJGHIdfigfT/IB/plur98SGyH5L"
    "mtxqTLt36U7RS6Uc0AP4kdf1X3CMiL0ycvTpgeFcVBgIIBr7XusN6zbc+1NcLAQ+24jYv3"
    "uN7Fe1xJJmNkXpXhcy9ZVZLQ+d20hhtI936764gbLiOuZknaUud5U4qkvY3fXDPn09DLOV"
    "Mo6hN9N69o/gmwqFssalaLa6sGsRjwrcr4VI1r8ijzhMUgudRwF3H/y3eHdYNm8slbt23l"
    "gQAzUCC0uzet4dq0SsUr62tQ5HkLf6XWLPevo+WEqZ5vAsw8pocpFnqwvWWHnB0RN54iPL"
    "v9tgNn1CBJOzigvg4i2SWJ5/ULnUeZt8777/2V1rzaS8XiQx5lHs+DNIUIEfmlkeoZyaPM"
    "o7r/wLjnx5LTsV5eF+NN4Hb0ek5/tcJxet2f+jkpwRrhNBp7EiLb7UA/jwLiOxAP6RkDp2"
    "esbEeF3Xy4gdT2f0ruKE1SPC9fTZbkjrIiNdNPBk+KJFxZ6mJZgJnHdD+iWZ98rosFWgVE"
    "b/eclz/Ry0ye0yUM2tuQ14XXw+laGKRLJpe1FdDllAtTuvjS+1Kgceauwwf1uVM7jNbqpp"
    "70E5/htkBbYc2BTNT1eg8blMJFgWUWYyLJvase2AuSWJlmHgVEtyCaiBPyfZUvMWBAIIeh"
    "LdtrSQneqc7+4/8BJnn0GQ=="
)
