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
ALTER TABLE "users" ADD "email_verified_at" TIMESTAMP;
ALTER TABLE "users" ADD "mfa_required" INT NOT NULL DEFAULT 0;
ALTER TABLE "users" ADD "lock_reason" VARCHAR(200);
ALTER TABLE "users" ADD "locked_at" TIMESTAMP;
ALTER TABLE "users" ADD "auto_locked_at" TIMESTAMP;
ALTER TABLE "users" ADD "auto_locked_until" TIMESTAMP;
ALTER TABLE "users" ADD "mfa_must_enrol" INT NOT NULL DEFAULT 0;
ALTER TABLE "users" ADD "mfa_enrolled_at" TIMESTAMP;
ALTER TABLE "users" ADD "locked_by_id" CHAR(36);
ALTER TABLE "users" ADD "failed_attempts" INT NOT NULL DEFAULT 0;
ALTER TABLE "roles" ADD "licensed" INT NOT NULL DEFAULT 0;
ALTER TABLE "roles" ADD "mfa_required" INT NOT NULL DEFAULT 0;
ALTER TABLE "role_grants" ADD "last_confirmed_at" TIMESTAMP;
ALTER TABLE "role_grants" ADD "expires_at" TIMESTAMP;
ALTER TABLE "role_grants" ADD "reason" VARCHAR(200);
ALTER TABLE "sessions" ADD "ended_by_id" CHAR(36);
ALTER TABLE "sessions" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "sessions" ADD "fresh_at" TIMESTAMP;
ALTER TABLE "sessions" ADD "second_factor" VARCHAR(20);
ALTER TABLE "pending_logins" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "pending_logins" ADD "second_factor" VARCHAR(20);
ALTER TABLE "audit_events" ADD "token_id" CHAR(36);
CREATE INDEX "idx_sessions_ended_a_83110e" ON "sessions" ("ended_at", "last_seen_at", "id");
CREATE INDEX "idx_sessions_created_e1543a" ON "sessions" ("created_at", "id");
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
ALTER TABLE "users" ADD "email_verified_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "mfa_required" BOOL NOT NULL DEFAULT False;
ALTER TABLE "users" ADD "lock_reason" VARCHAR(200);
ALTER TABLE "users" ADD "locked_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "auto_locked_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "auto_locked_until" TIMESTAMPTZ;
ALTER TABLE "users" ADD "mfa_must_enrol" BOOL NOT NULL DEFAULT False;
ALTER TABLE "users" ADD "mfa_enrolled_at" TIMESTAMPTZ;
ALTER TABLE "users" ADD "locked_by_id" UUID;
ALTER TABLE "users" ADD "failed_attempts" INT NOT NULL DEFAULT 0;
ALTER TABLE "roles" ADD "licensed" BOOL NOT NULL DEFAULT False;
ALTER TABLE "roles" ADD "mfa_required" BOOL NOT NULL DEFAULT False;
ALTER TABLE "role_grants" ADD "last_confirmed_at" TIMESTAMPTZ;
ALTER TABLE "role_grants" ADD "expires_at" TIMESTAMPTZ;
ALTER TABLE "role_grants" ADD "reason" VARCHAR(200);
ALTER TABLE "sessions" ADD "ended_by_id" UUID;
ALTER TABLE "sessions" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "sessions" ADD "fresh_at" TIMESTAMPTZ;
ALTER TABLE "sessions" ADD "second_factor" VARCHAR(20);
ALTER TABLE "pending_logins" ADD "opened_by" VARCHAR(20) NOT NULL DEFAULT 'PASSWORD';
ALTER TABLE "pending_logins" ADD "second_factor" VARCHAR(20);
ALTER TABLE "audit_events" ADD "token_id" UUID;
CREATE INDEX IF NOT EXISTS "idx_sessions_ended_a_83110e" ON "sessions" ("ended_at", "last_seen_at", "id");
CREATE INDEX IF NOT EXISTS "idx_sessions_created_e1543a" ON "sessions" ("created_at", "id");
CREATE INDEX IF NOT EXISTS "idx_sessions_last_se_687ade" ON "sessions" ("last_seen_at", "id");
"""


async def upgrade(db: BaseDBAsyncClient | None) -> str:
    """The SQL for the engine at hand; aerich asks without one when it means PostgreSQL."""
    return SQLITE if db is not None and db.capabilities.dialect == "sqlite" else POSTGRES


async def downgrade(db: BaseDBAsyncClient | None) -> str:
    """None: a database goes back by its backup."""
    return ""


MODELS_STATE = (
    "eJztXWlv3DjS/itBf8oAniBuH8m+WCxgO56MMXYc2J3dwRqBIKvpNtdqSaPDjjHIf39JXU"
    "1K1EFZUlN0fZmMJZZaeopk3cW/ZyszRPduFKB3Jz5aIifEpj37vzd/zxxzjcj/iAfsvJmZ"
    "nsfdptdC89aOiax8aBCPvQ1C37RCcuuOXELk0hIFlo+9ELsOuepEtk0vuhYZiJ3V5lLk4L"
    "8iZITuCoX3yCc3br6Ty9hZoh8oyP70How7jOwl9+Z4SX87vm6Ez1587du3s0+/xSPpz90a"
    "lmtHa2cz2nsO710nHx5FePmO0tB7K+Qgn3zukvkM+pbpR2eXkjcmF0I/QvmrLjcXlujOjG"
    "wKxuyfd5FjUQze0F8yohDbwTvLXXtm+I5e+fCv9D0ZGsP4crkwrk8XhjGTANJyHcoE7IQU"
    "tb9/Js/doBNfndEfOPn96Ort3uEvMR5uEK78+GaM3exnTGiGZkIac2ADuWcGwZPrL417M7"
    "gvo39yb/pi9EuEBUaQV+/CguzChgeb+ZcBmkE2AMiztfnDsJGzCu/Jn3vv39eg/u+jqwT4"
    "9+9j5F2yYJLF9CW9NU/uUQ5sELfuTWeFloYZluH+RJAK8RqJIecpC3gvU9J32f9MEP0asB"
    "dnF6fXi6OLr/Tx6yD4y47xOlqc0jvz+Opz4erbwwJf8oe8+c/Z4vc39M83/738clpcN/m4"
    "xX9n9J3MKHQNx30yzCWLSXY5u8SxGf0IEUGRbBFkV7VlWV2m7oHd6W4G3O6f2+soCI1kfZ"
    "ZZfey6NjIdMacLlAU23xLSoRZyfmVc3h5fXp5zbD0+WxS2z28Xx6dXb3djfpJBOIwvn31Z"
    "FLZSosT4hpzSwJCMqzlsZyE1aAZUE7t7YBQDeuHWtB6eTCLZS3fcuStUIiioZSZcOmjhkv"
    "/EjDgjb2w6lmiOb/TVb+lzpoj+5urm933zKddy2ZlHPn6JbJRM65Oj65OjT6eznxz2PNT0"
    "1nq+Ll4xHXMVfy99M/oeGyh/c/018r+mStpMbB8UBjXZCHfxcCPT/IY3FG5Y0Hzk2aaVqD"
    "/fwYQAE0JRJXYEE4JdCpKKZYEUjAil1Up1FBx1mSqr4jSpLUQoIrxy/kDPwysuaqDas+rS"
    "oDb2quacuyvsnMWeS0LkV+g5xVFNio5Nx5MPzgi26BJ9QM8yIjUd3o8g3apaXRCj81ZidF"
    "4jRuepGK1WZB7Il4rBPnWidWk34IFPaTVUYXbbQL9bjfxuSX8BsQZiDcRajViLgRfLsown"
    "tQKMftlY5jl9RSOVOwRMMuZmhtYmtosXlzggtsezISK4w34QCu/YZt2NRFIntkx2w/IRna"
    "uFq5G3FFx1n5x8DtBr4FdQx6+QTS4Z/Yel0VAUH7QRxQfVovhAKIrZ1SULtNGrxqkU2D3q"
    "nExYkO6MMkDnBJ0QVizkNxbAsrOZIwKgJYB+RD41kbu4IoUPgDC3yv7IjZoms7p4qvEkxW"
    "wofYdfXfNWLv55jYt/Xnbx52qvDNAcEeDcBmfWKJGBukinof4zON4GDgxigJVhr02YqXgC"
    "JM5IJM6ITPEuM19j7f+w1ew/rJn9h+XZX3ZzyMvQ8TEfaX8fBPGS+0halgLeMnjnfoEAmb"
    "4llQ4iINVwXxnQFpOHvEgHpm8ruOm/QSXcC/QjFMNdpNNgS6mzbk//XHD6Sobp24ujP3/h"
    "jNvzyy+fs+EMD07OL48L0HsEMClFPSfQb2737w0mPxeaFpF7bigAuXpiF+l0wHrsmT2t7I"
    "PZ798ujr6Mo6j0n4BgRuG9sUYErM6QFx4xIvLnlydH51NFnqAZRkFX0DfUI+J9dLI4+/fp"
    "VAG3iCET4DtsmfTNyC89Iqn4UxW9Dlv8CP4uWshHrBpbmO5Uo5jzZL2ArVA63yBQh8gxnV"
    "ASaI4I5nQroH30iNGTQUNyZahpzK+q9IAjq4v0TQ/2GpRp5K6AIF7ayKBf60ahscZOFCKB"
    "TDxzKtTtKvICpDTzbSCh+H6o2buib/DrfHf/w/7HvcP9j2RI/Jb5lQ81SJcd3QEiwouKLb"
    "zGggB1JcIlOoC2CO36zjR89FeEfSTYcetrngukELuRiN1Q8JDju7bdKetCQA45FyrnXFCG"
    "xU0CYq51WGk8Maw1ibV2Z+JkmYRo7YUyIlpACSKkCG88723Xeui0k5WpYSNTeSNj+dWpKY"
    "7wAcBzlXneeXHDup4aj2+fJUv6inQvKJeZDncb62F4XImZZAauIEWuJnGFJwOfVvt8W7aa"
    "TGqzKhLDhqXyhsUXCMowmqeE5imTYLO0YCoRgmQqJPlxtbQyC4inhAWk9ALKmCW9gEqEsI"
    "D4BfSIfBpekPAnMRTj+ZF2h9LnevYjsVX8becoSwPTs7ahSAxVGdsBO4qoiWpjQxF2TnEd"
    "Ra7IXnx1drKoaynCeJ0FfTYLPv/0Cb/9cYXsODGnFvVyn89pStUSAwpBda5f14sQE3QM0x"
    "EyOmGJMmZZbuSIwhuSqOm1uvmcF9dGxso3+4DpijzrM32UrtMqsFwPGS7RWXyyKF8O2DV9"
    "3mX6OF1BS9YiEcpu5Fs9gHaVPknXBZl+Xm+LMn2e1gtzjda3RDzeY+/lgH323ci7iB+oK1"
    "xpFlgPG1jyIF1x8pCzJA9JXOAvR+tr8rhYB9MVMtdJMjgNGzsPL4eMnrVAnnZOHqYrYtRq"
    "ijwyqA+N4jh+2ImrrzoRuqGXZH2tUR/ycUGed5o9TlfQTA8bofuAetjEjjy8oE/SCSrqvG"
    "jd9ZQLxDDHEIpRzQ6LaYUtf66hJsothVKuSyy1I2fiLrHxrZ2GLrHUpoXTHl9TS1XZLlca"
    "d7fqv3i+S5eZ/hvM6F7lx75ZCejqDgUFMui8Id2foKJyuDJiWVUpDHnvsZrpOrZgp6gt5m"
    "DJoIxDoozDxhZR6aXL1FgywFuyRA1KA8fH/TbCdmhg2Y6aLBngLYE3JJJ20k6mmgcH6Y5a"
    "sxmS8mYvVXJLSWRt0p0gq6Kdc9q6xwQd333qB6uvpq+xJ9+Lvw7QkknY6Q2sOF9HV6wSdP"
    "zI7iEMGYuVq8jWCiypKFG3qEeyz1eHPnI50Bj/YNKH+o2C3OTnMPppLCZNx/peiI/cJO+R"
    "xDeyIwnhIDqFoiabPLqyW79Fz8qcWsMoSqvu2jXNtcu9teP12MnY4inB2FLa2MqYJV1bVi"
    "KE4p1id0bZjgHQLEC6qauHCQO6nHnHUUKbAJW3qLirA/m+O+yvu/WwET0AeK4yzxlVvK1A"
    "YkjgZHrBaUCyteNBH2W5+sBZU5ebGZijleUqimpjXS4zp7iy3JOj65OjT6ez0hbQD6pZEq"
    "amqDIbn3Sx8wg+otRjW+0k2rh0m71EiTt5EDdRNt+Snyi5h8ARpI4jKA0qyCHPEYFIK1qr"
    "oHANqCGALHuhLBNqCF4uOADXBly5zU9FLSEJVVYrCXkos1lHiIOog6oI8S+AhrB18VUTKs"
    "qmS1vfa06gZXBoiMOHQGEAhWH7gq1RYdiaVNvklIilGpdzUivVCpkuQ0k1y3X9JXbIK4Bo"
    "U1i0MWySkG88FQi5lgHGuztkCSyMdhknG2oN8R7ghFSo4ngNoT1oB96vpACVHFRyUMnbOZ"
    "rQCgch8tGy1t1UGNWknvv5+MFcT6VUZfrWgWdmacxC3Xy7TUb07H9R39Il4Ygk5DmRhkpi"
    "/81datuOVAO9tbYjY07ylrO8dpqDVv46tXKordaWzRLFwAPrX3z/cLH2VeoxXqt7CTqcD1"
    "U+Jg763WwiR6m7B0rGFHKWQhwQXKQauUhHrylSG+ChdF7kLDsVFW3IoLpENS0IbJpXy2aI"
    "NEA9kXJwQj3RCPVEW4w0pO0mqkIMm24UDbEF5hiqvi3beL7s0GLoEPmOaecNTzj7lj1MET"
    "qiqGXespyTMAoKZHpaBv2buuTTRZ23q3HOCQDhdgiDYt5lA5mcYg7BhlfBZjgOvF+rixJK"
    "SnqGREMZ1E96QY0llmnIPeR8pYr84lmrjpw7BYuMmW8VVYalDWJUS1fNfWGsA+23dETvRE"
    "D/yffFcyOvrzON4yN6dUVtJE9KbavZIrStfCqDtZwtuVAYP5WPHt2HRIElw242L1O+DY4W"
    "dRwt0Hp2xCh3svfKtiPd0IDdAJ1Ix08agIbJXabx5Jwa0DB5uG0q130kFxBPCbk3Kq+fjF"
    "fS66dECOunuH44U6I9rhwZoApO15FruiCbCLKJFHCySnUnhsjAoJEBH1V5XF4C8WRlWHPN"
    "PS/EFc2GWzzXFN3zq6CdBzfZI3cGduBChf1YOkFN1yvIDNLVOpSoTy0LiP6imdPlfFMkcy"
    "tB34lite2o72RgG1hliMGr0BWSe01KQszLLSoHEKUdPUq7XX1MKS/Nbqsg125NjGu3HOKi"
    "/xoP6FkW44xGO713vxXK+zUo75dRrm1xtEA/QjHQW2txNNvCJrE4/XPB6bQZom8vjv78hd"
    "Nrzy+/fM6GMxw4Ob88LgCPg/wbyrLfdW1kOhWbN0dYQP6WUA4FfX5lXPSPLy/POfSPz4rw"
    "frs4PiX7S8wKMggnroizLwuo+Hgtdh1UfLw6Nj8iPxCKrTOnQmoxFAXe4uHspd2hlIMVfY"
    "Nf57v7H/Y/7h3ufyRD4rfMr3yo4XayOXbyhqzR+pYA2Y/JehE/bLorqd7EF2T/gpW/VSs/"
    "nW81tv5mRjZb/AazFvoumF9ljoc4ploulWciiHk+KqRxK+Qg+J+LnU5aCEcISojSSggZ2i"
    "W/rEAGeVDKJOVPaLFADyVFsp5yUf3y7JE83DBNXBtzR9hV2pz4BOlkLWFVtzmVwGSpUb7l"
    "iiuTyTR+iSU7ibNUs7jAksk7Y5OkQC1XSC2HAjUoUFNhT9fC/IECtaE0djCBoGJpAqhCxd"
    "LYbaLA2BzI2IQqG6iyUQhdtatsrlEQJB8uPFcpvbvTdKJSMm7ktkjIWTJNkfK/dmgP3SA0"
    "AoSc9O/MrufTf7KrotFg6atj6YfuA+HNvRncS6knHJV2WaSH+y30k8P9Sv2E3iqmkNr4Ef"
    "kVibrNDatYeg0VwiEOZkrSDpBgS6lNHeUJIXVUInXU9ZATuyu6znLuASPmS389ur7+z+XV"
    "p6G27qI7sZUzscaVWJzsASI/SHQbohm4glhQy554xYfo6MjtG/k7ImnvOzhwWTpoj6Sy9x"
    "by4V8Fm4t2igyji7TAaqVZjT06mjxQkGtcbfLwVPrJxv2DNoVzB9V1cwfCLlImwaTiMNqa"
    "lKqcSj+chznzl/HPyOxcLB2oISpvWoRTRl1WRouTnbkn6Liw+lbuk9UhHbYvkEE0FNJsx0"
    "uzhWzQbPJMNhv0K9lAyBeeuytcFTvihuw0BJC8ZLBh09HQfwWiOxDdaVYUpKI7QYgE2SYt"
    "3a4prYZRnf41MgijQRitAWwIo0EYDcJoE0PeDEO09kTNHyr7lLAk4zUqeT8UwD00KoGo1U"
    "s38el5BX94mDyui+eXowQ2K81mYtF36tQVgHN/KvwFl2gDU8El+opdopcOWpBd6hw7DzOx"
    "R5QdsdPgEHUdZNBNz7DJ6JHz6r3IJ7MXQRK8Sm7SjCkl3NuZfAy5hk6l/q098EqP4pVGax"
    "PbMgjnBPq5LPZazeK9mmm8V57HYGR32acnp51nzJJOBCkRQirIT3BfvL4FBO4LvfkL54S/"
    "Bi6DkwqcVOCkqnFS0T71kXfiLtFM7KNiBuw0uKhu46EEjeUIx6lyDirbdckvg39KJf9Uyp"
    "MS7NWm/IZCQ4/U7mGbNKeirGTSnA5LljxZZ9IOKY5IQ5j3WlUq7dVUKu2VK5XAZ/JalEUw"
    "+fTmLxgDLxP4YAzobAws3NA7dXzXXqPKbu78mCaTICSjDZQNH9kqIJy4w/46bQkHtoE6tk"
    "GAiGJE20+YtihJv/p42hKhFipsnZAd4ojaJV5hqbzlDcF4WctDmgw9Jy57yMfu0kiy6GVw"
    "LRMCvgJ8k141wnq1Y7yqRJcjGw/YXwc+GPQf8/ne3of5+73Djwf7Hz4cfHyf41u+VQf08d"
    "lnijW3XUBW/is1jjhlSZbRBVowg1XmNLEWyC2iP606MVtADvxWmd/g9gC3B7g9atweRx5e"
    "0Dzdmdjjkd/eaXB2mB424oTfkf0cTELKd3FTe/B9qOP7iP8tgV4dscvGa+HpGKGtoOejO/"
    "xDBuENhZYYQyXEJCshwO7usjFPTjuHRP1+Ba+SifrTwXdy6yd28nbM3CjSAqenwWksl1ZY"
    "oNOvULD/NuhQHfEaVlTGK2ndo0QIugf0iwafq04+VyZZx3I9ZPjukyCz4Til/e2PK2SbIR"
    "b26S+7Uq/pIzXC/edIHuoEt3o3dY5tO1+1EbN3AI/1TeLyoQ+OfyLxQkPPbSWd0kE2adoq"
    "1TmBli7TAdzSyWKTm9osDegE9TpBvtm8XClgA37ThLb5hHdmZikWjb2Mwlv3xwXt6lPRNW"
    "0zoEnKufFQg7YIGiMmGyAnTA3fJRkLWedqCbmtGWVamrgP5O1lNIZsvIYKw34bfWG/Wl3Y"
    "FxxhYGEPS55CyBFpCPMw/dBcJ6TbtnwtSplSC8zHLkaBOHcnVkzN15wqRJIs3lABe5Vmr2"
    "WbmBYARE4o6t/ZsJCLxBA2UpnXcPBJz/VtjN0os2wYMlgwSi+YW9NZuk63cpsCLXBaZU7H"
    "uSbI96uO4qrJUMmp9MtP6c2hXvL/bs1LeY4f0eljdZuMzf2dBh8lPdzRQI+jtMcAb6Q63s"
    "jQ9bAls0vkBFq4GYauUni6F8naanSz8QBuC3DJZoVD2aQxjgjCmapkjCmmOfSD5rScimOW"
    "LU1d21ZHBbxGYUiQDr6asTtApAVyQ5oUwSAdbHhk9BZ1we0WqCpU03fQRm4eVMvNg1RuVu"
    "uAj6YdocD4X+AKUleqI08FMi1UlrHDTo/ID7AI9kofJkMxngtz4F5SvbkwI2/ZUeDylBDm"
    "UU7iitgsXTFSIgSNVSV31lG0xOHJPbIePBdXOrWKo5o0GpOON6ycYItKDUEfh8L9vq6DIE"
    "vVz56/XfVmxAaCdc1fTakTHrPxWqg5Q3eNCPCqW5yJIwSzV2Uh/IDE0rcm9xJViF0dFlH/"
    "J6vQtWCGkS9XEcMS6Qjz/GMbnOcfq4Gm95TTeuqieMyAdrrOSHG8m5lrWZHvc03eaOs38o"
    "NuXvEpHhKaPnluqzHx9K0eZVqZbiQYAKFGdUKNBfbIqAUFUjDPldYMNiuyrdTaUGgosg7b"
    "OHAPqx24h6XApxuFZB+o0AtOnWgdo8xWGfKraUOuIdy7beDerYZ7V1AGYwpd43U1MOZLvO"
    "KKuZaGns6JulBdydU8o/knwKRuMalZHa2tGsTSgOdUhKds1JKn0m+zGKRYLkABDYFJTl6e"
    "CqavMo0h9MSTt11bZ1fyZBpuCO0Oxq05F7fU0oT1JEji/AJvpNIo96+jpYDJyrcCmX5ID1"
    "MNfm86qw4ZOUW68RTh2c33LTijBknJwR71dZCdXVBZWD3ReSr95nn/zV3jvGFzJdldgqfS"
    "D+dBun75iHxpICsjeSr9oO4/7O24oUA6Vu/X2XgdsB29YYe7XuMwPs9ZXk4KaLVwGo3NhM"
    "C0O8DPUwHwHYCH5IuBky/WplRVZDpcQ2j7l5JbSoIsystXkwO5pZxHxfSTwVMeCVaG/LZc"
    "INMP6X62ZnWytc6WaO0Rvd2xnv9AzzNxxlZh0E5D1hbeDKdzYZA26FxOlkenU7qZ0skXH4"
    "gHndG3HT6ozp3aYrRWNfWkn/gMtwTabtYckY66Xu9hg3xzkUCZpdER5N5VD+x4USgNM08F"
    "QLcAmmwn5H2lT6liiGAfnnSLDFUAnkRK8FZ19p//D0JH040="
)
