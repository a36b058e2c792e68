"""The methods of counting; each takes an election and gives its count."""
