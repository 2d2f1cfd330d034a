"""The demonstration: a whole system on this machine, with a practice and its published rota."""
