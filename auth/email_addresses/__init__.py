"""How an e-mail address becomes an account's: it counts once the link that was mailed to it is used."""
