"""Names of what a number stands for: how a mark in a chart and a cell in a table find the same clauses."""

from urllib.parse import parse_qsl, urlencode


def write_key(**keys: object) -> str:
    """Write column names and values as one line of text, the same whatever their order.

    Plots put it on what they draw (`matplotlib.artist.Artist.set_url`), reports turn it
    into a link to the clauses with these values.

    Parameters
    ----------
    **keys
        Names of columns and the value of each in the row that is drawn.

    Returns
    -------
    key : str
        Escaped as in the query of an address, so that a value cannot look like a name.

    Examples
    --------
    >>> write_key(policy_id="procom", label="IP address")
    'label=IP+address&policy_id=procom'
    """
    return urlencode(sorted((name, str(value)) for name, value in keys.items()))


def read_key(key: str) -> dict[str, str]:
    """Read what `write_key` wrote; values are text.

    Examples
    --------
    >>> read_key("cluster=3&policy_id=procom")
    {'cluster': '3', 'policy_id': 'procom'}
    """
    return dict(parse_qsl(key, keep_blank_values=True))
