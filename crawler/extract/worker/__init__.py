"""The limited process that reads pages, and its client."""
