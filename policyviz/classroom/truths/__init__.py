"""What is so in the policies of the classroom, lesson by lesson: right answers, and what wrong ways give.

Each module works out from the frames what the lesson of the same name compares an answer with. It
knows nothing of answers and says nothing to students.
"""
