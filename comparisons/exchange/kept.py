"""Files between their preview and their confirmation: kept for all workers, for one user, for a while."""

import zlib
from dataclasses import dataclass

from import_export.tmp_storages import CacheStorage


class Storage(CacheStorage):
    CACHE_LIFETIME = 2 * 3600
    CACHE_PREFIX = "import-"


@dataclass(frozen=True)
class KeptFile:
    """A file as it was handed in, and why."""

    name: str
    data: bytes
    reason: str

    @property
    def change_reason(self):
        return f"Imported from {self.name}" + (f": {self.reason}" if self.reason else "")


def keep(kept, label, user):
    """Keep a file for the user who imports it into the model of that label; return the key to it."""
    storage = Storage()
    storage.save((label, user.pk, kept.name, zlib.compress(kept.data), kept.reason))
    return storage.name


def found(key, label, user):
    """Return the kept file, or None where it is no longer there or is somebody else's."""
    if not (key.isascii() and key.isalnum() and len(key) == 32):
        return None
    value = Storage(name=key).read()
    if value is None or value[:2] != (label, user.pk):
        return None
    _, _, name, data, reason = value
    return KeptFile(name, zlib.decompress(data), reason)


def forget(key):
    Storage(name=key).remove()
