"""Gates: what a policy asks of a model before it may be merged or released, and whether the model has it.

Knows policies (TOML), models and what was found in them; knows neither git nor how results are written.
"""
