"""Reports: figures with a text alternative, and notebooks as one HTML file each.

`show` puts a figure into a notebook together with its text alternative. `export_report`
runs a notebook and writes a page that opens offline, `write_index` the page that leads
to them, `build_site` both for a folder of policies. `link_table` leads numbers to their clauses,
`show_texts` the clauses to their place. `explore_clusters` is the one thing that runs a script in a page.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "display": ["say", "show"],
        "explore": ["explore_clusters"],
        "export": ["export_report"],
        "index": ["write_index"],
        "site": ["Site", "build_site"],
        "texts": ["show_texts"],
        "tracing": ["link_table"],
    },
)
