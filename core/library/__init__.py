"""What is kept of the documents, and how the passages for a question are found."""
