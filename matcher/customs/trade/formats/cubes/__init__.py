"""Statistics as cubes: figures by dimensions, as JSON-stat, PxWeb and SDMX-JSON have them."""
