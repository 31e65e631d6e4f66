"""`make run`: prepare this machine's site, say where it is, and serve it with the production server.

Whatever is created stays in the project's folder: the database, and in .local/ a secret and the editor's password.
"""

import contextlib
import os
import secrets
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"


def kept_secret(name, length):
    """Return the secret kept under a name, made on the first call. Only the owner can read it.

    It is written beside its place and then linked there, so that of two first starts at once both get the same.
    """
    file = LOCAL / name
    if not file.exists():
        LOCAL.mkdir(mode=0o700, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=LOCAL)  # readable by its owner only
        with os.fdopen(descriptor, "w") as opened:
            opened.write(secrets.token_urlsafe(length))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        os.unlink(draft)
    return file.read_text().strip()


def prepare_environment():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEBUG", "0")
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
    os.environ.setdefault("SECRET_KEY", kept_secret("secret-key", 64))


def prepare_site():
    """Bring database, knowledge base, editor and static files up to date; what editors changed stays."""
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_knowledge_base")
    call_command("set_up_roles", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    users = get_user_model().objects
    if not users.filter(is_superuser=True).exists():
        users.create_superuser("editor", password=kept_secret("editor-password", 12))


def main():
    os.chdir(ROOT)
    port = os.environ.get("PORT", "8000")
    if not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
        sys.exit(f"PORT is {port!r}; set it to a number from 1 to 65535.")
    prepare_environment()
    prepare_site()
    print(f"\n  Crosscheck   http://127.0.0.1:{port}/")
    print(f"  Compare      http://127.0.0.1:{port}/compare/")
    if (LOCAL / "editor-password").exists():
        print(
            f"  Editors      http://127.0.0.1:{port}/admin/   editor / {kept_secret('editor-password', 12)}"
        )
        print("               (the password of the first start, kept in .local/; change it in the admin)")
    print("\n  Stop with Ctrl+C.\n", flush=True)
    os.execv(
        sys.executable,
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application",
            "--host", "127.0.0.1", "--port", port,
            "--workers", "2", "--blocking-threads", "1",
            "--respawn-failed-workers", "--workers-kill-timeout", "3", "--http1-header-read-timeout", "15000",
            "--log-level", "warning",
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
