"""Cover against accidents at work, from the accepted declaration on."""
