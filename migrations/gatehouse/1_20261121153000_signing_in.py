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
ALTER TABLE "users" ADD "mfa_required" INT NOT NULL DEFAULT 0;
ALTER TABLE "users" ADD "mfa_enrolled_at" TIMESTAMP;
ALTER TABLE "users" ADD "lock_reason" VARCHAR(200);
ALTER TABLE "users" ADD "failed_attempts" INT NOT NULL DEFAULT 0;
ALTER TABLE "users" ADD "auto_locked_until" TIMESTAMP;
ALTER TABLE "users" ADD "locked_at" TIMESTAMP;
ALTER TABLE "users" ADD "auto_locked_at" TIMESTAMP;
ALTER TABLE "users" ADD "email_verified_at" TIMESTAMP;
ALTER TABLE "users" ADD "locked_by_id" CHAR(36);
ALTER TABLE "users" ADD "mfa_must_enrol" INT NOT NULL DEFAULT 0;
ALTER TABLE "roles" ADD "mfa_required" INT NOT NULL DEFAULT 0;
ALTER TABLE "roles" ADD "licensed" INT NOT NULL DEFAULT 0;
ALTER TABLE "role_grants" ADD "reason" VARCHAR(200);
ALTER TABLE "role_grants" ADD "expires_at" TIMESTAMP;
ALTER TABLE "role_grants" ADD "last_confirmed_at" TIMESTAMP;
ALTER TABLE "sessions" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "sessions" ADD "ended_by_id" CHAR(36);
ALTER TABLE "sessions" ADD "second_factor" VARCHAR(20);
ALTER TABLE "sessions" ADD "fresh_at" TIMESTAMP;
ALTER TABLE "sessions" ADD "device_is_new" INT DEFAULT 0;
ALTER TABLE "pending_logins" ADD "second_factor" VARCHAR(20);
ALTER TABLE "pending_logins" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "audit_events" ADD "token_id" CHAR(36);
CREATE INDEX "idx_role_grants_expires_8b8a62" ON "role_grants" ("expires_at");
CREATE INDEX "idx_sessions_device__6bcdd1" ON "sessions" ("device_is_new", "id");
CREATE INDEX "idx_sessions_created_e1543a" ON "sessions" ("created_at", "id");
CREATE INDEX "idx_sessions_last_se_687ade" ON "sessions" ("last_seen_at", "id");
CREATE INDEX "idx_sessions_ended_a_83110e" ON "sessions" ("ended_at", "last_seen_at", "id");
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
ALTER TABLE "users" ADD "mfa_required" BOOL NOT NULL DEFAULT False;
ALTER TABLE "users" ADD "mfa_enrolled_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "lock_reason" VARCHAR(200);
ALTER TABLE "users" ADD "failed_attempts" INT NOT NULL DEFAULT 0;
ALTER TABLE "users" ADD "auto_locked_until" TIMESTAMPTZ;
ALTER TABLE "users" ADD "locked_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "auto_locked_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "email_verified_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "locked_by_id" UUID;
ALTER TABLE "users" ADD "mfa_must_enrol" BOOL NOT NULL DEFAULT False;
ALTER TABLE "roles" ADD "mfa_required" BOOL NOT NULL DEFAULT False;
ALTER TABLE "roles" ADD "licensed" BOOL NOT NULL DEFAULT False;
ALTER TABLE "role_grants" ADD "reason" VARCHAR(200);
ALTER TABLE "role_grants" ADD "expires_at" TIMESTAMPTZ;
ALTER TABLE "role_grants" ADD "last_confirmed_at" TIMESTAMPTZ;
ALTER TABLE "sessions" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "sessions" ADD "ended_by_id" UUID;
ALTER TABLE "sessions" ADD "second_factor" VARCHAR(20);
ALTER TABLE "sessions" ADD "fresh_at" TIMESTAMPTZ;
ALTER TABLE "sessions" ADD "device_is_new" BOOL DEFAULT False;
ALTER TABLE "pending_logins" ADD "second_factor" VARCHAR(20);
ALTER TABLE "pending_logins" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "audit_events" ADD "token_id" UUID;
CREATE INDEX IF NOT EXISTS "idx_role_grants_expires_8b8a62" ON "role_grants" ("expires_at");
CREATE INDEX IF NOT EXISTS "idx_sessions_device__6bcdd1" ON "sessions" ("device_is_new", "id");
CREATE INDEX IF NOT EXISTS "idx_sessions_created_e1543a" ON "sessions" ("created_at", "id");
CREATE INDEX IF NOT EXISTS "idx_sessions_last_se_687ade" ON "sessions" ("last_seen_at", "id");
CREATE INDEX IF NOT EXISTS "idx_sessions_ended_a_83110e" ON "sessions" ("ended_at", "last_seen_at", "id");
"""


async def upgrade(db: BaseDBAsyncClient | None) -> str:
    """The SQL for the engine at hand; aerich asks without one when it means PostgreSQL."""
    return SQLITE if db is not None and db.capabilities.dialect == "sqlite" else POSTGRES


async def downgrade(db: BaseDBAsyncClient | None) -> str:
    """None: a database goes back by its backup."""
    return ""


MODELS_STATE = (
    "eJztXWlv3DjS/itBf8oAniA+k32xWMB2PBlj7DiwO7uDDQJBVtNtrtWSRocTY5D//pK6mq"
    "Sog7KkZtP1ZTKWWGrpKZJ1F/+eLe0Y3ftJhN6chmiBvBjb7uz/Xv098+wVIv8jH7DzamYH"
    "AXebXovtWzclcsqhUTr2NopD24nJrTtyCZFLCxQ5IQ5i7Hvkqpe4Lr3oO2Qg9pbrS4mH/0"
    "qQFftLFN+jkNz4+o1cxt4C/UBR8WfwYN1h5C64N8cL+tvpdSt+CtJrX76cf/gtHUl/7tZy"
    "fDdZeevRwVN873vl8CTBizeUht5bIg+F5HMXzGfQt8w/uriUvTG5EIcJKl91sb6wQHd24l"
    "IwZv+8SzyHYvCK/pKVxNiN3jj+KrDjN/TKu3/l78nQWNanq7l1cza3rJkCkI7vUSZgL6ao"
    "/f0ze+4anfTqjP7A6e/H16/3j35J8fCjeBmmN1PsZj9TQju2M9KUA2vIAzuKvvvhwrq3o/"
    "sq+qf3dihHv0IoMIK8eh8WFBfWPFjPvwLQArIRQJ6t7B+Wi7xlfE/+3H/7tgH1fx9fZ8C/"
    "fZsi75MFky2mT/mtvewe5cAacefe9pZoYdlxFe4PBKkYr5Accp5SwHuRk74p/mcL0W8Ae3"
    "5+eXYzP778TB+/iqK/3BSv4/kZvbOXXn0Srr4+EvhSPuTVf87nv7+if77679WnM3HdlOPm"
    "/53Rd7KT2Lc8/7tlL1hMisvFJY7N6EeMCIpkiyC7qqvK6ir1AOzOdzPg9vDcXiVRbGXrs8"
    "rqE993ke3JOS1QCmy+JaRjLeTyyrS8Pbm6uuDYenI+F7bPL5cnZ9evd1N+kkE4Ti+ff5oL"
    "WylRYkJLTWlgSKbVHDazkFo0A6qJ3T0wigG9cGs7D99tItkrd/w9X6pEUFCrTLjy0Nwn/0"
    "kZcU7e2PYc2Rxf66tf8udsI/rrq+vfD+3vpZbLzjzy8Qvkomxanx7fnB5/OJv95LDnoaa3"
    "Vnsr8Yrt2cv0e+mb0fdYQ/mbH65Q+DlX0mZy+0AY1GYj3KXDrULzG99Q+MqCFqLAtZ1M/f"
    "kGJgSYEJoqsROYEOxSUFQsBVIwIrRWK/VRcPRlqqqK06a2EKGI8NL7Az2Nr7jogerAqkuL"
    "2jiomnPhL7F3nnouCVFYo+eIo9oUHZeOJx9cEGzQJfqAnlREaj58GEG6UbVaEKN7ncToXo"
    "MY3cvFaL0i80C+VA72mZesKrsBD3xOa6AKs9sF+t165Hcr+guINRBrINYaxFoKvFyWFTxp"
    "FGD0y6Yyz+krWrncIWCSMV9naGVjV7y4wBGxPZ4sGcEdDqNYese1m25kkjqzZYobTojoXB"
    "WuJsFCctX/7pVzgF4Dv4I+foVicqnoPyyNgaL4sIsoPqwXxYdSUcyuLlWgrUE1Tq3AHlDn"
    "ZMKCdGdUAbok6IWwZiG/qQBWnc0cEQCtAPQjCqmJ3McVKX0AhLl19keu1TSV1cVTTScpZm"
    "PpO/zq2uvk4t9rcPHvVV38pdqrAjRHBDh3wZk1SlSgFukM1H9Gx9vCkUUMsCrsjQkzNU+A"
    "xBmFxBmZKd5n5hus/R91mv1HDbP/qDr7q24OdRk6PeYT7e+jIF5xHynLUsBbBe/SLxAhO3"
    "SU0kEkpAbuKyPaYuqQi3Rg+naCm/4b1cI9Rz9iOdwinQFbSpN1e/bnnNNXCkxfXx7/+Qtn"
    "3F5cffpYDGd4cHpxdSJAHxDAlBT1ksC8uT28N5j8XGw7RO75sQTk+okt0pmA9dQze7uyD2"
    "a/f7k8/jSNojJ8AoKdxPfWChGwekMuPGJC5C+uTo8vthV5gmacRH1BX1NPiPfx6fz832fb"
    "CrhDDJkI32HHpm9GfukRKcWf6uhN2OIn8HfRQj5i1bjSdKcGxZwnGwRsjdL5RoE6Rp7txY"
    "pAc0QwpzsBHaJHjL5bNCRXhZrG/OpKDziypkjf9sHegDKN3AkI4oWLLPq1fhJbK+wlMZLI"
    "xHOvRt2uIxcgpZlvIwnFt2PN3iV9g1/3dg/eHbzfPzp4T4akb1leedeAdNXRHSEivKjYwi"
    "ssCVDXIlyhA2hFaFd3thWivxIcIsmO21zzLJBC7EYhdkPBQ17ou26vrAsJOeRc6JxzQRmW"
    "NglIudZjpfHEsNYU1tqdjbNlEqNVEKuIaAkliBAR3nTeu77z0Gsnq1LDRqbzRsbyq1dTHO"
    "kDgOc687z34oZ1vW08vn1SLOkT6Z5RLrM93G2th+FxJWaSHfmSFLmGxBWeDHxa3fNt2Woy"
    "pc1KJIYNS+cNiy8QVGE0TwnNU7aCzcqCqUIIkklI8uNqaVUWEE8JC0jrBVQwS3kBVQhhAf"
    "EL6BGFNLyg4E9iKKbzI+2Opc8N7Ediq/i7zlGWBqZnY0ORFKoqtiN2FNET1daGIuyc4jqK"
    "XJO9+Pr8dN7UUoTxOkv6bAo+//wJv/1xjdw0MacR9Wqfz+2UqhUGCEF1rl/XsxCTdAwzET"
    "I6YYky5jh+4snCG4qombW6+ZwX30XWMrSHgOmaPOsjfZSp0ypy/ABZPtFZQrIonw/YDX3e"
    "Vf44U0HL1iIRyn4SOgOAdp0/ydQFmX/eYIsyf57RC3OFVrdEPN7j4PmAfQz9JLhMH2gqXH"
    "kW2AAbWPYgU3EKkLcgD8lc4M9H63P2uFQHMxUy38syOC0Xew/Ph4yetUCedkEeZipi1GpK"
    "AjJoCI3iJH3YqW+uOhH7cZBlfa3QEPJxTp53VjzOVNDsAFux/4AG2MSOAzynTzIJKuq86N"
    "z1lAvEMMcQylEtDovphC1/rqEhyi2FUq1LLLUjZ/IusemtnZYusdSmhdMeX1JLVdUuVwZ3"
    "txq+eL5Pl5nhG8yYXuXHvlkF6PoOBQIZdN5Q7k9QUzlcG7GsqxSGvPdUzfQ9V7JTNBZzsG"
    "RQxqFQxuFih6j0ymVqLBngrViiBqWB0+N+m2A3trBqR02WDPBWwBsSSXtpJ9uaBwfpjkaz"
    "GZLyZs9VcitJZF3SnSCroptz2rnHBJ3Q/z4MVp/t0GBPfpB+HaClkrAzGFhpvo6pWGXohI"
    "k7QBgyFSvXiWsUWEpRon5Rj2yfrw99lHKgNf7BpA8NGwX5Wp7DGOaxmDwd65sQH/mavUcW"
    "3yiOJPyWnqL3IyBmcAQH3msWRVnn1VXd/B16WJbUBkZVOnXbbmi2Xe21na7PXsYXTwnGl9"
    "bGV8Es5VqzCiEU84jdGlU7CEDzAOUmr6WgVtyjeEpoG6DzFpV2eSDfd4fDVb+eNrIHAM91"
    "5jmjmncVSAwJnFQvOR1ItZY8GqJM1xw4G+p0C4NzsjJdTVFtrdNl5hRXpnt6fHN6/OFsVt"
    "kChkG1SMo0FFVm41Mufp7AZ5R7cOudRmsXb7vXKHMvj+I2KuZb9hMVdxE4gvRxBOVBBjXk"
    "OSIQaaK1CgrXiBoCyLJnyjKphhCUggNwbcGV2/x01BKy0GW9klCGNtt1hDSoOqqKkP4CaA"
    "gbF18NoaJiunT1vZYERgaHxjiMCBQGUBg2L9haFYaNSbV1jolcqnE5KI1STch8GUuqOb4f"
    "LrBHXgFEm8aijWGTgnzjqUDIdQww3t0hR2JhdMs4WVMbiPcIJ6ZCVcdLCO1Be/BhJQWo5K"
    "CSg0rezdGEljiKUYgWje4mYVSbeh6W40dzPVVSl+lbR4FdpDVLdfPNNh0xsx9Gc4uXjCOK"
    "kJdEBiqJwzd7aWxDUg/0xtqQTDnJO87yxmkOWvnL1Mqh1tpYNisUB4+sf/H9xOXaV6XneK"
    "PuJel4PlY5mTzo93UdOcrdPVAyppGzFOKA4CI1yEU6eU2R3gCPpfMib9GrqGhNBtUlumlB"
    "YNO8WDZDpAHqibSDE+qJJqgn2mCkIW83URdiWHejaIktMMdSDW3ZpvNlhxZDxyj0bDdtgF"
    "Kxb9nDFYsBYN7qYd6ynFMwCgQyMy2D4U1d8umyTtz1OJcEgHA3hEEx77OBbJ1iDsGGF8Fm"
    "OB58WKuLEipKeobEQBk0THpBgyVWaMgD5Hzlivz8yagOnTuCRcbMt5oqw8oGMamlq+e+MN"
    "UB9xs6sndLQP/J98Xzk2CoM47TI3tNRW0iT0pj61kR2k4+ldFa0FZcKIyfKkSP/kOmwH6j"
    "vWbLl6neBkeLPo4WaD07YZQ723tV25GuacBugE6k0ycNQMPkPtN465wa0DB5vG2q1H0UFx"
    "BPCbk3Oq+fglfK66dCCOtHXD+cKdEdV44MUAWn68Q1XZBNBNlEGjhZlboTQ2Rg1MhAiOo8"
    "Ls+BeGtlWHvNPS/ENc2Gmz81FN3zq6CbBzfbI3dGduBChf1UOkFD1yvIDDLVOlSoT60KiO"
    "GimdvL+bZI5kaCvluK1aajvlsD28gqQwpeja6Q3WtTElJeblA5gCjt5FHazepjWnlpdjsF"
    "uXYbYly71RAX/dd6QE+qGBc0xum9B51QPmhA+aCKcmOLozn6EcuB3liLo9kGNon52Z9zTq"
    "ctEH19efznL5xee3H16WMxnOHA6cXViQA8jspvqMp+33eR7dVs3hyhgPwtoRwL+vLKtOif"
    "XF1dcOifnIvwfrk8OSP7S8oKMghnrojzT3Oo+Hgpdh1UfLw4Nj+iMJKKrXOvRmoxFAJv8X"
    "j20u5YysGSvsGve7sH7w7e7x8dvCdD0rcsr7xr4Ha2OfbyhqzQ6pYAOYzJepk+bHtXUrOJ"
    "L8n+BSt/o1Z+Pt8abP31jGy3+C1mLQxdML8sHA9pTLVaKs9EEMt8VEjj1shB8D8fe720EI"
    "4QlBCtlRAytE9+mUAGeVDaJOVv0WKBHkqaZD2Vovr52SNluGE7cW3NHWFXaXviE6STdYRV"
    "3+ZUEpOlQflWK67MJtP0JZbsJC5SzdICSybvjE2SArVcI7UcCtSgQE2HPd0I8wcK1MbS2M"
    "EEgoqlLUAVKpambhMFxuZIxiZU2UCVjUbo6l1lc4OiKPtw6blK+d2dthOVsnETt0VC3oJp"
    "ilT+tUN76EaxFSHk5X8Xdj2f/lNcrRu9QI+Y8i2yPPS9uAEuAH1cALH/QJh2b0f3SnoLR2"
    "VceunRQQfF5eigVnGht8TcUhc/orAmg7e9kxVLb6CmOMaJTVk+ApJsKY05pTwh5JQq5JT6"
    "AfJSP0bfWc49YMJE6s/HNzf/ubr+MNbWLfoZO3kZG3yM4mSPEPlBovQQlcGXBIk6NssTH2"
    "Kih3do5O+IpL3v4dll6aBvks5uXUiUfxFsFg0YFUaLtMBqrVmNAzqaPFCShFxv8vBU5snG"
    "g8MuFXWH9QV1h9L2UjbBpOaU2oZcq5LKPJzHOQyYcdyo7FwsHaghOm9ahFNWU7pGhyOfuS"
    "eYuLCGVu6z1aEczxfIIEwqusIEl7CCc6ZC288/0wfX7XfPQOIztHvUIJinb37uZ7Jzky+8"
    "8Je4LprHDdlpCekF2WDLpaOhIw6E1SCs1q6hKYXVohhJ8n86+rtzWgPDacOrwhC/hPil8Q"
    "oyxC8hfqmZyT028nYco1Uga8dR2zmGJZmudczbsQAeoHUMhAufu4lvnzv2R4DJ4/q43DlK"
    "YLPWbCYWfa/eaRFEVbaFv+ASbWEquERfsEv0ykNzsktdYO9hJveIsiN2WhyivocsuulZLh"
    "k9caVDkIRk9iKoPtDJTVowpYJ7N5OPITfQqTS8tQde6Um80mhlY1cF4ZLAPJfFfqdZvN8w"
    "jfer8xiM7D779NZp5wWzlDNwKoSQg/MT3BcvbwGB+8Js/sLJ7S+ByxCjGThGA14/8PqB16"
    "/B60ePYkiCU3+BZnKnHzNgp8Xnd5sOJWgsJjgxmPP4ub5Pfhkcfjo5/HKeVGCv942sKQx0"
    "8e0edckbE5UPJm/sqOIaIetM2cPHERkI836nmrv9hpq7/WrNHTih+uwdW6d9gw1tPH/BGH"
    "iewAdjwGRjYO7HwZkX+u4K1R5YwI9pMwliMtpCxfCJrQLCiTscrvKuh2Ab6GMbRIgoRrSR"
    "iu3Kqh7qT2CuEBqhwjYJ2TFOYV7gJVZyMq4JpnMxjmkyDOxlDFCI/YWVlSWo4FolBHwl+G"
    "Zdl6QFgCd4WYsuRzYdsL+OfPbtP/b29vff7b3dP3p/ePDu3eH7tyW+1VtNQJ+cf6RYc9sF"
    "lDm8UOOIU5ZUGS3QghmsM6eJtUBuEf1p2YvZEnLgt878BrcHuD3A7dHg9jgO8JwmPs/kHo"
    "/y9k6Ls8MOsJVmUE/s52AyfL7Jz20A34c+vo/03wro9RG7YrwRno4JGmQGIbrDP1QQXlMY"
    "iTGUlmxlaQnY3X025q3TzqHyYVjBq2Xlw/bgu3XrJ3Xy9szcEGmB09vBaayWVijQmVd5OX"
    "xDfyg3eQkrquCVsu5RIQTdA+pOwOdqks+VSdZx/ABZof9dktlwktP+9sc1cu0YS0+cqLpS"
    "b+gjDcL950Qe6gy3Zjd1iW03X7WVsncEj/XXzOVDH5z+ROaFhibmWjqlo2LSdFWqSwIjXa"
    "YjuKWzxaY2tVka0AmadYJys3m+UsAG/LYT2lbFgJ1ZmkVjr5L41v9xSdsk1bShWw9ok3J+"
    "OtSiPZemiMlGyItzw3dBxkLWuV5CbmNGmZEm7gN5exWNoRhvoMJw0EVfOKhXFw4kZ0I4OM"
    "CK52lyRAbCPE6DOd+L6batXotSpTQC86mLUSDO3YsV2+ZrzhUiRRavqYC9WrPXcW1MCwAS"
    "L5Y1RG1ZyCIxhI105jV0KRu4vo2xG1WWDUMGC0brBXNrewvf61duI9ACp3XmdJprgsKw7m"
    "yzhgyVksq8/JTBHOoV/+/GvJQ3KI4JANFne1kXkOOG7LR4KqN8sBWQ0Rs8QHiz1QkaJXQf"
    "dpmyh/Uz9jD3NNS7Ix9tN0GR9b/Il8Qt6t0OAhn4HHr4HB5RGGEZ7LUKLEMxnf46ciOB4b"
    "rsBoueLhyeEmx8rZWbglnK6YIVQoil6KTLHCcLHJ/eI+ch8HFt4y9xVJtGY9PxllMSbFCp"
    "IejjWLrfN7WPYamG2fM3q95M2D2mqfOXrXReUjHeCDVn7JLBCC/7ORk4wmmk8JRT3yQh/I"
    "Dk0rch8I5qxK4Ji2j4ttp0LdhxEqqlQ7JEJsK8974Lznvv64Gm97TTes4e6zudMgO66Tro"
    "caIep77jJGHIdfigfT/ID/plur98SGyH5LmdxqTTt36U7RS6kWQAZL3pk/UmsEdFLRBIwT"
    "zXWjNYr8iuUmtNYaDIOuriwD2qd+AeVVLF/CQm+0DvI4wZcgPh3u0C92493LuSHEhb6hpv"
    "SoC0n+MV18y1NPZ0ztSF+jTe9hnNPwEmdYdJzepoXdUglgY8pzI8VaOWPJV5m8UomdIRim"
    "gITHHy8lQwfbWpCjQTT9527bofCGQGbgjdTkVrOBStUs/KehIUcX6GN1JrlIfX0XLAVOWb"
    "QGYe0uOUAt3b3rJHRo5IN50iPPv6bQPOqFFScnBAfR1kZ5eklddPdJ7KvHk+fGevtKLVXi"
    "qWFvJU5uE8SsuHEJEvjVRlJE9lHtTDh709P5ZIx/r9uhhvAraTV2v6qxWO08P81OWkhNYI"
    "p9HUTIhstwf8PBUA3wN4SL4YOfliZTsq6ObDDYR2eCm5oSRIUV6+mBzIDeU8aqafjJ7ySL"
    "Cy1Ldlgcw8pIfZmvXJ1jpfoFVA9HbPefoDPc3kGVvCoJ2WrC28Hk7nwig9MLmcrIBOp3wz"
    "pZMvPQ0F2mJuOnxQnzu1wWitburJMPEZbgl03aw5IhN1vcHDBuXmooAyS2MiyIOrHtgLkl"
    "gZZp4KgO4ANNlOyPsqH1HAEME+DE3XXkpK8EZ19p//D53yjR0="
)
