"""The same functions over a Dask cluster, from a million files to partitions of Parquet.

Needs the extra ``policyviz[scale]``; Dask and Arrow are imported with the first call.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "running": ["Summary", "analyze"],
        "results": ["Results", "load_results", "load_table"],
    },
)
