"""For users: the guide, the references that ``docs.generate`` writes from the code, and the decisions."""
