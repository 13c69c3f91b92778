"""Files in, policies frame out: decoding, register, metadata, hashes."""

from policyviz.corpus.loading import PolicyWarning, load_policies, read_policy
from policyviz.corpus.register import data_dir, verify_data

__all__ = ["PolicyWarning", "data_dir", "load_policies", "read_policy", "verify_data"]
