"""The command line: what somebody on the host does to an installation."""
