"""A workbook is a zipped folder of XML: it is measured and searched before anything of it is parsed."""

import io
import re
import zipfile

from .records import Unreadable

MAX_INFLATED = 300 * 1024 * 1024
MAX_PARTS = 1000
CHUNK = 1024 * 1024
OVERLAP = 16

ENCRYPTED = 0x1
PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

# Entities can make a small file endless when it is parsed; no workbook needs them.
DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
ENCODING = re.compile(rb"""^[^>]*\bencoding\s*=\s*["']([^"']*)["']""")


def checked_package(data):
    """Return the opened zip file. Raises Unreadable where it is none, is damaged, or could harm whoever parses it."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("The workbook is encrypted or an old .xls; save it as .xlsx without a password.")
    if not data.startswith(b"PK"):
        raise Unreadable("The name ends in .xlsx, but the file is no workbook.")
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        _check_list(package)
        _check_parts(package)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, NotImplementedError):
        raise Unreadable("The workbook is damaged; perhaps the file was cut off.") from None
    except Unreadable:
        raise
    except Exception:  # zlib and struct have errors of their own for bytes that make no sense
        raise Unreadable("The workbook is damaged.") from None
    return package


def _check_list(package):
    parts = package.infolist()
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise Unreadable("The name ends in .xlsx, but the file is another kind of zipped file.")
    if len(set(names)) != len(names):
        raise Unreadable("The workbook holds a part twice, so that programs would read it differently.")
    if len(parts) > MAX_PARTS:
        raise Unreadable(f"The workbook has more than {MAX_PARTS:,} parts.")
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise Unreadable("The workbook is encrypted; save it without a password.")
    if any(part.compress_type not in PLAIN_METHODS for part in parts):
        raise Unreadable("The workbook is compressed in a way that no spreadsheet program uses.")
    if sum(part.file_size for part in parts) > MAX_INFLATED:
        limit = MAX_INFLATED // (1024 * 1024)
        raise Unreadable(f"The workbook unpacks to more than {limit} MB; import it in parts or as CSV.")


def _check_parts(package):
    """Unpack each part once, chunk by chunk. No more is unpacked than was declared, and a lie fails the checksum."""
    for part in package.infolist():
        is_markup = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        tail = b""
        with package.open(part) as content:
            while chunk := content.read(CHUNK):
                if is_markup:
                    if not tail:
                        _check_encoding(chunk)
                    if b"\0" in chunk or DECLARATION.search(tail + chunk):
                        raise Unreadable(
                            "The workbook holds declarations of entities, which none needs; it is refused."
                        )
                    tail = chunk[-OVERLAP:]


def _check_encoding(start):
    """Only in UTF-8 does the search for declarations find them."""
    declared = (
        ENCODING.match(start[:200]) if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") else None
    )
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise Unreadable("The workbook is not written in UTF-8, as every spreadsheet program does.")
