"""``make fuzz``: hostile inputs for whatever reads what others typed."""
