"""The likeliest code of a page on which no rule finds one: candidates, their evidence, and the model that weighs it."""
