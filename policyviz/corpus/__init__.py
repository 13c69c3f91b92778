"""Files in, policies frame out: readers, decoding, register, metadata, hashes."""

from policyviz.corpus.loading import Collection, PolicyWarning, load_policies, read_collection, read_policy
from policyviz.corpus.register import data_dir, verify_data

__all__ = [
    "Collection",
    "PolicyWarning",
    "data_dir",
    "load_policies",
    "read_collection",
    "read_policy",
    "verify_data",
]
