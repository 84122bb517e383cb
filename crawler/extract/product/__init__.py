"""The fields of a product, and the products of a listing."""
