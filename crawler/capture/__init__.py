"""The one way to the network, behind one address guard."""
