"""The window. Its process imports nothing heavy: what computes runs in child processes (`gui.process`)."""
