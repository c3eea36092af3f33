"""Publishing the report of a consultation."""
