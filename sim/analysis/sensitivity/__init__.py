"""What drives an outcome: indices of the parameters of a sweep, each with its interval, luck told apart."""
