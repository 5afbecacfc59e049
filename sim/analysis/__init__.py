"""What is made of finished runs: summaries, paired comparison, the landscape of two blocs."""
