"""The library as the person sees it: documents, what becomes of each, and what was asked before."""
