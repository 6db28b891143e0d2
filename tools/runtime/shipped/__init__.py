"""What goes into the bundle besides planner and the standard library."""
