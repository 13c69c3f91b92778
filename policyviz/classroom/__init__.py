"""The course: checks that answer at once, labels of a class put together, notebooks made from solutions.

`check` looks at an answer and asks back. ``____`` is what stands where an answer is still missing.
`load_sample`, `save_labels` and `merge_labels` are for the lesson in which students label clauses.
`write_lessons` makes the students' notebooks from the solutions, `write_handouts` the pages to print.

Inside: `lessons` has the exercises with their questions, `truths` works their right answers out of
the frames in `materials` and never sees an answer; `answers` reads what was handed in, `forms` and
`charts` look at sentences and drawings, `planted` sets what was planted against what the tools find.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "answers": ["____"],
        "checking": ["Feedback", "check"],
        "handouts": ["write_handouts"],
        "labels": ["ClassLabels", "load_sample", "merge_labels", "save_labels"],
        "rows": ["show_rows"],
        "releasing": ["write_lessons"],
    },
)
