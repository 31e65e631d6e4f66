"""The site's settings, with what makes tests fast."""

from config.settings import *  # noqa: F403
from config.settings import STATIC_ROOT

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(exist_ok=True)  # in a fresh clone nothing has been collected yet
