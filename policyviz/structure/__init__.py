"""Policies -> blocks -> clauses, without losing a character's place."""

from policyviz.structure.blocks import split_blocks
from policyviz.structure.clauses import split_clauses
from policyviz.structure.outline import outline
from policyviz.structure.tokens import tokenize

__all__ = ["outline", "split_blocks", "split_clauses", "tokenize"]
