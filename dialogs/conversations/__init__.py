"""The conversations, one file each; `catalogue` lists them."""
