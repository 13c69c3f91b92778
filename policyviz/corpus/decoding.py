"""Bytes of a policy file -> its text, its encoding, and what was noticed on the way."""

import re
from typing import NamedTuple

# Signatures of files that are not plain text, with what a reader calls them.
SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word document or another zip file",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip file",
}
BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8",
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
# Above this share of bytes outside ASCII a text is not in a Western language, or not text.
MAX_WESTERN_SHARE = 0.2
# Damaged downloads hold a few zero bytes; more of them than this, and it is no text.
MAX_STRAY_ZEROS = 0.05

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Overrides and isolates: with them a line can show other words than it holds.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Text without zero bytes is in none of these, but a detector will find Chinese in two accents.
_WIDE = ["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"]


class Decoded(NamedTuple):
    """The text of a file, the encoding it was read with, and notes in plain words."""

    text: str
    encoding: str
    notes: list[str]


def decode_policy(data: bytes) -> Decoded:
    r"""Decode the bytes of a plain-text policy; line ends become ``\n``, all else stays.

    UTF-8 if the bytes are valid UTF-8; UTF-16 or UTF-32 by byte-order mark or by its
    zero bytes; else cp1252 (latin-1) for texts that are mostly ASCII, because a
    statistical detector reads a lone curly quote of cp1252 as Chinese; else what
    charset-normalizer finds.

    Parameters
    ----------
    data : bytes
        A whole file.

    Returns
    -------
    decoded : Decoded
        ``text``, ``encoding`` and ``notes`` (one phrase for each thing noticed).

    Raises
    ------
    ValueError
        If there is nothing in it or it is not text.

    Examples
    --------
    >>> decode_policy(b"We use your r\xe9sum\xe9.\r\n")
    Decoded(text='We use your résumé.\n', encoding='cp1252', notes=['read as cp1252, not UTF-8'])
    """
    _refuse_non_text(data)
    text, encoding = decode_bytes(data)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        message = "is empty: there is no text in it"
        raise ValueError(message)
    if text.lstrip().lower().startswith(("<!doctype html", "<html")):
        message = (
            "is a web page (HTML), not plain text: name it .html, or save its text as .txt, and try again"
        )
        raise ValueError(message)
    notes = [] if encoding in ("utf-8", "ascii") else [f"read as {encoding}, not UTF-8"]
    return Decoded(text, encoding, notes + describe_oddities(text))


def _refuse_non_text(data: bytes) -> None:
    if not data.strip():
        message = "is empty: there is no text in it"
        raise ValueError(message)
    for signature, name in SIGNATURES.items():
        if data.startswith(signature):
            message = f"is {name}, not plain text: save it as .txt (UTF-8) or .md and try again"
            raise ValueError(message)


def decode_bytes(data: bytes) -> tuple[str, str]:
    r"""Text and the name of its encoding, nothing in it changed but the byte-order mark.

    Examples
    --------
    >>> decode_bytes(b"Our caf\xe9")
    ('Our café', 'cp1252')
    """
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding)
    if b"\x00" in data and (encoding := _guess_utf16(data)):
        return _decode_as(data, encoding)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_single_byte(data)


def _decode_as(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        message = (
            f"announces itself as {encoding} but byte {error.start} does not fit: "
            "open it in an editor and save it as UTF-8"
        )
        raise ValueError(message) from error


def _guess_utf16(data: bytes) -> str:
    """UTF-16 without a mark: in Western text every second byte is zero. A few stray zeros: ""."""
    sample = data[:4000]
    zeros_even, zeros_odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if zeros_odd > 0.4 * half and zeros_even < 0.1 * half:
        return "utf-16-le"
    if zeros_even > 0.4 * half and zeros_odd < 0.1 * half:
        return "utf-16-be"
    if data.count(0) <= MAX_STRAY_ZEROS * len(data):
        return ""
    message = "is a binary file (it holds zero bytes), not plain text: save it as .txt (UTF-8)"
    raise ValueError(message)


def _decode_single_byte(data: bytes) -> tuple[str, str]:
    n_high = sum(byte > 127 for byte in data)
    if n_high / len(data) <= MAX_WESTERN_SHARE:
        try:
            return data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            return data.decode("latin-1"), "latin-1"
    # Imported here: the detector is needed for one file in a thousand.
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_exclusion=_WIDE).best()
    if best is None:
        message = "is in no encoding that could be recognised: save it as UTF-8"
        raise ValueError(message)
    return str(best), best.encoding.replace("_", "-")


def describe_oddities(text: str) -> list[str]:
    r"""What in a text is not meant to be read, one phrase for each kind.

    Examples
    --------
    >>> describe_oddities("a\x1b[31mb"), describe_oddities("ab")
    (['1 control characters kept as they are'], [])
    """
    notes = []
    if n_control := len(_CONTROL.findall(text)):
        notes.append(f"{n_control} control characters kept as they are")
    if n_turned := len(_TURNING.findall(text)):
        notes.append(f"{n_turned} characters that turn the direction of writing kept as they are")
    if n_replaced := text.count("\ufffd"):
        notes.append(f"{n_replaced} characters had been lost before this file was saved (U+FFFD)")
    return notes
