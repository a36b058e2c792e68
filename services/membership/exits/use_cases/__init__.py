"""What is done when somebody leaves, is excluded, or passes shares on."""
