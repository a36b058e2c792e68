"""What an order form is, and how its price is made up."""
