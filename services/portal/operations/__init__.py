"""The operator's page: how the services stand. It changes nothing."""
