"""Where people are checked who are not checked here: which providers and directory profiles there are."""
