"""Texts that break programs: every one is stored and given back exactly, or refused with its field named."""

CONTROLS = [chr(code) for code in (*range(32), 127, 128, 133, 143, 157, 159)]

INVISIBLE = [
    "\u00a0", "\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u17b4", "\u180e", "\u2000", "\u200a", "\u200b",
    "\u200c", "\u200d", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2060", "\u2064", "\u2066",
    "\u2069", "\u3000", "\u3164", "\ufeff", "\uffa0", "\ufff9", "\ufffb", "\ufffc", "\ufffd", "\ufffe", "\uffff",
    "\U000e0001", "\U000e0041", "\U0001fffe", "\U0010ffff",
]  # fmt: skip

SURROGATES = ["\ud800", "\udfff", "a\ud83db", "\udc00\ud800", "\udcff"]

CASES = [
    "\u0130stanbul", "\u0131", "stra\u00dfe", "STRASSE", "\u1e9e", "\u03c2\u03c3\u03a3", "\u0390\u1fd3", "\u0345\u0308",
    "\u01c5", "\ufb03", "\u212a", "\u212b", "\u2126", "\u00c5", "A\u030a", "\u1f80", "\u1fbc", "\u0149", "\u01f0",
    "\u1e96", "\u13a0\uab70", "\u10a0\u2d00", "\U00010400\U00010428",
]  # fmt: skip

EXPANDING = [
    "\ufdfa", "\ufdfa" * 18, "\ufdfa" * 50, "\ufdfa" * 200, "\u3300" * 50, "\u0390" * 200, "\ufb03" * 200,
    "\u1f82" * 200, "\u00df" * 200, "\u2a74" * 100,
]  # fmt: skip

MARKS = [
    "Z\u0351\u036b\u0343\u0363\u0301a\u0300l\u0317g\u0334o\u0335", "\u0300", "a" + "\u0300" * 190, "\u0948\u093f",
    "\u0e49" * 30, "\u20e3", "\u1100\u1161\u11a8", "\uac01", "\u0958", "\u0915\u093c",
]  # fmt: skip

SCRIPTS = [
    "\u65e5\u672c\u8a9e", "\u0627\u0644\u0639\u0631\u0628\u064a\u0629", "\u05e2\u05d1\u05e8\u05d9\u05ea",
    "\u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac", "\u0420\u0443\u0441\u0441\u043a\u0438\u0439", "\ud55c\uad6d",
    "\u0e44\u0e17\u0e22", "\u0928\u092e\u0938\u094d\u0924\u0947", "\U00020000\U0002a6d6",
    "\uff41\uff44\uff4d\uff49\uff4e",
    "\u0430dmin", "\u13aadmin", "\U0001d41a\U0001d41d\U0001d426\U0001d422\U0001d427", "\u24d0\u24d3\u24dc\u24d8\u24dd",
]  # fmt: skip

PICTURES = [
    "\U0001f600", "\U0001f469\u200d\U0001f469\u200d\U0001f466", "\U0001f3f4\U000e0067\U000e007f", "\u2764\ufe0f",
    "\U0001f1e9\U0001f1ea", "\U0001f44b\U0001f3ff", "\U0001f600" * 200, "\ue000", "\U000f0000",
]  # fmt: skip

COMMANDS = [
    "'", "''", '"', "\\", "\\\\", "\\0", "%", "_", "%%", "\\%", "'; DROP TABLE users; --", "1' OR '1'='1", '" OR ""="',
    "${jndi:ldap://x}", "{{7*7}}", "${7*7}", "<%= 7*7 %>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "]]>", "<!--", "&lt;", "&#0;", "%00", "%0d%0a", "%n%s%x", "{0}", "%(x)s", "`id`", "$(id)", "| id", "; id",
    "../../etc",
    "C:\\con", "=1+1", "+1", "-1", "@SUM(1)", "=cmd|' /C calc'!A0", "*)(uid=*", "(|(a=*))", "a,b;c", "\u0000",
    "a\r\nb: c",
    "\x1b[2J", "\x9b31m", "null", "undefined", "NaN", "true", "None", "[]", "{}", "0", "-0", "1e999", "0x10",
    "__proto__",
    "constructor", "$ne", "<a@b>",
]  # fmt: skip

BLANKS = ["", " ", "  ", " a", "a ", " a b ", "\t", "a\tb", "a\nb", "\n", "a" * 199, "a" * 200, "a" * 201, "a" * 2_000,
          "a" * 2_001, "a" * 100_000, "\u00e9" * 200, "e\u0301" * 100]  # fmt: skip

NAUGHTY = [*CONTROLS, *INVISIBLE, *SURROGATES, *CASES, *EXPANDING, *MARKS, *SCRIPTS, *PICTURES, *COMMANDS, *BLANKS]
