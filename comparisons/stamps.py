"""A stamp in a form says when the form was opened and names what is sent with it, so that it counts once."""

import datetime

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

from .models.report import new_slug

YOUNGEST = datetime.timedelta(seconds=3)  # nobody reads and writes faster
OLDEST = datetime.timedelta(days=1)


class StampRefused(Exception):
    """The form was not opened by us, or not in time; the message says which."""


def new_stamp(purpose):
    """Return a signed stamp that holds now and a name of its own, good for one purpose (any text)."""
    return TimestampSigner(salt=_salt(purpose)).sign(new_slug())


def read_stamp(stamp, purpose):
    """Return the name in a stamp. Raises StampRefused if it is forged, too young or too old."""
    signer = TimestampSigner(salt=_salt(purpose))
    try:
        name = signer.unsign(stamp, max_age=OLDEST)
    except SignatureExpired:
        raise StampRefused(
            "This form was open for more than a day. Your text is still here: send it again."
        ) from None
    except BadSignature:
        raise StampRefused(
            "This form was not opened on this page. Your text is still here: send it again."
        ) from None
    try:
        signer.unsign(stamp, max_age=YOUNGEST)
    except SignatureExpired:
        return name
    raise StampRefused(
        f"This form came back within {YOUNGEST.seconds} seconds, as programs send it. Your text is still here: wait a "
        "moment and send it again."
    )


def _salt(purpose):
    return f"comparisons.stamps: {purpose}"
