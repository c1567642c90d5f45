"""Measurements, each a module to run by itself, with the threads of the libraries as the program
sets them."""

from models.silence import silence

silence()  # before NumPy is imported
