"""Settings that an administrator changes at run time, in typed pages."""
