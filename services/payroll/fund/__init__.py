"""The guarantee fund: what it carries between a wage and the client's payment."""
