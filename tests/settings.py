"""The site's settings, with what makes tests fast."""

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STATIC_ROOT

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A pool gives a thread's connection back some time after the thread has ended; test databases are dropped at once.
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
STATIC_ROOT.mkdir(exist_ok=True)  # in a fresh clone nothing has been collected yet
# Every test client makes the middleware anew: WhiteNoise looks a file up when it is asked for instead of listing all.
WHITENOISE_AUTOREFRESH = True
