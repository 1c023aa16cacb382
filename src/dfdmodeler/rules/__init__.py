"""Rule packs: when a threat applies, how grave it is and what it is called.

Owns the rule language and its compilation. Conditions are expressions over the graph's facts, never programs;
a rule knows neither files nor the decisions people took.
"""
