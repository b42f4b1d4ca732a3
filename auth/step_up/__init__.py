"""Step-up: some commands ask whoever performs them to have proved a moment ago who they are (a *fresh factor*)."""
