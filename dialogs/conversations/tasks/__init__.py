"""What is to do: put off, handed over, waited for."""
