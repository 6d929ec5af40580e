"""The dataset on disk: four tables, a manifest, a card; written beside their place, put there as a whole."""
