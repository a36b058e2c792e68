"""The returning officer's desk: from the convening to the minutes."""
