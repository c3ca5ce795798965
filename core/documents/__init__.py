"""What a PDF is: pages of text in reading order, an outline, labels, and where each letter stands."""
