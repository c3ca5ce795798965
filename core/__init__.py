"""Everything OpenBook does, without a screen: documents, the model, the library, and answers."""
