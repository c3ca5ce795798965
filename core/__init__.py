"""Everything OpenBook does, without a screen: documents, the model, the library, and answers."""

import logging

# Whoever runs us decides where the log goes; otherwise it goes nowhere, least of all to the terminal.
logging.getLogger(__name__).addHandler(logging.NullHandler())
