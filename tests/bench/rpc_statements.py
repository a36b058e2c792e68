"""The statements that both contestants of the RPC measurements run."""

VISIT = "insert into visits (guest, words) values (%(guest)s, %(words)s)"
VISITS = "select count(*) from visits where guest = %(guest)s"
