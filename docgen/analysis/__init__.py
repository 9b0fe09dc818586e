"""Pure analysis: model in, model out."""
