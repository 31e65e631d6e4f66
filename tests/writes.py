"""Whether a request wrote anything, told by its SQL: comparing all tables each time would take longer."""

# What goes with being signed in.
BESIDES = ("django_session", "django_admin_log", "cache")


class Writes:
    """For `connection.execute_wrapper`: notices whether a statement writes anything."""

    def __init__(self):
        self.seen = False

    def __call__(self, execute, sql, *arguments):
        if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE") and not any(
            f'"{table}"' in sql for table in BESIDES
        ):
            self.seen = True
        return execute(sql, *arguments)
