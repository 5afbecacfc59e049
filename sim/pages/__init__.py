"""What pages of results share: numbers, tables, figures and histories as plain data, and how they are laid out."""
