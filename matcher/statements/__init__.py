"""What news posts say was done or agreed: who, what, how many, when, where, each with its words."""
