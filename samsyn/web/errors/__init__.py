"""The pages for what went wrong, each with a next step."""
