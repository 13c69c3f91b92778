"""Clauses and mentions to result frames: coverage, vagueness, clusters. Siblings never import each other."""
