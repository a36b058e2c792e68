"""The papers that governance writes."""
