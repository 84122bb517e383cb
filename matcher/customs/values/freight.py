"""What freight and insurance add to a value at the exporter's border."""

from __future__ import annotations

# The IMF's Direction of Trade Statistics takes 6 % on average (10 % until 2018; Marini, Dippelsman and Stanger 2018);
# a quarter leaves room for light goods and long distances. Above it the two figures are not of the same goods.
FREIGHT_AND_INSURANCE = 0.25
