"""What is sent to open sockets as it happens.

A change is published to a Valkey channel of whom it concerns, and every instance sends it to its sockets. PostgreSQL is
the history and Valkey only the messenger: a socket that sees a gap in its versions is brought up to date from the
database, and a sweep finds what was lost where nothing followed.
"""
