"""The help pages: how the product is used, and what it promises."""
