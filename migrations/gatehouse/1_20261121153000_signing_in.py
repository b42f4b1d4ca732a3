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
    "attempts" INT NOT NULL,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_one_time_li_user_id_6f8eae" ON "one_time_links" ("user_id", "purpose");
CREATE TABLE IF NOT EXISTS "identity_expectations" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "method" VARCHAR(10) NOT NULL,
    "source_id" CHAR(36) NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "value" VARCHAR(320) NOT NULL,
    "open_key" VARCHAR(64) UNIQUE,
    "created_at" TIMESTAMP NOT NULL,
    "created_by_id" CHAR(36),
    "used_at" TIMESTAMP,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_identity_ex_user_id_719545" ON "identity_expectations" ("user_id", "method");
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
ALTER TABLE "users" ADD "failed_attempts" INT NOT NULL DEFAULT 0;
ALTER TABLE "users" ADD "lock_reason" VARCHAR(200);
ALTER TABLE "users" ADD "mfa_required" INT NOT NULL DEFAULT 0;
ALTER TABLE "users" ADD "email_verified_at" TIMESTAMP;
ALTER TABLE "users" ADD "mfa_must_enrol" INT NOT NULL DEFAULT 0;
ALTER TABLE "users" ADD "auto_locked_at" TIMESTAMP;
ALTER TABLE "users" ADD "mfa_enrolled_at" TIMESTAMP;
ALTER TABLE "users" ADD "locked_by_id" CHAR(36);
ALTER TABLE "users" ADD "auto_locked_until" TIMESTAMP;
ALTER TABLE "users" ADD "locked_at" TIMESTAMP;
ALTER TABLE "roles" ADD "mfa_required" INT NOT NULL DEFAULT 0;
ALTER TABLE "roles" ADD "licensed" INT NOT NULL DEFAULT 0;
ALTER TABLE "role_grants" ADD "reason" VARCHAR(200);
ALTER TABLE "role_grants" ADD "expires_at" TIMESTAMP;
ALTER TABLE "role_grants" ADD "last_confirmed_at" TIMESTAMP;
ALTER TABLE "sessions" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "sessions" ADD "device_is_new" INT DEFAULT 0;
ALTER TABLE "sessions" ADD "fresh_at" TIMESTAMP;
ALTER TABLE "sessions" ADD "ended_by_id" CHAR(36);
ALTER TABLE "sessions" ADD "second_factor" VARCHAR(20);
ALTER TABLE "pending_logins" ADD "second_factor" VARCHAR(20);
ALTER TABLE "pending_logins" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "audit_events" ADD "token_id" CHAR(36);
CREATE INDEX "idx_role_grants_expires_8b8a62" ON "role_grants" ("expires_at");
CREATE INDEX "idx_sessions_created_e1543a" ON "sessions" ("created_at", "id");
CREATE INDEX "idx_sessions_last_se_687ade" ON "sessions" ("last_seen_at", "id");
CREATE INDEX "idx_sessions_device__6bcdd1" ON "sessions" ("device_is_new", "id");
CREATE INDEX "idx_sessions_ended_a_83110e" ON "sessions" ("ended_at", "last_seen_at", "id");
CREATE INDEX "idx_audit_event_outcome_621a35" ON "audit_events" ("outcome", "occurred_at", "id");
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
    "attempts" INT NOT NULL,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_one_time_li_user_id_6f8eae" ON "one_time_links" ("user_id", "purpose");
CREATE TABLE IF NOT EXISTS "identity_expectations" (
    "id" UUID NOT NULL PRIMARY KEY,
    "method" VARCHAR(10) NOT NULL,
    "source_id" UUID NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "value" VARCHAR(320) NOT NULL,
    "open_key" VARCHAR(64) UNIQUE,
    "created_at" TIMESTAMPTZ NOT NULL,
    "created_by_id" UUID,
    "used_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_identity_ex_user_id_719545" ON "identity_expectations" ("user_id", "method");
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
ALTER TABLE "users" ADD "failed_attempts" INT NOT NULL DEFAULT 0;
ALTER TABLE "users" ADD "lock_reason" VARCHAR(200);
ALTER TABLE "users" ADD "mfa_required" BOOL NOT NULL DEFAULT False;
ALTER TABLE "users" ADD "email_verified_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "mfa_must_enrol" BOOL NOT NULL DEFAULT False;
ALTER TABLE "users" ADD "auto_locked_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "mfa_enrolled_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "locked_by_id" UUID;
ALTER TABLE "users" ADD "auto_locked_until" TIMESTAMPTZ;
ALTER TABLE "users" ADD "locked_at" TIMESTAMPTZ;
ALTER TABLE "roles" ADD "mfa_required" BOOL NOT NULL DEFAULT False;
ALTER TABLE "roles" ADD "licensed" BOOL NOT NULL DEFAULT False;
ALTER TABLE "role_grants" ADD "reason" VARCHAR(200);
ALTER TABLE "role_grants" ADD "expires_at" TIMESTAMPTZ;
ALTER TABLE "role_grants" ADD "last_confirmed_at" TIMESTAMPTZ;
ALTER TABLE "sessions" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "sessions" ADD "device_is_new" BOOL DEFAULT False;
ALTER TABLE "sessions" ADD "fresh_at" TIMESTAMPTZ;
ALTER TABLE "sessions" ADD "ended_by_id" UUID;
ALTER TABLE "sessions" ADD "second_factor" VARCHAR(20);
ALTER TABLE "pending_logins" ADD "second_factor" VARCHAR(20);
ALTER TABLE "pending_logins" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "audit_events" ADD "token_id" UUID;
CREATE INDEX IF NOT EXISTS "idx_role_grants_expires_8b8a62" ON "role_grants" ("expires_at");
CREATE INDEX IF NOT EXISTS "idx_sessions_created_e1543a" ON "sessions" ("created_at", "id");
CREATE INDEX IF NOT EXISTS "idx_sessions_last_se_687ade" ON "sessions" ("last_seen_at", "id");
CREATE INDEX IF NOT EXISTS "idx_sessions_device__6bcdd1" ON "sessions" ("device_is_new", "id");
CREATE INDEX IF NOT EXISTS "idx_sessions_ended_a_83110e" ON "sessions" ("ended_at", "last_seen_at", "id");
CREATE INDEX IF NOT EXISTS "idx_audit_event_outcome_621a35" ON "audit_events" ("outcome", "occurred_at", "id");
"""


async def upgrade(db: BaseDBAsyncClient | None) -> str:
    """The SQL for the engine at hand; aerich asks without one when it means PostgreSQL."""
    return SQLITE if db is not None and db.capabilities.dialect == "sqlite" else POSTGRES


async def downgrade(db: BaseDBAsyncClient | None) -> str:
    """None: a database goes back by its backup."""
    return ""


MODELS_STATE = (
    "eJztXelv2zgW/1cKf+oAmaI5210sFnDSTCeYJC4Sd7bYohAUmXG4kSWNjhwY9H9fUpdJiT"
    "qoSDLNvC/TicQnS79H8t2Pf0+WZoju3ChA7058tEBOiE178s83f08cc4XI/4gH7LyZmJ7H"
    "3abXQvPGjomsfGgQj70JQt+0QnLrllxC5NICBZaPvRC7DrnqRLZNL7oWGYid5fpS5OC/Im"
    "SE7hKFd8gnN77/IJexs0BPKMj+9O6NW4zsBffmeEF/O75uhM9efO3r17NPv8Uj6c/dGJZr"
    "RytnPdp7Du9cJx8eRXjxjtLQe0vkIJ987oL5DPqW6Udnl5I3JhdCP0L5qy7WFxbo1oxsCs"
    "bkX7eRY1EM3tBfMqIQ28E7y115ZviOXvnw7/Q9GRrDuJzNjevTuWFMJIC0XIcyATshRe3v"
    "n8lz1+jEVyf0B05+n1693T/6JcbDDcKlH9+MsZv8jAnN0ExIYw6sIffMIHh0/YVxZwZ3Zf"
    "RP7kxfjH6JsMAI8updWJBdWPNgPf8yQDPIBgB5sjKfDBs5y/CO/Ln//n0N6n9OrxLg37+P"
    "kXfJgkkW02V6ay+5RzmwRty6M50lWhhmWIb7E0EqxCskhpynLOC9SEnfZf+zhejXgD0/uz"
    "i9nk8vvtDHr4LgLzvGazo/pXf24qvPhatvjwp8yR/y5j9n89/f0D/f/Hd2eVpcN/m4+X8n"
    "9J3MKHQNx300zAWLSXY5u8SxGT2FiKBItgiyq9qyrC5T98DudDcDbvfP7VUUhEayPsusPn"
    "ZdG5mOmNMFygKbbwjpUAs5vzIub49ns3OOrcdn88L2+fXi+PTq7W7MTzIIh/Hls8t5YSsl"
    "SoxvyCkNDMm4msNmFlKDZkA1sdt7RjGgF25M6/7RJJK9dMfdc4VKBAW1zISZg+Yu+U/MiD"
    "PyxqZjieb4Wl/9mj5nG9FfX13/vm8+5louO/PIxy+QjZJpfTK9Ppl+Op385LDnoaa3Vnur"
    "4hXTMZfx99I3o++xhvI3118h/0uqpE3E9kFhUJONcBsPNzLNb3hD4TsLmo8827QS9ecHmB"
    "BgQiiqxI5gQrBLQVKxLJCCEaG0WqmOgqMuU2VVnCa1hQhFhJfOH+h5eMVFDVR7Vl0a1MZe"
    "1Zxzd4mds9hzSYj8Cj2nOKpJ0bHpePLBGcEGXaL36FlGpKbD+xGkG1WrC2J0r5UY3asRo3"
    "upGK1WZO7Jl4rBPnWiVWk34IFPaTVUYXbbQL9bjfxuSX8BsQZiDcRajViLgRfLsowntQKM"
    "ftlY5jl9RSOVOwRMMub7BK1MbBcvLnBAbI9nQ0Rwi/0gFN6xzbobiaRObJnshuUjOlcLVy"
    "NvIbjqPjr5HKDXwK+gjl8hm1wy+g9Lo6EoPmwjig+rRfGhUBSzq0sWaKNXjVMpsHvUOZmw"
    "IN0ZZYDOCTohrFjIbyyAZWczRwRASwD9gHxqIndxRQofAGFulf2RazVNZnXxVONJislQ+g"
    "6/uvZaufj3alz8e2UXf672ygDNEQHObXBmjRIZqIt0Guo/g+Nt4MAgBlgZ9tqEmYonQOKM"
    "ROKMyBTvMvM11v6PWs3+o5rZf1Se/WU3h7wMHR/zkfb3QRAvuY+kZSngLYN37hcIkOlbUu"
    "kgAlIN95UBbTF5yIt0YPq2gpv+G1TCPUdPoRjuIp0GW0qddXv6bc7pKxmmby+m337hjNvz"
    "2eXnbDjDg5Pz2XEBeo8AJqWo5wT6ze3+vcHk50LTInLPDQUgV0/sIp0OWI89s7cr+2Dy+9"
    "eL6eU4ikr/CQhmFN4ZK0TA6gx54REjIn8+O5mebyvyBM0wCrqCvqYeEe/pyfzsz9NtBdwi"
    "hkyAb7Fl0jcjv/SApOJPVfQ6bPEj+LtoIR+xamxhulONYs6T9QK2Qul8g0AdIsd0QkmgOS"
    "KY062A9tEDRo8GDcmVoaYxv6rSA46sLtK3fbDXoEwjdwUE8cJGBv1aNwqNFXaiEAlk4plT"
    "oW5XkRcgpZlvAwnF90PN3iV9g1/3dg8+HHzcPzr4SIbEb5lf+VCDdNnRHSAivKjYwissCF"
    "BXIlyiA2iL0K5uTcNHf0XYR4Idt77muUAKsRuJ2A0FDzm+a9udsi4E5JBzoXLOBWVY3CQg"
    "5lqHlcYTw1qTWGu3Jk6WSYhWXigjogWUIEKK8Mbz3nat+047WZkaNjKVNzKWX52a4ggfAD"
    "xXmeedFzes623j8c2zZElfke4F5TLbw93GehgeV2ImmYErSJGrSVzhycCn1T7flq0mk9qs"
    "isSwYam8YfEFgjKM5imhecpWsFlaMJUIQTIVkvy4WlqZBcRTwgJSegFlzJJeQCVCWED8An"
    "pAPg0vSPiTGIrx/Ei7Q+lzPfuR2Cr+tnOUpYHpWdtQJIaqjO2AHUXURLWxoQg7p7iOIldk"
    "L746O5nXtRRhvM6CPpsFn3/6hN/+uEJ2nJhTi3q5z+d2StUSAwpBda5f14sQE3QM0xEyOm"
    "GJMmZZbuSIwhuSqOm1uvmcF9dGxtI3+4DpijzrM32UrtMqsFwPGS7RWXyyKF8O2DV93ix9"
    "nK6gJWuRCGU38q0eQLtKn6Trgkw/r7dFmT5P64W5QqsbIh7vsPdywD77buRdxA/UFa40C6"
    "yHDSx5kK44echZkIckLvCXo/UleVysg+kKmeskGZyGjZ37l0NGz1ogTzsnD9MVsUS9D58N"
    "9OQhK4wxeTlwZ+lTT9cP1RVAanZGHhnUh0p2HD/sxNVXHwvd0EvS5laoDwVjTp53mj1OV9"
    "BMDxuhe496WJlTD8/pk3SCinp/WreN5SJZzDmOYlSz03ZaYcsfDKmJdUChlGuzSw3xibjN"
    "bnxrp6HNLnUKwHGZr6knrWybMI3bg/XffaBLm57+O/ToXibJvlkJ6OoWDwUyaF0i3eChov"
    "S6MuRbVWoNhQOxmuk6tmCnqK2GYcmgDkaiDsbGFlHppev8WDLAW7LGD2orx8f9JsJ2aGDZ"
    "lqQsGeAtgTdk4nbSTrY1kRDyRbVmM2Q1Tl6q5Jay8Nrki0FaSjvntHWHCTq++9gPVl9MX2"
    "NPvhd/HaAlk/HUG1hxwpOuWCXo+JHdQxgyFitXka0VWFJRom5Rj2Sfrw595HKgMf7B5F/1"
    "GwX5nh9k6aexmDSf7UchPvI9eY8kvpGd6fgjPobwySNmcEC1RzjZT6Eoyjoxsezmb9EENK"
    "fWMKrSql15TbfycrPyeH12Mr54SjC+lDa+MmZJF+uVCKEaqtjuUrYFA3RfkO6SmwtqyT2K"
    "p4S+CypvUXGbDPJ9t9hfdWsKJHoA8FxlnjOqeVuBxJD0qWery1SZzguBdKEzQwJw1hc6Zw"
    "bnaHXOiqLaWOjMzCmuzvlken0y/XQ6KW0B/aCaJWVqiiqz8UlXj4/gM0o9uNVOo7WLt9lr"
    "lLiXB3EbZfMt+YmSuwgcQeo4gtIggxzyHBGItKK1CgrXgBoCyLIXyjKhhuDlggNwbcCV2/"
    "xU1BKS0GW1kpCHNpt1hDioOqiKEP8CaAgbF181oaJsurT1veYEWgaHhjjNCRQGUBg2L9ga"
    "FYaNSbV1jolYqnE5KLVSrZD5MpRUs1zXX2CHvAKINoVFG8MmCfnGU4GQaxlgvL1FlsDCaJ"
    "dxsqbWEO8BjpyFqo7XENqD/ur9SgpQyUElB5W8naMJLXEQIh8tat1NhVFN6rmfjx/M9VRK"
    "XaZvHXhmltYs1M0323REz34Y9S1eEo5IQp4Taagk9t/spbYNSTXQG2tDMuYkbznLa6c5aO"
    "WvUyuHWmtt2SxRHDyw/sU3ZBdrX6Wm7bW6l6Bl/FDlZOKg3/d15Ch190DJmELOUogDgotU"
    "Ixfp6DVFagM8lM6LnEWnoqI1GVSXqKYFgU3zatkMkQaoJ1IOTqgnGqGeaIORhrTdRFWIYd"
    "2NoiG2wJzr1bdlG8+XHVoMHSLfMe24AUrJvmVPp8wGgHmrhnnLck7CKCiQ6WkZ9G/qkk8X"
    "deKuxjknAITbIQyKeZcNZOsUcwg2vAo2w/nq/VpdlFBS0jMkGsqgftILaiyxTEPuIecrVe"
    "Tnz1p16NwpWGTMfKuoMixtEKNaumruC42wsruidPVm/x2fJc883hLQf/J98dzI6+uQ6PjM"
    "Y11RG8mTUtt6tghtK5/KYC1oSy4Uxk/lowf3PlFgf9Bes/nLlG+Do0UdRwu0nh0xyp3svb"
    "LtSNc0YDdAJ9LxkwagYXKXabx1Tg1omDzcNpXrPpILiKeE3BuV10/GK+n1UyKE9VNcP5wp"
    "0R5XjgxQBafryDVdkE0E2UQKOFmluhNDZGDQyICPqjwuL4F4a2VYc809L8QVzYabP9cU3f"
    "OroJ0HN9kjdwZ24EKF/Vg6QU3XK8gM0tU6lKhPLQuI/qKZ28v5pkjmRoK+W4rVpqO+WwPb"
    "wCpDDF6FrpDca1ISYl5uUDmAKO3oUdrN6mNKeWl2WwW5dmtiXLvlEBf917hHz7IYZzTa6b"
    "0HrVA+qEH5oIxybYujOXoKxUBvrMXRZAObxPz025zTaTNE315Mv/3C6bXns8vP2XCGAyfn"
    "s+MC8DjIv6Es+13XRqZTsXlzhAXkbwjlUNDnV8ZF/3g2O+fQPz4rwvv14viU7C8xK8ggnL"
    "gizi7nUPHxWuw6qPh4dWx+QH4gFFtnToXUYigKvMXD2Uu7QykHS/oGv+7tHnw4+Lh/dPCR"
    "DInfMr/yoYbbyebYyRuyQqsbAmQ/JutF/LDtXUn1Jr4g+xes/I1a+el8q7H11zOy2eI3mL"
    "XQd8H8MnM8xDHVcqk8E0HM81EhjVshB8H/XOx00kI4QlBClFZCyNAu+WUFMsiDUiYpf4sW"
    "C/RQUiTrKRfVL88eycMN24lrY+4Iu0qbE58gnawlrOo2pxKYLDXKt1xxZTKZxi+xZCdxlm"
    "oWF1gyeWdskhSo5Qqp5VCgBgVqKuzpWpg/UKA2lMYOJhBULG0BqlCxNHabKDA2BzI2ocoG"
    "qmwUQlftKptrFATJhwvPVUrv7jSdqJSMG7ktEnIWTFOk/K8d2kM3CI0AISf9O7Pr+fSf7G"
    "rV6AV6wJRvgeGgx+wGuADUcQGE7j1h2p0Z3EnpLRyVdumlRwctFJejg0rFhd4q5pba+AH5"
    "FRm8zZ2sWHoNNcUhTmxK8hGQYEupzSnlCSGnVCKn1PWQE/sxus5y7gEjJlJ/mV5f/2d29W"
    "morbvoZ2zlZazxMRYne4DIDxKlh6gMriBI1LJZXvEhOnp4+0b+lkjauw6eXZYO+iap7NaF"
    "RPlXweaiASPD6CItsFppVmOPjiYPFCQhV5s8PJV+svHgsE1F3WF1Qd2hsL2USTCpOKW2Jt"
    "cqp9IP52EOA2YcNzI7F0sHaojKmxbhlFGXrtHiyGfuCTourL6V+2R1SMfzC2QQJi26wgou"
    "YQnnTIm2m3+mC67b756BxGdo96hAME/d/NwvZOcmX3juLnFVNI8bstMQ0vOSwYZNR0NHHA"
    "irQVitWUOTCqsFIRLk/7T0d6e0GobT+leFIX4J8UvtFWSIX0L8UjGTe2jkzTBEK0/UjqOy"
    "cwxLMl7rmPdDAdxD6xgIF750E98+d+yTh8njurjcOUpgs9JsJhZ9p95pAURVtoW/4BJtYC"
    "q4RF+xS3TmoDnZpc6xcz8Re0TZETsNDlHXQQbd9AybjB650sGLfDJ7EVQfqOQmzZhSwr2d"
    "yceQa+hU6t/aA6/0KF5ptDKxLYNwTqCfy2K/1Szer5nG++V5DEZ2l31667TzjFnSGTglQs"
    "jB+Qnui9e3gMB9oTd/4eT218BliNH0HKMBrx94/cDrV+P1O1sgJ8Th8+mTh6zQDKu7m4hG"
    "7jR4AXFKY6A10cjOwBUZ5UInEqV8gSlPSrC3cwWuqTX0BPafXtap/19f3f9UA7sfm/qevH"
    "3X2ZvRajh3+/diP5h2JHXcaE6gIbyD+FdpHqPseaMsTS9ubK1DBODB7rIbb53pDh7soaQt"
    "uDb1XjngowEfDfhoanw09LjMyDtxF2gids0wA3YaPDI38VCCBkFzXEeM7brkl8ERo5IjJu"
    "WJhO6/ptDQwto9auN8KcpKxvlyVFL+yTqTzsLiiDSEeb9VX6T9mr5I++W+SGBmvRZlEYwB"
    "vfkLxsDLBD4YAzobA3M39E4d37VXqPJQSX5Mk0kQktEGyoaPbBUQTtxif5WeTAG2gTq2QY"
    "CIYkSb3Zq2qDPFHD1VZCSVCLVQYeuE7Om3OSdfM0X17cX02y+cjD2fXX7OhjOK7cn57LjY"
    "hgUvsVQi2JpgvDSwIU2GnjPBPORjd2EkrSNkcC0TAr4CfJPO2MImTcd4WYkuRzYesL/uDg"
    "vrP/b29vc/7L3fP/p4ePDhw+HH9zm+5Vt1QB+ffaZYc9sFtKJ4pcYRpyzJMrpAC2awypwm"
    "1gK5RfSnZSdmC8iB3yrzG9we4PYAt0eN22Pq4TktTp+IPR757Z0GZ4fpYSOuch/Zz8FUYf"
    "0Qn60Jvg91fB/xvyXQqyN22XgtPB0jHGLi+egWP8kgvKbQEmNo/wG5vWB3q6qdQ25vv4JX"
    "ye4U24Pv1q2f2MnbMXOjSAuc3g5OY7m0wgKdft2x+j90EVqCvIYVlfFKWvcoEYLuAb1BwO"
    "eqk8+VSdaxXA8ZvvsoyGw4Tml/++MK2Xnfjkq4M1fqNX2kRrj/HMlDneBW76bOsW3nqzZi"
    "9g7gsf6euHzog+OfSLzQcNCckk7pIJs0bZXqnEBLl+kAbulksclNbZYGdIJ6nSDfbF6uFL"
    "ABv+2EtlExYGeWYtHYWRTeuE8XtJV1xVEB6wFNUs6Nhxq0L/YYMdkAOWFq+C7IWMg6V0vI"
    "bcwo09LErW5UJYZS4+ZUB230hYNqdeFAcG6nhT2cVti0RZgj0hDmYQ4BcJ2QbtvytShlSi"
    "0wH7sYBeLcnVixbb7mVCGSZPGaCtirNHst28S0ACByQtGhNQ0LuUgMYSOVeQ2d5Huub2Ps"
    "Rpllw5DBglF6wdyYzsJ1upXbFGiB0ypzOs41Qb5fdf58TYZKTqVffkpvDvWS/3djXsprFI"
    "YEgOCLuawKyHFDdho8lUE62PDI6OF9lZVuyc1WJyiU0H3YZsoeVs/Yw9TTUO2OjPuJB8b/"
    "AlcQt6h2OxTIwOfQwefwgPwAi2CvVGAZivH014EbCfR3EpK36OjC4SnBxldaucmYJZ0uWC"
    "KEWIpKusw0WuDw5A5Z956LKxt/FUc1aTQmHW9YOcEGlRqCPg6F+31d+xiWqp89f7PqzYjd"
    "Y+o6f5lSZ1pn47VQc4YuGQzwspuTgSMcRwqPOfV1EsL3SCx9awLvqELs6rCI+m+rTdeCGU"
    "a+XDokS6QjzHsf2+C897EaaHpPOa3n9KG60ykzoJ2ugx5G6nHqWlbk+1yHD9r3g/ygm6f7"
    "i4eEpk+e22pMPH2rR5lWphtVDHCj0HJXVY+AvDh18uIK7JFRHAqkYMArrTus12xbubam0F"
    "CoHbVx8R5Vu3iPyicerve8MsLN53cy5BrC3f/xsz4yhc7zuhRJ8yV+c8WcT0NP50SheMmJ"
    "tPwTYFK3mNSsFtdWDWJpwLcqwlM2rslT6bdZDJJLHaCABslkzwPnqGD6KlM3qCeevHXbdj"
    "8okGm4IbQ7N63m2LRSxSvra5DE+QX+SqVR7l9HSwGTlW8FMv2QHqZY6M50lh1ydop04ynC"
    "k+8/NuCMGiRpB3vU10F2dkHiefVE56n0m+f99/6Ka17NpWTxIU+lH86DNIXwEfnSQFZG8l"
    "T6Qd1/YNxxQ4F0rN6vs/E6YDt6Pae7WuEwPu5PXk4KaLVwGo3NhMC0O8DPUwHwHYCH9IyB"
    "0zNWpiWDbjpcQ2j7l5IbSpMsystXkyW5oaxIxfSTwZMiCVaG/LZcINMP6X62ZnXyuc4WaO"
    "URvd2xnv9AzxNxTldh0E5DXhdeD6dzYZAumVzWlkenU7qZ0skXn5cCjTM3HT6ozp3aYLRW"
    "NfWkn/gMtwTabtYckY66Xu9hg3xzkUCZpdER5N5VD+x4USgNM08FQLcAmmwn5H2lDzFgiG"
    "AfhrZsryUleKM6+8//A3pls8Q="
)
