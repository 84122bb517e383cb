"""The whole job on embedded data: a fictional maker's site and invented customs lines."""
