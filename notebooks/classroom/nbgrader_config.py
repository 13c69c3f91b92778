"""Settings for a course that runs nbgrader: with them it cuts what `make classroom` cuts.

Copy this file into the folder of your course (README.md, "With nbgrader").
"""

c = get_config()  # noqa: F821, nbgrader brings it

c.CourseDirectory.course_id = "policyviz"

# The blanks stand in the cells already, so nothing is put in the place of a solution.
c.ClearSolutions.code_stub = {"python": ""}
c.ClearSolutions.text_stub = "____"

# A lesson runs in seconds; a first run on an old laptop takes longer.
c.ExecutePreprocessor.timeout = 300
