"""The one script that a page may run: it draws the maps in it. Pages without a map have none."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup

TEMPLATE = Path(__file__).parent / "template"
MAP_CLASS = "policyviz-map"
STYLE = (TEMPLATE / "explore.css").read_text(encoding="utf-8")


@cache
def build_script() -> str:
    """Put together the drawing library, its licence, and the script that starts it.

    Returns
    -------
    script : str
        Plain JavaScript that loads nothing. It does its work once, however often it stands in a page.
    """
    import vl_convert

    bundle = vl_convert.javascript_bundle("window.policyvizEmbed = vegaEmbed;")
    notice = (TEMPLATE / "vega-licenses.txt").read_text(encoding="utf-8")
    starter = (TEMPLATE / "explore.js").read_text(encoding="utf-8")
    # In JupyterLab each map brings the script along, and names outside a function cannot be given twice.
    script = f"/*\n{notice}*/\nif (!window.policyvizEmbed) (() => {{\n{bundle}\n}})();\n{starter}"
    # Nothing in it may look like the end of the script to an HTML parser, nor like the start of a comment.
    return re.sub(r"<(?=/script|script|!--)", r"\\x3c", script, flags=re.IGNORECASE)


def add_scripts(html: str) -> str:
    """Put the script into a finished page that has maps, once, and allow this script and no other.

    Parameters
    ----------
    html : str
        A page made with this package's template.

    Returns
    -------
    html : str
        The very same text if there is no map in it.
    """
    # Texts are escaped: these characters stand in a page where a map does.
    if f'<figure class="{MAP_CLASS}"' not in html:
        return html
    script = build_script()
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    policy = "default-src 'none';"
    html = html.replace(policy, f"{policy} script-src 'sha256-{digest}';", 1)
    html = html.replace("</head>", f"<style>\n{STYLE}</style>\n</head>", 1)
    start, end = html.rsplit("</body>", 1)
    return f"{start}<script>{script}</script>\n</body>{end}"


def number_maps(main: BeautifulSoup) -> None:
    """Count the maps of a page, so that ids differ also if the same map stands there twice, in place."""
    for style in main.select(f"style + figure.{MAP_CLASS}"):
        style.find_previous_sibling("style").decompose()
    for number, figure in enumerate(main.select(f"figure.{MAP_CLASS}"), start=1):
        old = str(figure["id"])
        for part in [figure, *figure.select("[id], a[href^='#']")]:
            for name in ("id", "href"):
                if part.has_attr(name):
                    part[name] = part[name].replace(old, f"map-{number}", 1)
