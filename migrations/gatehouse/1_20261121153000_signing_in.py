"""Version 1: signing in."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

SQLITE = r"""
CREATE TABLE IF NOT EXISTS "outbox_mails" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "user_id" CHAR(36),
    "kind" VARCHAR(40) NOT NULL,
    "recipient" VARCHAR(320) NOT NULL,
    "content_sealed" TEXT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "due_at" TIMESTAMP NOT NULL,
    "claimed_until" TIMESTAMP,
    "attempts" INT NOT NULL,
    "sent_at" TIMESTAMP,
    "abandoned_at" TIMESTAMP,
    "last_error" VARCHAR(200)
);
CREATE INDEX IF NOT EXISTS "idx_outbox_mail_sent_at_f9ccf5" ON "outbox_mails" ("sent_at", "due_at");
CREATE TABLE IF NOT EXISTS "live_events" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "topic" VARCHAR(20) NOT NULL,
    "what" VARCHAR(20) NOT NULL,
    "entity_id" CHAR(36) NOT NULL,
    "user_id" CHAR(36),
    "created_at" TIMESTAMP NOT NULL
);
CREATE INDEX IF NOT EXISTS "idx_live_events_created_10ac11" ON "live_events" ("created_at");
CREATE TABLE IF NOT EXISTS "former_passwords" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "password_hash" VARCHAR(300) NOT NULL,
    "replaced_at" TIMESTAMP NOT NULL,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_former_pass_user_id_49aa89" ON "former_passwords" ("user_id", "replaced_at");
CREATE TABLE IF NOT EXISTS "one_time_links" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "purpose" VARCHAR(20) NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "email" VARCHAR(320),
    "created_at" TIMESTAMP NOT NULL,
    "created_by_id" CHAR(36),
    "expires_at" TIMESTAMP NOT NULL,
    "used_at" TIMESTAMP,
    "revoked_at" TIMESTAMP,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_one_time_li_user_id_6f8eae" ON "one_time_links" ("user_id", "purpose");
CREATE TABLE IF NOT EXISTS "backup_codes" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "lookup" VARCHAR(16) NOT NULL,
    "code_hash" VARCHAR(300) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "used_at" TIMESTAMP,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_backup_code_user_id_e3a77a" ON "backup_codes" ("user_id", "lookup");
CREATE TABLE IF NOT EXISTS "totp_enrolments" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "secret_sealed" TEXT NOT NULL,
    "digits" INT NOT NULL,
    "period_seconds" INT NOT NULL,
    "last_step" BIGINT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "confirmed_at" TIMESTAMP,
    "acknowledged_at" TIMESTAMP,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_totp_enrolm_user_id_cd813d" ON "totp_enrolments" ("user_id", "confirmed_at");
CREATE TABLE IF NOT EXISTS "api_tokens" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "name" VARCHAR(200) NOT NULL,
    "prefix" VARCHAR(20) NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "created_at" TIMESTAMP NOT NULL,
    "created_by_id" CHAR(36),
    "expires_at" TIMESTAMP,
    "last_used_at" TIMESTAMP,
    "last_used_ip" VARCHAR(45),
    "revoked_at" TIMESTAMP,
    "revoked_by_id" CHAR(36),
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_api_tokens_user_id_3c5026" ON "api_tokens" ("user_id", "revoked_at");
CREATE INDEX IF NOT EXISTS "idx_api_tokens_created_d2d6ad" ON "api_tokens" ("created_at", "id");
CREATE TABLE IF NOT EXISTS "api_token_scopes" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "scope" VARCHAR(200) NOT NULL,
    "token_id" CHAR(36) NOT NULL REFERENCES "api_tokens" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_api_token_s_token_i_eddeb5" UNIQUE ("token_id", "scope")
);
ALTER TABLE "users" ADD "locked_by_id" CHAR(36);
ALTER TABLE "users" ADD "email_verified_at" TIMESTAMP;
ALTER TABLE "users" ADD "lock_reason" VARCHAR(200);
ALTER TABLE "users" ADD "failed_attempts" INT NOT NULL DEFAULT 0;
ALTER TABLE "users" ADD "mfa_enrolled_at" TIMESTAMP;
ALTER TABLE "users" ADD "mfa_must_enrol" INT NOT NULL DEFAULT 0;
ALTER TABLE "users" ADD "locked_at" TIMESTAMP;
ALTER TABLE "users" ADD "auto_locked_until" TIMESTAMP;
ALTER TABLE "users" ADD "mfa_required" INT NOT NULL DEFAULT 0;
ALTER TABLE "users" ADD "auto_locked_at" TIMESTAMP;
ALTER TABLE "roles" ADD "mfa_required" INT NOT NULL DEFAULT 0;
ALTER TABLE "roles" ADD "licensed" INT NOT NULL DEFAULT 0;
ALTER TABLE "role_grants" ADD "expires_at" TIMESTAMP;
ALTER TABLE "role_grants" ADD "last_confirmed_at" TIMESTAMP;
ALTER TABLE "role_grants" ADD "reason" VARCHAR(200);
ALTER TABLE "sessions" ADD "ended_by_id" CHAR(36);
ALTER TABLE "sessions" ADD "second_factor" VARCHAR(20);
ALTER TABLE "sessions" ADD "fresh_at" TIMESTAMP;
ALTER TABLE "sessions" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "pending_logins" ADD "second_factor" VARCHAR(20);
ALTER TABLE "pending_logins" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "audit_events" ADD "token_id" CHAR(36);
CREATE INDEX "idx_role_grants_expires_8b8a62" ON "role_grants" ("expires_at");
CREATE INDEX "idx_sessions_created_e1543a" ON "sessions" ("created_at", "id");
CREATE INDEX "idx_sessions_ended_a_83110e" ON "sessions" ("ended_at", "last_seen_at", "id");
CREATE INDEX "idx_sessions_last_se_687ade" ON "sessions" ("last_seen_at", "id");
"""

POSTGRES = r"""
CREATE TABLE IF NOT EXISTS "outbox_mails" (
    "id" UUID NOT NULL PRIMARY KEY,
    "user_id" UUID,
    "kind" VARCHAR(40) NOT NULL,
    "recipient" VARCHAR(320) NOT NULL,
    "content_sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "due_at" TIMESTAMPTZ NOT NULL,
    "claimed_until" TIMESTAMPTZ,
    "attempts" INT NOT NULL,
    "sent_at" TIMESTAMPTZ,
    "abandoned_at" TIMESTAMPTZ,
    "last_error" VARCHAR(200)
);
CREATE INDEX IF NOT EXISTS "idx_outbox_mail_sent_at_f9ccf5" ON "outbox_mails" ("sent_at", "due_at");
CREATE TABLE IF NOT EXISTS "live_events" (
    "id" UUID NOT NULL PRIMARY KEY,
    "topic" VARCHAR(20) NOT NULL,
    "what" VARCHAR(20) NOT NULL,
    "entity_id" UUID NOT NULL,
    "user_id" UUID,
    "created_at" TIMESTAMPTZ NOT NULL
);
CREATE INDEX IF NOT EXISTS "idx_live_events_created_10ac11" ON "live_events" ("created_at");
CREATE TABLE IF NOT EXISTS "former_passwords" (
    "id" UUID NOT NULL PRIMARY KEY,
    "password_hash" VARCHAR(300) NOT NULL,
    "replaced_at" TIMESTAMPTZ NOT NULL,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_former_pass_user_id_49aa89" ON "former_passwords" ("user_id", "replaced_at");
CREATE TABLE IF NOT EXISTS "one_time_links" (
    "id" UUID NOT NULL PRIMARY KEY,
    "purpose" VARCHAR(20) NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "email" VARCHAR(320),
    "created_at" TIMESTAMPTZ NOT NULL,
    "created_by_id" UUID,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ,
    "revoked_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_one_time_li_user_id_6f8eae" ON "one_time_links" ("user_id", "purpose");
CREATE TABLE IF NOT EXISTS "backup_codes" (
    "id" UUID NOT NULL PRIMARY KEY,
    "lookup" VARCHAR(16) NOT NULL,
    "code_hash" VARCHAR(300) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_backup_code_user_id_e3a77a" ON "backup_codes" ("user_id", "lookup");
CREATE TABLE IF NOT EXISTS "totp_enrolments" (
    "id" UUID NOT NULL PRIMARY KEY,
    "secret_sealed" TEXT NOT NULL,
    "digits" INT NOT NULL,
    "period_seconds" INT NOT NULL,
    "last_step" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "confirmed_at" TIMESTAMPTZ,
    "acknowledged_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_totp_enrolm_user_id_cd813d" ON "totp_enrolments" ("user_id", "confirmed_at");
CREATE TABLE IF NOT EXISTS "api_tokens" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(200) NOT NULL,
    "prefix" VARCHAR(20) NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "created_at" TIMESTAMPTZ NOT NULL,
    "created_by_id" UUID,
    "expires_at" TIMESTAMPTZ,
    "last_used_at" TIMESTAMPTZ,
    "last_used_ip" VARCHAR(45),
    "revoked_at" TIMESTAMPTZ,
    "revoked_by_id" UUID,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_api_tokens_user_id_3c5026" ON "api_tokens" ("user_id", "revoked_at");
CREATE INDEX IF NOT EXISTS "idx_api_tokens_created_d2d6ad" ON "api_tokens" ("created_at", "id");
CREATE TABLE IF NOT EXISTS "api_token_scopes" (
    "id" UUID NOT NULL PRIMARY KEY,
    "scope" VARCHAR(200) NOT NULL,
    "token_id" UUID NOT NULL REFERENCES "api_tokens" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_api_token_s_token_i_eddeb5" UNIQUE ("token_id", "scope")
);
ALTER TABLE "users" ADD "locked_by_id" UUID;
ALTER TABLE "users" ADD "email_verified_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "lock_reason" VARCHAR(200);
ALTER TABLE "users" ADD "failed_attempts" INT NOT NULL DEFAULT 0;
ALTER TABLE "users" ADD "mfa_enrolled_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "mfa_must_enrol" BOOL NOT NULL DEFAULT False;
ALTER TABLE "users" ADD "locked_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "auto_locked_until" TIMESTAMPTZ;
ALTER TABLE "users" ADD "mfa_required" BOOL NOT NULL DEFAULT False;
ALTER TABLE "users" ADD "auto_locked_at" TIMESTAMPTZ;
ALTER TABLE "roles" ADD "mfa_required" BOOL NOT NULL DEFAULT False;
ALTER TABLE "roles" ADD "licensed" BOOL NOT NULL DEFAULT False;
ALTER TABLE "role_grants" ADD "expires_at" TIMESTAMPTZ;
ALTER TABLE "role_grants" ADD "last_confirmed_at" TIMESTAMPTZ;
ALTER TABLE "role_grants" ADD "reason" VARCHAR(200);
ALTER TABLE "sessions" ADD "ended_by_id" UUID;
ALTER TABLE "sessions" ADD "second_factor" VARCHAR(20);
ALTER TABLE "sessions" ADD "fresh_at" TIMESTAMPTZ;
ALTER TABLE "sessions" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "pending_logins" ADD "second_factor" VARCHAR(20);
ALTER TABLE "pending_logins" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "audit_events" ADD "token_id" UUID;
CREATE INDEX IF NOT EXISTS "idx_role_grants_expires_8b8a62" ON "role_grants" ("expires_at");
CREATE INDEX IF NOT EXISTS "idx_sessions_created_e1543a" ON "sessions" ("created_at", "id");
CREATE INDEX IF NOT EXISTS "idx_sessions_ended_a_83110e" ON "sessions" ("ended_at", "last_seen_at", "id");
CREATE INDEX IF NOT EXISTS "idx_sessions_last_se_687ade" ON "sessions" ("last_seen_at", "id");
"""


async def upgrade(db: BaseDBAsyncClient | None) -> str:
    """The SQL for the engine at hand; aerich asks without one when it means PostgreSQL."""
    return SQLITE if db is not None and db.capabilities.dialect == "sqlite" else POSTGRES


async def downgrade(db: BaseDBAsyncClient | None) -> str:
    """None: a database goes back by its backup."""
    return ""


MODELS_STATE = (
    "eJztXelv3DYW/1eC+ZQCbhCfyS4WC9iOmxq148CetEWNQJA19JhrjaTq8IEi//uSuoaUqI"
    "OypKHo96WpJT6N9Hsk3/34z2xphujOjQL07thHC+SE2LRn/37zz8wxV4j8j3jA1puZ6Xnc"
    "bXotNG/smMjKhwbx2Jsg9E0rJLduySVELi1QYPnYC7HrkKtOZNv0omuRgdhZri9FDv47Qk"
    "boLlF4h3xy4/o7uYydBXpCQfand2/cYmQvuDfHC/rb8XUjfPbia9++nX76JR5Jf+7GsFw7"
    "Wjnr0d5zeOc6+fAowot3lIbeWyIH+eRzF8xn0LdMPzq7lLwxuRD6EcpfdbG+sEC3ZmRTMG"
    "b/uY0ci2Lwhv6SEYXYDt5Z7sozw3f0yof/pu/J0BjGl4u5cXUyN4yZBJCW61AmYCekqP3z"
    "I3nuGp346oz+wPGvh5dvdw9+ivFwg3Dpxzdj7GY/YkIzNBPSmANryD0zCB5df2HcmcFdGf"
    "3jO9MXo18iLDCCvHoXFmQX1jxYz78M0AyyAUCercwnw0bOMrwjf+6+f1+D+u+Hlwnw79/H"
    "yLtkwSSL6Ut6aye5RzmwRty6M50lWhhmWIb7E0EqxCskhpynLOC9SEnfZf8zQfRrwJ6fnp"
    "9czQ/Pv9LHr4LgbzvG63B+Qu/sxFefC1ffHhT4kj/kzR+n81/f0D/f/HXx5aS4bvJx879m"
    "9J3MKHQNx300zAWLSXY5u8SxGT2FiKBItgiyq9qyrC5T98DudDcDbvfP7VUUhEayPsusPn"
    "JdG5mOmNMFygKbbwjpUAs5vzIub48uLs44th6dzgvb57fzo5PLt9sxP8kgHMaXT7/MC1sp"
    "UWJ8Q05pYEjG1Rw2s5AaNAOqid3eM4oBvXBjWvePJpHspTvujitUIiioZSZcOGjukv/EjD"
    "glb2w6lmiOr/XVb+lzpoj++ur6933zMddy2ZlHPn6BbJRM6+PDq+PDTyezHxz2PNT01mpn"
    "VbxiOuYy/l76ZvQ91lD+4vor5H9NlbSZ2D4oDGqyEW7j4Uam+Q1vKFyzoPnIs00rUX++gw"
    "kBJoSiSuwIJgS7FCQVywIpGBFKq5XqKDjqMlVWxWlSW4hQRHjp/Iaeh1dc1EC1Z9WlQW3s"
    "Vc05c5fYOY09l4TIr9BziqOaFB2bjicfnBFs0CV6j55lRGo6vB9BulG1uiBGd1qJ0Z0aMb"
    "qTitFqReaefKkY7BMnWpV2Ax74lFZDFWa7DfTb1chvl/QXEGsg1kCs1Yi1GHixLMt4UivA"
    "6JeNZZ7TVzRSuUPAJGOuZ2hlYrt4cYEDYns8GyKCW+wHofCObdbdSCR1YstkNywf0blauB"
    "p5C8FV99HJ5wC9Bn4FdfwK2eSS0X9YGg1F8X4bUbxfLYr3haKYXV2yQBu9apxKgd2jzsmE"
    "BenOKAN0TtAJYcVCfmMBLDubOSIAWgLoB+RTE7mLK1L4AAhzq+yPXKtpMquLpxpPUsyG0n"
    "f41bXTysW/U+Pi3ym7+HO1VwZojghwboMza5TIQF2k01D/GRxvAwcGMcDKsNcmzFQ8ARJn"
    "JBJnRKZ4l5mvsfZ/0Gr2H9TM/oPy7C+7OeRl6PiYj7S/D4J4yX0kLUsBbxm8c79AgEzfkk"
    "oHEZBquK8MaIvJQ16kA9O3Fdz036AS7jl6CsVwF+k02FLqrNuTP+ecvpJh+vb88M+fOOP2"
    "7OLL52w4w4Pjs4ujAvQeAUxKUc8J9Jvb/XuDyc+FpkXknhsKQK6e2EU6HbAee2ZPK/tg9u"
    "u388Mv4ygq/ScgmFF4Z6wQAasz5IVHjIj82cXx4dlUkSdohlHQFfQ19Yh4Hx7PT38/mSrg"
    "FjFkAnyLLZO+GfmlByQVf6qi12GLH8HfRQv5iFVjC9OdahRznqwXsBVK5xsE6hA5phNKAs"
    "0RwZxuBbSPHjB6NGhIrgw1jflVlR5wZHWRvunBXoMyjdwVEMQLGxn0a90oNFbYiUIkkImn"
    "ToW6XUVegJRmvg0kFN8PNXuX9A1+3tne+7D3cfdg7yMZEr9lfuVDDdJlR3eAiPCiYguvsC"
    "BAXYlwiQ6gLUK7ujUNH/0dYR8Jdtz6mucCKcRuJGI3FDzk+K5td8q6EJBDzoXKOReUYXGT"
    "gJhrHVYaTwxrTWKt3Zo4WSYhWnmhjIgWUIIIKcIbz3vbte477WRlatjIVN7IWH51aoojfA"
    "DwXGWed17csK6nxuObZ8mSviLdC8plpsPdxnoYHldiJpmBK0iRq0lc4cnAp9U+35atJpPa"
    "rIrEsGGpvGHxBYIyjOYpoXnKJNgsLZhKhCCZCkl+XC2tzALiKWEBKb2AMmZJL6ASISwgfg"
    "E9IJ+GFyT8SQzFeH6k7aH0uZ79SGwVf9s5ytLA9KxtKBJDVcZ2wI4iaqLa2FCEnVNcR5FL"
    "shdfnh7P61qKMF5nQZ/Ngs8/fcIvv10iO07MqUW93OdzmlK1xIBCUJ3r1/UixAQdw3SEjE"
    "5YooxZlhs5ovCGJGp6rW4+58W1kbH0zT5guiTP+kwfpeu0CizXQ4ZLdBafLMqXA3ZFn3eR"
    "Pk5X0JK1SISyG/lWD6Bdpk/SdUGmn9fbokyfp/XCXKHVDRGPd9h7OWCffTfyzuMH6gpXmg"
    "XWwwaWPEhXnDzkLMhDEhf4y9H6mjwu1sF0hcx1kgxOw8bO/csho2ctkKedkYfpihi1miKP"
    "DOpDoziKH3bs6qtOhG7oJVlfK9SHfJyT551kj9MVNNPDRujeox42sUMPz+mTdIKKOi9adz"
    "3lAjHMMYRiVLPDYlphy59rqIlyS6GU6xJL7ciZuEtsfGuroUsstWnhtMfX1FJVtsuVxt2t"
    "+i+e79Jlpv8GM7pX+bFvVgK6ukNBgQw6b0j3J6ioHK6MWFZVCkPee6xmuo4t2ClqizlYMi"
    "jjkCjjsLFFVHrpMjWWDPCWLFGD0sDxcb+JsB0aWLajJksGeEvgDYmknbSTqebBQbqj1myG"
    "pLzZS5XcUhJZm3QnyKpo55y27jBBx3cf+8Hqq+lr7Mn34q8DtGQSdnoDK87X0RWrBB0/sn"
    "sIQ8Zi5TKytQJLKkrULeqR7PPVoY9cDjTGP5j0oX6jINf5OYx+GotJ07G+F+Ij18l7JPGN"
    "7EjC7/Epek8eMYMDOPBesSjKOq+u7OZv0cMyp9YwqtKq23ZNs+1yr+14fXYyvnhKML6UNr"
    "4yZknXmpUIoZin2K1RtoMANA+QbvKaC2rJPYqnhLYBKm9RcZcH8n232F9162kjegDwXGWe"
    "M6p5W4HEkMBJ9YLTgWRryYM+ynT1gbOmTjczOEcr01UU1cY6XWZOcWW6x4dXx4efTmalLa"
    "AfVLOkTE1RZTY+6eLnEXxGqQe32mm0dvE2e40S9/IgbqNsviU/UXIXgSNIHUdQGmSQQ54j"
    "ApFWtFZB4RpQQwBZ9kJZJtQQvFxwAK4NuHKbn4paQhK6rFYS8tBms44QB1UHVRHiXwANYe"
    "PiqyZUlE2Xtr7XnEDL4NAQhxGBwgAKw+YFW6PCsDGpts4xEUs1LgelVqoVMl+GkmqW6/oL"
    "7JBXANGmsGhj2CQh33gqEHItA4y3t8gSWBjtMk7W1BriPcCJqVDV8RpCe9AevF9JASo5qO"
    "SgkrdzNKElDkLko0Wtu6kwqkk99/Pxg7meSqnL9K0Dz8zSmoW6+WabjujZD6O+xUvCEUnI"
    "cyINlcT+m73UtiGpBnpjbUjGnOQtZ3ntNAet/HVq5VBrrS2bJYqDB9a/+H7iYu2r1HO8Vv"
    "cSdDwfqpxMHPS7XkeOUncPlIwp5CyFOCC4SDVykY5eU6Q2wEPpvMhZdCoqWpNBdYlqWhDY"
    "NK+WzRBpgHoi5eCEeqIR6ok2GGlI201UhRjW3SgaYgvMsVR9W7bxfNmixdAh8h3TjhuglO"
    "xb9nDFbACYt2qYtyznJIyCApmelkH/pi75dFEn7mqccwJAuB3CoJh32UAmp5hDsOFVsBmO"
    "B+/X6qKEkpKeIdFQBvWTXlBjiWUacg85X6kiP3/WqkPnVsEiY+ZbRZVhaYMY1dJVc18Y64"
    "D7DR3ZOxHQf/B98dzI6+uM4/jIXl1RG8mTUtt6tghtK5/KYC1oSy4Uxk/lowf3PlFgv9Ne"
    "s/nLlG+Do0UdRwu0nh0xyp3svbLtSNc0YDdAJ9LxkwagYXKXaTw5pwY0TB5um8p1H8kFxF"
    "NC7o3K6yfjlfT6KRHC+imuH86UaI8rRwaogtN15JouyCaCbCIFnKxS3YkhMjBoZMBHVR6X"
    "l0A8WRnWXHPPC3FFs+HmzzVF9/wqaOfBTfbIrYEduFBhP5ZOUNP1CjKDdLUOJepTywKiv2"
    "jmdDnfFMncSNB3olhtOuo7GdgGVhli8Cp0heRek5IQ83KDygFEaUeP0m5WH1PKS7PdKsi1"
    "XRPj2i6HuOi/xj16lsU4o9FO791rhfJeDcp7ZZRrWxzN0VMoBnpjLY5mG9gk5id/zjmdNk"
    "P07fnhnz9xeu3ZxZfP2XCGA8dnF0cF4HGQf0NZ9ruujUynYvPmCAvI3xDKoaDPr4yL/tHF"
    "xRmH/tFpEd5v50cnZH+JWUEG4cQVcfplDhUfr8Wug4qPV8fmB+QHQrF16lRILYaiwFs8nL"
    "20PZRysKRv8PPO9t6HvY+7B3sfyZD4LfMrH2q4nWyOnbwhK7S6IUD2Y7Kexw+b7kqqN/EF"
    "2b9g5W/Uyk/nW42tv56RzRa/wayFvgvml5njIY6plkvlmQhino8KadwKOQj+52KnkxbCEY"
    "ISorQSQoZ2yS8rkEEelDJJ+RNaLNBDSZGsp1xUvzx7JA83TBPXxtwRdpU2Jz5BOllLWNVt"
    "TiUwWWqUb7niymQyjV9iyU7iLNUsLrBk8s7YJClQyxVSy6FADQrUVNjTtTB/oEBtKI0dTC"
    "CoWJoAqlCxNHabKDA2BzI2ocoGqmwUQlftKpsrFATJhwvPVUrvbjWdqJSMG7ktEnIWTFOk"
    "/K8t2kM3CI0AISf9O7Pr+fSf7KpoNFj66lj6oXtPeHNnBndS6glHpV0W6cFeC/3kYK9SP6"
    "G3iimkNn5AfkWibnPDKpZeQ4VwiIOZkrQDJNhSalNHeUJIHZVIHXU95MTuiq6znHvAiPnS"
    "Xw+vrv64uPw01NZddCe2cibWuBKLkz1A5AeJbkM0A1cQC2rZE6/4EB0duX0jf0sk7V0HBy"
    "5LB+2RVPbeQj78q2Bz0U6RYXSRFlitNKuxR0eTBwpyjatNHp5KP9m4t9+mcG6/um5uX9hF"
    "yiSYVBxGW5NSlVPph/MwZ/4y/hmZnYulAzVE5U2LcMqoy8pocbIz9wQdF1bfyn2yOqTD9g"
    "UyiIZCmu14abaQDZpNnslmg34lGwj5wjN3iatiR9yQrYYAkpcMNmw6GvqvQHQHojvNioJU"
    "dCcIkSDbpKXbNaXVMKrTv0YGYTQIozWADWE0CKNBGG1iyJthiFaeqPlDZZ8SlmS8RiXvhw"
    "K4h0YlELV66SY+Pa/gk4fJ47p4fjlKYLPSbCYWfadOXQE496fCX3CJNjAVXKKv2CV64aA5"
    "2aXOsHM/E3tE2RFbDQ5R10EG3fQMm4weOa/ei3wyexEkwavkJs2YUsK9ncnHkGvoVOrf2g"
    "Ov9CheabQysS2DcE6gn8tit9Us3q2ZxrvleQxGdpd9enLaecYs6USQEiGkgvwA98XrW0Dg"
    "vtCbv3BO+GvgMjipwEkFTqoaJxXtUx95x+4CzcQ+KmbAVoOL6iYeStBYjHCcKuegsl2X/D"
    "L4p1TyT6U8KcFebcqvKTT0SG0ftElzKspKJs3poGTJk3Um7ZDiiDSEebdVpdJuTaXSbrlS"
    "CXwmr0VZBJNPb/6CMfAygQ/GgM7GwNwNvRPHd+0Vquzmzo9pMglCMtpA2fCRrQLCiVvsr9"
    "KWcGAbqGMbBIgoRrT9hGmLkvSrj6ctEWqhwtYJ2SGOqF3gJZbKW14TjJe1PKTJ0HPisod8"
    "7C6MJIteBtcyIeArwDfpVSOsVzvCy0p0ObLxgP154INB/7Wzs7v7Yef97sHH/b0PH/Y/vs"
    "/xLd+qA/ro9DPFmtsuICv/lRpHnLIky+gCLZjBKnOaWAvkFtGflp2YLSAHfqvMb3B7gNsD"
    "3B41bo9DD89pnu5M7PHIb281ODtMDxtxwu/Ifg4mIeW7uKk9+D7U8X3E/5ZAr47YZeO18H"
    "SM0FbQ89EtfpJBeE2hJcZQCTHJSgiwu7tszJPTziFRv1/Bq2Si/nTwndz6iZ28HTM3irTA"
    "6WlwGsulFRbo9CsU7L8NOlRHvIYVlfFKWvcoEYLuAf2iweeqk8+VSdaxXA8ZvvsoyGw4Sm"
    "l/+e0S2WaIhX36y67UK/pIjXD/MZKHOsGt3k2dY9vOV23E7B3AY32duHzog+OfSLzQ0HNb"
    "Sad0kE2atkp1TqCly3QAt3Sy2OSmNksDOkG9TpBvNi9XCtiA3zShbT7hnZlZikVjL6Lwxn"
    "06p119KrqmrQc0STk3HmrQFkFjxGQD5ISp4bsgYyHrXC0htzGjTEsT9568vYzGkI3XUGHY"
    "a6Mv7FWrC3uCIwws7GHJUwg5Ig1hHqYfmuuEdNuWr0UpU2qB+djFKBDn7sSKqfmaU4VIks"
    "VrKmCv0uy1bBPTAoDICUX9OxsWcpEYwkYq8xoOPum5vo2xG2WWDUMGC0bpBXNjOgvX6VZu"
    "U6AFTqvM6TjXBPl+1VFcNRkqOZV++Sm9OdRL/t+NeSnP8AM6eahuk7G+v9Xgo6SHOxroYZ"
    "T2GOCNVMcbGboetmR2iZxACzfD0FUKj3ciWVuNbjYewG0BLtmscCibNMYRQThTlYwxxTSH"
    "ftCcllNxzLKlqWvb6qiAVygMCdLBVzN2B4i0QG5IkyIYpIMNj4zeoC642QJVhWr69tvIzf"
    "1qubmfys1qHfDBtCMUGP8LXEHqSnXkqUCmhcoydtjpAfkBFsFe6cNkKMZzYQ7cS6o3F2bk"
    "LToKXJ4SwjzKSVwRm6UrRkqEoLGq5M46jBY4PL5D1r3n4kqnVnFUk0Zj0vGGlRNsUKkh6O"
    "NQuN/XdRBkqfrZ8zer3ozYQLCu+aspdcJjNl4LNWforhEBXnaLM3GEYPaqLITvkVj61uRe"
    "ogqxq8Mi6v9kFboWzDDy5SpiWCIdYd752AbnnY/VQNN7ymk9dVE8ZkA7XWekON71zLWsyP"
    "e5Jm+09Rv5QTev+BQPCU2fPLfVmHj6Vo8yrUw3EgyAUKM6ocYCe2TUggIpmOdKawbrFdlW"
    "aq0pNBRZB20cuAfVDtyDUuDTjUKyD1ToBSdOtIpRZqsM+dW0JtcQ7u02cG9Xw70tKIMxha"
    "7xuhoY8yVeccVcS0NP50RdqK7kap7R/BNgUreY1KyO1lYNYmnAcyrCUzZqyVPpt1kMUiwX"
    "oICGwCQnL08F01eZxhB64snbrq2zK3kyDTeEdgfj1pyLW2ppwnoSJHF+gTdSaZT719FSwG"
    "TlW4FMP6SHqQa/M51lh4ycIt14ivDs+vsGnFGDpORgj/o6yM4uqCysnug8lX7zvP/mrnHe"
    "sLmU7C7BU+mH8yBdv3xEvjSQlZE8lX5Q9x/2dtxQIB2r9+tsvA7Yjt6ww12tcBif5ywvJw"
    "W0WjiNxmZCYNod4OepAPgOwEPyxcDJFytTqioyHa4htP1LyQ0lQRbl5avJgdxQzqNi+sng"
    "KY8EK0N+Wy6Q6Yd0P1uzOtlapwu08oje7ljPv6HnmThjqzBoqyFrC6+H07kwSBt0LifLo9"
    "Mp3Uzp5IsPxIPO6JsOH1TnTm0wWquaetJPfIZbAm03a45IR12v97BBvrlIoMzS6Ahy76oH"
    "drwolIaZpwKgWwBNthPyvtKnVDFEsA9PukWGKgBPIiV4ozr7j/8DzFDZCQ=="
)
