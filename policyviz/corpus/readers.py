"""One file's bytes -> its text: which reader for which suffix, and what no reader takes."""

import re
from importlib import import_module

from policyviz.corpus.decoding import Decoded, decode_policy

FORMATS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
# Formats whose text is Markdown: there the marks say what is a heading.
MARKED = frozenset({"md", "html", "docx"})
# Formats whose readers need the extra "import": module, function, what it is called in messages.
_HEAVY = {
    "html": ("policyviz.corpus.pages", "read_page", "web pages"),
    "pdf": ("policyviz.corpus.pdfs", "read_pdf", "PDF files"),
    "docx": ("policyviz.corpus.documents", "read_docx", "Word documents"),
}
# The longest policies known have half a megabyte; saved pages with pictures in them a few.
MAX_BYTES = 20_000_000
OLD_DOCUMENTS = {".doc", ".docm", ".dot", ".rtf", ".odt", ".pages", ".wpd"}
ARCHIVES = {".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz"}
TABLES = {".csv", ".parquet"}

# Letters, marks and blanks that are seen are left; these act on the screen instead of standing on it.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def read_text(data: bytes, suffix: str) -> Decoded:
    """The text of a file, by the reader for its suffix.

    Parameters
    ----------
    data : bytes
        The whole file.
    suffix : str
        Of its name, such as ".html"; upper and lower case are one.

    Returns
    -------
    decoded : Decoded

    Raises
    ------
    ValueError
        If there is no such reader, or it finds no text; the message goes on behind the file's name.

    Examples
    --------
    >>> read_text(b"We keep data.", ".txt").text
    'We keep data.'
    >>> read_text(b"...", ".rtf")
    Traceback (most recent call last):
    ValueError: is in an old or unusual document format (.rtf): save it as .docx or .txt and try again
    """
    form = find_format(suffix)
    if len(data) > MAX_BYTES:
        raise ValueError(say_too_large(len(data)))
    if not data.strip(b" \t\r\n"):
        message = "is empty: there is no text in it"
        raise ValueError(message)
    if form not in _HEAVY:
        return decode_policy(data)
    module, function, called = _HEAVY[form]
    try:
        reader = getattr(import_module(module), function)
        return reader(data)
    except ImportError as error:
        raise ValueError(say_missing_packages(called)) from error


def find_format(suffix: str) -> str:
    """The format for a suffix, or the reason why there is none.

    Examples
    --------
    >>> find_format(".HTM")
    'html'
    """
    suffix = suffix.lower()
    if suffix in FORMATS:
        return FORMATS[suffix]
    # Plain text last: it is what is asked for.
    kinds = ", ".join(sorted(FORMATS, key=lambda own: (FORMATS[own] in ("txt", "md"), own)))
    message = f"is not in a format policyviz reads ({kinds}): save it as plain text."
    if suffix in OLD_DOCUMENTS:
        message = (
            f"is in an old or unusual document format ({suffix}): save it as .docx or .txt and try again"
        )
    elif suffix in ARCHIVES:
        message = f"is an archive ({suffix}): unpack it, or load a .zip by itself with load_policies"
    elif suffix in TABLES:
        message = (
            f"is not in a format policyviz reads ({kinds}): a table of texts is loaded by itself, "
            "with load_policies"
        )
    raise ValueError(message)


def say_missing_packages(called: str) -> str:
    """What to install, for a file that this installation cannot read.

    Examples
    --------
    >>> say_missing_packages("web pages")
    'reading web pages needs more packages: pip install "policyviz[import]"'
    """
    return f'reading {called} needs more packages: pip install "policyviz[import]"'


def say_too_large(size: int) -> str:
    """The reason for not reading a large file."""
    return (
        f"is too large for a policy ({size / 1e6:,.1f} MB, more than the {MAX_BYTES / 1e6:,.0f} MB that are "
        "read): cut it into its policies and try again"
    )


def show_name(name: str) -> str:
    r"""A file's name as it can be printed: control characters, and those that turn the writing, as escapes.

    Examples
    --------
    >>> print(show_name("a\nb.txt"), show_name("x\u202egpj.txt"))
    a\nb.txt x\u202egpj.txt
    """
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), name)


def make_id(stem: str) -> str:
    """An id from a name: lower case, signs other than letters, digits and "_" as "-".

    Examples
    --------
    >>> make_id("My Old_Policy (2)"), make_id("../")
    ('my-old_policy-2', 'policy')
    """
    return re.sub(r"[^\w]+", "-", stem.lower()).strip("-_") or "policy"
