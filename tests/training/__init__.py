"""How the product's own weights were made, to be read and repeated; nothing here is shipped.

`reading_data` makes the rows and `train_reader` the weights of `models.answer_reader`."""
