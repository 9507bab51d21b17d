from hypothesis import settings

# No deadline: the first example of a property may compile a rule. Derandomised: a test that fails here fails anywhere.
settings.register_profile("sim", deadline=None, derandomize=True)
settings.load_profile("sim")
