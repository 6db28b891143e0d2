"""A media plan: lines of platform, format and objective, their weeks, the account around them."""
