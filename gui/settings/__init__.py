"""Dialogs: models, settings, shortcuts, passwords, and what is asked before something is deleted."""
