"""Version 2: grant owners.

SQLite changes what is unique only in a table made anew; nothing refers to this one, so nothing goes with the old one.
"""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

SQLITE = r"""
CREATE TABLE "role_grants_anew" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "source" VARCHAR(20) NOT NULL,
    "owner_id" CHAR(36) NOT NULL,
    "granted_at" TIMESTAMP NOT NULL,
    "granted_by_id" CHAR(36),
    "reason" VARCHAR(200),
    "expires_at" TIMESTAMP,
    "last_confirmed_at" TIMESTAMP,
    "role_id" CHAR(36) NOT NULL REFERENCES "roles" ("id") ON DELETE RESTRICT,
    "user_id" CHAR(36) NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_role_grants_user_id_bf8b1f" UNIQUE ("user_id", "role_id", "source", "owner_id")
);
INSERT INTO "role_grants_anew"
    ("id", "source", "owner_id", "granted_at", "granted_by_id", "reason", "expires_at", "last_confirmed_at",
     "role_id", "user_id")
SELECT "id", "source", '00000000-0000-0000-0000-000000000000', "granted_at", "granted_by_id", "reason", "expires_at",
    "last_confirmed_at", "role_id", "user_id" FROM "role_grants";
DROP TABLE "role_grants";
ALTER TABLE "role_grants_anew" RENAME TO "role_grants";
CREATE INDEX "idx_role_grants_role_id_3e843d" ON "role_grants" ("role_id", "user_id");
CREATE INDEX "idx_role_grants_expires_8b8a62" ON "role_grants" ("expires_at");
"""

POSTGRES = r"""
ALTER TABLE "role_grants" DROP CONSTRAINT "uid_role_grants_user_id_55498b";
ALTER TABLE "role_grants" ADD "owner_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE "role_grants" ALTER COLUMN "owner_id" DROP DEFAULT;
ALTER TABLE "role_grants" ADD CONSTRAINT "uid_role_grants_user_id_bf8b1f"
    UNIQUE ("user_id", "role_id", "source", "owner_id");
"""


async def upgrade(db: BaseDBAsyncClient | None) -> str:
    """The SQL for the engine at hand; aerich asks without one when it means PostgreSQL."""
    return SQLITE if db is not None and db.capabilities.dialect == "sqlite" else POSTGRES


async def downgrade(db: BaseDBAsyncClient | None) -> str:
    """None: a database goes back by its backup."""
    return ""


MODELS_STATE = (
    "eJztXelv2zgW/1cKf+oAmaI5210sFnDSTCeYJC4Sd7bYohAUmXG0kSWNjhwY9H9fUpdJij"
    "qoSDLNvPkwbSU+Wfo9ku9+/HuyNCN058UhencSoAVyI9t0Jv988/fENVcI/0U8YOfNxPR9"
    "5ja5Fpk3TkJkFUPDZOxNGAWmFeFbt/gSwpcWKLQC249sz8VX3dhxyEXPwgNtd7m+FLv2Xz"
    "EyIm+JojsU4Bvff+DLtrtATyjM/+nfG7c2chbMm9sL8tvJdSN69pNrX7+effotGUl+7saw"
    "PCdeuevR/nN057nF8Di2F+8IDbm3RC4K8OcuqM8gb5l9dH4pfWN8IQpiVLzqYn1hgW7N2C"
    "FgTP51G7sWweAN+SUjjmwnfGd5K9+M3pErH/6dvSdFYxiXs7lxfTo3jIkEkJbnEibYbkRQ"
    "+/tn+tw1OsnVCfmBk9+nV2/3j35J8PDCaBkkNxPsJj8TQjMyU9KEA2vIfTMMH71gYdyZ4V"
    "0Z/ZM7MxCjXyLkGIFfvQsL8gtrHqznXw5oDtkAIE9W5pPhIHcZ3eF/7r9/X4P6n9OrFPj3"
    "7xPkPbxg0sV0md3aS+8RDqwRt+5Md4kWhhmV4f6EkYrsFRJDzlJyeC8y0nf5X7YQ/Rqw52"
    "cXp9fz6cUX8vhVGP7lJHhN56fkzl5y9Zm7+vaI40vxkDf/OZv//ob8881/Z5en/Lopxs3/"
    "OyHvZMaRZ7jeo2EuaEzyy/klhs3oKUIYRbxF4F3VkWV1mboHdme7GXC7f26v4jAy0vVZZv"
    "Wx5znIdMWc5ig5Nt9g0qEWcnFlXN4ez2bnDFuPz+bc9vn14vj06u1uwk88yI6Sy2eXc24r"
    "xUpMYMgpDRTJuJrDZhZSg2ZANLHbe0oxIBduTOv+0cSSvXTH2/OESgQBtcyEmYvmHv5fwo"
    "gz/Mama4nm+Fpf/Zo9ZxvRX19d/35gPhZaLj3z8McvkIPSaX0yvT6Zfjqd/GSwZ6Emt1Z7"
    "K/6K6ZrL5HvJm5H3WEP5mxesUPAlU9ImYvuAG9RkI9wmw41c8xveUPhOgxYg3zGtVP35AS"
    "YEmBCKKrEjmBD0UpBULDlSMCKUVivVUXDUZaqsitOktmChiOyl+wd6Hl5xUQPVnlWXBrWx"
    "VzXn3Fva7lniucREQYWew49qUnQcMh5/cE6wQZfoPXqWEanZ8H4E6UbVak6M7rUSo3s1Yn"
    "QvE6PVisw9/lIx2KduvCrtBizwGa2GKsxuG+h3q5HfLekvINZArIFYqxFrCfBiWZbzpFaA"
    "kS8byzwnr2hkcgeDicd8n6CVaTv8xYUdYtvj2RAR3NpBGAnvOGbdjVRSp7ZMfsMKEJmr3N"
    "XYXwiueo9uMQfINfArqONXyCeXjP5D02goig/biOLDalF8KBTF9OqSBdroVeNUCuwedU4q"
    "LEh2RhmgC4JOCCsW8hsLYNnZzBAB0BJAP6CAmMhdXJHCB0CYW2V/5FpNk1ldLNV4kmIylL"
    "7Drq69Vi7+vRoX/17ZxV+ovTJAM0SAcxucaaNEBmqeTkP9Z3C8DTs0sAFWhr02YabiCZA4"
    "I5E4IzLFu8x8jbX/o1az/6hm9h+VZ3/ZzSEvQ8fHfKT9fRDES+4jaVkKeMvgXfgFQmQGll"
    "Q6iIBUw31lQFtMHnKeDkzfVnCTP8NKuOfoKRLDzdNpsKXUWben3+aMvpJj+vZi+u0Xxrg9"
    "n11+zodTPDg5nx1z0PsYMClFvSDQb2737w3GPxeZFpZ7XiQAuXpi83Q6YD32zN6u7IPJ71"
    "8vppfjKCr9JyCYcXRnrBAGqzPk3CNGRP58djI931bkMZpRHHYFfU09It7Tk/nZn6fbCriF"
    "DZnQvrUtk7wZ/qUHJBV/qqLXYYsfwd9FCvmwVeMI051qFHOWrBewFUrnGwTqCLmmG0kCzR"
    "DBnG4FdIAebPRokJBcGWoS86sqPWDI6iJ92wd7DcokcschaC8cZJCv9eLIWNluHCGBTDxz"
    "K9TtKnIOUpL5NpBQfD/U7F2SN/h1b/fgw8HH/aODj3hI8pbFlQ81SJcd3SHCwouILXtlCw"
    "LUlQiX6ABaHtrVrWkE6K/YDpBgx62veeZIIXYjEbsh4CE38BynU9aFgBxyLlTOuSAMS5oE"
    "JFzrsNJYYlhrEmvt1rTTZRKhlR/JiGgBJYgQHt5k3juedd9pJytTw0am8kZG86tTUxzhA4"
    "DnKvO88+KGdb1tPL55lizp4+leUC6zPdxtrIdhccVmkhl6ghS5msQVlgx8Wu3zbelqMqnN"
    "iieGDUvlDYstEJRhNEsJzVO2gs3SgqlECJKJS/JjamllFhBLCQtI6QWUM0t6AZUIYQGxC+"
    "gBBSS8IOFPoijG8yPtDqXP9exHoqv4285RmgamZ21DkQSqMrYDdhRRE9XGhiL0nGI6ilzh"
    "vfjq7GRe11KE8joL+mxyPv/sCb/9cYWcJDGnFvVyn8/tlKolBnBBdaZf14sQE3QM0xEyMm"
    "GxMmZZXuyKwhuSqOm1utmcF89BxjIw+4DpCj/rM3mUrtMqtDwfGR7WWQK8KF8O2DV53ix7"
    "nK6gpWsRC2UvDqweQLvKnqTrgsw+r7dFmT1P64W5QqsbLB7vbP/lgH0OvNi/SB6oK1xZFl"
    "gPG1j6IF1x8pG7wA9JXeAvR+tL+rhEB9MVMs9NMzgNx3bvXw4ZOWsBP+0cP0xXxFL1Pno2"
    "0JOPrCjB5OXAnWVPPV0/VFcAidkZ+3hQHyrZcfKwE09ffSzyIj9Nm1uhPhSMOX7eaf44XU"
    "EzfduIvHvUw8qc+vacPEknqIj3p3XbWCaSRZ3jKEY1P22nFbbswZCaWAcESrk2u8QQn4jb"
    "7Ca3dhra7BKnAByX+Zp60sq2CdO4PVj/3Qe6tOnpv0OP7mWS9JuVgK5u8cCRQesS6QYPFa"
    "XXlSHfqlJrKBxI1EzPdQQ7RW01DE0GdTASdTCObWGVXrrOjyYDvCVr/KC2cnzcb2LbiQxb"
    "tiUpTQZ4S+ANmbidtJNtTSSEfFGt2QxZjZOXKrmlLLw2+WKQltLOOW3d2RidwHvsB6svZq"
    "CxJ99Pvg7Qksl46g2sJOFJV6xSdILY6SEMmYiVq9jRCiypKFG3qEe6z1eHPgo50Bj/oPKv"
    "+o2CfC8OsgyyWMw6n61ItP7BxUq+p++Uxjry8x1/JEcSPvnYJA6JJgmn/CkUUVkztezyb9"
    "EQtKDWMMLSqnV5TefycuPyDRbKdPP9v8/++1Xwv/w/Fec7p5x3sn1ZSrB9lbZ9c2ZJ10qW"
    "CKEYje82KtsBA5pfSDcpLnQjyT2KpYS2FypvUUmXEvx9t3aw6taTSfQA4LnKPKesobYCiS"
    "IZW91TXhblFqUEnBQJwFlfZ57b+6OVmSuKamOdOTWnmDLzk+n1yfTT6aS0BfSDap4Tqymq"
    "1MYnXbw/gssuc6BX++zWHvZmp13q3R/Ea5fPt/QnSh468L2p43vLYjxyyDNEINJ4axUUrg"
    "E1BJBlL5RlQg3BLwQH4NqAK7P5qaglpJHjaiWhiCw36whJTHtQFSH5BdAQNi6+aqJz+XRp"
    "63stCLSMxw1xmBYoDKAwbF6wNSoMG5Nq6xQfsVRjUoBqpRqXeDSUVLM8L1jYLn4FEG0Kiz"
    "aKTRLyjaUCIdcywHh7iyyBhdEuyWdNrSHeA5z4C0U1ryG0B+3t+5UUoJKDSg4qeTtHE1ra"
    "YYQCtKh1N3GjmtTzoBg/mOuplC1O3jr0TQvVJIVvtueLnu1I6jvspByRhLwg0lBJ7L/XTm"
    "0XmGqgN9YFZsxJ3nKW105z0Mpfp1YOpe7aslmiNntg/Yvthy/Wvko982t1L0HH/qGq+cRB"
    "v+/ryFHm7oEqPYWcpRAHBBepRi7S0WuK1AZ4KJ0XuYtORUVrMqguUU0LApvm1bIZIg1QT6"
    "QcnFBPNEI90QYjDVmHj6oQw7oBSENsgTpWrW/LNpkvO6QYOkKBazrixjR0H418AJi3api3"
    "NOckjAKOTE/LoH9TF3+6qBF6Nc4FASDcDmFQzLtsIFunmEOw4VWwGY6379fqIoSSkp4i0V"
    "AG9ZNeUGOJ5RpyDzlfmSI/f9aqQeoOZ5FR862iyrC0QYxq6aq5LzTCSu+K0tWb/Tfcljxy"
    "ektA/8n2xfNiv68zupMjp3VFbSRPSm3nXx7aVj6VwToAl1wolJ8qQA/efarA/iDtfYuXKd"
    "8GR4s6jhbo9jtilDvde2Xbka5pwG6ATqTjJw1Aw+Qu03jrnBrQMHm4barQfSQXEEsJuTcq"
    "r5+cV9Lrp0QI64dfP4wp0R5XhgxQBafryDVdkE0E2UQKOFmluhNDZGDQyECAqjwuL4F4a2"
    "VYc809K8QVzYabP9cU3bOroJ0HN90jdwZ24EKF/Vg6QU3XK8gM0tU6lKhPLQuI/qKZ28v5"
    "pkjmRoK+W4rVpqO+WwPbwCpDAl6FrpDea1ISEl5uUDmAKO3oUdrN6mNKeWl2WwW5dmtiXL"
    "vlEBf507hHz7IY5zTa6b0HrVA+qEH5oIxybYujOXqKxEBvrMXRZAObxPz025zRaXNE315M"
    "v/3C6LXns8vP+XCKAyfns2MOeDssvqEs+z3PQaZbsXkzhBzyN5hyKOiLK+OifzybnTPoH5"
    "/x8H69OD7F+0vCCjzITl0RZ5dzqPh4LXYdVHy8OjY/oCAUiq0zt0JqURQcb+3h7KXdoZSD"
    "JXmDX/d2Dz4cfNw/OviIhyRvWVz5UMPtdHPs5A1ZodUNBrIfk/Uiedj2rqR6E1+Q/QtW/k"
    "at/Gy+1dj66xnZbPEb1Frou2B+mTsekphquVSeiiAW+aiQxq2Qg+B/nu120kIYQlBClFZC"
    "8NAu+WUcGeRBKZOUv0WLBXooKZL1VIjql2ePFOGG7cS1MXeEXqXNiU+QTtYSVnWbUwlMlh"
    "rlW664Mp1M45dY0pM4TzVLCiypvDM6SQrUcoXUcihQgwI1FfZ0LcwfKFAbSmMHEwgqlrYA"
    "VahYGrtNFBibAxmbUGUDVTYKoat2lc01CsP0w4XnKmV3d5pOVErHjdwWCbkLqilS8a8d0k"
    "M3jIwQITf7d27Xs+k/+dWq0Qv0YBO+hYaLHvMb4AJQxwUQefeYaXdmeCeltzBU2qWXHh20"
    "UFyODioVF3KLzy117AcUVGTwNneyouk11BSHOLEpzUdAgi2lNqeUJYScUomcUs9HbuLH6D"
    "rLmQeMmEj9ZXp9/Z/Z1aehtm7ez9jKy1jjY+Qne4jwD2KlB6sMniBI1LJZHv8QHT28fSN/"
    "iyXtXQfPLk0HfZNUdutCovyrYDNvwMgwmqcFVivNatsno/EDBUnI1SYPS6WfbDw4bFNRd1"
    "hdUHcobC9lYkwqTqmtybUqqPTDeZjDgCnHjczORdOBGqLypoU5ZdSla7Q48pl5go4Lq2/l"
    "Pl0d0vF8jgzCpLwrjHMJSzhnSrTd/DNdcN1+9wwkPkO7RwWCeerm537BOzf+wnNvaVdF85"
    "ghOw0hPT8dbDhkNHTEgbAahNWaNTSpsFoYIUH+T0t/d0arYTitf1UY4pcQv9ReQYb4JcQv"
    "FTO5h0bejCK08kXtOCo7x9Ak47WOeT8UwD20joFw4Us38e1zxz75Nn5cF5c7QwlsVprN2K"
    "Lv1DsthKjKtvAXXKINTAWX6Ct2ic5cNMe71Lnt3k/EHlF6xE6DQ9RzkUE2PcPBo0eudPDj"
    "AM9eBNUHKrlJc6aUcG9n8lHkGjqV+rf2wCs9ilcarUzbkUG4INDPZbHfahbv10zj/fI8Bi"
    "O7yz69ddp5zizpDJwSIeTg/AT3xetbQOC+0Ju/cHL7a+AyxGh6jtGA1w+8fuD1q/H6nS2Q"
    "G9nR8+mTj6zIjKq7m4hG7jR4Ae2MxkBropGdgSs8yoNOJEr5AjOelGBv5wpcU2voCew/va"
    "xT/7++uv+pBnY/NvU9fvuuszen1XDu9u/FfjCdWOq40YJAQ3gH8a+SPEbZ80Zpml7c2FqH"
    "CMCD3WU33jrTHTzYQ0lbcG3qvXLARwM+GvDR1PhoyHGZsX/iLdBE7JqhBuw0eGRukqEYDY"
    "zmuI4Yx/PwL4MjRiVHTMYTCd1/TaGhhbV71Mb5wstKyvlyVFL+8TqTzsJiiDSEeb9VX6T9"
    "mr5I++W+SGBmvRZlEYwBvfkLxsDLBD4YAzobA3Mv8k/dwHNWqPJQSXZMk0kQ4dEGyoePbB"
    "VgTtzawSo7mQJsA3VsgxBhxYg0uzUdUWeKOXqqyEgqEWqhwtYJ2dNvc0a+5orq24vpt18Y"
    "GXs+u/ycD6cU25Pz2THfhsVe2lKJYGuC8dLAhjQZes4E81FgewsjbR0hg2uZEPAV4Jt2xh"
    "Y2aTq2l5XoMmTjAfvr7rCw/mNvb3//w977/aOPhwcfPhx+fF/gW75VB/Tx2WeCNbNdQCuK"
    "V2ocMcqSLKM5WjCDVeY0thbwLaw/LTsxW0AO/FaZ3+D2ALcHuD1q3B5T356T4vSJ2ONR3N"
    "5pcHaYvm0kVe4j+zmoKqwf4rM1wfehju8j+bMEenXELh+vhadjhENM/ADd2k8yCK8ptMQY"
    "2n9Abi/Y3apq55Db26/gVbI7xfbgu3XrJ3Hydszc4GmB09vBaVsurZCj0687Vv+HLkJLkN"
    "ewonJeSeseJULQPaA3CPhcdfK5Usk6lucjI/AeBZkNxxntb39cIafo21EJd+5KvSaP1Aj3"
    "nyN5qFPc6t3UBbbtfNVGwt4BPNbfU5cPeXDyE6kXGg6aU9IpHeaTpq1SXRBo6TIdwC2dLj"
    "a5qU3TgE5QrxMUm83LlQI64Led0DYqBvTMUiwaO4ujG+/pgrSyrjgqYD2gScp5yVCD9MUe"
    "IyYbIjfKDN8FHgtZ52oJuY0ZZVqauNWNqsRQatyc6qCNvnBQrS4cCM7ttGzfzips2iLMEG"
    "kI8zCHAHhuRLZt+VqUMqUWmI9djAJx7k6s2DZfc6YQSbJ4TQXsVZq9lmPapAAgdiPRoTUN"
    "C5knhrCRyryGTvI917dRdqPMsqHIYMEovWBuTHfhud3KbTha4LTKnE5yTVAQVJ0/X5OhUl"
    "Dpl5/Sm0O95P/dmJfyGkURBiD8Yi6rAnLMkJ0GT2WYDTZ8PHp4X2WlW3Kz1QkKJXQftpmy"
    "h9Uz9jDzNFS7I5N+4qHxv9ATxC2q3Q4cGfgcOvgcHlAQ2iLYKxVYimI8/XXgRgL9nYTkLz"
    "q6cFhKsPGVVm5yZkmnC5YIIZaiki4zjRd2dHKHrHvfsysbf/GjmjQak4w3rIJgg0oNRt+O"
    "hPt9XfsYmqqfPX+z6s2I3WPqOn+ZUmda5+O1UHOGLhkM7WU3JwNDOI4UHnPq6ySE75FY+t"
    "YE3lGF2NVhEfXfVpusBTOKA7l0SJpIR5j3PrbBee9jNdDknnJaz+lDdadTakA7XQc9jNTj"
    "1LOsOAiYDh+k7wf+Qa9I9xcPicwAP7fVmGT6Vo8yrVw3qhjgxZHlraoeAXlx6uTFceyRUR"
    "w4UjDgldYd1mu2rVxbU2go1I7auHiPql28R+UTD9d7Xhnh5vM7KXIN4e7/+NkAmULneV2K"
    "pPkSv7lizqehp3OqULzkRFr2CTCpW0xqWotrqwbRNOBbFeEpG9dkqfTbLAbJpQ5RSIJksu"
    "eBM1QwfZWpG9QTT9a6bbsfcGQabgjtzk2rOTatVPFK+xokcX6Bv1JplPvX0TLAZOUbR6Yf"
    "0sMUC92Z7rJDzg5PN54iPPn+YwPOqEGSdmyf+Drwzi5IPK+e6CyVfvO8/95fSc2ruZQsPm"
    "Sp9MN5kKYQAcJfGsrKSJZKP6j7D4y7XiSQjtX7dT5eB2xHr+f0Vis7So77k5eTAlotnEZj"
    "MyE0nQ7ws1QAfAfgIT1j4PSMlWnJoJsN1xDa/qXkhtIkeXn5arIkN5QVqZh+MnhSJMbKkN"
    "+WOTL9kO5na1Ynn+tsgVY+1ttd6/kP9DwR53Rxg3Ya8rrs9XAyFwbpkslkbflkOmWbKZl8"
    "yXkp0Dhz0+GD6typDUZrVVNP+onPMEug7WbNEOmo6/UeNig2FwmUaRodQe5d9bBdP46kYW"
    "apAOgWQOPtBL+v9CEGFBHsw9CW7bWkBG9UZ//5f/h/KRY="
)
